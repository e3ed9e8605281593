//! Files: those that the person asks for by name, and the private ones in which the program keeps something.
//!
//! No file is ever left half written, and none is replaced that was not to be. Everything here blocks for the time that
//! the file system takes.

mod completion;
mod local_files;
pub mod private;
mod request_log;

pub use local_files::LocalFiles;
pub use request_log::RequestLog;
