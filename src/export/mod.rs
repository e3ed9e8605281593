//! Records in the forms that other programs read: pure formatters, from values to text.
//!
//! Nothing here writes a file or knows a screen.

pub mod zone_file;
