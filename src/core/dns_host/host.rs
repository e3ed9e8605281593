//! The facts about a DNS host, and the types of the table's columns.

use url::form_urlencoded::byte_serialize;

/// A DNS host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DnsHost {
    /// A short stable name, in lower case: `cloudflare`.
    pub code: &'static str,
    /// The name for users.
    pub name: &'static str,
    /// Other names that users may search for: "AWS".
    pub other_names: &'static [&'static str],
    /// The last labels of the names of its name servers: `ns.cloudflare.com`. `#` stands for one or more digits.
    pub name_servers: &'static [&'static str],
    /// The same for name servers that other hosts use too, so they prove nothing.
    pub shared_name_servers: &'static [&'static str],
    /// How well the facts below are known.
    pub evidence: Evidence,
    /// The fields of its panel, in the panel's order.
    pub fields: &'static [PanelField],
    /// What the name field takes.
    pub name_field: NameField,
    /// What the value field of a TXT record takes.
    pub text: TextForm,
    /// The longest text that the value field takes, if DNS allows longer ones.
    pub text_limit: Option<TextLimit>,
    /// Where the priority of an MX record goes.
    pub priority: PriorityPlace,
    /// A sentence on where MX records are entered, if that is not where the others are.
    pub mx_note: Option<&'static str>,
    /// Whether the target of an MX record ends with a dot.
    pub target_needs_dot: bool,
    /// The TTL to choose or type: "Auto", "3600". Empty if the panel has no such field.
    pub ttl: &'static str,
    /// Whether it imports zone files.
    pub zone_file_import: ZoneFileImport,
    /// The address of its panel; `{zone}` stands for the zone.
    pub panel_url: &'static str,
    /// More advice, each a sentence.
    pub advice: &'static [&'static str],
}

/// A field of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelField {
    /// The part of a record that it takes.
    pub part: RecordPart,
    /// The panel's label: "Host", "Content", "Points to".
    pub label: &'static str,
    /// The label in an MX record, if that differs: "Mail server".
    pub mx_label: Option<&'static str>,
}

/// A part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordPart {
    /// Its type.
    Type,
    /// Its owner name.
    Name,
    /// Its value.
    Value,
    /// The priority of an MX record, if it has its own field.
    Priority,
    /// Its time to live.
    Ttl,
}

/// How well the facts about a host are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// From documents or programs, which comments in the table name.
    Sourced,
    /// In part from general knowledge or an old document. Sentences then say "usually".
    GeneralKnowledge,
}

/// What a panel's name field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameField {
    /// The name relative to the zone.
    Relative {
        /// What stands for the zone apex: `@`, or nothing.
        top: &'static str,
    },
    /// The full name.
    Full,
    /// The full name with its trailing dot.
    TrailingDot,
}

/// What a panel's value field takes for a TXT record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// The text itself, in one line without quotes.
    Plain,
    /// Quoted strings of at most 255 octets, separated by blanks.
    Quoted,
}

/// The longest text of a TXT record that a panel takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimit {
    /// The most octets of the text itself.
    pub octets: usize,
    /// A sentence on what to do with a longer one.
    pub workaround: &'static str,
}

/// Whether a DNS host imports zone files, with a sentence about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneFileImport {
    /// It imports none, or nobody knows.
    Unknown,
    /// The user may import the records.
    Useful(&'static str),
    /// The file replaces the whole zone, so the user must enter the records by hand.
    ReplacesZone(&'static str),
}

impl ZoneFileImport {
    /// The sentence about it.
    pub const fn note(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::Useful(note) | Self::ReplacesZone(note) => Some(note),
        }
    }
}

/// Where the priority of an MX record goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriorityPlace {
    /// Into its own field.
    OwnField,
    /// Before the target, in the value: `10 mx.example.com`.
    InValue,
}

