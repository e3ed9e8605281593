//! `auth`: the stored keys. A key comes from standard input alone, and is stored once AutoSend has accepted it.
//!
//! | file | what it holds |
//! |---|---|
//! | `ask` | the key from standard input: piped, or typed without being shown |
//! | `login`, `status`, `logout` | one command each |

mod key_input;
mod login;
mod logout;
mod status;

use crate::cli::args::{AuthArgs, AuthCommand};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::{ApiKey, KEY_VARIABLE};
use crate::core::exit::Exit;
use crate::core::text::escape_hidden;
use crate::settings::{Settings, SettingsError};

/// Runs the command.
pub(in crate::cli) fn run(args: &AuthArgs) -> Exit {
    let (json, ended) = match &args.command {
        AuthCommand::Login(args) => (args.json, login::perform(args, Output::new(args.json))),
        AuthCommand::Status(args) => (args.json, status::perform(args, Output::new(args.json))),
        AuthCommand::Logout(args) => (args.json, logout::perform(args, Output::new(args.json))),
    };
    ended.unwrap_or_else(|problem| Output::new(json).print_error(&problem))
}

/// Where keys are stored.
fn open_settings() -> Result<Settings, CliError> {
    Settings::from_environment().map_err(|error| {
        CliError::new("no-home", Exit::Failed, "There is no place to store a key")
            .with_detail(describe_settings_error(&error))
    })
}

/// The key file as it may be shown.
fn format_key_file(settings: &Settings) -> String {
    escape_hidden(&settings.key_file().to_string_lossy()).into_owned()
}

fn key_file_error(error: &SettingsError) -> CliError {
    CliError::new("file-failed", Exit::Failed, "The key file cannot be used")
        .with_detail(describe_settings_error(error))
}

fn describe_settings_error(error: &SettingsError) -> String {
    let words = error.to_string();
    // A command to be pasted stays as it is.
    if words.contains("Run: ") { words } else { words + "." }
}

/// The end of a key, as it may be shown.
fn format_tail(key: &ApiKey) -> String {
    format!("…{}", key.tail())
}

/// Whether the environment has a key, too.
fn is_key_variable_set() -> bool {
    std::env::var_os(KEY_VARIABLE).is_some_and(|value| !value.to_string_lossy().trim().is_empty())
}
