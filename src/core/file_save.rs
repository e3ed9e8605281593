//! What becomes of a file that is to be written: never over another one unasked, and never half of it unsaid.

/// A file was written, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFile {
    /// Where, as it may be drawn.
    pub path: String,
    /// Its size.
    pub octets: usize,
    /// Whether another file was replaced.
    pub replaced: bool,
}

/// Why a file was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveError {
    /// There is one of that name, and it is as it was.
    AlreadyExists {
        /// Which, as it may be drawn.
        path: String,
    },
    /// It could not be written.
    Failed {
        /// Which, as it may be drawn.
        path: String,
        /// Why, in words.
        reason: String,
        /// A file that is left behind, as it may be drawn: the temporary one.
        leftover_path: Option<String>,
    },
}

impl SavedFile {
    /// In words.
    #[must_use]
    pub fn message(&self) -> String {
        let Self { path, octets, replaced } = self;
        let verb = if *replaced { "Replaced" } else { "Saved" };
        format!("{verb} {path}: {octets} octets")
    }
}

impl SaveError {
    /// In words.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::AlreadyExists { path } => format!("{path} is there already, and was not touched"),
            Self::Failed { path, reason, leftover_path: None } => {
                format!("Not saved: {path}: {reason}. Nothing is left behind")
            }
            Self::Failed { path, reason, leftover_path: Some(left) } => {
                format!("Not saved: {path}: {reason}. Left behind: {left}")
            }
        }
    }
}

/// What the beginning of a path can become.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathCompletion {
    /// The path as far as it is certain; what was typed where nothing fits.
    pub path: String,
    /// The names that it can go on with, where there are several; as they may be drawn.
    pub candidates: Vec<String>,
}
