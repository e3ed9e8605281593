//! `doctor`: what was found here, what a copy would do, and what to set. It asks no server and shows nothing secret.
//!
//! | file | what it holds |
//! |---|---|
//! | `environment` | the variables, as they may be shown |
//! | `terminal`, `copying`, `account`, `machine` | finding out, one subject each |
//! | `advice` | what to set, where it applies |
//! | `words` | the report for people |
//! | `document` | the report for scripts |

mod account;
mod advice;
mod copying;
mod document;
mod environment;
mod machine;
mod terminal;
#[cfg(test)]
mod tests;
mod words;

use super::super::args::DoctorArgs;
use super::super::output::Output;
use super::block_on;
use account::Account;
use copying::Copying;
use environment::Environment;
use machine::Machine;
use terminal::Terminal;

use crate::core::exit::Exit;

pub(in crate::cli) use document::SHAPE;

/// All that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Findings {
    terminal: Terminal,
    copying: Copying,
    account: Account,
    machine: Machine,
}

/// Runs the command. What is not well is told, and is no failure of the command.
pub(in crate::cli) fn run(args: &DoctorArgs) -> Exit {
    let output = Output::new(args.json);
    let report = block_on(async {
        let environment = Environment::of_process();
        let findings = Findings {
            terminal: Terminal::find(&environment),
            copying: Copying::find(&environment, args.clipboard).await,
            account: Account::find(&args.key),
            machine: Machine::find(),
        };
        output.data(|| words::report(&findings), || document::document(&findings))
    });
    report.map_or_else(|problem| output.problem(&problem), |()| Exit::Success)
}
