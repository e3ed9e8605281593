//! Files that the user names: written whole or not at all, and never over another file without asking.

use std::io;
use std::path::{Path, PathBuf};

use super::completion::complete_path;
use super::write_file::{WriteError, names_folder, write_file};
use crate::core::file_save::{PathCompletion, SaveError, SavedFile};
use crate::core::text::escape_hidden;
use crate::ports::Files;

/// The adapter of the port [`Files`].
#[derive(Clone, Debug, Default)]
pub struct LocalFiles {
    home: Option<PathBuf>,
}

impl LocalFiles {
    /// Uses this user's home folder.
    pub fn from_environment() -> Self {
        Self { home: etcetera::home_dir().ok() }
    }

    /// Uses another home folder.
    pub fn with_home(home: &Path) -> Self {
        Self { home: Some(home.to_owned()) }
    }

    /// [`Files::save`] for a path that need not be UTF-8.
    ///
    /// # Errors
    /// As [`Files::save`].
    pub fn save_at(&self, path: &Path, text: &str, replace: bool) -> Result<SavedFile, SaveError> {
        let target = path.to_str().map_or_else(|| path.to_owned(), |typed| self.expand_tilde(typed));
        let path_shown = display_path(&target);
        let failed =
            |reason: String, leftover_path| SaveError::Failed { path: path_shown.clone(), reason, leftover_path };
        if names_folder(path) {
            return Err(failed("that's a folder; add a file name".to_owned(), None));
        }
        match write_file(&target, text, replace) {
            Ok(replaced) => Ok(SavedFile { path: path_shown, octets: text.len(), replaced }),
            Err(WriteError::AlreadyExists) if target.is_dir() => {
                Err(failed("a folder with this name exists".to_owned(), None))
            }
            Err(WriteError::AlreadyExists) => Err(SaveError::AlreadyExists { path: path_shown }),
            Err(WriteError::NotWritable) => Err(failed("not a regular file".to_owned(), None)),
            Err(WriteError::NotCreated(folder, error)) => Err(failed(create_error_message(&folder, &error), None)),
            Err(WriteError::Failed(error, leftover)) => {
                Err(failed(error_message(&error), leftover.as_deref().map(display_path)))
            }
        }
    }

    /// The typed path with `~` expanded.
    pub(super) fn expand_tilde(&self, typed: &str) -> PathBuf {
        match (&self.home, typed.strip_prefix('~')) {
            (Some(home), Some("")) => home.clone(),
            (Some(home), Some(rest)) if rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
            _ => PathBuf::from(typed),
        }
    }

    fn complete_path(&self, typed: &str) -> PathCompletion {
        complete_path(typed, |folder| self.expand_tilde(folder))
    }
}

impl Files for LocalFiles {
    fn save(&self, path: &str, text: &str, replace: bool) -> Result<SavedFile, SaveError> {
        self.save_at(Path::new(path), text, replace)
    }

    fn complete_path(&self, typed: &str) -> PathCompletion {
        self.complete_path(typed)
    }
}

/// Why no file can be created in a folder.
fn create_error_message(folder: &Path, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        format!("folder {} doesn't exist", display_path(folder))
    } else {
        error_message(error)
    }
}

/// Shortens an error to one line of the screen.
pub(super) fn error_message(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "disk full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "read-only file system".to_owned(),
        io::ErrorKind::NotADirectory => "part of the path is a file".to_owned(),
        io::ErrorKind::InvalidFilename => "invalid file name".to_owned(),
        _ => escape_hidden(&error.to_string()).into_owned(),
    }
}

/// The absolute path, safe to draw.
pub(super) fn display_path(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_error| path.to_owned());
    escape_hidden(&whole.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::files::fixtures::names;

    /// A temporary folder, and the adapter that uses it as the home folder.
    fn fixture() -> (tempfile::TempDir, LocalFiles) {
        let folder = tempfile::tempdir().unwrap();
        let disk = LocalFiles::with_home(folder.path());
        (folder, disk)
    }

    #[test]
    fn a_file_is_written_completely() {
        let (folder, disk) = fixture();
        let saved = disk.save("~/a.zone", "text\n", false).unwrap();
        let path = folder.path().join("a.zone");
        let expected = SavedFile { path: path.to_string_lossy().into_owned(), octets: 5, replaced: false };
        assert_eq!((saved, fs::read_to_string(&path).unwrap()), (expected, "text\n".to_owned()));
        assert_eq!(names(folder.path()), ["a.zone"]);
    }

    #[test]
    fn an_existing_file_is_not_overwritten_by_default() {
        let (folder, disk) = fixture();
        let path = folder.path().join("a");
        fs::write(&path, "mine").unwrap();
        assert!(matches!(disk.save("~/a", "new", false), Err(SaveError::AlreadyExists { .. })));
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names(folder.path()).len()), ("mine", 1));
        assert!(disk.save("~/a", "new", true).unwrap().replaced);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[test]
    fn a_symlink_counts_as_existing_and_stays_a_symlink() {
        let (folder, disk) = fixture();
        let (link, file) = (folder.path().join("link"), folder.path().join("file"));
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert!(
            matches!(disk.save("~/link", "new", false), Err(SaveError::AlreadyExists { .. })),
            "even if it leads nowhere"
        );
        fs::write(&file, "mine").unwrap();
        disk.save("~/link", "new", true).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    }

    #[test]
    fn a_failed_write_is_reported_and_leaves_no_file() {
        let (folder, disk) = fixture();
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        for (path, reason) in [
            ("~/none/a", "doesn't exist"),
            ("~/sub", "a folder with this name exists"),
            ("~/sub/", "that's a folder"),
            ("~/file/a", "part of the path is a file"),
        ] {
            let error = disk.save(path, "x", false).unwrap_err();
            assert!(error.message().contains(reason) && !error.message().contains("Incomplete file"), "{error:?}");
        }
        assert!(disk.save("~/sub", "x", true).unwrap_err().message().contains("not a regular file"));
        assert!(disk.save(&format!("~/{}", "x".repeat(300)), "x", false).is_err());
        assert_eq!(names(folder.path()), ["file", "sub"]);
    }

    #[test]
    fn a_tilde_is_the_home_folder_only_at_the_beginning() {
        let (folder, disk) = fixture();
        assert_eq!(disk.expand_tilde("~"), folder.path());
        assert_eq!(disk.expand_tilde("~/a/b"), folder.path().join("a/b"));
        for path in ["~you/a", "a/~", "/~"] {
            assert_eq!(disk.expand_tilde(path), Path::new(path));
        }
    }
}
