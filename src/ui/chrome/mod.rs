//! What surrounds every screen: the header on top, the notice and the keys at the bottom.

mod footer;
mod header;
mod stepper;

pub(super) use footer::footer;
pub(super) use header::header;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::layout::Density;
use super::styles::{Icon, Styles};
use super::widgets::icon_paragraph;
use crate::wizard::{Model, NoticeLevel};

/// The notice above the keys; an error may take more rows. Without a notice, a rule or nothing.
pub(super) fn notice(model: &Model, styles: &Styles, density: Density, window: Rect) -> Vec<Line<'static>> {
    let columns = usize::from(window.width);
    let Some(notice) = &model.notice else {
        let rule = Line::styled(styles.border().horizontal_top.repeat(columns), Styles::DIM);
        return if density == Density::Roomy { vec![rule] } else { Vec::new() };
    };
    // In a narrow window, two lines are too few for the target of a copy and its length.
    let good = if density == Density::Roomy { 2 } else { 3 };
    let (icon, rows) = match notice.level {
        NoticeLevel::Success => (Icon::Success, good),
        NoticeLevel::Info => (Icon::Info, good),
        NoticeLevel::Error => (Icon::Error, 3),
    };
    let size = (columns.saturating_sub(2), rows);
    let mut lines = icon_paragraph(styles, icon, &notice.text, Styles::BOLD, size);
    for line in &mut lines {
        line.spans.insert(0, Span::raw(" "));
    }
    lines
}
