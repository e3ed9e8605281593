//! The hidden commands, which the wizard starts: `keep-clipboard` keeps a copied text available after the wizard has left
//! (see [`crate::clipboard::clipboard_daemon`]), and `open-link` opens a link (see [`crate::browser::open_link`]).

use std::io::{Write as _, stdout};

use crate::browser::open_link::open_link;
use crate::cli::error::CliError;
use crate::clipboard::clipboard_daemon::run_daemon;
use crate::core::exit::Exit;

/// Runs until another program owns the clipboard. The text comes from standard input.
pub(in crate::cli) fn keep_clipboard() -> Result<Exit, CliError> {
    match run_daemon() {
        Ok(()) => Ok(Exit::Success),
        Err(reason) => Err(CliError::new("clipboard-failed", Exit::Failed, "The clipboard could not be kept")
            .with_detail(format!("{reason}."))),
    }
}

/// Opens the link. A failure is written to standard output, where the wizard reads it.
pub(in crate::cli) fn run_open_link(link: &str) -> Exit {
    match open_link(link) {
        Ok(()) => Exit::Success,
        Err(reason) => {
            // A wizard that has ended does not read it.
            let _ = writeln!(stdout(), "{reason}");
            Exit::Failed
        }
    }
}
