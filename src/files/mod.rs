//! Files: those that the user names, and the private ones of the program.
//!
//! No file is ever left half written, and none is replaced without permission. All functions block on file access.

mod completion;
pub mod folder_lock;
mod local_files;
pub mod private;
mod request_log;
mod request_slots;
mod write_file;

pub use local_files::LocalFiles;
pub use request_log::RequestLog;
pub use request_slots::RequestSlots;

#[cfg(test)]
mod fixtures {
    //! What the tests share.

    use std::fs;
    use std::path::Path;

    /// The names in a folder, in order.
    pub(in crate::files) fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}