impl DnsHost {
    /// The address of its panel for a zone. The link may be out of date: print it, and promise nothing.
    pub fn panel_url_for(&self, zone: &str) -> String {
        let zone: String = byte_serialize(zone.as_bytes()).collect();
        self.panel_url.replace("{zone}", &zone)
    }

    /// The sentence about importing a zone file, with the key that saves one if the user may import it.
    pub fn import_message(&self) -> Option<String> {
        match self.zone_file_import {
            ZoneFileImport::Unknown => None,
            ZoneFileImport::Useful(note) => Some(format!("{note} Press e to export one.")),
            ZoneFileImport::ReplacesZone(note) => Some(note.to_owned()),
        }
    }

    /// "usually " if this is not known for certain, for a sentence about the host; else empty.
    pub const fn usually(&self) -> &'static str {
        match self.evidence {
            Evidence::Sourced => "",
            Evidence::GeneralKnowledge => "usually ",
        }
    }
}

impl PanelField {
    /// The field, which has this label in MX records.
    pub(super) const fn mx(self, mx_label: &'static str) -> Self {
        Self { mx_label: Some(mx_label), ..self }
    }

    /// The panel's label for the field, in an MX record or another one.
    pub fn label_for(&self, mx: bool) -> &'static str {
        self.mx_label.filter(|_| mx).unwrap_or(self.label)
    }
}

/// Whether a host matches a search: each word of it is in the host's names, in any case. An empty search matches every
/// host.
pub fn matches_search(host: &DnsHost, typed: &str) -> bool {
    let names = [host.code, host.name].into_iter().chain(host.other_names.iter().copied());
    let names = names.collect::<Vec<_>>().join("\n").to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| names.contains(word))
}

/// The values of most hosts. An entry of the table gives those that differ, and always its names, name servers, fields, name
/// field and TTL.
pub(super) const DEFAULTS: DnsHost = DnsHost {
    code: "",
    name: "",
    other_names: &[],
    name_servers: &[],
    shared_name_servers: &[],
    evidence: Evidence::Sourced,
    fields: &[],
    name_field: NameField::Relative { top: "@" },
    text: TextForm::Plain,
    text_limit: None,
    priority: PriorityPlace::OwnField,
    mx_note: None,
    target_needs_dot: false,
    ttl: "",
    zone_file_import: ZoneFileImport::Unknown,
    panel_url: "",
    advice: &[],
};

pub(super) const fn kind(label: &'static str) -> PanelField {
    PanelField { part: RecordPart::Type, label, mx_label: None }
}

pub(super) const fn name(label: &'static str) -> PanelField {
    PanelField { part: RecordPart::Name, ..kind(label) }
}

pub(super) const fn value(label: &'static str) -> PanelField {
    PanelField { part: RecordPart::Value, ..kind(label) }
}

pub(super) const fn priority(label: &'static str) -> PanelField {
    PanelField { part: RecordPart::Priority, ..kind(label) }
}

pub(super) const fn ttl(label: &'static str) -> PanelField {
    PanelField { part: RecordPart::Ttl, ..kind(label) }
}

