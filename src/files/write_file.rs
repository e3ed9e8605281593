//! Writes a file that the user names. What is there keeps its mode, its owner and its links.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{Gid, Uid, fchown};
use tempfile::NamedTempFile;

/// The mode of a new file, of which the system takes the user's umask away: an export holds no secret.
const NEW_FILE_MODE: u32 = 0o666;

/// How many links are followed, as in Linux.
const MAX_LINKS: usize = 40;

/// Why a file was not written.
#[derive(Debug)]
pub(super) enum WriteError {
    /// A file has this name, and it may not be replaced.
    AlreadyExists,
    /// What has this name takes no text: a folder, a socket, a disk.
    NotWritable,
    /// No file can be created in this folder.
    NotCreated(PathBuf, io::Error),
    /// The file system has returned an error; the file that is left behind, if there is one.
    Failed(io::Error, Option<PathBuf>),
}

/// Writes the text and returns whether it took the place of another file. A new file is whole or not there. A pipe or a
/// terminal is written to, also without `replace`: it loses nothing by that.
pub(super) fn write_file(path: &Path, text: &str, replace: bool) -> Result<bool, WriteError> {
    let there = fs::symlink_metadata(path).is_ok();
    match fs::metadata(path) {
        Ok(about) if is_stream(path, &about) => write_stream(path, text).map(|()| false),
        // Any existing entry counts, even a link with a missing target.
        _ if there && !replace => Err(WriteError::AlreadyExists),
        Ok(about) if about.is_file() => replace_file(path, &about, text).map(|()| true),
        Ok(_) => Err(WriteError::NotWritable),
        Err(_absent) => create_file(&follow_links(path), text).map(|()| there),
    }
}

/// Whether the output goes to another process or device: a pipe, a terminal, or an open file of this process (`/dev/fd/3`),
/// to which the text is appended.
fn is_stream(path: &Path, about: &Metadata) -> bool {
    let kind = about.file_type();
    let names_descriptor = ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.parent() == Some(Path::new(folder)));
    kind.is_fifo() || kind.is_char_device() || (names_descriptor && kind.is_file())
}

fn write_stream(path: &Path, text: &str) -> Result<(), WriteError> {
    let file = OpenOptions::new().append(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| WriteError::Failed(error, None))
}

/// Creates a file, with the mode that the umask leaves.
fn create_file(target: &Path, text: &str) -> Result<(), WriteError> {
    let mut file = new_file_beside(target)?;
    if let Err(error) = write_whole(file.as_file_mut(), text) {
        return Err(failed(error, file));
    }
    match file.persist_noclobber(target) {
        Ok(_file) => Ok(()),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
            // Another process has created the file meanwhile.
            drop(refused.file);
            Err(WriteError::AlreadyExists)
        }
        Err(refused) => Err(failed(refused.error, refused.file)),
    }
}

/// Replaces a file. Where another file in its place would lose an owner or a hard link, or cannot be created, the file
/// itself is written.
fn replace_file(path: &Path, about: &Metadata, text: &str) -> Result<(), WriteError> {
    let target = fs::canonicalize(path).map_err(|error| WriteError::Failed(error, None))?;
    let mut file = match new_file_beside(&target) {
        Ok(file) => file,
        Err(_not_created) => {
            return overwrite(&target, text).map_err(|error| WriteError::Failed(error, None));
        }
    };
    if let Err(error) = write_whole(file.as_file_mut(), text) {
        return Err(failed(error, file));
    }
    if about.nlink() > 1 || !take_owner(file.as_file(), about) {
        // The new text is safe in the temporary file, until the old one is overwritten.
        return match overwrite(&target, text) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(failed(error, file)),
            Err(error) => Err(WriteError::Failed(error, file.keep().ok().map(|(_, path)| path))),
        };
    }
    let mode = Permissions::from_mode(about.mode() & 0o7777);
    if let Err(error) = file.as_file().set_permissions(mode) {
        return Err(failed(error, file));
    }
    file.persist(&target).map(|_file| ()).map_err(|refused| failed(refused.error, refused.file))
}

/// Gives a file the owner and the group of the one that it is to replace; whether it has them.
fn take_owner(file: &File, about: &Metadata) -> bool {
    let is_same = |own: Metadata| (own.uid(), own.gid()) == (about.uid(), about.gid());
    file.metadata().is_ok_and(is_same)
        || fchown(file, Some(Uid::from_raw(about.uid())), Some(Gid::from_raw(about.gid()))).is_ok()
}

/// Writes the text over the content of a file, whose mode, owner and links stay.
fn overwrite(target: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(target)?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)?;
    file.sync_all()
}

fn write_whole(file: &mut File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn new_file_beside(target: &Path) -> Result<NamedTempFile, WriteError> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mode = Permissions::from_mode(NEW_FILE_MODE);
    tempfile::Builder::new()
        .permissions(mode)
        .tempfile_in(folder)
        .map_err(|error| WriteError::NotCreated(folder.to_owned(), error))
}

