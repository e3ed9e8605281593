//! Wrapped text, with a hanging indent behind an icon or a label.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::text::{truncate, width, wrap};
use crate::ui::styles::{Icon, Styles};

/// The text in at most `rows` lines, with an ellipsis if it has more.
fn wrap_to_rows(text: &str, columns: usize, rows: usize, ellipsis: &str) -> Vec<String> {
    let mut lines = wrap(text, columns);
    if lines.len() <= rows {
        return lines;
    }
    lines.truncate(rows);
    if let Some(last) = lines.last_mut() {
        let room = columns.saturating_sub(width(ellipsis));
        *last = format!("{}{ellipsis}", truncate(last, room, ""));
    }
    lines
}

pub(in crate::ui) fn paragraph(styles: &Styles, text: &str, style: Style, columns: usize) -> Vec<Line<'static>> {
    let text = styles.sanitize(text);
    wrap(&text, columns).into_iter().map(|line| Line::from(Span::styled(line, style))).collect()
}

/// A paragraph behind an icon, of at most `rows` lines.
pub(in crate::ui) fn icon_paragraph(
    styles: &Styles,
    icon: Icon,
    text: &str,
    style: Style,
    (columns, rows): (usize, usize),
) -> Vec<Line<'static>> {
    let icon = styles.icon(icon);
    let indent = icon.width() + 1;
    hanging_paragraph(styles, icon, indent, text, style, (columns, rows))
}

/// A paragraph whose first line has a span in its indent.
pub(in crate::ui) fn hanging_paragraph(
    styles: &Styles,
    first: Span<'static>,
    indent: usize,
    text: &str,
    style: Style,
    (columns, rows): (usize, usize),
) -> Vec<Line<'static>> {
    let text = styles.sanitize(text);
    let lines = wrap_to_rows(&text, columns.saturating_sub(indent).max(1), rows, styles.symbols().ellipsis);
    prefix_lines(first, indent, lines, style)
}

/// Indented lines; the first one has a span in its indent.
pub(in crate::ui) fn prefix_lines(
    first: Span<'static>,
    indent: usize,
    lines: Vec<String>,
    style: Style,
) -> Vec<Line<'static>> {
    let mut first = Some(first);
    let lead = |first: Option<Span<'static>>| {
        let span = first.unwrap_or_default();
        let blanks = " ".repeat(indent.saturating_sub(span.width()));
        [span, Span::raw(blanks)]
    };
    lines
        .into_iter()
        .map(|line| {
            let mut spans = Vec::from(lead(first.take()));
            spans.push(Span::styled(line, style));
            Line::from(spans)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncated_text_is_marked() {
        assert_eq!(wrap_to_rows("one two three four", 7, 2, "…"), ["one two", "three…"]);
        assert_eq!(wrap_to_rows("one two", 7, 1, "…"), ["one two"]);
        assert_eq!(wrap_to_rows("sixteen seventeen", 7, 1, "..."), ["sixt..."]);
    }
}
