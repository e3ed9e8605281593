//! `auth`: the stored keys. A key is read from standard input only, and stored once AutoSend has accepted it.

mod args;
mod key_input;
mod login;
mod logout;
mod status;

use self::args::AuthCommand;
pub(in crate::cli) use self::args::{ABOUT, AuthArgs};

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::{ApiKey, KEY_VARIABLE};
use crate::core::exit::Exit;
use crate::core::text::escape_hidden;
use crate::settings::{Settings, SettingsError};

/// Runs the command.
pub(in crate::cli) fn run(args: &AuthArgs, output: Output) -> Result<Exit, CliError> {
    match &args.command {
        AuthCommand::Login(args) => login::run(args, output),
        AuthCommand::Status(args) => status::run(args, output),
        AuthCommand::Logout(args) => logout::run(args, output),
    }
}

/// Opens the folder that keys are stored in.
fn open_settings() -> Result<Settings, CliError> {
    Settings::from_environment().map_err(|error| {
        CliError::new("no-home", Exit::Failed, "There is no place to store a key")
            .with_detail(describe_settings_error(&error))
    })
}

/// The path of the key file, for people.
fn format_key_file(settings: &Settings) -> String {
    escape_hidden(&settings.key_file().to_string_lossy()).into_owned()
}

fn key_file_error(error: &SettingsError) -> CliError {
    CliError::new("file-failed", Exit::Failed, "The key file cannot be used")
        .with_detail(describe_settings_error(error))
}

fn describe_settings_error(error: &SettingsError) -> String {
    let message = error.to_string();
    // A dot would become a part of the command, if it is pasted.
    if message.contains("Run: ") { message } else { message + "." }
}

/// The last characters of a key, which may be shown.
fn format_tail(key: &ApiKey) -> String {
    format!("…{}", key.tail())
}

/// Whether the environment has a key.
fn is_key_variable_set() -> bool {
    std::env::var_os(KEY_VARIABLE).is_some_and(|value| !value.to_string_lossy().trim().is_empty())
}
