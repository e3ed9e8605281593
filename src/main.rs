//! The program: parses its arguments and runs a command or the wizard.

use std::process::ExitCode;

use autosend_domains::cli::{self, Args};
use autosend_domains::runtime::{harden, launch};

fn main() -> ExitCode {
    harden();
    if let Some(exit) = cli::complete() {
        return ExitCode::from(exit.code());
    }
    let exit = match cli::parse() {
        Err(exit) => exit,
        Ok(Args { command: Some(command), .. }) => cli::run(command),
        Ok(args) => launch(args.wizard),
    };
    ExitCode::from(exit.code())
}
