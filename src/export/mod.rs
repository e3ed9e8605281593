//! Records in the forms that other programs and people read: pure formatters, from values to text.
//!
//! Nothing here writes a file or knows a screen.

mod json;
mod summary;
mod zone_file;

use crate::core::domain::SendingDomain;
use crate::core::format::{Exported, Format};
use crate::core::zone::Zone;

pub use json::{VERSION, domain_json, json_text, record_json};
pub use summary::summary;
pub use zone_file::{ZoneText, zone_text};

/// The time to live that exports give every record unless told otherwise, in seconds: what AutoSend's own DNS template
/// publishes.
pub const TTL: u32 = 3600;

/// What is to be exported.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The domain with its records.
    pub domain: &'a SendingDomain,
    /// The zone that its names belong to.
    pub zone: &'a Zone,
    /// The time to live of every record, in seconds.
    pub ttl: u32,
}

/// The records in a form.
#[must_use]
pub fn export(format: Format, order: &Order<'_>) -> Exported {
    let zone = zone_text(&order.domain.records);
    match format {
        Format::Zone => Exported { text: zone.text, tally: zone.tally, warnings: Vec::new() },
        _ => Exported { text: summary(order.domain), tally: zone.tally, warnings: Vec::new() },
    }
}
