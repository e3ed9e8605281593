//! Outcomes of writing a file. Existing files are not overwritten without consent, and partial writes are reported.

/// A file that was written completely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFile {
    /// The path, safe to display.
    pub path: String,
    /// The size in octets.
    pub octets: usize,
    /// Whether the file replaced another.
    pub replaced: bool,
}

/// Why a file was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveError {
    /// A file of that name exists; it was not changed.
    AlreadyExists {
        /// The path, safe to display.
        path: String,
    },
    /// Writing failed.
    Failed {
        /// The path, safe to display.
        path: String,
        /// The reason, as text.
        reason: String,
        /// The path of a temporary file that could not be removed, safe to display.
        leftover_path: Option<String>,
    },
}

impl SavedFile {
    /// The notice for the user.
    pub fn message(&self) -> String {
        let Self { path, octets, replaced } = self;
        let verb = if *replaced { "Replaced" } else { "Saved" };
        format!("{verb} {path} ({octets} bytes)")
    }
}

impl SaveError {
    /// The notice for the user.
    pub fn message(&self) -> String {
        match self {
            Self::AlreadyExists { path } => format!("{path} already exists; not changed"),
            Self::Failed { path, reason, leftover_path: None } => {
                format!("Couldn't save {path}: {reason}")
            }
            Self::Failed { path, reason, leftover_path: Some(left) } => {
                format!("Couldn't save {path}: {reason}. Incomplete file: {left}")
            }
        }
    }
}

/// Possible completions of a partial path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathCompletion {
    /// The path as far as it is unambiguous, or the input if nothing matches.
    pub path: String,
    /// The possible next names if there are several, safe to display.
    pub candidates: Vec<String>,
}
