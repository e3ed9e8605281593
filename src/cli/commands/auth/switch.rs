//! `auth switch`: which of the saved keys is used.

use serde::Serialize;

use super::key_file::{is_variable_set, key_file_error, open_settings};
use super::stored_key::StoredKey;
use crate::cli::error::CliError;
use crate::cli::options::profile_parser;
use crate::cli::output::Output;
use crate::core::api_key::{KEY_VARIABLE, PROFILE_VARIABLE};
use crate::core::exit::Exit;
use crate::core::profile::ProfileName;

/// The introduction of the help.
pub(super) const ABOUT: &str = "\
Chooses the saved key that the wizard and all commands use from now on. --profile
and the environment take precedence.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct SwitchArgs {
    /// Name that the key is saved under
    #[arg(value_name = "NAME", value_parser = profile_parser())]
    pub profile: ProfileName,

    /// JSON output; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,
}

/// The JSON document.
#[derive(Serialize)]
struct SwitchDocument<'a> {
    profile: &'a StoredKey,
}

/// Runs the command.
pub(super) fn run(args: &SwitchArgs, output: Output) -> Result<Exit, CliError> {
    let name = &args.profile;
    let settings = open_settings()?;
    let stored = settings.set_current_profile(name).map_err(|error| key_file_error(&error))?;
    let stored = stored.ok_or_else(|| {
        CliError::new("not-stored", Exit::NotFound, format!("No key is saved as {name}"))
            .with_hint("To see saved keys: autosend-domains auth list")
    })?;
    let stored = StoredKey::new(&stored, true);
    let tail = stored.tail.as_ref().map(|tail| format!(" (…{tail})")).unwrap_or_default();
    let text = format!("Commands now use the key {}{tail}.\n", stored.label);
    output.print_result(|| text, &SwitchDocument { profile: &stored })?;
    if let Some(variable) = [KEY_VARIABLE, PROFILE_VARIABLE].into_iter().find(|name| is_variable_set(name)) {
        output.note(&format!("note: {variable} is set and takes precedence"));
    }
    Ok(Exit::Success)
}
