//! `auth`: the stored keys. A key is read from standard input only, and stored once AutoSend has accepted it.

mod args;
mod key_file;
mod key_input;
mod login;
mod logout;
mod status;

use self::args::AuthCommand;
pub(in crate::cli) use self::args::{ABOUT, AuthArgs};

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::exit::Exit;

/// Runs the command.
pub(in crate::cli) fn run(args: &AuthArgs, output: Output) -> Result<Exit, CliError> {
    match &args.command {
        AuthCommand::Login(args) => login::run(args, output),
        AuthCommand::Status(args) => status::run(args, output),
        AuthCommand::Logout(args) => logout::run(args, output),
    }
}
