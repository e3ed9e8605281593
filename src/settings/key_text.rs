//! A key from a file that the user names, or from standard input.
//!
//! Such a file is chosen for one run: a secret that a container mounts (often readable by all), or a pipe
//! (`<(pass show autosend)`). So its permissions are the user's affair, unlike those of the key file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use secrecy::zeroize::Zeroizing;

use super::error::{SettingsError, shown};
use crate::core::api_key::ApiKey;

/// The most octets of such a file: a larger one is no key.
pub const LARGEST_KEY_FILE: usize = 4096;

/// Reads the key from the first line that is not blank.
///
/// # Errors
/// Where the file cannot be read, is larger than [`LARGEST_KEY_FILE`], or that line is no key.
pub fn read_key_file(path: &Path) -> Result<ApiKey, SettingsError> {
    let file = File::open(path).map_err(|error| SettingsError::read(path, &error))?;
    read(file, path)
}

/// Reads the key from what is piped in; `place` is the name of the source in errors: "standard input".
///
/// # Errors
/// As [`read_key_file`].
pub fn read_key(source: impl Read, place: &str) -> Result<ApiKey, SettingsError> {
    read(source, Path::new(place))
}

fn read(source: impl Read, path: &Path) -> Result<ApiKey, SettingsError> {
    let mut text = Zeroizing::new(String::with_capacity(LARGEST_KEY_FILE + 1));
    let limit = LARGEST_KEY_FILE as u64 + 1;
    source.take(limit).read_to_string(&mut text).map_err(|error| SettingsError::read(path, &error))?;
    if text.len() > LARGEST_KEY_FILE {
        return Err(SettingsError::TooLarge { path: shown(path), limit: LARGEST_KEY_FILE });
    }
    // Editors of one system put a mark in front that nobody sees.
    let text = text.trim_start_matches('\u{feff}');
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    ApiKey::parse(line).map_err(|error| SettingsError::NoKey { path: shown(path), error })
}
