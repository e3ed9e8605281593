//! `doctor`: what was found here, what a copy would do, and what to set. It asks no server and shows nothing secret.
//!
//! | file | what it holds |
//! |---|---|
//! | `environment` | the variables, as they may be shown |
//! | `terminal`, `copying`, `account`, `machine` | finding out, one subject each |
//! | `advice` | what to set, where it applies |
//! | `words` | the report for people |
//! | `document` | the report for scripts |

mod advice;
mod api;
mod clipboard;
mod env_vars;
mod json;
mod machine;
mod render;
mod terminal;
#[cfg(test)]
mod tests;

use super::block_on;
use crate::cli::args::DoctorArgs;
use crate::cli::output::Output;
use api::ApiInfo;
use clipboard::ClipboardInfo;
use env_vars::EnvVars;
use machine::MachineInfo;
use terminal::TerminalInfo;

use crate::core::exit::Exit;

pub(in crate::cli) use json::JSON_MEMBERS;

/// All that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DoctorReport {
    terminal: TerminalInfo,
    clipboard: ClipboardInfo,
    api: ApiInfo,
    machine: MachineInfo,
}

/// Runs the command. What is not well is told, and is no failure of the command.
pub(in crate::cli) fn run(args: &DoctorArgs) -> Exit {
    let output = Output::new(args.json);
    let report = block_on(async {
        let environment = EnvVars::from_process();
        let findings = DoctorReport {
            terminal: TerminalInfo::detect(&environment),
            clipboard: ClipboardInfo::detect(&environment, args.clipboard).await,
            api: ApiInfo::detect(&args.key),
            machine: MachineInfo::detect(),
        };
        output.print_result(|| render::render(&findings), || json::report_json(&findings))
    });
    report.map_or_else(|problem| output.print_error(&problem), |()| Exit::Success)
}
