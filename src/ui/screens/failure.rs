//! Something failed: what happened, what was and was not done, what to do now.

use super::super::styles::Sign;
use super::super::widgets::{Column, hanging, signed};
use crate::wizard::FailureScreen;

pub(super) fn draw(screen: &FailureScreen, column: &mut Column) {
    let styles = *column.styles;
    let failure = &screen.failure;
    let measure = column.measure();
    let next = match failure.retry {
        Some(retry) => format!("Enter {retry}. Esc goes back."),
        None => "Enter goes back.".to_owned(),
    };
    let labels =
        if column.is_roomy() { ["What happened", "What was done", "What to do", ""] } else { ["", "", "", ""] };
    let indent = if column.is_roomy() { 16 } else { 0 };
    let fact = |label: &str, text: &str, rows: usize| {
        let label = styles.span(label, styles.quiet());
        hanging(&styles, label, indent, text, styles.plain(), (measure, rows))
    };
    let [happened, done, advice, keys] = labels;
    column.lines(signed(&styles, Sign::Bad, &failure.title, styles.strong(), (measure, usize::MAX)));
    column.gap();
    let after = [
        fact(done, &failure.done, usize::MAX),
        fact(advice, &failure.advice, usize::MAX),
        fact(keys, &next, usize::MAX),
    ];
    // The server's words may be long; what was done and what to do is never pushed out by them.
    let gaps = if column.is_roomy() { after.len() } else { 0 };
    let taken = after.iter().map(Vec::len).sum::<usize>().saturating_add(gaps);
    let rows = column.height().saturating_sub(taken).max(1);
    column.lines(fact(happened, &failure.happened, rows));
    for lines in after {
        column.gap();
        column.lines(lines);
    }
}
