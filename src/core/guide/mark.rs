//! How far the user is with the records of a domain: what the next run needs to go on there.

use crate::core::record::DnsRecord;

/// The mark of a record in the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideMark {
    /// Every field of it was copied or shown. This does not show that it is in DNS.
    Entered,
    /// The user skipped it.
    Skipped,
}

impl GuideMark {
    /// The mark after the label of a record.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Entered => " (done)",
            Self::Skipped => " (skipped)",
        }
    }
}

/// The progress of the guide that outlives a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuideMemory {
    /// The record that the guide is at; `None` before the first and after the last one.
    pub current: Option<DnsRecord>,
    /// The records with marks. A record that has changed since has none.
    pub marks: Vec<(DnsRecord, GuideMark)>,
}
