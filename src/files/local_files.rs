//! Files that the user names: written whole or not at all, and never over another file without asking.

use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::completion::complete_path;
use crate::core::file_save::{PathCompletion, SaveError, SavedFile};
use crate::core::text::escape_hidden;
use crate::ports::Files;

/// The mode of a new file: an export holds no secret, and other programs read it.
const FILE_MODE: u32 = 0o644;

/// The adapter behind [`Files`].
#[derive(Clone, Debug, Default)]
pub struct LocalFiles {
    home: Option<PathBuf>,
}

impl LocalFiles {
    /// Uses this user's home folder.
    #[must_use]
    pub fn from_environment() -> Self {
        Self { home: etcetera::home_dir().ok() }
    }

    /// Uses another home folder.
    #[must_use]
    pub fn with_home(home: &Path) -> Self {
        Self { home: Some(home.to_owned()) }
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
        let target = self.expand_tilde(path);
        let shown = display_path(&target);
        let failed = |reason: String| SaveError::Failed { path: shown.clone(), reason, leftover_path: None };
        if path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..") {
            return Err(failed("this names a folder: add the name of a file".to_owned()));
        }
        let there = fs::symlink_metadata(&target);
        if there.is_ok() && !replace {
            // Any existing entry counts, even a link with a missing target.
            return Err(match fs::metadata(&target) {
                Ok(about) if about.is_dir() => failed("there is a folder of this name".to_owned()),
                _ => SaveError::AlreadyExists { path: shown },
            });
        }
        let replaced = there.is_ok();
        if replaced && fs::metadata(&target).is_ok_and(|about| !about.is_file()) {
            return Err(failed("what is there is no regular file".to_owned()));
        }
        // A link is followed: its target is replaced.
        let target = if replaced { fs::canonicalize(&target).unwrap_or(target) } else { target };
        write_atomically(&target, text, replace, &shown).map(|()| SavedFile {
            path: shown,
            octets: text.len(),
            replaced,
        })
    }

    fn complete_path(&self, typed: &str) -> PathCompletion {
        self.complete_path(typed)
    }
}

/// Writes a temporary file beside the target, then renames it.
fn write_atomically(target: &Path, text: &str, replace: bool, shown: &str) -> Result<(), SaveError> {
    let failed = |reason, left_behind| SaveError::Failed { path: shown.to_owned(), reason, leftover_path: left_behind };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(|error| failed(create_error_message(folder, &error), None))?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.as_file().set_permissions(Permissions::from_mode(FILE_MODE)))
        .and_then(|()| file.as_file().sync_all());
    if let Err(error) = written {
        return Err(failed(error_message(&error), discard(file)));
    }
    let moved = if replace { file.persist(target) } else { file.persist_noclobber(target) };
    match moved {
        Ok(_file) => Ok(()),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
            // Another process has created the file meanwhile.
            discard(refused.file);
            Err(SaveError::AlreadyExists { path: shown.to_owned() })
        }
        Err(refused) => Err(failed(error_message(&refused.error), discard(refused.file))),
    }
}

/// Removes the temporary file. If this fails too, returns the name of the file.
fn discard(file: NamedTempFile) -> Option<String> {
    let path = display_path(file.path());
    file.close().err().map(|_error| path)
}

/// Why no file can be created in a folder.
fn create_error_message(folder: &Path, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        format!("there is no folder {}", display_path(folder))
    } else {
        error_message(error)
    }
}

/// Shortens an error to one line of the screen.
pub(super) fn error_message(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "you may not write there".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "there is no room left".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "that file system is read-only".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::InvalidFilename => "no file can have this name".to_owned(),
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
    use super::*;

    /// A temporary folder, and the adapter that uses it as the home folder.
    fn fixture() -> (tempfile::TempDir, LocalFiles) {
        let folder = tempfile::tempdir().unwrap();
        let disk = LocalFiles::with_home(folder.path());
        (folder, disk)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_written_whole_and_others_may_read_it() {
        let (folder, disk) = fixture();
        let saved = disk.save("~/a.zone", "text\n", false).unwrap();
        let path = folder.path().join("a.zone");
        let expected = SavedFile { path: path.to_string_lossy().into_owned(), octets: 5, replaced: false };
        assert_eq!((saved, fs::read_to_string(&path).unwrap()), (expected, "text\n".to_owned()));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
        assert_eq!(names(folder.path()), ["a.zone"]);
    }

    #[test]
    fn a_file_that_is_there_is_not_touched_unasked() {
        let (folder, disk) = fixture();
        let path = folder.path().join("a");
        fs::write(&path, "mine").unwrap();
        assert!(matches!(disk.save("~/a", "new", false), Err(SaveError::AlreadyExists { .. })));
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names(folder.path()).len()), ("mine", 1));
        assert!(disk.save("~/a", "new", true).unwrap().replaced);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[test]
    fn a_link_is_something_that_is_there_and_stays_a_link() {
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
    fn what_cannot_be_written_is_said_and_leaves_nothing() {
        let (folder, disk) = fixture();
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        for (path, reason) in [
            ("~/none/a", "there is no folder"),
            ("~/sub", "there is a folder of this name"),
            ("~/sub/", "names a folder"),
            ("~/file/a", "a part of the path is a file"),
        ] {
            let error = disk.save(path, "x", false).unwrap_err();
            assert!(
                error.message().contains(reason) && error.message().contains("Nothing is left behind"),
                "{error:?}"
            );
        }
        assert!(disk.save("~/sub", "x", true).unwrap_err().message().contains("no regular file"));
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
