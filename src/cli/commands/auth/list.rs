//! `auth list`: the saved keys, without a request.

use serde::Serialize;

use super::key_file::{key_file_error, open_settings};
use super::stored_key::{StoredKey, render_keys};
use crate::cli::environment::{self, locate_key, used_profile};
use crate::cli::error::CliError;
use crate::cli::options::KeyArgs;
use crate::cli::output::Output;
use crate::core::exit::Exit;
use crate::core::profile::ProfileName;

/// The introduction of the help.
pub(super) const ABOUT: &str = "\
Lists the saved keys by name; * marks the one that commands use now. Only the last
four characters of a key are shown. AutoSend is not contacted.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct AuthListArgs {
    /// JSON output; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,
}

/// The JSON document.
#[derive(Serialize)]
struct AuthListDocument<'a> {
    profiles: &'a [StoredKey],
}

/// Runs the command.
pub(super) fn run(output: Output) -> Result<Exit, CliError> {
    let base = environment::read_base_url()?;
    let profiles = open_settings()?.load_profiles().map_err(|error| key_file_error(&error))?;
    let used = used_profile(&locate_key(&base, &KeyArgs::default()));
    let is_used = |name: &str| used.as_ref().map(ProfileName::as_str) == Some(name);
    let keys: Vec<StoredKey> =
        profiles.iter().map(|profile| StoredKey::new(profile, is_used(profile.name.raw()))).collect();
    if keys.is_empty() {
        output.note("No saved keys. Save one: autosend-domains auth login");
    }
    output.print_result(|| render_keys(&keys, ""), &AuthListDocument { profiles: &keys })?;
    Ok(Exit::Success)
}
