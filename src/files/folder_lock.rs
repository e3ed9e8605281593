//! An exclusive lock on a folder of private files, and what interrupted writes have left in it.
//!
//! The lock is `flock(2)` on the folder itself: there is no lock file to create or to forget, and the system releases the
//! lock of a process that dies. Temporary files are created under the lock only. So the holder of the lock knows that each
//! one that is there was left by a process that was killed.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, OFlags, flock};
use rustix::io::Errno;
use tempfile::NamedTempFile;

/// The longest wait for another process, which holds the lock for milliseconds. It may have been stopped meanwhile.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// The time between two attempts. The lock is held for about as long.
const PAUSE: Duration = Duration::from_millis(2);

/// The beginning and the end of the names of temporary files.
const PREFIX: &str = ".autosend-domains-";
const SUFFIX: &str = ".tmp";

/// The beginning of the names that version 0.1 gave its temporary files, and the number of letters and digits after it.
const OLD_PREFIX: &str = ".tmp";
const OLD_RANDOM: usize = 6;

/// An exclusive lock on a folder, until it is dropped.
#[derive(Debug)]
pub struct FolderLock {
    folder: PathBuf,
    /// The open folder, which holds the lock; `None` on file systems without locks, where files are still written whole.
    file: Option<File>,
}

/// Whose temporary files a folder may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderOwner {
    /// This program's alone: those of version 0.1 too, whose names do not contain that of the program.
    Program,
    /// Others' too, such as the folder that a link leads to.
    Shared,
}

impl FolderLock {
    /// Waits for the lock on this folder.
    ///
    /// # Errors
    /// The folder cannot be opened, or another process has kept the lock for ten seconds.
    pub fn acquire(folder: &Path) -> io::Result<Self> {
        let start = Instant::now();
        loop {
            if let Some(lock) = Self::try_acquire(folder)? {
                return Ok(lock);
            }
            if start.elapsed() >= MAX_WAIT {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "another process has locked it for 10 s"));
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// The lock on this folder; `None` if another process has it.
    ///
    /// # Errors
    /// The folder cannot be opened.
    pub fn try_acquire(folder: &Path) -> io::Result<Option<Self>> {
        let flags = OFlags::DIRECTORY.bits().cast_signed();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(folder)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK | Errno::INTR) => return Ok(None),
            // The file system has no locks (NFS has none on folders), as for Cargo.
            Err(_unsupported) => return Ok(Some(Self { folder: folder.to_owned(), file: None })),
        }
        // Another process may have removed the folder between opening and locking it.
        let (locked, there) = (file.metadata()?, fs::metadata(folder)?);
        let is_there = (locked.dev(), locked.ino()) == (there.dev(), there.ino());
        Ok(is_there.then(|| Self { folder: folder.to_owned(), file: Some(file) }))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A temporary file with mode 0600 in the folder.
    pub(super) fn new_file(&self) -> io::Result<NamedTempFile> {
        tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(&self.folder)
    }

    /// Removes the temporary files of processes that were killed. Where there are no locks nothing is removed: another
    /// process may be writing.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn remove_leftovers(&self, owner: FolderOwner) -> io::Result<()> {
        if self.file.is_none() {
            return Ok(());
        }
        leftovers(&self.folder, owner)?.iter().try_for_each(fs::remove_file)
    }
}

/// Removes what processes that were killed have left in a folder of this program, unless another process is writing there.
/// It is tidying: what fails is left for the next run.
pub fn remove_leftovers(folder: &Path) {
    // The lock is not needed to see that there is nothing to do.
    if leftovers(folder, FolderOwner::Program).is_ok_and(|found| !found.is_empty())
        && let Ok(Some(lock)) = FolderLock::try_acquire(folder)
    {
        let _ = lock.remove_leftovers(FolderOwner::Program);
    }
}

/// This user's temporary files in a folder; none if there is no folder.
fn leftovers(folder: &Path, owner: FolderOwner) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let user = rustix::process::geteuid().as_raw();
    let is_ours = |entry: &fs::DirEntry| {
        entry.file_name().to_str().is_some_and(|name| is_leftover_name(name, owner))
            && entry.metadata().is_ok_and(|about| about.is_file() && about.uid() == user)
    };
    Ok(entries.flatten().filter(is_ours).map(|entry| entry.path()).collect())
}

/// Whether this program has given a temporary file this name.
pub(crate) fn is_leftover_name(name: &str, owner: FolderOwner) -> bool {
    let is_random =
        |random: &str| random.len() == OLD_RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
    name.strip_prefix(PREFIX).is_some_and(|rest| rest.ends_with(SUFFIX))
        || (owner == FolderOwner::Program && name.strip_prefix(OLD_PREFIX).is_some_and(is_random))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::fixtures::names;

    #[test]
    fn only_one_process_has_the_lock_and_the_next_gets_it_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let lock = FolderLock::acquire(folder.path()).unwrap();
        assert!(FolderLock::try_acquire(folder.path()).unwrap().is_none());
        drop(lock);
        assert!(FolderLock::try_acquire(folder.path()).unwrap().is_some());
    }

    #[test]
    fn only_files_of_killed_processes_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".autosend-domains-AbCdEf.tmp", ".tmpAbCdEf", ".tmp", ".tmpAbCdEfG", "x.tmp", "credentials"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::create_dir(folder.path().join(".autosend-domains-folder.tmp")).unwrap();
        let lock = FolderLock::acquire(folder.path()).unwrap();
        remove_leftovers(folder.path());
        assert_eq!(names(folder.path()).len(), 7, "another process may be writing");
        lock.remove_leftovers(FolderOwner::Shared).unwrap();
        assert!(names(folder.path()).contains(&".tmpAbCdEf".to_owned()), "it may be another program's");
        drop(lock);
        remove_leftovers(folder.path());
        let kept = [".autosend-domains-folder.tmp", ".tmp", ".tmpAbCdEfG", "credentials", "x.tmp"];
        assert_eq!(names(folder.path()), kept);
        remove_leftovers(&folder.path().join("none"));
    }

    #[test]
    fn a_removed_folder_is_not_locked() {
        let folder = tempfile::tempdir().unwrap();
        assert!(FolderLock::try_acquire(&folder.path().join("none")).is_err());
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(FolderLock::try_acquire(&folder.path().join("file")).is_err());
    }
}
