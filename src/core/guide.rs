//! Guided copy: the fields of a record in the order, the words and the form that a DNS host's panel asks for.

use super::dns_host::{DnsHost, NameField, PanelField, Part, PriorityPlace, TextForm};
use super::record::{DnsRecord, Priority, RecordType};
use super::zone::{NameForm, Zone};

/// One field of the panel, and what goes into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which part of the record it is.
    pub part: Part,
    /// The panel's word for the field.
    pub label: String,
    /// What to do with it.
    pub act: Act,
    /// What is chosen, pasted or typed, to the letter; may be empty (the top of a zone, in some panels).
    pub text: String,
    /// What else to know about it, in a sentence.
    pub hint: Option<String>,
}

/// What is done with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// One of a list is chosen: the type, a TTL.
    Choose,
    /// The text is pasted.
    Paste,
    /// The field stays empty.
    LeaveEmpty,
}

/// The fields that a panel asks for where the DNS host is not known.
const USUAL: &[PanelField] = &[
    PanelField { part: Part::Type, label: "Type" },
    PanelField { part: Part::Name, label: "Name" },
    PanelField { part: Part::Value, label: "Value" },
    PanelField { part: Part::Priority, label: "Priority" },
    PanelField { part: Part::Ttl, label: "TTL" },
];

/// What to enter for a record. `form` is how names are written where the host is not known.
#[must_use]
pub fn entries(record: &DnsRecord, zone: &Zone, host: Option<&DnsHost>, form: NameForm) -> Vec<Entry> {
    let fields = host.map_or(USUAL, |host| host.fields);
    fields.iter().filter_map(|field| entry(record, zone, host, form, field)).collect()
}

fn entry(record: &DnsRecord, zone: &Zone, host: Option<&DnsHost>, form: NameForm, field: &PanelField) -> Option<Entry> {
    let (act, text) = match field.part {
        Part::Type => (Act::Choose, record.record_type.for_screen()),
        Part::Name => (Act::Paste, name(record, zone, host, form)),
        Part::Value => (Act::Paste, value(record, host)),
        Part::Priority => (Act::Paste, own_priority(record, host)?),
        Part::Ttl => (Act::Choose, host.map_or("3600", |host| host.ttl).to_owned()),
    };
    let act = if text.is_empty() { Act::LeaveEmpty } else { act };
    Some(Entry { part: field.part, label: field.label.to_owned(), act, text, hint: None })
}

fn name(record: &DnsRecord, zone: &Zone, host: Option<&DnsHost>, form: NameForm) -> String {
    let owner = record.name.raw();
    match host.map(|host| host.name_field) {
        Some(NameField::Host { top }) => match zone.labels_of(owner) {
            Some("") => top.to_owned(),
            _ => zone.written(owner, NameForm::Host),
        },
        Some(NameField::Full) => zone.written(owner, NameForm::Full),
        Some(NameField::Dotted) => zone.written(owner, NameForm::Dotted),
        None => zone.written(owner, form),
    }
}

fn value(record: &DnsRecord, host: Option<&DnsHost>) -> String {
    let value = record.publish_value().into_owned();
    match (&record.record_type, host) {
        (RecordType::Txt, Some(DnsHost { text: TextForm::Quoted, .. })) => format!("\"{value}\""),
        (RecordType::Mx, Some(DnsHost { priority: PriorityPlace::InValue, .. })) => {
            let priority = record.priority.as_ref().map(Priority::for_screen).unwrap_or_default();
            format!("{priority} {value}")
        }
        _ => value,
    }
}

fn own_priority(record: &DnsRecord, host: Option<&DnsHost>) -> Option<String> {
    let in_value = host.is_some_and(|host| host.priority == PriorityPlace::InValue);
    record.priority.as_ref().filter(|_| !in_value).map(Priority::for_screen)
}
