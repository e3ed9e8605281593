//! Files in which the program keeps something: closed to all other users, written whole or not at all.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;
use secrecy::zeroize::Zeroizing;
use tempfile::NamedTempFile;

/// Why a private file is not read.
#[derive(Debug)]
pub enum PrivateFileError {
    /// A folder, a pipe, a device.
    NotRegularFile,
    /// It belongs to another user.
    WrongOwner,
    /// The group or others may read or write it.
    TooPermissive,
    /// It is larger than was asked for.
    TooLarge,
    /// The file system said no, or it is no UTF-8.
    Io(io::Error),
}

/// Reads a file of at most `limit` octets that belongs to this user and is closed to all others; `None` where there is
/// none. A link is followed: what counts is the file that is read. The text is wiped when it goes.
///
/// # Errors
/// Where it must not be trusted, is too large, or cannot be read.
pub fn read(path: &Path, limit: usize) -> Result<Option<Zeroizing<String>>, PrivateFileError> {
    let Some((file, metadata)) = open(path).map_err(PrivateFileError::Io)? else { return Ok(None) };
    if !metadata.is_file() {
        return Err(PrivateFileError::NotRegularFile);
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(PrivateFileError::WrongOwner);
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(PrivateFileError::TooPermissive);
    }
    let text = read_limited(&file, limit).map_err(PrivateFileError::Io)?;
    if text.len() > limit { Err(PrivateFileError::TooLarge) } else { Ok(Some(text)) }
}

/// Reads a file that anybody may read; `None` where it is not there, cannot be read or is larger.
#[must_use]
pub fn read_public(path: &Path, limit: usize) -> Option<String> {
    let (file, metadata) = open(path).ok()??;
    let text = metadata.is_file().then(|| read_limited(&file, limit).ok()).flatten()?;
    (text.len() <= limit).then(|| text.as_str().to_owned())
}

/// Replaces the file, or makes it: mode 0600, in a folder that is made with mode 0700 where it is not there. At no
/// moment is there a file with half of the text. Where the path is a link, the file it points to is replaced.
///
/// # Errors
/// Where the file system refuses; what was there is then still there.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_absent| path.to_owned());
    let folder = target.parent().unwrap_or_else(|| Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&target)?;
    Ok(())
}

/// Removes the file. Where the path is a link, the file it points to is removed, and the link left.
///
/// # Errors
/// Where the file system refuses.
pub fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(fs::canonicalize(path)?)
}

/// Opens without waiting, as a pipe in the place of a file would make it.
fn open(path: &Path) -> io::Result<Option<(File, Metadata)>> {
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Ok(file) => file.metadata().map(|metadata| Some((file, metadata))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// At most one octet more than the limit.
fn read_limited(file: &File, limit: usize) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    file.take(most).read_to_string(&mut text)?;
    Ok(text)
}
