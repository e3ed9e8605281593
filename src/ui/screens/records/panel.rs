//! The link to the DNS host's panel: whole, with what became of opening it and what to do there.

use ratatui::text::{Line, Span};

use super::super::super::styles::{Sign, Styles};
use super::super::super::widgets::{Column, hanging, paragraph, signed, spinner};
use crate::core::open_link::OPEN_REQUESTED;
use crate::core::text::split_by_width;
use crate::wizard::{LinkState, Model, PanelPane};

pub(super) fn draw(pane: &PanelPane, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let gap = column.is_roomy().then(Line::default);
    // One column at the end is for the bar.
    let (measure, width) = (column.measure().saturating_sub(1), column.width().saturating_sub(1));
    let mut lines = paragraph(&styles, &pane.title(), Styles::STRONG, measure);
    lines.extend(gap.clone());
    // A link that is cut leads elsewhere: it has as many lines as it needs.
    lines.extend(split_by_width(&pane.link(), width).into_iter().map(|piece| Line::styled(piece, styles.accent())));
    lines.extend(gap.clone());
    lines.extend(opening(pane, model, &styles, measure));
    lines.extend(gap);
    lines.extend(paragraph(&styles, &pane.guidance(), Styles::PLAIN, measure));
    column.scrolled(lines, pane.scroll);
}

fn opening(pane: &PanelPane, model: &Model, styles: &Styles, measure: usize) -> Vec<Line<'static>> {
    let size = (measure, usize::MAX);
    match &pane.link_state {
        LinkState::Opening(_) => {
            let sign: Span<'static> = styles.span(spinner(styles, model.spinner), styles.accent());
            hanging(styles, sign, 2, "Your browser is being asked to open it", Styles::PLAIN, size)
        }
        LinkState::Finished(Ok(())) => signed(styles, Sign::Good, OPEN_REQUESTED, Styles::PLAIN, size),
        LinkState::Finished(Err(why)) => signed(styles, Sign::Info, &why.message(), Styles::PLAIN, size),
    }
}
