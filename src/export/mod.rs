//! Records in the forms that other programs and people read: pure formatters, from values to text.
//!
//! Nothing here writes a file or knows a screen.

mod json;
mod summary;
mod zone_file;

pub use json::{VERSION, domain_json, json_text, record_json};
pub use summary::summary;
pub use zone_file::{ZoneText, zone_text};
