//! The formats of the cache files: versioned JSON.
//!
//! A domain:
//!
//! ```json
//! {
//!   "version": 2,
//!   "baseUrl": "https://api.autosend.com/v1",
//!   "readAt": "2026-05-04T09:00:00Z",
//!   "domain": { "id": "66f0…", "name": "mail.example.com", "records": [] }
//! }
//! ```
//!
//! With `removedAt` it is a domain that was removed at this time; it is kept for its records only.
//!
//! `choices` is what the user chose for its records: the DNS provider by its code, or `unknown`, and how far the guide is.
//!
//! ```json
//! { "choices": { "provider": "godaddy", "current": {}, "entered": [], "skipped": [] } }
//! ```
//!
//! The list of a project: which domains it had, in their order, and when. A domain whose file is older was the same then.
//!
//! ```json
//! { "version": 2, "baseUrl": "https://api.autosend.com/v1", "readAt": "2026-05-04T09:00:00Z", "ids": ["66f0…"] }
//! ```
//!
//! Version 1 had all of a project in one file, which is read and then replaced by one for each domain:
//!
//! ```json
//! { "version": 1, "baseUrl": "https://api.autosend.com/v1", "domains": [{ "readAt": "…", "domain": {} }] }
//! ```

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::core::cache::{HostChoice, RecordChoices};
use crate::core::dns_host::DnsHost;
use crate::core::domain::{AutosendChecks, DomainId, DomainStatus, SendingDomain};
use crate::core::domain_name::is_same_name;
use crate::core::guide::{GuideMark, GuideMemory};
use crate::core::record::{DnsRecord, Priority, RecordType, Slot};
use crate::core::text::Untrusted;

/// What is stored for a DNS provider that the user doesn't know.
const UNKNOWN_PROVIDER: &str = "unknown";

/// The version of the formats.
const VERSION: u64 = 2;

/// A file of the cache.
pub(super) trait Document: DeserializeOwned {
    /// The latest version of the format that this program can read.
    const LATEST: u64;
}

/// A domain, and when AutoSend returned it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DomainEntry {
    read_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    removed_at: Option<String>,
    domain: StoredDomain,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    choices: Option<StoredChoices>,
}

/// The file of a domain.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DomainDocument {
    version: u64,
    base_url: String,
    #[serde(flatten)]
    pub(super) entry: DomainEntry,
}

/// The file of a project's list.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListDocument {
    version: u64,
    base_url: String,
    /// `None` if the list comes from a file of version 1, in which each domain has its own time.
    read_at: Option<String>,
    pub(super) ids: Vec<String>,
}

/// A file of version 1.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProjectDocument {
    version: u64,
    base_url: String,
    pub(super) domains: Vec<DomainEntry>,
}

impl Document for DomainDocument {
    const LATEST: u64 = VERSION;
}

impl Document for ListDocument {
    const LATEST: u64 = VERSION;
}

impl Document for ProjectDocument {
    const LATEST: u64 = 1;
}

/// A decoded entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DecodedEntry {
    pub(super) domain: SendingDomain,
    /// When AutoSend returned it; `None` if the text is not a time.
    pub(super) read_at: Option<Timestamp>,
    pub(super) choices: Option<RecordChoices>,
    pub(super) removal: RemovalState,
}

/// Whether a domain was removed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RemovalState {
    /// It has not been removed, as far as this program knows.
    Present,
    /// It was removed at this time; `None` if the text is not a time.
    Removed(Option<Timestamp>),
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct StoredDomain {
    id: String,
    name: String,
    status: String,
    ownership: Option<bool>,
    dkim: Option<bool>,
    mail_from: Option<bool>,
    dmarc: Option<bool>,
    records: Vec<StoredRecord>,
    region: Option<String>,
    created_at: Option<String>,
    last_checked_at: Option<String>,
    verified_at: Option<String>,
    in_progress: bool,
    inbound_enabled_at: Option<String>,
    inbound_verified_at: Option<String>,
}

