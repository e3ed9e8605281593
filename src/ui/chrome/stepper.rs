//! The stepper: the milestones that are done, the current one and the later ones.

use ratatui::text::{Line, Span};

use crate::core::text::width;
use crate::ui::styles::Styles;
use crate::wizard::{Milestone, MilestoneState, Model, current_number, milestones};

/// The milestones in a rule.
pub(super) fn rule(model: &Model, styles: &Styles, columns: usize) -> Line<'static> {
    let line = styles.border().horizontal_top;
    let piece = |count: usize| Span::styled(line.repeat(count), Styles::DIM);
    let mut spans = vec![piece(2)];
    for milestone in milestones(model) {
        spans.push(Span::raw(" "));
        spans.extend(milestone_spans(&milestone, styles));
        spans.push(Span::raw(" "));
        spans.push(piece(2));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    spans.push(piece(columns.saturating_sub(used)));
    Line::from(spans)
}

/// The milestones in a line; `None` if they do not fit.
pub(super) fn row(model: &Model, styles: &Styles, columns: usize) -> Option<Line<'static>> {
    let mut spans = vec![Span::raw(" ")];
    for (index, milestone) in milestones(model).iter().enumerate() {
        spans.push(Span::raw(if index == 0 { "" } else { "  " }));
        spans.extend(milestone_spans(milestone, styles));
    }
    let line = Line::from(spans);
    (line.width() <= columns).then_some(line)
}

/// The current milestone alone: "Region 2/5".
pub(super) fn current_step(model: &Model, styles: &Styles) -> Span<'static> {
    let milestones = milestones(model);
    let number = current_number(&milestones);
    let label = milestones.get(number.saturating_sub(1)).map(|milestone| milestone.label).unwrap_or_default();
    let text = format!("{label} {number}/{}", milestones.len());
    debug_assert!(width(&text) <= 12, "fits the narrowest header");
    styles.span(&text, styles.accent())
}

fn milestone_spans(milestone: &Milestone, styles: &Styles) -> [Span<'static>; 3] {
    let symbols = styles.symbols();
    let (symbol, mark, text) = match milestone.state {
        MilestoneState::Done => (symbols.done, styles.accent(), Styles::PLAIN),
        MilestoneState::Current => (symbols.current, styles.accent(), styles.accent()),
        MilestoneState::Upcoming => (symbols.upcoming, Styles::DIM, Styles::DIM),
    };
    [Span::styled(symbol, mark), Span::raw(" "), Span::styled(milestone.title(), text)]
}
