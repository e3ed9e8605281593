//! `open-link`: what the wizard starts to have a link opened. See [`crate::browser::open_link`].

use std::io::Write as _;

use crate::browser::open_link::open_link;
use crate::core::exit::Exit;

/// Hands the link over. Why it could not goes to standard output, for the wizard.
pub(in crate::cli) fn run(link: &str) -> Exit {
    match open_link(link) {
        Ok(()) => Exit::Success,
        Err(reason) => {
            // A wizard that is gone does not want to know.
            let _ = writeln!(std::io::stdout(), "{reason}");
            Exit::Failed
        }
    }
}
