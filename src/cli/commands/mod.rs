//! The commands: each reads what it was given, does its work with the same parts as the wizard, and tells by
//! [`super::output`] alone.

pub(super) mod add;
mod api_context;
pub(super) mod auth;
mod batch;
pub(super) mod check;
pub(super) mod doctor;
mod domain_arg;
mod domain_ref;
mod dry_run;
pub(super) mod forget;
pub(super) mod inbound;
mod interrupt;
pub(super) mod keep_clipboard;
pub(super) mod list;
pub(super) mod manual;
pub(super) mod open_link;
mod project;
pub(super) mod records;
pub(super) mod remove;
mod resolve_domain;
pub(super) mod sandbox;
#[cfg(test)]
mod scripted_api;
pub(super) mod status;
pub(super) mod verify;

use std::io;

use tokio::runtime::Builder;

use super::error::CliError;
use crate::core::exit::Exit;

/// Runs what waits for the network, on this thread. What is still under way at its end is left behind: a name server
/// that does not answer keeps nobody.
///
/// # Errors
/// Those of the future, or where the operating system refuses what such a thing needs.
fn block_on<T>(future: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| os_error(&error))?;
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    result
}

fn os_error(error: &io::Error) -> CliError {
    CliError::new("unexpected", Exit::Failed, "The operating system refuses what this command needs")
        .with_detail(format!("{error}."))
}
