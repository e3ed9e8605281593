//! Reads a file of the cache, and puts aside one that cannot be used.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::document::{self, Document};
use crate::core::text::escape_hidden;
use crate::files::private::{self, PrivateFileError};

/// The most bytes of a file: of one of version 1, more than ten thousand domains with eleven records each.
pub(super) const MAX_FILE_BYTES: usize = 64 << 20;

/// The most quarantined files with one name.
const MAX_QUARANTINED: u32 = 9;

/// Why a file cannot be used.
#[derive(Debug)]
pub(super) enum ReadError {
    /// It must not be touched.
    Rejected(String),
    /// It is of no use: the reason, and the suffix of the quarantined file.
    Unusable(String, &'static str),
}

/// Reads a file; `None` if there is none.
pub(super) fn read<T: Document>(path: &Path) -> Result<Option<T>, ReadError> {
    reject_link(path)?;
    let text = private::read(path, MAX_FILE_BYTES).map_err(|refused| read_error(path, refused))?;
    let Some(text) = text else { return Ok(None) };
    document::parse(&text).map(Some).map_err(|(reason, kind)| ReadError::Unusable(reason, kind))
}

/// Opens a file for reading parts of it; `None` if there is none.
pub(super) fn open(path: &Path) -> Result<Option<File>, ReadError> {
    reject_link(path)?;
    private::open_private(path).map_err(|refused| read_error(path, refused))
}

fn reject_link(path: &Path) -> Result<(), ReadError> {
    // Forgetting would remove only the link.
    if is_link(path) { Err(ReadError::Rejected(format!("{} is a link", display_path(path)))) } else { Ok(()) }
}

fn read_error(path: &Path, refused: PrivateFileError) -> ReadError {
    let shown = display_path(path);
    match refused {
        PrivateFileError::NotRegularFile => ReadError::Rejected(format!("{shown} is not a regular file")),
        PrivateFileError::WrongOwner => ReadError::Rejected(format!("{shown} belongs to another user")),
        PrivateFileError::TooPermissive => ReadError::Rejected(format!("{shown} is readable by other users")),
        PrivateFileError::TooLarge => ReadError::Unusable("it is too large".to_owned(), "broken"),
        PrivateFileError::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
            ReadError::Unusable("it is not text".to_owned(), "broken")
        }
        PrivateFileError::Io(error) => {
            ReadError::Rejected(format!("could not read {shown}: {}", escape_hidden(&error.to_string())))
        }
    }
}

/// Reads a file as [`read`] does. A malformed one is quarantined; the error then says so, as a message.
pub(super) fn load<T: Document>(path: &Path) -> Result<Option<T>, String> {
    read(path).map_err(|error| handle_read_error(path, error))
}

/// Quarantines the file if it is malformed, and returns the message about the error.
pub(super) fn handle_read_error(path: &Path, error: ReadError) -> String {
    match error {
        ReadError::Rejected(reason) => rejected_message(&reason),
        ReadError::Unusable(reason, kind) => quarantine(path, kind, &reason),
    }
}

/// Whether the path is a link, to anything or to nothing.
pub(super) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink())
}

/// The message about files that must not be touched.
pub(super) fn rejected_message(reason: &str) -> String {
    format!("Ignoring the saved domain data: {reason}")
}

/// Removes a file; one that is gone already is not an error.
pub(super) fn remove(path: &Path) -> Result<(), String> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(remove_error(path, &error)),
        _ => Ok(()),
    }
}

pub(super) fn remove_error(path: &Path, error: &io::Error) -> String {
    format!("could not remove {}: {}", display_path(path), escape_hidden(&error.to_string()))
}

/// Gives a file that cannot be used another name: nothing is deleted, and no earlier file is overwritten.
/// Returns a message about it.
fn quarantine(path: &Path, extension: &str, reason: &str) -> String {
    for count in 1..=MAX_QUARANTINED {
        let ending = if count == 1 { extension.to_owned() } else { format!("{extension}-{count}") };
        let Some(name) = path.file_name() else { break };
        let target = path.with_file_name(format!("{}.{ending}", name.to_string_lossy()));
        // A hard link comes first, because it fails if the target exists; a rename would replace the target.
        if fs::hard_link(path, &target).is_ok() {
            // If the old name stays, the next run merely finds the file broken again.
            let _ = fs::remove_file(path);
            return format!("The saved domain data is unusable ({reason}); moved to {}", display_path(&target));
        }
    }
    format!("The saved domain data is unusable ({reason}): {}", display_path(path))
}

/// The path, safe to draw.
pub(super) fn display_path(path: &Path) -> String {
    escape_hidden(&path.to_string_lossy()).into_owned()
}