/// The error, after the temporary file was removed.
fn failed(error: io::Error, file: NamedTempFile) -> WriteError {
    let path = file.path().to_owned();
    WriteError::Failed(error, file.close().err().map(|_error| path))
}

/// The end of a chain of links, which may not be there.
fn follow_links(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(next) = fs::read_link(&target) else { break };
        let folder = target.parent().unwrap_or_else(|| Path::new(""));
        target = folder.join(next);
    }
    target
}

/// Whether a path ends in a way that names a folder.
pub(super) fn names_folder(path: &Path) -> bool {
    let text = path.as_os_str().as_encoded_bytes();
    let last = text.rsplit(|octet| *octet == b'/').next().unwrap_or_default();
    text.ends_with(b"/") || (text.contains(&b'/') && matches!(last, b"." | b".."))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;
    use std::os::unix::fs::symlink;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn a_new_file_has_the_mode_that_the_umask_leaves() {
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (folder.path().join("own"), folder.path().join("other"));
        assert!(!write_file(&own, "x", false).unwrap());
        fs::write(&other, "x").unwrap();
        assert_eq!(mode(&own), mode(&other));
    }

    #[test]
    fn a_replaced_file_retains_its_mode_and_its_links() {
        let folder = tempfile::tempdir().unwrap();
        let [file, hard, link, chain] = ["file", "hard", "link", "chain"].map(|name| folder.path().join(name));
        fs::write(&file, "a longer text than the new one").unwrap();
        for kept in [0o600, 0o640, 0o755] {
            fs::set_permissions(&file, Permissions::from_mode(kept)).unwrap();
            assert!(write_file(&file, "new", true).unwrap());
            assert_eq!((mode(&file), fs::read_to_string(&file).unwrap().as_str()), (kept, "new"));
        }
        fs::write(&file, "a longer text than the new one").unwrap();
        fs::hard_link(&file, &hard).unwrap();
        symlink("file", &link).unwrap();
        symlink(&link, &chain).unwrap();
        let number = fs::metadata(&file).unwrap().ino();
        assert!(write_file(&chain, "new", true).unwrap());
        for name in [&file, &hard, &link, &chain] {
            assert_eq!(
                (fs::metadata(name).unwrap().ino(), fs::read_to_string(name).unwrap().as_str()),
                (number, "new")
            );
        }
        assert!(link.is_symlink() && chain.is_symlink());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "nothing is left behind");
    }

    #[test]
    fn the_target_of_a_dangling_symlink_is_created() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link, chain] = ["file", "link", "chain"].map(|name| folder.path().join(name));
        symlink("file", &link).unwrap();
        symlink("link", &chain).unwrap();
        assert!(matches!(write_file(&chain, "x", false), Err(WriteError::AlreadyExists)));
        assert!(write_file(&chain, "new", true).unwrap());
        assert_eq!((link.is_symlink(), fs::read_to_string(&file).unwrap().as_str()), (true, "new"));
    }

    #[test]
    fn the_owner_is_preserved_if_the_user_can_change_owners() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "old").unwrap();
        // Only root may.
        if std::os::unix::fs::chown(&file, Some(12_345), Some(54_321)).is_ok() {
            assert!(write_file(&file, "new", true).unwrap());
            let about = fs::metadata(&file).unwrap();
            assert_eq!((about.uid(), about.gid()), (12_345, 54_321));
        }
    }

    #[test]
    fn a_pipe_a_device_and_a_descriptor_are_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        assert!(!write_file(&pipe, "through", false).unwrap());
        assert_eq!(reader.join().unwrap(), "through");
        assert!(!write_file(Path::new("/dev/null"), "nowhere", true).unwrap());
        let file = folder.path().join("file");
        fs::write(&file, "before ").unwrap();
        let open = File::open(&file).unwrap();
        let descriptor = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&open));
        assert!(!write_file(Path::new(&descriptor), "after", false).unwrap());
        assert_eq!(fs::read_to_string(&file).unwrap(), "before after");
        assert!(matches!(write_file(folder.path(), "x", true), Err(WriteError::NotWritable)));
    }

    #[test]
    fn a_name_need_not_be_utf_8() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(OsString::from_vec(b"r\xe9sum\xe9".to_vec()));
        assert!(!write_file(&file, "x", false).unwrap());
        assert!(write_file(&file, "y", true).unwrap());
        assert_eq!(fs::read_to_string(&file).unwrap(), "y");
    }

    #[test]
    fn a_path_with_a_trailing_slash_is_a_folder() {
        for folder in ["a/", "/", "a/.", "a/..", "/.."] {
            assert!(names_folder(Path::new(folder)), "{folder}");
        }
        for file in ["a", "a/b", "a/.b", "a/...", "..a"] {
            assert!(!names_folder(Path::new(file)), "{file}");
        }
    }
}
