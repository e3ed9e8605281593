//! The commands: each reads what it was given, does its work with the same parts as the wizard, and tells by
//! [`super::output`] alone.

mod account;
pub(super) mod add;
pub(super) mod auth;
pub(super) mod check;
pub(super) mod doctor;
mod dry_run;
mod finding;
pub(super) mod forget;
pub(super) mod inbound;
mod interrupt;
pub(super) mod keep_clipboard;
pub(super) mod list;
pub(super) mod manual;
mod many;
mod naming;
pub(super) mod open_link;
mod project;
pub(super) mod records;
pub(super) mod remove;
pub(super) mod sandbox;
#[cfg(test)]
mod scripted;
pub(super) mod status;
pub(super) mod verify;
mod wanted;

use std::io;

use tokio::runtime::Builder;

use super::problem::Problem;
use crate::core::exit::Exit;

/// Runs what waits for the network, on this thread. What is still under way at its end is left behind: a name server
/// that does not answer keeps nobody.
///
/// # Errors
/// Those of the future, or where the operating system refuses what such a thing needs.
fn block_on<T>(future: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| refused_by_system(&error))?;
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    result
}

fn refused_by_system(error: &io::Error) -> Problem {
    Problem::new("unexpected", Exit::Failed, "The operating system refuses what this command needs")
        .with(format!("{error}."))
}