/// The choices for the records of a domain.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct StoredChoices {
    /// The code of the DNS host; [`UNKNOWN_PROVIDER`] if the user doesn't know it, `None` if none was chosen.
    provider: Option<String>,
    /// The record that the guide is at.
    current: Option<StoredRecord>,
    #[serde(default)]
    entered: Vec<StoredRecord>,
    #[serde(default)]
    skipped: Vec<StoredRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct StoredRecord {
    slot: String,
    #[serde(rename = "type")]
    kind: String,
    name: String,
    value: String,
    priority: Option<u16>,
    /// The text that the server sent instead of a number.
    odd_priority: Option<String>,
    note: Option<String>,
}

/// The version alone, which is parsed first.
#[derive(Deserialize)]
struct VersionHeader {
    version: u64,
}

/// Parses a file. The error holds the reason and the suffix of the quarantined file.
pub(super) fn parse<T: Document>(text: &str) -> Result<T, (String, &'static str)> {
    let broken = |error: &serde_json::Error| (format!("line {}, column {}", error.line(), error.column()), "broken");
    let VersionHeader { version } = serde_json::from_str(text).map_err(|error| broken(&error))?;
    if version > T::LATEST {
        return Err(("it was written by a newer version of this program".to_owned(), "newer"));
    }
    serde_json::from_str(text).map_err(|error| broken(&error))
}

/// The text of a file.
pub(super) fn to_json(document: &impl Serialize) -> String {
    // Strings and numbers always serialize.
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}

impl DomainDocument {
    pub(super) fn new(base_url: &str, entry: DomainEntry) -> Self {
        Self { version: VERSION, base_url: base_url.to_owned(), entry }
    }
}

impl ListDocument {
    pub(super) fn new(base_url: &str, read_at: Option<Timestamp>, ids: Vec<String>) -> Self {
        Self { version: VERSION, base_url: base_url.to_owned(), read_at: read_at.map(|time| time.to_string()), ids }
    }

    /// When AutoSend returned the list, if that is known.
    pub(super) fn read_at(&self) -> Option<Timestamp> {
        self.read_at.as_ref()?.parse().ok()
    }
}

impl DomainEntry {
    pub(super) fn new(domain: &SendingDomain, read_at: Timestamp) -> Self {
        Self {
            read_at: read_at.to_string(),
            removed_at: None,
            domain: StoredDomain::from_domain(domain),
            choices: None,
        }
    }

    /// The entry as removed at this time.
    pub(super) fn with_removed_at(self, removed_at: Timestamp) -> Self {
        Self { removed_at: Some(removed_at.to_string()), ..self }
    }

    /// The entry with these choices.
    pub(super) fn with_choices(self, choices: &RecordChoices) -> Self {
        Self { choices: Some(StoredChoices::from_choices(choices)), ..self }
    }

    /// The entry with the choices of the entry that it replaces, unless it has its own.
    pub(super) fn or_choices_of(self, old: Option<Self>) -> Self {
        let choices = self.choices.or_else(|| old?.choices);
        Self { choices, ..self }
    }

    pub(super) const fn is_removed(&self) -> bool {
        self.removed_at.is_some()
    }

    pub(super) fn id(&self) -> &str {
        &self.domain.id
    }

    pub(super) fn name(&self) -> &str {
        &self.domain.name
    }

    /// Whether AutoSend returned the same again.
    pub(super) fn is_same_domain(&self, other: &Self) -> bool {
        self.removed_at == other.removed_at && self.domain == other.domain
    }

    /// When AutoSend returned or removed it; `None` if the text is not a time.
    pub(super) fn known_at(&self) -> Option<Timestamp> {
        self.removed_at.as_ref().unwrap_or(&self.read_at).parse().ok()
    }

    /// Whether the domain has this name.
    pub(super) fn has_name(&self, name: &str) -> bool {
        is_same_name(&self.domain.name, name)
    }

    pub(super) fn decode(self) -> DecodedEntry {
        let removed = self.removed_at.map(|time| time.parse().ok());
        DecodedEntry {
            domain: self.domain.into_domain(),
            read_at: self.read_at.parse().ok(),
            choices: self.choices.map(StoredChoices::into_choices),
            removal: removed.map_or(RemovalState::Present, RemovalState::Removed),
        }
    }
}