/// The fields of a panel if the DNS host is not known.
pub const DEFAULT_FIELDS: &[PanelField] =
    &[kind("Type"), name("Name"), value("Value"), priority("Priority"), ttl("TTL")];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::core::dns_host::HOSTS;

    #[test]
    fn no_zone_file_is_saved_for_a_host_without_import() {
        let words = |key| DnsHost::from_code(key).and_then(DnsHost::import_message).unwrap_or_default();
        assert!(words("cloudflare").ends_with("Supports zone file import. Press e to export one."));
        assert!(words("hetzner").ends_with("add these one by one."));
        assert_eq!(words("namecheap"), "");
    }

    #[test]
    fn every_host_has_its_own_code_and_name() {
        let keys: BTreeSet<_> = HOSTS.iter().map(|host| host.code).collect();
        let names: BTreeSet<_> = HOSTS.iter().map(|host| host.name).collect();
        assert_eq!((keys.len(), names.len()), (HOSTS.len(), HOSTS.len()));
        for host in HOSTS {
            let plain = |octet: u8| octet.is_ascii_lowercase() || octet.is_ascii_digit() || octet == b'-';
            assert!(!host.code.is_empty() && host.code.bytes().all(plain), "{}", host.code);
            assert_eq!(DnsHost::from_code(host.code), Some(host));
        }
        assert_eq!(DnsHost::from_code("Cloudflare"), None);
    }

    #[test]
    fn every_form_has_type_name_and_value_and_no_field_twice() {
        for host in HOSTS {
            let parts: Vec<_> = host.fields.iter().map(|field| field.part).collect();
            let once: BTreeSet<_> = parts.iter().copied().collect();
            assert_eq!(once.len(), parts.len(), "{}: {parts:?}", host.code);
            for part in [RecordPart::Type, RecordPart::Name, RecordPart::Value] {
                assert!(once.contains(&part), "{}: no {part:?}", host.code);
            }
            let labels = host.fields.iter().flat_map(|field| [Some(field.label), field.mx_label]).flatten();
            assert!(labels.map(str::trim).all(|label| !label.is_empty()), "{}", host.code);
            let own = host.priority == PriorityPlace::OwnField;
            assert_eq!(once.contains(&RecordPart::Priority), own, "{}: the priority has one place", host.code);
            assert_eq!(once.contains(&RecordPart::Ttl), !host.ttl.is_empty(), "{}: a TTL for its field", host.code);
        }
    }

    #[test]
    fn every_link_is_https_with_the_zone_as_its_only_placeholder() {
        for host in HOSTS {
            assert!(host.panel_url.starts_with("https://"), "{}", host.panel_url);
            let link = host.panel_url_for("example.com");
            assert!(!link.contains(['{', '}', ' ']), "{link}");
            assert_eq!(host.panel_url.contains("{zone}"), link.contains("example.com"), "{link}");
        }
    }

    #[test]
    fn no_zone_changes_the_host_of_a_link() {
        let host = DnsHost::from_code("godaddy").unwrap();
        assert_eq!(
            host.panel_url_for("a/../b?c#\u{1b}d"),
            "https://dcc.godaddy.com/control/portfolio/a%2F..%2Fb%3Fc%23%1Bd/settings"
        );
    }

    #[test]
    fn every_note_is_a_sentence() {
        for host in HOSTS {
            let limit = host.text_limit.map(|limit| limit.workaround);
            for sentence in host.advice.iter().copied().chain(limit).chain(host.mx_note) {
                assert!(sentence.ends_with('.') && sentence == sentence.trim(), "{}: {sentence:?}", host.code);
                assert!(sentence.chars().next().is_some_and(char::is_uppercase), "{}: {sentence:?}", host.code);
            }
        }
    }

    #[test]
    fn the_filter_matches_every_name_of_a_host() {
        let found = |typed: &str| -> Vec<_> {
            HOSTS.iter().filter(|host| matches_search(host, typed)).map(|host| host.code).collect()
        };
        assert_eq!(found("").len(), HOSTS.len());
        assert_eq!(found("  CLOUDFL "), ["cloudflare"]);
        assert_eq!(found("aws"), ["route53"]);
        assert_eq!(found("google"), ["squarespace", "google-cloud"]);
        assert_eq!(found("cloud google"), ["google-cloud"]);
        assert_eq!(found("1&1"), ["ionos"]);
        assert_eq!(found("nobody"), Vec::<&str>::new());
    }

    #[test]
    fn an_mx_record_has_its_own_labels() {
        let field = value("Content").mx("Mail server");
        assert_eq!((field.label_for(false), field.label_for(true)), ("Content", "Mail server"));
        assert_eq!(name("Name").label_for(true), "Name");
    }
}
