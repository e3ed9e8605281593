//! Decodes `dnsRecords`. Every record is kept, in the order in which the program shows them.
//!
//! Most documented members are objects; `mailFrom` is an array of objects. Any member may be either, or something else.
//! Members with unknown names are kept with everything below them.

use serde_json::{Map, Value};

use super::lenient::LenientText;
use crate::core::record::{DnsRecord, Priority, RecordType, Slot};
use crate::core::text::Untrusted;

/// The most records of one domain that are kept. A project in several regions has eleven.
pub const MAX_RECORDS: usize = 1000;

/// Decodes every record, in this order: ownership, DKIM, mail-from, DMARC, inbound MX, then members with other names.
/// The records of one member keep their order.
pub(super) fn parse_records(members: Value) -> Vec<DnsRecord> {
    let mut records = match members {
        Value::Object(members) => {
            members.into_iter().flat_map(|(member, value)| parse_member(&Slot::from_member(&member), value)).collect()
        }
        other => parse_member(&Slot::from_member("dnsRecords"), other),
    };
    records.sort_by_key(|record| rank(&record.slot));
    records.truncate(MAX_RECORDS);
    records
}

const fn rank(slot: &Slot) -> u8 {
    match slot {
        Slot::Ownership => 0,
        Slot::Dkim => 1,
        Slot::MailFrom => 2,
        Slot::Dmarc => 3,
        Slot::InboundMx => 4,
        Slot::Other(_) => 5,
    }
}

fn parse_member(slot: &Slot, value: Value) -> Vec<DnsRecord> {
    match value {
        Value::Array(values) => {
            values.into_iter().take(MAX_RECORDS).filter_map(|value| parse_record(slot.clone(), value)).collect()
        }
        other => parse_record(slot.clone(), other).into_iter().collect(),
    }
}

/// Decodes one record; `None` if there is nothing to show.
fn parse_record(slot: Slot, value: Value) -> Option<DnsRecord> {
    match value {
        Value::Null => None,
        Value::Object(members) if members.is_empty() => None,
        Value::Object(mut members) if ["name", "type", "value"].iter().any(|name| members.contains_key(*name)) => {
            Some(DnsRecord {
                slot,
                record_type: RecordType::parse(&take_text(&mut members, "type").or_empty()),
                name: Untrusted::new(take_text(&mut members, "name").or_empty()),
                value: Untrusted::new(take_text(&mut members, "value").or_empty()),
                priority: members.remove("priority").and_then(parse_priority),
                note: take_text(&mut members, "purpose").non_empty().map(Untrusted::new),
            })
        }
        other => Some(DnsRecord {
            slot,
            record_type: RecordType::parse(""),
            name: Untrusted::default(),
            value: Untrusted::new(LenientText::from_value(other).or_empty()),
            priority: None,
            note: None,
        }),
    }
}

fn take_text(members: &mut Map<String, Value>, name: &str) -> LenientText {
    LenientText::from_value(members.get_mut(name).map(Value::take).unwrap_or_default())
}

fn parse_priority(value: Value) -> Option<Priority> {
    let text = LenientText::from_value(value).non_empty()?;
    let text = text.trim();
    // A server whose numbers are all floating-point writes 10 as 10.0.
    let number = text.strip_suffix(".0").unwrap_or(text).parse().ok();
    Some(number.map_or_else(|| Priority::Invalid(Untrusted::new(text)), Priority::Number))
}
