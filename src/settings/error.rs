//! Errors of the settings, with messages that say what to do. No message holds the content of a file.

use std::io;
use std::path::Path;

use crate::core::api_key::KeyError;
use crate::core::text;

/// Why settings or a key could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// There is no folder for the files.
    #[error("No home folder: set HOME, or XDG_CONFIG_HOME and XDG_STATE_HOME")]
    NoHome,
    /// The group or others may read or write the file.
    #[error("{path} is readable by other users, so its key was ignored. Run: chmod 600 {argument}")]
    TooPermissive {
        /// The file, safe to draw.
        path: String,
        /// The file, quoted for a shell.
        argument: String,
    },
    /// The file belongs to another user.
    #[error("{path} belongs to another user, so its key was ignored")]
    WrongOwner {
        /// The file, safe to draw.
        path: String,
    },
    /// The path is a folder, a pipe or a device.
    #[error("{path} is not a regular file")]
    NotRegularFile {
        /// The path, safe to draw.
        path: String,
    },
    /// The file is larger than anything this program writes, or than any key.
    #[error("{path} is larger than {limit} bytes")]
    TooLarge {
        /// The file, safe to draw.
        path: String,
        /// The most bytes that are read.
        limit: usize,
    },
    /// The file is not in the format that this program writes.
    #[error("{path} is not valid ({fault}). Fix it or move it away")]
    Malformed {
        /// The file, safe to draw.
        path: String,
        /// The position ("line 1, column 7") or the fault.
        fault: String,
    },
    /// A later version wrote the file.
    #[error("{path} was written by a newer version of this program")]
    NewerVersion {
        /// The file, safe to draw.
        path: String,
    },
    /// The file holds no valid key.
    #[error("{path}: {error}")]
    InvalidKey {
        /// The file, safe to draw, or "standard input".
        path: String,
        /// What is wrong with the key.
        error: KeyError,
    },
    /// The file system returned an error.
    #[error("{path} could not be {action}: {reason}")]
    Io {
        /// The file, safe to draw.
        path: String,
        /// The attempted action: "read", "written", "removed".
        action: &'static str,
        /// The message of the system.
        reason: String,
    },
}

impl SettingsError {
    /// The message as a sentence. A command at its end gets no full stop, which would be pasted with it.
    pub fn sentence(&self) -> String {
        match self {
            Self::TooPermissive { .. } => self.to_string(),
            _ => format!("{self}."),
        }
    }

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

    /// The messages of the JSON library are not used, because they quote the content.
    pub(super) fn malformed(path: &Path, error: &serde_json::Error) -> Self {
        Self::Malformed { path: display_path(path), fault: format!("line {}, column {}", error.line(), error.column()) }
    }
}

/// The path, safe to draw.
pub(super) fn display_path(path: &Path) -> String {
    text::escape_hidden(&path.to_string_lossy()).into_owned()
}

/// The path as one word of a POSIX shell.
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
    fn the_suggested_command_can_be_pasted() {
        for (path, command) in [
            ("/home/a/.config/autosend-domains/credentials", "chmod 600 /home/a/.config/autosend-domains/credentials"),
            ("/home/a b/it's", r"chmod 600 '/home/a b/it'\''s'"),
        ] {
            let message = SettingsError::too_permissive(Path::new(path)).sentence();
            assert!(message.ends_with(command), "{message}");
        }
        let other = SettingsError::NotRegularFile { path: "/home/Run: me".to_owned() };
        assert_eq!(other.sentence(), "/home/Run: me is not a regular file.");
    }
}
