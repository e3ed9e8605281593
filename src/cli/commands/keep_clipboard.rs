//! `keep-clipboard`: what the wizard starts on leaving, so that a copied text outlives it. See
//! [`crate::clipboard::successor`].

use super::super::output::Output;
use super::super::problem::Problem;
use crate::clipboard::successor::keep;
use crate::core::exit::Exit;

/// Runs until another program owns the clipboard. The text comes by standard input.
pub(in crate::cli) fn run() -> Exit {
    match keep() {
        Ok(()) => Exit::Success,
        Err(reason) => {
            let title = "The clipboard could not be kept";
            let problem = Problem::new("clipboard-failed", Exit::Failed, title).with(format!("{reason}."));
            Output::new(false).problem(&problem)
        }
    }
}
