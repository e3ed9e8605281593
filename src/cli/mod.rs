//! The command line: its arguments, and the commands that work without a screen.
//!
//! Data goes to standard output, everything else to standard error; `--json` prints one document. [`Exit`] lists how a
//! command can end. Nothing here draws or prompts or knows the wizard: without a command, [`WizardArgs`] is what the wizard
//! is launched with.
//!
//! | file | what it holds |
//! |---|---|
//! | `args` | the wizard's options and the list of commands, for clap |
//! | `options` | options that several commands share |
//! | `help` | the long texts of the help |
//! | `parse` | parses the arguments, and answers wrong ones |
//! | `suggest` | misspelled names of commands |
//! | `leaked_key` | keys among the arguments, which are refused and never repeated |
//! | `output` | the only place that prints |
//! | `style` | styled text, printed in colours if the stream takes them |
//! | `error` | why a command failed: text, JSON, exit code |
//! | `progress` | a progress bar for commands on many domains |
//! | `completion` | what a shell offers for the word under the cursor |
//! | `system_limits` | whether there are descriptors and threads to work with |
//! | `environment` | the base URL and the key, from the environment |
//! | `commands` | a file or folder for each command |

mod args;
mod commands;
mod completion;
mod environment;
mod error;
mod help;
mod leaked_key;
mod options;
mod output;
mod parse;
mod progress;
mod style;
mod suggest;
mod system_limits;

use std::io::{Write as _, stdout};

use clap::CommandFactory as _;

pub use self::args::{Args, Command, WizardArgs};
use self::commands::{
    add, auth, check, doctor, forget, inbound, list, manual, records, remove, sandbox, status, verify,
};
pub use self::completion::complete;
use self::error::CliError;
use self::output::Output;
pub use self::parse::parse;
pub use self::system_limits::check_system_limits;
use crate::browser::open_link::open_link;
use crate::clipboard::clipboard_daemon::run_daemon;
use crate::core::exit::Exit;

/// Runs a command to its end. Its output has been printed then.
#[must_use]
pub fn run(command: Command) -> Exit {
    match command {
        Command::Add(args) => report(args.json, |output| add::run(&args, output)),
        Command::List(args) => report(args.json, |output| list::run(&args, output)),
        Command::Records(args) => report(args.wants_json(), |output| records::run(&args, output)),
        Command::Status(args) => report(args.json, |output| status::run(&args, output)),
        Command::Check(args) => report(args.json, |output| check::run(&args, output)),
        Command::Verify(args) => report(args.json, |output| verify::run(&args, output)),
        Command::Inbound(args) => report(args.json, |output| inbound::run(&args, output)),
        Command::Remove(args) => report(args.json, |output| remove::run(&args, output)),
        Command::Forget(args) => report(args.json, |output| forget::run(&args, output)),
        Command::Auth(args) => report(args.wants_json(), |output| auth::run(&args, output)),
        Command::Doctor(args) => report(args.json, |output| doctor::run(&args, output)),
        Command::Sandbox(args) => report(false, |output| sandbox::run(args, output)),
        Command::Completions(args) => report(false, |_| manual::completions(&args)),
        Command::Man(args) => report(false, |_| manual::man(&args, &Args::command())),
        Command::KeepClipboard => report(false, |_| keep_clipboard()),
        Command::OpenLink { link } => run_open_link(&link),
    }
}

/// Runs a command with its output, and prints its error.
fn report(json: bool, command: impl FnOnce(Output) -> Result<Exit, CliError>) -> Exit {
    let output = Output::new(json);
    command(output).unwrap_or_else(|error| output.print_error(&error))
}

/// `keep-clipboard`, which the wizard starts (see [`crate::clipboard::clipboard_daemon`]): runs until another program owns
/// the clipboard. The text comes from standard input.
fn keep_clipboard() -> Result<Exit, CliError> {
    match run_daemon() {
        Ok(()) => Ok(Exit::Success),
        Err(reason) => Err(CliError::new("clipboard-failed", Exit::Failed, "Could not keep the clipboard")
            .with_detail(format!("{reason}."))),
    }
}

/// `open-link`, which the wizard starts (see [`crate::browser::open_link`]): opens the link. A failure is written to standard output, where the wizard reads it.
fn run_open_link(link: &str) -> Exit {
    match open_link(link) {
        Ok(()) => Exit::Success,
        Err(reason) => {
            // A wizard that has ended does not read it.
            let _ = writeln!(stdout(), "{reason}");
            Exit::Failed
        }
    }
}
