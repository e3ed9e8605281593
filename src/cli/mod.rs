//! The command line: what can be asked of the program, and the commands that work without a screen.
//!
//! Data goes to standard output, all else to standard error; `--json` gives one document. How a command ends is an
//! [`Exit`], one list for everything. Nothing here draws, prompts, or knows the wizard: without a command, [`Args`]
//! carries what the wizard is to start with.
//!
//! | file | what it holds |
//! |---|---|
//! | `args` | what can be given, for clap: one file a command |
//! | `columns` | text in two columns |
//! | `help` | the longer texts of the help, made from the tables that the program works with |
//! | `nearest` | words that are nearly the name of a command |
//! | `parse` | reading the arguments, and what is said of wrong ones |
//! | `output` | the only place that prints |
//! | `paint` | text with tones, which become colours where they may |
//! | `problem` | why a command failed: words, JSON, exit code |
//! | `progress` | how far a command is that works on many domains |
//! | `secret` | keys that were given in a wrong place are never repeated |
//! | `surroundings` | what the environment says: the base URL, the key |
//! | `commands` | one file or folder a command |

mod args;
mod columns;
mod commands;
mod environment;
mod error;
mod help;
mod leaked_key;
mod output;
mod parse;
mod progress;
mod style;
mod suggest;

pub use args::{
    AddArgs, ApiArgs, Args, AuthArgs, AuthCommand, AuthStatusArgs, CheckArgs, Command, CompletionsArgs, DoctorArgs,
    FieldRef, ForgetArgs, IfExists, InboundAction, InboundArgs, KeyArgs, ListArgs, LoginArgs, LogoutArgs, RecordField,
    RecordsArgs, RecordsFormat, RemoveArgs, SandboxArgs, StatusArgs, TargetArgs, VerifyArgs,
};
pub use parse::parse;

use crate::core::exit::Exit;

/// Runs a command to its end. What there is to say has been printed then.
#[must_use]
pub fn run(command: Command) -> Exit {
    match command {
        Command::Add(args) => commands::add::run(&args),
        Command::List(args) => commands::list::run(&args),
        Command::Records(args) => commands::records::run(&args),
        Command::Status(args) => commands::status::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Verify(args) => commands::verify::run(&args),
        Command::Inbound(args) => commands::inbound::run(&args),
        Command::Remove(args) => commands::remove::run(&args),
        Command::Forget(args) => commands::forget::run(&args),
        Command::Auth(args) => commands::auth::run(&args),
        Command::Doctor(args) => commands::doctor::run(&args),
        Command::Sandbox(args) => commands::sandbox::run(args),
        Command::Completions(args) => commands::manual::completions(&args),
        Command::Man => commands::manual::man(),
        Command::KeepClipboard => commands::keep_clipboard::run(),
        Command::OpenLink { link } => commands::open_link::run(&link),
    }
}
