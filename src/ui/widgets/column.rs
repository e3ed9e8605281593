//! A column of widgets. Each takes its rows from the top of what is left, so that nothing is drawn outside and what
//! does not fit is missing at the bottom.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::input_field::InputField;
use super::scrollbar::{ScrollWindow, draw_scrollbar};
use super::text::{hanging_paragraph, icon_paragraph, paragraph};
use crate::core::text::{truncate, width};
use crate::ui::layout::Density;
use crate::ui::styles::{Icon, Styles};
use crate::wizard::Spinner;

/// Ticks before a spinner turns: a quick answer should not flicker.
const SPINNER_DELAY_TICKS: u32 = 2;

/// The rows of a screen that are still free.
pub(in crate::ui) struct Column<'c, 'f> {
    frame: &'c mut Frame<'f>,
    pub(in crate::ui) styles: &'c Styles,
    area: Rect,
    density: Density,
}

impl<'c, 'f> Column<'c, 'f> {
    pub(in crate::ui) const fn new(frame: &'c mut Frame<'f>, styles: &'c Styles, area: Rect, density: Density) -> Self {
        Self { frame, styles, area, density }
    }

    /// Whether there is room for boxes and blank lines.
    pub(in crate::ui) fn is_roomy(&self) -> bool {
        self.density == Density::Roomy
    }

    pub(in crate::ui) fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// The rows that are left.
    pub(in crate::ui) fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    /// Takes rows from the top of what is left, as far as there are any.
    pub(in crate::ui) fn take_rows(&mut self, rows: usize) -> Rect {
        let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(self.area.height);
        let taken = Rect { height: rows, ..self.area };
        self.area.y = self.area.y.saturating_add(rows);
        self.area.height = self.area.height.saturating_sub(rows);
        taken
    }

    /// Draws into an area that was taken, as into a column of its own.
    pub(in crate::ui) fn draw_in(&mut self, area: Rect, draw: impl FnOnce(&mut Column<'_, 'f>)) {
        draw(&mut Column { frame: self.frame, styles: self.styles, area, density: self.density });
    }

    /// A blank row in a roomy window.
    pub(in crate::ui) fn gap(&mut self) {
        if self.is_roomy() {
            self.take_rows(1);
        }
    }

    /// The frame, for drawing into an area that was taken.
    pub(in crate::ui) fn frame(&mut self) -> &mut Frame<'f> {
        self.frame
    }

    pub(in crate::ui) fn lines(&mut self, lines: Vec<Line<'static>>) {
        let area = self.take_rows(lines.len());
        self.frame.render_widget(Paragraph::new(lines), area);
    }

    /// Lines in all rows that are left, from the line `scroll` on. The last column is for the scrollbar if not all lines
    /// fit.
    pub(in crate::ui) fn scrollable(&mut self, lines: Vec<Line<'static>>, scroll: usize) {
        let area = self.take_rows(self.height());
        let is_cut = lines.len() > usize::from(area.height);
        let text = Rect { width: area.width.saturating_sub(u16::from(is_cut)), ..area };
        self.draw_scrolled(lines, scroll, text, area);
    }

    /// Lines in an area that was taken, from the line `scroll` on, with a scrollbar at the right of another one.
    pub(in crate::ui) fn draw_scrolled(
        &mut self,
        lines: Vec<Line<'static>>,
        scroll: usize,
        area: Rect,
        scrollbar_area: Rect,
    ) {
        let window = ScrollWindow::new(lines.len(), usize::from(area.height), scroll);
        let shown: Vec<Line<'static>> = lines.into_iter().skip(window.offset).take(window.seen).collect();
        self.frame.render_widget(Paragraph::new(shown), area);
        draw_scrollbar(self.frame, self.styles, scrollbar_area, window);
    }

    /// One line, cut if it is too long.
    pub(in crate::ui) fn line(&mut self, text: &str, style: Style) {
        let text = self.styles.sanitize(text);
        let text = truncate(&text, self.width(), self.styles.symbols().ellipsis).into_owned();
        self.lines(vec![Line::styled(text, style)]);
    }

    pub(in crate::ui) fn heading(&mut self, text: &str) {
        self.paragraph(text, Styles::BOLD);
    }

    /// What explains the heading, in a roomy window.
    pub(in crate::ui) fn explanation(&mut self, text: &str) {
        if self.is_roomy() {
            self.paragraph(text, Styles::DIM);
            self.gap();
        }
    }

    pub(in crate::ui) fn paragraph(&mut self, text: &str, style: Style) {
        self.lines(paragraph(self.styles, text, style, self.width()));
    }

    /// A paragraph behind an icon.
    pub(in crate::ui) fn icon_paragraph(&mut self, icon: Icon, text: &str) {
        self.icon_paragraph_within(icon, text, usize::MAX);
    }

    /// A paragraph behind an icon, in at most this many rows.
    pub(in crate::ui) fn icon_paragraph_within(&mut self, icon: Icon, text: &str, rows: usize) {
        let style = Styles::PLAIN;
        self.lines(icon_paragraph(self.styles, icon, text, style, (self.width(), rows)));
    }

    /// A field; a focused one has the terminal's cursor.
    pub(in crate::ui) fn input_field(&mut self, field: &InputField) {
        let rows = if self.is_roomy() { 3 } else { 1 };
        let area = self.take_rows(rows);
        field.draw(self.frame, area, self.styles, self.density);
    }

    pub(in crate::ui) fn spinner_line(&mut self, spinner: Option<Spinner>, text: &str) {
        self.lines(spinner_lines(self.styles, spinner, text, true, self.width()));
    }

    /// A line with a text at its right end, if both fit.
    pub(in crate::ui) fn justified_line(&mut self, left: Vec<Span<'static>>, right: Span<'static>) {
        let left = Line::from(left);
        let blanks = self.width().saturating_sub(left.width()).saturating_sub(right.width());
        let mut spans = left.spans;
        if blanks > 0 && width(&right.content) > 0 {
            spans.push(Span::raw(" ".repeat(blanks)));
            spans.push(right);
        }
        self.lines(vec![Line::from(spans)]);
    }
}

/// A spinner, what it is for and since when. It stands still at first; its seconds are there from the first on.
pub(in crate::ui) fn spinner_lines(
    styles: &Styles,
    spinner: Option<Spinner>,
    text: &str,
    shows_seconds: bool,
    columns: usize,
) -> Vec<Line<'static>> {
    let frames = &styles.symbols().spinner;
    let turn = spinner.and_then(|spinner| spinner.ticks.checked_sub(SPINNER_DELAY_TICKS));
    let frame = turn.and_then(|turn| frames.get(usize::try_from(turn).ok()? % frames.len()));
    let text = match spinner.filter(|_| shows_seconds).map_or(0, Spinner::elapsed_seconds) {
        0 => text.to_owned(),
        seconds => format!("{text}, {seconds} s"),
    };
    let frame = styles.span(frame.copied().unwrap_or_default(), styles.accent());
    hanging_paragraph(styles, frame, 2, &text, Styles::PLAIN, (columns, usize::MAX))
}
