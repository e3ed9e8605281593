//! The commands, each in a file or folder with its arguments and its help, and what they share.
//!
//! | file | what it holds |
//! |---|---|
//! | `targets`, `domain_ref` | the domains of a command, from its arguments or a file |
//! | `target_run` | runs a command over its targets |
//! | `report` | what a command reports about a domain |
//! | `api_context` | the API with a key, and the cache |
//! | `resolve_domain` | finds domains in the project |
//! | `dry_run` | prints requests instead of sending them |
//! | `interrupt` | Ctrl+C and other signals |

pub(super) mod add;
mod api_context;
pub(super) mod auth;
pub(super) mod check;
pub(super) mod doctor;
mod domain_ref;
mod dry_run;
pub(super) mod forget;
pub(super) mod inbound;
mod interrupt;
pub(super) mod list;
pub(super) mod manual;
pub(super) mod records;
pub(super) mod remove;
mod report;
mod resolve_domain;
pub(super) mod sandbox;
#[cfg(test)]
mod scripted_api;
pub(super) mod status;
mod target_run;
mod targets;
pub(super) mod verify;

use std::fmt::Display;

use tokio::runtime::Builder;

pub(super) use self::api_context::cached_domains;
use super::error::CliError;
use super::system_limits::check_system_limits;
use crate::core::exit::Exit;

/// Runs a future on this thread. Tasks that are still running at its end are abandoned, such as a query to a name server
/// that does not answer.
///
/// # Errors
/// Those of the future, or the operating system refuses to start a runtime.
fn block_on<T>(future: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    check_system_limits().map_err(|message| os_error(&message))?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| os_error(&error))?;
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    result
}

fn os_error(reason: &impl Display) -> CliError {
    CliError::new("unexpected", Exit::Failed, "The operating system denied something this command needs")
        .with_detail(format!("{reason}."))
}