impl StoredDomain {
    fn from_domain(domain: &SendingDomain) -> Self {
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
        Self {
            id: domain.id.raw().to_owned(),
            name: domain.name.raw().to_owned(),
            status: domain.status.raw().to_owned(),
            ownership: domain.checks.ownership,
            dkim: domain.checks.dkim,
            mail_from: domain.checks.mail_from,
            dmarc: domain.checks.dmarc,
            records: domain.records.iter().map(StoredRecord::from_record).collect(),
            region: domain.region.as_ref().map(|region| region.raw().to_owned()),
            created_at: time(domain.created_at),
            last_checked_at: time(domain.last_checked_at),
            verified_at: time(domain.verified_at),
            in_progress: domain.verification_in_progress,
            inbound_enabled_at: time(domain.inbound_enabled_at),
            inbound_verified_at: time(domain.inbound_verified_at),
        }
    }

    fn into_domain(self) -> SendingDomain {
        let time = |time: Option<String>| time.and_then(|time| time.parse().ok());
        SendingDomain {
            id: DomainId::new(self.id),
            name: self.name.into(),
            status: DomainStatus::parse(&self.status),
            checks: AutosendChecks {
                ownership: self.ownership,
                dkim: self.dkim,
                mail_from: self.mail_from,
                dmarc: self.dmarc,
            },
            records: self.records.into_iter().map(StoredRecord::into_record).collect(),
            region: self.region.map(Untrusted::new),
            created_at: time(self.created_at),
            last_checked_at: time(self.last_checked_at),
            verified_at: time(self.verified_at),
            verification_in_progress: self.in_progress,
            inbound_enabled_at: time(self.inbound_enabled_at),
            inbound_verified_at: time(self.inbound_verified_at),
        }
    }
}

impl StoredChoices {
    fn from_choices(choices: &RecordChoices) -> Self {
        let GuideMemory { current, marks } = &choices.guide;
        let marked = |wanted: GuideMark| {
            let records = marks.iter().filter(|(_, mark)| *mark == wanted);
            records.map(|(record, _)| StoredRecord::from_record(record)).collect()
        };
        Self {
            provider: match choices.host {
                HostChoice::Detected => None,
                HostChoice::Unknown => Some(UNKNOWN_PROVIDER.to_owned()),
                HostChoice::Known(host) => Some(host.code.to_owned()),
            },
            current: current.as_ref().map(StoredRecord::from_record),
            entered: marked(GuideMark::Entered),
            skipped: marked(GuideMark::Skipped),
        }
    }

    fn into_choices(self) -> RecordChoices {
        let marked = |records: Vec<StoredRecord>, mark| {
            records.into_iter().map(move |record| (record.into_record(), mark)).collect::<Vec<_>>()
        };
        let host = match self.provider.as_deref() {
            None => HostChoice::Detected,
            Some(UNKNOWN_PROVIDER) => HostChoice::Unknown,
            // A code that only another version knows is no choice here.
            Some(code) => DnsHost::from_code(code).map_or(HostChoice::Detected, HostChoice::Known),
        };
        let marks = [marked(self.entered, GuideMark::Entered), marked(self.skipped, GuideMark::Skipped)].concat();
        RecordChoices { host, guide: GuideMemory { current: self.current.map(StoredRecord::into_record), marks } }
    }
}

impl StoredRecord {
    fn from_record(record: &DnsRecord) -> Self {
        let (priority, odd_priority) = match &record.priority {
            Some(Priority::Number(number)) => (Some(*number), None),
            Some(Priority::Invalid(text)) => (None, Some(text.raw().to_owned())),
            None => (None, None),
        };
        Self {
            slot: record.slot.member().to_owned(),
            kind: record.record_type.raw().to_owned(),
            name: record.name.raw().to_owned(),
            value: record.value.raw().to_owned(),
            priority,
            odd_priority,
            note: record.note.as_ref().map(|note| note.raw().to_owned()),
        }
    }

    fn into_record(self) -> DnsRecord {
        let odd = self.odd_priority.map(|text| Priority::Invalid(text.into()));
        DnsRecord {
            slot: Slot::from_member(&self.slot),
            record_type: RecordType::parse(&self.kind),
            name: self.name.into(),
            value: self.value.into(),
            priority: self.priority.map(Priority::Number).or(odd),
            note: self.note.map(Untrusted::new),
        }
    }
}
