//! `auth logout`: removes stored keys. At AutoSend they stay valid.

use serde::Serialize;

use super::key_file::{format_key_file, is_variable_set, key_file_error, open_settings, profile_in_use};
use crate::cli::error::CliError;
use crate::cli::options::profile_parser;
use crate::cli::output::Output;
use crate::core::api_key::{DASHBOARD_URL, KEY_VARIABLE};
use crate::core::exit::Exit;
use crate::core::profile::ProfileName;

/// The introduction of the help.
pub(super) const ABOUT: &str = "\
Removes a key from the key file. The key stays valid until you delete it in the
AutoSend dashboard.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct LogoutArgs {
    /// Name it is saved under (default: the name in use, or "default")
    #[arg(long, value_name = "NAME", value_parser = profile_parser())]
    pub profile: Option<ProfileName>,

    /// Remove all saved keys
    #[arg(long, conflicts_with = "profile")]
    pub all: bool,

    /// JSON output; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
pub(super) fn run(args: &LogoutArgs, output: Output) -> Result<Exit, CliError> {
    let settings = open_settings()?;
    let name = match &args.profile {
        _ if args.all => None,
        Some(name) => Some(name.clone()),
        None => Some(profile_in_use(&settings)?),
    };
    let removed = settings.remove_keys(name.as_ref());
    let removed = removed.map_err(|error| key_file_error(&error))?;
    if let (0, Some(name)) = (removed, &name) {
        let title = format!("No key is saved as {name}");
        return Err(CliError::new("not-stored", Exit::NotFound, title)
            .with_hint("To see saved keys: autosend-domains auth status --offline"));
    }
    if is_variable_set(KEY_VARIABLE) {
        output.note(&format!("note: {KEY_VARIABLE} is still set, and its key will be used"));
    }
    let key_file = format_key_file(&settings);
    output.print_result(
        || match (&name, removed) {
            (None, 0) => format!("No keys are saved in {key_file}.\n"),
            (None, 1) => format!("Removed the only saved key from {key_file}.{STILL_VALID}\n"),
            (None, more) => format!("Removed all {more} saved keys from {key_file}.{STILL_VALID}\n"),
            (Some(name), _) => format!("Removed the key {name} from {key_file}.{STILL_VALID}\n"),
        },
        &LogoutDocument { removed, key_file: &key_file },
    )?;
    if removed > 0 {
        output.note(&format!("To revoke a key, delete it at {DASHBOARD_URL}."));
    }
    Ok(Exit::Success)
}

/// The JSON document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogoutDocument<'a> {
    removed: usize,
    key_file: &'a str,
}

const STILL_VALID: &str = " It still works until you revoke it.";
