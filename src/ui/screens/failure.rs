//! Something failed: what happened, what was and was not done, what to do now.

use crate::core::failure::Failure;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, hanging_paragraph, icon_paragraph};
use crate::wizard::FailureScreen;

/// The most lines that are given to the server's words; the details have them all.
const MAX_MESSAGE_ROWS: usize = 8;

pub(super) fn draw(screen: &FailureScreen, column: &mut Column) {
    let styles = *column.styles;
    let failure = &screen.failure;
    let measure = column.prose_width();
    let (names, indent) =
        if column.is_roomy() { (["What happened", "What was done", "What to do"], 16) } else { ([""; 3], 0) };
    let fact = |name: &str, text: &str| {
        let name = styles.span(name, Styles::DIM);
        hanging_paragraph(&styles, name, indent, text, Styles::PLAIN, (measure, usize::MAX))
    };
    column.lines(icon_paragraph(&styles, Icon::Error, &failure.title, Styles::BOLD, (measure, usize::MAX)));
    column.gap();
    let [happened, done, advice] = names;
    // The server's words may be long; what was done and what to do is never pushed out by them.
    let room = |keys: &str, column: &Column| {
        let after = [fact(done, &failure.effect), fact(advice, &failure.advice), fact("", keys)];
        let gaps = if column.is_roomy() { after.len() } else { 0 };
        let taken = after.iter().map(Vec::len).fold(gaps, usize::saturating_add);
        (column.height().saturating_sub(taken).clamp(1, MAX_MESSAGE_ROWS), after)
    };
    let words = fact(happened, &failure.reason);
    let (mut rows, mut after) = room(&key_hints(failure, false), column);
    if words.len() > rows {
        (rows, after) = room(&key_hints(failure, true), column);
    }
    let name = styles.span(happened, Styles::DIM);
    column.lines(hanging_paragraph(&styles, name, indent, &failure.reason, Styles::PLAIN, (measure, rows)));
    for lines in after {
        column.gap();
        column.lines(lines);
    }
}

/// What the keys do that go on from here.
fn key_hints(failure: &Failure, is_cut: bool) -> String {
    let keys = match failure.retry_hint {
        Some(retry) => format!("Enter {retry}. Esc goes back."),
        None => "Enter goes back.".to_owned(),
    };
    if is_cut { format!("{keys} i shows all of it.") } else { keys }
}
