//! `keep-clipboard`: what the wizard starts on leaving, so that a copied text outlives it. See
//! [`crate::clipboard::clipboard_daemon`].

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::clipboard::clipboard_daemon::run_daemon;
use crate::core::exit::Exit;

/// Runs until another program owns the clipboard. The text comes by standard input.
pub(in crate::cli) fn run() -> Exit {
    match run_daemon() {
        Ok(()) => Exit::Success,
        Err(reason) => {
            let title = "The clipboard could not be kept";
            let problem = CliError::new("clipboard-failed", Exit::Failed, title).with_detail(format!("{reason}."));
            Output::new(false).print_error(&problem)
        }
    }
}
