//! The program: parses its arguments and hands over to the wizard or a command.

use std::process::ExitCode;

use autosend_domains::runtime::{Launch, harden, launch};

fn main() -> ExitCode {
    harden();
    // The command line is on its way; until it lands, this much of it.
    let mut what = Launch::default();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--sandbox" => what.sandbox = true,
            "--no-summary" => what.no_summary = true,
            _ => what.domain = Some(argument),
        }
    }
    ExitCode::from(launch(what).code())
}
