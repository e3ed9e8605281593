//! Work on many domains: their names from the arguments or from a file, all of them checked before the first is worked
//! on, one after the other, with a line each, until Ctrl+C.
//!
//! `--json` prints each line as a document of its own (JSON Lines). What failed for one domain stands in its line, so
//! standard error holds an error only where the whole has ended early. The exit code is the highest of all lines.

mod given;
mod lines;
mod stop;

pub(super) use given::{Item, read_all};
pub(super) use lines::{Line, Lines};
pub(super) use stop::Stop;

use std::fmt::Display;

use super::super::problem::Problem;
use crate::core::exit::Exit;

/// Works on one item after the other and prints the line of each. Ctrl+C lets the one that is under way come to its end;
/// the second time it is broken off. The work is given the place of the item, and answers with nothing where the line comes
/// later.
///
/// # Errors
/// Where it ended early, with what was done and what was not.
pub(super) async fn one_by_one<T: Display>(
    items: &[Item<T>],
    lines: &mut Lines,
    stop: &mut Stop,
    mut work: impl AsyncFnMut(usize, &Item<T>) -> Option<Line>,
) -> Result<(), Problem> {
    for (place, item) in items.iter().enumerate() {
        if let Some(exit) = stop.told() {
            return Err(lines.stopped(exit, names(items.get(place..))));
        }
        lines.now(&item.what.to_string());
        let noted = || lines.note(&format!("Stopping after {}. Ctrl+C again breaks it off.", item.what));
        match stop.finish(work(place, item), noted).await {
            Ok(Some(line)) => lines.tell(&line)?,
            Ok(None) => lines.later(),
            Err(exit) => return Err(lines.broken_off(exit, &item.what.to_string(), names(items.get(place + 1..)))),
        }
    }
    Ok(())
}

fn names<T: Display>(items: Option<&[Item<T>]>) -> Vec<String> {
    items.unwrap_or_default().iter().map(|item| item.what.to_string()).collect()
}

/// The worse of two ends: the one with the higher code.
pub(super) fn worse(one: Exit, other: Exit) -> Exit {
    if other.code() > one.code() { other } else { one }
}
