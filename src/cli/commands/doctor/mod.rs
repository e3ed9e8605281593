//! `doctor`: what was detected on this machine, where a copy would go, and what to set. No request is sent, and nothing
//! secret is printed.
//!
//! | file | what it holds |
//! |---|---|
//! | `report`, `terminal`, `machine` | detection |
//! | `advice` | what to set |
//! | `render`, `json` | the report for people and for scripts |

mod advice;
mod args;
mod json;
mod machine;
mod render;
mod report;
mod terminal;
#[cfg(test)]
mod tests;

pub(in crate::cli) use self::args::{ABOUT, DoctorArgs, help};
use self::report::DoctorReport;
use super::block_on;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::exit::Exit;

/// Runs the command. A problem that it finds is not an error.
pub(in crate::cli) fn run(args: &DoctorArgs, output: Output) -> Result<Exit, CliError> {
    let report = block_on(async { Ok(DoctorReport::detect(args).await) })?;
    output.print_result(|| render::render(&report), &json::DoctorDocument::new(&report))?;
    Ok(Exit::Success)
}
