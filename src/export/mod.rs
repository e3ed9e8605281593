//! Records in the forms that other programs and people read: pure formatters, from values to text.
//!
//! Nothing here writes a file or knows a screen.

mod summary;
mod zone_file;

pub use summary::summary;
pub use zone_file::zone_text;
