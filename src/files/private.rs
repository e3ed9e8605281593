//! Private files of the program: inaccessible to other users, written whole or not at all, and changed by one process at a
//! time.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;
use secrecy::zeroize::Zeroizing;

use super::folder_lock::FolderLock;

/// Why a private file is not read.
#[derive(Debug)]
pub enum PrivateFileError {
    /// The path is a folder, a pipe or a device.
    NotRegularFile,
    /// The file belongs to another user.
    WrongOwner,
    /// The group or others may read or write the file.
    TooPermissive,
    /// The file is larger than the limit.
    TooLarge,
    /// The file system returned an error, or the file is not UTF-8.
    Io(io::Error),
}

/// Whether a write waits until the text is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The text survives a power cut, because there is no other copy.
    Synced,
    /// The text may be lost in a power cut: it can be fetched again.
    Cached,
}

/// Reads a file of at most `limit` bytes that belongs to this user and that no other user can access; `None` if there
/// is none. Links are followed, and the target is checked. The text is wiped on drop.
///
/// # Errors
/// The file cannot be trusted, is too large, or cannot be read.
pub fn read(path: &Path, limit: usize) -> Result<Option<Zeroizing<String>>, PrivateFileError> {
    let Some(file) = open_private(path)? else { return Ok(None) };
    let text = read_limited(&file, limit).map_err(PrivateFileError::Io)?;
    if text.len() > limit { Err(PrivateFileError::TooLarge) } else { Ok(Some(text)) }
}

/// Opens such a file for reading parts of it.
///
/// # Errors
/// The file cannot be trusted, or cannot be opened.
pub fn open_private(path: &Path) -> Result<Option<File>, PrivateFileError> {
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
    Ok(Some(file))
}

/// Reads a file that others may read; `None` if it does not exist, cannot be read or is larger than the limit.
pub fn read_public(path: &Path, limit: usize) -> Option<String> {
    let (file, metadata) = open(path).ok()??;
    let text = metadata.is_file().then(|| read_limited(&file, limit).ok()).flatten()?;
    (text.len() <= limit).then(|| text.as_str().to_owned())
}

/// Locks the folder of this file, so that no other process changes the file between reading and writing it. If the path
/// is a link, the folder of its target is locked. A missing folder is created with mode 0700.
///
/// # Errors
/// The folder cannot be opened or created, or another process keeps the lock.
pub fn lock(path: &Path) -> io::Result<FolderLock> {
    let target = fs::canonicalize(path).unwrap_or_else(|_absent| path.to_owned());
    let folder = target.parent().unwrap_or_else(|| Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    FolderLock::acquire(folder)
}

/// Replaces or creates a file with mode 0600, in the folder that is locked. The file never holds a part of the text. If
/// the path is a link, its target is replaced.
///
/// # Errors
/// The file system returns an error. The old content is then still there.
pub fn write(lock: &FolderLock, path: &Path, text: &str, durability: Durability) -> io::Result<()> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
    let target =
        if is_link { fs::canonicalize(path).unwrap_or_else(|_absent| path.to_owned()) } else { path.to_owned() };
    let mut file = lock.new_file()?;
    file.write_all(text.as_bytes())?;
    if durability == Durability::Synced {
        file.as_file().sync_all()?;
    }
    file.persist(&target)?;
    Ok(())
}

/// Removes the file. If the path is a link, its target is removed and the link stays.
///
/// # Errors
/// The file system returns an error.
pub fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(fs::canonicalize(path)?)
}

/// Opens without blocking, which a pipe would otherwise do.
fn open(path: &Path) -> io::Result<Option<(File, Metadata)>> {
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Ok(file) => file.metadata().map(|metadata| Some((file, metadata))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads at most one octet more than the limit.
fn read_limited(file: &File, limit: usize) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    file.take(most).read_to_string(&mut text)?;
    Ok(text)
}
