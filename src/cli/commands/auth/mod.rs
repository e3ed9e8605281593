//! `auth`: the stored keys. A key is read from standard input only, and stored once AutoSend has accepted it.

mod key_file;
mod key_input;
mod list;
mod login;
mod logout;
mod status;
mod stored_key;
mod switch;

use clap::Subcommand;

use self::list::AuthListArgs;
use self::login::LoginArgs;
use self::logout::LogoutArgs;
use self::status::AuthStatusArgs;
use self::switch::SwitchArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::exit::Exit;

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Saves API keys in the key file, each under a name, shows which one is used, and
removes them. The file is readable only by you; each key is only sent to the API
URL it was checked against.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct AuthArgs {
    #[command(subcommand)]
    pub command: AuthCommand,
}

impl AuthArgs {
    /// Whether the command prints JSON.
    pub(in crate::cli) const fn wants_json(&self) -> bool {
        match &self.command {
            AuthCommand::Login(args) => args.json,
            AuthCommand::Status(args) => args.json,
            AuthCommand::List(args) => args.json,
            AuthCommand::Switch(args) => args.json,
            AuthCommand::Logout(args) => args.json,
        }
    }
}

/// The commands on the stored keys.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum AuthCommand {
    /// Check and save a key
    #[command(long_about = login::ABOUT, after_long_help = login::help())]
    Login(LoginArgs),
    /// Show which key is used and whether AutoSend accepts it
    #[command(long_about = status::ABOUT, after_long_help = status::help())]
    Status(AuthStatusArgs),
    /// List the saved keys
    #[command(alias = "ls", long_about = list::ABOUT)]
    List(AuthListArgs),
    /// Choose the saved key to use
    #[command(alias = "use", long_about = switch::ABOUT)]
    Switch(SwitchArgs),
    /// Remove a saved key
    #[command(long_about = logout::ABOUT)]
    Logout(LogoutArgs),
}

/// Runs the command.
pub(in crate::cli) fn run(args: &AuthArgs, output: Output) -> Result<Exit, CliError> {
    match &args.command {
        AuthCommand::Login(args) => login::run(args, output),
        AuthCommand::Status(args) => status::run(args, output),
        AuthCommand::List(_) => list::run(output),
        AuthCommand::Switch(args) => switch::run(args, output),
        AuthCommand::Logout(args) => logout::run(args, output),
    }
}
