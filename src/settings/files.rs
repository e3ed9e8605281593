//! Reading files that must be private, and writing files whole or not at all.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;
use secrecy::zeroize::Zeroizing;
use tempfile::NamedTempFile;

use super::error::{SettingsError, shown};

/// The most octets of a settings file.
pub(super) const LARGEST: usize = 1 << 16;

/// Reads a file that belongs to this user and is closed to all others; `None` where there is none. A link is
/// followed: what counts is the file that is read.
pub(super) fn read_private(path: &Path) -> Result<Option<Zeroizing<String>>, SettingsError> {
    let Some((file, about)) = open(path).map_err(|error| SettingsError::read(path, &error))? else { return Ok(None) };
    if !about.is_file() {
        return Err(SettingsError::NotAFile { path: shown(path) });
    }
    if about.uid() != rustix::process::geteuid().as_raw() {
        return Err(SettingsError::Foreign { path: shown(path) });
    }
    if about.mode() & 0o077 != 0 {
        return Err(SettingsError::exposed(path));
    }
    let text = text_of(&file).map_err(|error| SettingsError::read(path, &error))?;
    if text.len() > LARGEST {
        return Err(SettingsError::TooLarge { path: shown(path), limit: LARGEST });
    }
    Ok(Some(text))
}

/// Reads a file that anybody may read; `None` where it is not there or cannot be read.
pub(super) fn read_public(path: &Path) -> Option<String> {
    let (file, about) = open(path).ok()??;
    let text = about.is_file().then(|| text_of(&file).ok()).flatten()?;
    (text.len() <= LARGEST).then(|| text.as_str().to_owned())
}

/// Replaces the file, or makes it: mode 0600, in a folder that is made with mode 0700 where it is not there. At no
/// moment is there a file with half of the text. Where the path is a link, the file it points to is replaced.
pub(super) fn write(path: &Path, text: &str) -> Result<(), SettingsError> {
    let write = || -> io::Result<()> {
        let target = fs::canonicalize(path).unwrap_or_else(|_absent| path.to_owned());
        let folder = target.parent().unwrap_or_else(|| Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&target)?;
        Ok(())
    };
    write().map_err(|error| SettingsError::written(path, &error))
}

/// Opens without waiting, as a pipe in the place of a file would make it.
fn open(path: &Path) -> io::Result<Option<(File, Metadata)>> {
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Ok(file) => file.metadata().map(|about| Some((file, about))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// At most one octet more than [`LARGEST`].
fn text_of(file: &File) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    file.take(LARGEST as u64 + 1).read_to_string(&mut text)?;
    Ok(text)
}
