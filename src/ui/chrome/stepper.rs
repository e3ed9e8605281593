//! The stepper: the finished, the current and the later steps.

use ratatui::text::{Line, Span};

use crate::core::text::width;
use crate::ui::styles::Styles;
use crate::wizard::{Screen, Step};

const STEPS: usize = 5;

/// The names of the steps; Review is called Adding while the request runs.
const fn step_names(step: Step) -> [&'static str; STEPS] {
    let fourth = if matches!(step, Step::Adding) { "Adding" } else { "Review" };
    ["Key", "Domain", "Region", fourth, "Records"]
}

/// The step that the screen belongs to, from 0. A screen beside the steps belongs to the one that it was opened from.
fn step_index(screen: &Screen) -> usize {
    match screen {
        Screen::ApiKey(_) | Screen::Closed => 0,
        Screen::Domain(_) => 1,
        Screen::Region(_) => 2,
        Screen::Review(_) | Screen::Conflict(_) => 3,
        Screen::Records(_) => 4,
        Screen::Domains(screen) => step_index(&screen.parent),
        Screen::Removal(screen) => step_index(&screen.parent),
        Screen::Failure(screen) => step_index(&screen.resume),
    }
}

/// The steps in a rule.
pub(super) fn rule(screen: &Screen, styles: &Styles, columns: usize) -> Line<'static> {
    let line = styles.border().horizontal_top;
    let piece = |count: usize| Span::styled(line.repeat(count), Styles::DIM);
    let mut spans = vec![piece(2)];
    for step in step_spans(screen, styles) {
        spans.push(Span::raw(" "));
        spans.extend(step);
        spans.push(Span::raw(" "));
        spans.push(piece(2));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    spans.push(piece(columns.saturating_sub(used)));
    Line::from(spans)
}

/// The steps in a line; `None` if they do not fit.
pub(super) fn row(screen: &Screen, styles: &Styles, columns: usize) -> Option<Line<'static>> {
    let mut spans = vec![Span::raw(" ")];
    for (index, step) in step_spans(screen, styles).into_iter().enumerate() {
        spans.push(Span::raw(if index == 0 { "" } else { "  " }));
        spans.extend(step);
    }
    let line = Line::from(spans);
    (line.width() <= columns).then_some(line)
}

/// The current step alone: "2/5 Domain".
pub(super) fn current_step(screen: &Screen, styles: &Styles) -> Span<'static> {
    let index = step_index(screen);
    let name = step_names(screen.step()).get(index).copied().unwrap_or_default();
    let text = format!("{}/{STEPS} {name}", index.saturating_add(1));
    debug_assert!(width(&text) <= 12, "fits the narrowest header");
    styles.span(&text, styles.accent())
}

fn step_spans(screen: &Screen, styles: &Styles) -> Vec<[Span<'static>; 3]> {
    let symbols = styles.symbols();
    let current = step_index(screen);
    step_names(screen.step())
        .into_iter()
        .enumerate()
        .map(|(index, name)| {
            let (symbol, mark, text) = match index.cmp(&current) {
                std::cmp::Ordering::Less => (symbols.done, styles.accent(), Styles::PLAIN),
                std::cmp::Ordering::Equal => (symbols.current, styles.accent(), styles.accent()),
                std::cmp::Ordering::Greater => (symbols.upcoming, Styles::DIM, Styles::DIM),
            };
            [Span::styled(symbol, mark), Span::raw(" "), Span::styled(name, text)]
        })
        .collect()
}
