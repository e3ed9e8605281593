//! The key file, and how keys and projects are described for people.

use crate::cli::error::CliError;
use crate::core::api_key::ApiKey;
use crate::core::exit::Exit;
use crate::core::profile::ProfileName;
use crate::core::text::escape_hidden;
use crate::settings::{KeySearch, ProfileError, Settings, SettingsError};

/// Opens the folder that keys are stored in.
pub(super) fn open_settings() -> Result<Settings, CliError> {
    Settings::from_environment()
        .map_err(|error| CliError::new("no-home", Exit::Failed, "No place to save a key").with_detail(error.sentence()))
}

/// The path of the key file, for people.
pub(super) fn format_key_file(settings: &Settings) -> String {
    escape_hidden(&settings.key_file().to_string_lossy()).into_owned()
}

/// The name to save a key under, or to remove, if none is given: that of the key in use.
///
/// # Errors
/// The variable has no valid name, or the key file cannot be read.
pub(super) fn profile_in_use(settings: &Settings) -> Result<ProfileName, CliError> {
    let search = KeySearch::from_environment(None, Some(settings), "");
    search.profile_in_use().map_err(|error| match &error {
        ProfileError::Variable(_) => CliError::new("usage", Exit::Usage, error.to_string()),
        ProfileError::KeyFile(error) => key_file_error(error),
    })
}

pub(super) fn key_file_error(error: &SettingsError) -> CliError {
    CliError::new("file-failed", Exit::Failed, "The key file can't be used").with_detail(error.sentence())
}

/// The last characters of a key, which may be shown.
pub(super) fn format_tail(key: &ApiKey) -> String {
    format!("…{}", key.tail())
}

/// Whether the environment has this variable, and it is not blank.
pub(super) fn is_variable_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.to_string_lossy().trim().is_empty())
}

/// The size of a project.
pub(super) fn format_domain_count(domains: usize) -> String {
    match domains {
        0 => "a project without domains".to_owned(),
        1 => "a project with 1 domain".to_owned(),
        more => format!("a project with {more} domains"),
    }
}
