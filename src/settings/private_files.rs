//! The files of the settings: [`crate::files::private`] with the errors of this module.

use std::path::Path;

use secrecy::zeroize::Zeroizing;

use super::error::{SettingsError, display_path};
use crate::files::folder_lock::{FolderLock, FolderOwner};
use crate::files::private::{self, Durability, PrivateFileError};

/// The most bytes of a settings file.
pub(super) const MAX_FILE_BYTES: usize = 1 << 16;

/// Reads a file that only this user can access; `None` if there is none.
pub(super) fn read_private(path: &Path) -> Result<Option<Zeroizing<String>>, SettingsError> {
    private::read(path, MAX_FILE_BYTES).map_err(|refused| match refused {
        PrivateFileError::NotRegularFile => SettingsError::NotRegularFile { path: display_path(path) },
        PrivateFileError::WrongOwner => SettingsError::WrongOwner { path: display_path(path) },
        PrivateFileError::TooPermissive => SettingsError::too_permissive(path),
        PrivateFileError::TooLarge => SettingsError::TooLarge { path: display_path(path), limit: MAX_FILE_BYTES },
        PrivateFileError::Io(error) => SettingsError::read_failed(path, &error),
    })
}

/// Reads a file that others may read; `None` if it does not exist or cannot be read.
pub(super) fn read_public(path: &Path) -> Option<String> {
    private::read_public(path, MAX_FILE_BYTES)
}

/// Locks the file: no other process changes it until the lock is dropped. Its folder is created if it is missing.
pub(super) fn lock(path: &Path) -> Result<FolderLock, SettingsError> {
    private::lock(path).map_err(|error| SettingsError::write_failed(path, &error))
}

/// Replaces or creates a file that only this user can access.
pub(super) fn write(lock: &FolderLock, path: &Path, text: &str) -> Result<(), SettingsError> {
    private::write(lock, path, text, Durability::Synced).map_err(|error| SettingsError::write_failed(path, &error))
}

/// Removes the temporary files that killed processes have left next to the file.
pub(super) fn remove_leftovers(lock: &FolderLock, path: &Path) -> Result<(), SettingsError> {
    // A file that is a link lies in a folder that is not this program's.
    let canonical = |folder: &Path| std::fs::canonicalize(folder).ok();
    let is_own = path.parent().and_then(canonical) == canonical(lock.folder());
    let owner = if is_own { FolderOwner::Program } else { FolderOwner::Shared };
    lock.remove_leftovers(owner).map_err(|error| SettingsError::remove_failed(lock.folder(), &error))
}

/// Removes the file. Follows a link and removes its target, as [`write()`] would have replaced the target.
pub(super) fn remove(path: &Path) -> Result<(), SettingsError> {
    private::remove(path).map_err(|error| SettingsError::remove_failed(path, &error))
}
