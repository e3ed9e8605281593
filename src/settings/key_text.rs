//! Reads a key from a file that the user names, or from standard input.
//!
//! Such a file is chosen for one run: a secret that a container mounts (often readable by all), or a pipe (`<(pass show
//! autosend)`). So, unlike those of the key file, its permissions are not checked.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use secrecy::zeroize::Zeroizing;

use super::error::{SettingsError, display_path};
use crate::core::api_key::ApiKey;

/// The most bytes of such a file. A larger one holds no key.
pub const MAX_KEY_FILE_BYTES: usize = 4096;

/// Reads the key from the first line that is not blank.
///
/// # Errors
/// The file cannot be read, is larger than [`MAX_KEY_FILE_BYTES`], or that line is not a key.
pub fn read_key_file(path: &Path) -> Result<ApiKey, SettingsError> {
    let file = File::open(path).map_err(|error| SettingsError::read_failed(path, &error))?;
    read_key_line(file, path)
}

/// Reads the key from a stream; `source_name` names the stream in errors: "standard input".
///
/// # Errors
/// The errors of [`read_key_file`].
pub fn read_key(source: impl Read, source_name: &str) -> Result<ApiKey, SettingsError> {
    read_key_line(source, Path::new(source_name))
}

fn read_key_line(source: impl Read, path: &Path) -> Result<ApiKey, SettingsError> {
    let mut text = Zeroizing::new(String::with_capacity(MAX_KEY_FILE_BYTES + 1));
    let limit = MAX_KEY_FILE_BYTES as u64 + 1;
    source.take(limit).read_to_string(&mut text).map_err(|error| SettingsError::read_failed(path, &error))?;
    if text.len() > MAX_KEY_FILE_BYTES {
        return Err(SettingsError::TooLarge { path: display_path(path), limit: MAX_KEY_FILE_BYTES });
    }
    // Some editors write a byte order mark, which is invisible.
    let text = text.trim_start_matches('\u{feff}');
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    ApiKey::parse(line).map_err(|error| SettingsError::InvalidKey { path: display_path(path), error })
}
