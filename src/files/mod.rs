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
