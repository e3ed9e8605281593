//! What is known of an error: status, code, the server's words, the request id.

use ratatui::text::Line;

use crate::core::text::width;
use crate::ui::styles::Styles;
use crate::ui::widgets::hanging_paragraph;
use crate::wizard::Model;

/// The lines of the details.
pub(super) fn lines(model: &Model, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let details = model.error_details().unwrap_or_default();
    let indent = details.lines.iter().map(|(name, _)| width(name)).max().unwrap_or_default() + 2;
    if details.lines.is_empty() {
        return vec![Line::from(styles.span("No more is known: there was no answer.", Styles::PLAIN))];
    }
    details
        .lines
        .iter()
        .flat_map(|(name, value)| {
            let name = styles.span(name, Styles::DIM);
            hanging_paragraph(styles, name, indent, value, Styles::PLAIN, (columns, usize::MAX))
        })
        .collect()
}
