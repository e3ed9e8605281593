//! Why a file of the settings was not used, in words that say what to do. No content of a file is part of them.

use std::io;
use std::path::Path;

use crate::core::api_key::KeyError;
use crate::core::text;

/// Why settings or a key could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No folder to keep files in.
    #[error("There is no home folder: set HOME, or XDG_CONFIG_HOME and XDG_STATE_HOME")]
    NoHome,
    /// The group or others may read or write it.
    #[error("{path} is open to other users of this machine, so its key is not used. Run: chmod 600 {argument}")]
    TooPermissive {
        /// The file, as it may be drawn.
        path: String,
        /// The file as an argument for a shell.
        argument: String,
    },
    /// It belongs to another user.
    #[error("{path} belongs to another user, so its key is not used")]
    WrongOwner {
        /// The file, as it may be drawn.
        path: String,
    },
    /// A folder, a pipe, a device.
    #[error("{path} is not a regular file")]
    NotRegularFile {
        /// The file, as it may be drawn.
        path: String,
    },
    /// Larger than anything this program writes, or than any key.
    #[error("{path} is larger than {limit} octets")]
    TooLarge {
        /// The file, as it may be drawn.
        path: String,
        /// The most that is read.
        limit: usize,
    },
    /// Not in the form that this program writes.
    #[error("{path} cannot be understood ({place}); mend it or move it away")]
    Malformed {
        /// The file, as it may be drawn.
        path: String,
        /// Where: "line 1, column 7", or what is wrong.
        place: String,
    },
    /// Written by a later version.
    #[error("{path} was written by a newer version of this program")]
    NewerVersion {
        /// The file, as it may be drawn.
        path: String,
    },
    /// What stands in the place of the key is none.
    #[error("{path}: {error}")]
    InvalidKey {
        /// The file, as it may be drawn, or "standard input".
        path: String,
        /// Why.
        error: KeyError,
    },
    /// The file system said no.
    #[error("{path} could not be {action}: {reason}")]
    Io {
        /// The file, as it may be drawn.
        path: String,
        /// What was tried: "read", "written", "removed".
        action: &'static str,
        /// The system's words.
        reason: String,
    },
}

impl SettingsError {
    pub(super) fn too_permissive(path: &Path) -> Self {
        Self::TooPermissive { path: display_path(path), argument: shell_quote(path) }
    }

    pub(super) fn read_failed(path: &Path, error: &io::Error) -> Self {
        Self::Io { path: display_path(path), action: "read", reason: io_reason(error) }
    }

    pub(super) fn write_failed(path: &Path, error: &io::Error) -> Self {
        Self::Io { path: display_path(path), action: "written", reason: io_reason(error) }
    }

    pub(super) fn remove_failed(path: &Path, error: &io::Error) -> Self {
        Self::Io { path: display_path(path), action: "removed", reason: io_reason(error) }
    }

    /// The library's own words are not used: they quote what they found.
    pub(super) fn malformed(path: &Path, error: &serde_json::Error) -> Self {
        Self::Malformed { path: display_path(path), place: format!("line {}, column {}", error.line(), error.column()) }
    }
}

/// A path as it may be drawn.
pub(super) fn display_path(path: &Path) -> String {
    text::escape_hidden(&path.to_string_lossy()).into_owned()
}

/// A path as one word of a POSIX shell.
fn shell_quote(path: &Path) -> String {
    let path = display_path(path);
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "/._-+@%,:=".contains(character);
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

fn io_reason(error: &io::Error) -> String {
    text::escape_hidden(&error.to_string()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_that_mends_it_can_be_pasted() {
        for (path, command) in [
            ("/home/a/.config/autosend-domains/credentials", "chmod 600 /home/a/.config/autosend-domains/credentials"),
            ("/home/a b/it's", r"chmod 600 '/home/a b/it'\''s'"),
        ] {
            let words = SettingsError::too_permissive(Path::new(path)).to_string();
            assert!(words.ends_with(command), "{words}");
        }
    }
}
