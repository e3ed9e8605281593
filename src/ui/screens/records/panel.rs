//! The link to the DNS host's panel: whole, with what became of opening it and what to do there.

use ratatui::text::{Line, Span};

use crate::core::open_link::OPEN_REQUESTED;
use crate::core::text::split_by_width;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, hanging_paragraph, icon_paragraph, paragraph, spinner_frame};
use crate::wizard::{LinkState, Model, PanelPane};

pub(super) fn draw(pane: &PanelPane, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let gap = column.is_roomy().then(Line::default);
    // One column at the end is for the bar.
    let (measure, width) = (column.prose_width().saturating_sub(1), column.width().saturating_sub(1));
    let mut lines = paragraph(&styles, &pane.title(), Styles::BOLD, measure);
    lines.extend(gap.clone());
    // A link that is cut leads elsewhere: it has as many lines as it needs.
    lines.extend(split_by_width(&pane.link(), width).into_iter().map(|piece| Line::styled(piece, styles.accent())));
    lines.extend(gap.clone());
    lines.extend(opening_lines(pane, model, &styles, measure));
    lines.extend(gap);
    lines.extend(paragraph(&styles, &pane.guidance(), Styles::PLAIN, measure));
    column.scrollable(lines, pane.scroll);
}

fn opening_lines(pane: &PanelPane, model: &Model, styles: &Styles, measure: usize) -> Vec<Line<'static>> {
    let size = (measure, usize::MAX);
    match &pane.link_state {
        LinkState::Opening(_) => {
            let sign: Span<'static> = styles.span(spinner_frame(styles, model.spinner), styles.accent());
            hanging_paragraph(styles, sign, 2, "Your browser is being asked to open it", Styles::PLAIN, size)
        }
        LinkState::Finished(Ok(())) => icon_paragraph(styles, Icon::Success, OPEN_REQUESTED, Styles::PLAIN, size),
        LinkState::Finished(Err(why)) => icon_paragraph(styles, Icon::Info, &why.message(), Styles::PLAIN, size),
    }
}
