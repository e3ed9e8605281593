//! The input of an export, and the notes that several formats share.

use crate::core::domain::SendingDomain;
use crate::core::record::DnsRecord;
use crate::core::zone::{Zone, ZoneSource};

/// The input of an export.
#[derive(Clone, Copy, Debug)]
pub struct ExportInput<'a> {
    /// The domain with its records.
    pub domain: &'a SendingDomain,
    /// The zone that the names are relative to.
    pub zone: &'a Zone,
    /// The TTL of every record, in seconds.
    pub ttl: u32,
}

impl ExportInput<'_> {
    /// The note after the zone, if the zone is a guess.
    pub(super) fn guessed_zone_note(&self) -> &'static str {
        match self.zone.source() {
            ZoneSource::Guessed => " (guessed from the name; the actual zone may differ)",
            ZoneSource::Dns | ZoneSource::Chosen => "",
        }
    }
}

/// The domain's Unicode name in parentheses, if it differs from the name.
pub(super) fn unicode_name_suffix(domain: &SendingDomain) -> String {
    domain.unicode_name().map(|name| format!(" ({name})")).unwrap_or_default()
}

/// Notes for the person who enters a record's value, a sentence each.
pub(super) fn value_notes(record: &DnsRecord) -> Vec<String> {
    let size = record.key_size().map(|size| format!("A {}.", size.label()));
    let added = record.has_added_p_tag().then(|| "p= was added; AutoSend returned the key without it.".to_owned());
    size.into_iter().chain(added).chain(record.long_txt_note()).collect()
}

/// A warning for each record with hidden characters: texts for people show these as code points.
pub(super) fn hidden_character_warnings(domain: &SendingDomain) -> Vec<String> {
    let has_hidden = |record: &&DnsRecord| {
        !record.name.hidden_characters().is_empty() || !record.value.hidden_characters().is_empty()
    };
    let warning = |record: &DnsRecord| {
        format!("{} contains invisible characters, shown as <U+…>: don't enter them like that", record.label())
    };
    domain.records.iter().filter(has_hidden).map(warning).collect()
}
