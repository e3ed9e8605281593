//! A field to type into: in a box if there is room, else underlined behind its label. A text longer than the field
//! scrolls with the cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph};

use crate::core::text::{split_by_width, truncate, width};
use crate::ui::layout::Density;
use crate::ui::styles::Styles;
use crate::wizard::{SecretField, TextField};

/// A field, ready to be drawn.
pub(in crate::ui) struct InputField {
    label: &'static str,
    before_cursor: String,
    after_cursor: String,
    placeholder: &'static str,
    is_focused: bool,
    has_error: bool,
}

impl InputField {
    pub(in crate::ui) fn text(label: &'static str, field: &TextField, styles: &Styles) -> Self {
        let before: String = field.text().chars().take(field.cursor()).collect();
        let after: String = field.text().chars().skip(field.cursor()).collect();
        Self {
            label,
            before_cursor: styles.sanitize(&before).into_owned(),
            after_cursor: styles.sanitize(&after).into_owned(),
            placeholder: "",
            is_focused: true,
            has_error: field.error.is_some(),
        }
    }

    /// A field of a secret: one dot for each character.
    pub(in crate::ui) fn secret(label: &'static str, field: &SecretField, styles: &Styles) -> Self {
        let mask = styles.symbols().mask;
        Self {
            label,
            before_cursor: mask.repeat(field.cursor()),
            after_cursor: mask.repeat(field.char_count().saturating_sub(field.cursor())),
            placeholder: "",
            is_focused: true,
            has_error: field.error.is_some(),
        }
    }

    /// The same with a text that stands in it while it is empty.
    pub(in crate::ui) const fn placeholder(mut self, placeholder: &'static str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// The same, focused or not.
    pub(in crate::ui) const fn focused(mut self, in_focus: bool) -> Self {
        self.is_focused = in_focus;
        self
    }

    /// Draws it, and sets the cursor if it is focused.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, styles: &Styles, density: Density) {
        let inner = match density {
            Density::Roomy => self.draw_box(frame, area, styles),
            Density::Compact => self.draw_label(frame, area, styles),
        };
        if inner.is_empty() {
            return;
        }
        let (shown, cursor) = scroll_to_cursor(
            &self.before_cursor,
            &self.after_cursor,
            usize::from(inner.width),
            styles.symbols().ellipsis,
        );
        let line =
            if shown.is_empty() { Line::from(styles.span(self.placeholder, Styles::DIM)) } else { Line::raw(shown) };
        let base = if density == Density::Compact { Styles::UNDERLINED } else { Styles::PLAIN };
        frame.render_widget(Paragraph::new(line).style(base), inner);
        if self.is_focused {
            let x = inner.x.saturating_add(u16::try_from(cursor).unwrap_or(u16::MAX));
            frame.set_cursor_position((x.min(inner.right().saturating_sub(1)), inner.y));
        }
    }

    fn draw_box(&self, frame: &mut Frame, area: Rect, styles: &Styles) -> Rect {
        let style = match (self.has_error, self.is_focused) {
            (true, _) => styles.error(),
            (false, true) => styles.focused_border(),
            (false, false) => Styles::DIM,
        };
        let title = styles.span(&format!(" {} ", self.label), Styles::PLAIN);
        let block = Block::bordered().border_set(styles.border()).border_style(style).title(title);
        let inner = block.inner(area);
        frame.render_widget(block, area);
        Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(2), ..inner }
    }

    fn draw_label(&self, frame: &mut Frame, area: Rect, styles: &Styles) -> Rect {
        let style = if self.is_focused { styles.accent() } else { Styles::DIM };
        let label = truncate(self.label, usize::from(area.width / 2), "").into_owned();
        let taken = u16::try_from(width(&label).saturating_add(1)).unwrap_or(u16::MAX).min(area.width);
        frame.render_widget(Paragraph::new(Span::styled(label, style)), area);
        Rect { x: area.x.saturating_add(taken), width: area.width.saturating_sub(taken), ..area }
    }
}

/// The part of a text around its cursor that fits in `room` columns, and the cursor's column in it. An ellipsis stands
/// where text was cut.
fn scroll_to_cursor(before: &str, after: &str, room: usize, ellipsis: &str) -> (String, usize) {
    // The cursor needs a column after the last character.
    let left = truncate_start(before, room.saturating_sub(1), ellipsis);
    let cursor = width(&left);
    let right = truncate(after, room.saturating_sub(cursor), ellipsis);
    (format!("{left}{right}"), cursor)
}

/// The end of a text, in at most `columns` columns.
fn truncate_start(text: &str, columns: usize, ellipsis: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(width(ellipsis));
    let mut kept: Vec<String> = Vec::new();
    for piece in split_by_width(text, 1).into_iter().rev() {
        let taken = width(&piece);
        if taken > room {
            break;
        }
        room = room.saturating_sub(taken);
        kept.push(piece);
    }
    let kept: String = kept.into_iter().rev().collect();
    if width(ellipsis) <= columns { format!("{ellipsis}{kept}") } else { kept }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_does_not_scroll_and_a_long_one_does() {
        assert_eq!(scroll_to_cursor("exa", "mple", 10, "…"), ("example".to_owned(), 3));
        assert_eq!(scroll_to_cursor("abcdefghij", "", 6, "…"), ("…ghij".to_owned(), 5));
        assert_eq!(scroll_to_cursor("ab", "cdefghij", 6, "…"), ("abcde…".to_owned(), 2));
        assert_eq!(scroll_to_cursor("日本語日本語", "", 6, "…"), ("…本語".to_owned(), 5));
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_in_the_window(
            before in "[a-z日ü]{0,30}", after in "[a-z日ü]{0,30}", room in 1_usize..20,
        ) {
            let (shown, cursor) = scroll_to_cursor(&before, &after, room, "…");
            prop_assert!(width(&shown) <= room && cursor < room, "{shown:?} {cursor}");
        }
    }
}
