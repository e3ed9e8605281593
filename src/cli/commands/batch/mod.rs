//! Work on many domains: their names from the arguments or from a file, all of them checked before the first is worked
//! on, one after the other, with a line each, until Ctrl+C.
//!
//! `--json` prints each line as a document of its own (JSON Lines). What failed for one domain stands in its line, so
//! standard error holds an error only where the whole has ended early. The exit code is the highest of all lines.

mod graceful_stop;
mod reporter;
mod targets;

pub(super) use graceful_stop::GracefulStop;
pub(super) use reporter::{BatchReporter, TargetReport};
pub(super) use targets::{TargetDomain, read_targets};

use std::fmt::Display;

use crate::cli::error::CliError;
use crate::core::exit::Exit;

/// Works on one item after the other and prints the line of each. Ctrl+C lets the one that is under way come to its end;
/// the second time it is broken off. The work is given the place of the item, and answers with nothing where the line comes
/// later.
///
/// # Errors
/// Where it ended early, with what was done and what was not.
pub(super) async fn run_all<T: Display>(
    items: &[TargetDomain<T>],
    lines: &mut BatchReporter,
    stop: &mut GracefulStop,
    mut work: impl AsyncFnMut(usize, &TargetDomain<T>) -> Option<TargetReport>,
) -> Result<(), CliError> {
    for (index, item) in items.iter().enumerate() {
        if let Some(exit) = stop.requested() {
            return Err(lines.stopped_error(exit, target_names(items.get(index..))));
        }
        lines.set_current(&item.domain.to_string());
        let on_stop = || lines.note(&format!("Stopping after {}. Ctrl+C again breaks it off.", item.domain));
        match stop.run_to_completion(work(index, item), on_stop).await {
            Ok(Some(line)) => lines.print(&line)?,
            Ok(None) => lines.defer(),
            Err(exit) => {
                return Err(lines.aborted_error(exit, &item.domain.to_string(), target_names(items.get(index + 1..))));
            }
        }
    }
    Ok(())
}

fn target_names<T: Display>(items: Option<&[TargetDomain<T>]>) -> Vec<String> {
    items.unwrap_or_default().iter().map(|item| item.domain.to_string()).collect()
}

/// The worse of two ends: the one with the higher code.
pub(super) fn max_exit(one: Exit, other: Exit) -> Exit {
    if other.code() > one.code() { other } else { one }
}
