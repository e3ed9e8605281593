//! The files of the settings, by [`crate::files::private`], with the words of this module for what is refused.

use std::path::Path;

use secrecy::zeroize::Zeroizing;

use super::error::{SettingsError, shown};
use crate::files::private::{self, Refused};

/// The most octets of a settings file.
pub(super) const LARGEST: usize = 1 << 16;

/// Reads a file that belongs to this user and is closed to all others; `None` where there is none.
pub(super) fn read_private(path: &Path) -> Result<Option<Zeroizing<String>>, SettingsError> {
    private::read(path, LARGEST).map_err(|refused| match refused {
        Refused::NotAFile => SettingsError::NotAFile { path: shown(path) },
        Refused::Foreign => SettingsError::Foreign { path: shown(path) },
        Refused::Exposed => SettingsError::exposed(path),
        Refused::TooLarge => SettingsError::TooLarge { path: shown(path), limit: LARGEST },
        Refused::Io(error) => SettingsError::read(path, &error),
    })
}

/// Reads a file that anybody may read; `None` where it is not there or cannot be read.
pub(super) fn read_public(path: &Path) -> Option<String> {
    private::read_public(path, LARGEST)
}

/// Replaces the file, or makes it, closed to all others.
pub(super) fn write(path: &Path, text: &str) -> Result<(), SettingsError> {
    private::write(path, text).map_err(|error| SettingsError::written(path, &error))
}

/// Removes the file; where it is a link, the file that it points to, as [`write()`] would have replaced that.
pub(super) fn remove(path: &Path) -> Result<(), SettingsError> {
    private::remove(path).map_err(|error| SettingsError::removed(path, &error))
}
