//! One line of news above the keys; bad news may take more. Where there is none, a rule or nothing.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::ui::layout::Density;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::icon_paragraph;
use crate::wizard::{Model, NoticeLevel};

/// The lines between the step and the keys.
pub(in crate::ui) fn notice(model: &Model, styles: &Styles, density: Density, window: Rect) -> Vec<Line<'static>> {
    let columns = usize::from(window.width);
    let Some(notice) = &model.notice else {
        let rule = Line::styled(styles.border().horizontal_top.repeat(columns), Styles::DIM);
        return if density == Density::Roomy { vec![rule] } else { Vec::new() };
    };
    // In a narrow window, two lines lack the room for where a copy went and how much it was.
    let good = if density == Density::Roomy { 2 } else { 3 };
    let (sign, rows) = match notice.level {
        NoticeLevel::Success => (Icon::Success, good),
        NoticeLevel::Info => (Icon::Info, good),
        NoticeLevel::Error => (Icon::Error, 3),
    };
    let size = (columns.saturating_sub(2), rows);
    let mut lines = icon_paragraph(styles, sign, &notice.text, Styles::BOLD, size);
    for line in &mut lines {
        line.spans.insert(0, Span::raw(" "));
    }
    lines
}
