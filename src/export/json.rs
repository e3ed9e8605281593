//! A domain and its records as JSON, in the shape that every command with `--json` uses.
//!
//! The version of the shape is in the document that holds it ([`SCHEMA_VERSION`]): within a version, members may be added,
//! and none is removed or changes its meaning. Every member is always present; an unknown value is null:
//!
//! | member | holds |
//! |---|---|
//! | `id`, `name`, `region` | as AutoSend has them; `region` may be null |
//! | `status` | `verificationStatus` of the API: `PENDING_CONFIGURATION`, `VERIFIED`, or any other text |
//! | `checks` | AutoSend's own four checks: `ownership`, `dkim`, `mailFrom`, `dmarc`; each true, false or null |
//! | `records` | every record, in the order of publishing |
//! | `createdAt`, `lastCheckedAt`, `verifiedAt`, `inboundEnabledAt`, `inboundVerifiedAt` | times by RFC 3339, or null |
//! | `verificationInProgress` | whether AutoSend is verifying |
//!
//! A record has `slot` (its member in the API's `dnsRecords`), `purpose` ([`crate::core::record::Purpose::code`]), `type`, `name` (full, without
//! a trailing dot), `value` (as the API returned it), `publishValue` (the value to publish: the same, but with `p=` before a
//! bare DKIM key), `priority` (a number for MX, else null) and `note` (AutoSend's own text).

use std::fmt::{Display, Write as _};

use serde_json::{Value, json};

use super::input::ExportInput;
use crate::core::copy::ExportCounts;
use crate::core::domain::SendingDomain;
use crate::core::export_format::ExportOutput;
use crate::core::record::{DnsRecord, Priority};
use crate::core::text::{Untrusted, is_hidden};

/// The version of the documents: their member `version`.
pub const SCHEMA_VERSION: u64 = 1;

/// The domain with its records. All texts are exactly as the API sent them, so only [`json_text`] may print them.
pub fn domain_json(domain: &SendingDomain) -> Value {
    json!({
        "id": domain.id.raw(),
        "name": domain.name.raw(),
        "status": Some(domain.status.raw()).filter(|status| !status.is_empty()),
        "region": domain.region.as_ref().map(Untrusted::raw),
        "checks": domain.checks,
        "records": domain.records.iter().map(record_json).collect::<Vec<_>>(),
        "createdAt": format_time(domain.created_at),
        "lastCheckedAt": format_time(domain.last_checked_at),
        "verifiedAt": format_time(domain.verified_at),
        "verificationInProgress": domain.verification_in_progress,
        "inboundEnabledAt": format_time(domain.inbound_enabled_at),
        "inboundVerifiedAt": format_time(domain.inbound_verified_at),
    })
}

/// The document of `records --json` and of the export: the domain, the zone of its names, and each record with its host.
///
/// | member | holds |
/// |---|---|
/// | `version` | [`SCHEMA_VERSION`] |
/// | `domain` | as in [`domain_json`]; its records have `host` and `ttl` too |
/// | `zone` | `name`, and `source`: `guessed`, `dns` or `chosen` ([`ZoneSource::code`](crate::core::zone::ZoneSource::code)) |
///
/// `host` is the name relative to the zone: `@` for its apex, null for a name outside it. `ttl` is in seconds.
pub fn records_json(input: &ExportInput<'_>) -> Value {
    let mut domain = domain_json(input.domain);
    let records = domain.get_mut("records").and_then(Value::as_array_mut).into_iter().flatten();
    for (document, record) in records.zip(&input.domain.records) {
        document["host"] = json!(input.zone.relative_name(record.name.raw()));
        document["ttl"] = json!(input.ttl);
    }
    let zone = json!({ "name": input.zone.name(), "source": input.zone.source().code() });
    json!({ "version": SCHEMA_VERSION, "domain": domain, "zone": zone })
}

/// [`records_json`] as an export.
pub(super) fn export_json(input: &ExportInput<'_>) -> ExportOutput {
    let counts = ExportCounts::complete(input.domain.records.len());
    ExportOutput { text: json_text(&records_json(input)), counts, warnings: Vec::new() }
}

/// One record, as in [`domain_json`].
pub fn record_json(record: &DnsRecord) -> Value {
    let priority = match &record.priority {
        None => Value::Null,
        Some(Priority::Number(number)) => json!(number),
        Some(Priority::Invalid(text)) => json!(text.raw()),
    };
    json!({
        "slot": record.slot.member(),
        "purpose": record.purpose().code(),
        "type": record.record_type.raw(),
        "name": record.name.raw(),
        "value": record.value.raw(),
        "publishValue": record.published_value(),
        "priority": priority,
        "note": record.note.as_ref().map(Untrusted::raw),
    })
}

/// A document as indented text with a line end. Control and invisible characters are written as `\uXXXX`, which means the
/// same in JSON and is harmless on a terminal.
pub fn json_text(document: &Value) -> String {
    // `{:#}` indents.
    escape_hidden(&format!("{document:#}"))
}

/// A document on one line (JSON Lines).
pub fn json_line(document: &Value) -> String {
    escape_hidden(&document.to_string())
}

fn escape_hidden(plain: &str) -> String {
    let mut text = String::with_capacity(plain.len() + 1);
    for character in plain.chars() {
        // A line end inside a string is escaped already.
        if character == '\n' || !is_hidden(character) {
            text.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text.push('\n');
    text
}

/// A time, which is displayed by RFC 3339.
fn format_time(time: Option<impl Display>) -> Option<String> {
    time.map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::domain::{AutosendChecks, DomainId, DomainStatus};
    use crate::core::record::{RecordType, Slot};

    fn domain() -> SendingDomain {
        let key = format!("MI{}", "A".repeat(214));
        let record = |slot, record_type: &str, value: &str, priority| DnsRecord {
            slot,
            record_type: RecordType::parse(record_type),
            name: "x.example.com".into(),
            value: value.into(),
            priority,
            note: None,
        };
        SendingDomain {
            id: DomainId::new("66f0a1b2c3d4e5f601020304"),
            name: "example.com".into(),
            status: DomainStatus::Pending,
            checks: AutosendChecks { ownership: Some(true), ..AutosendChecks::default() },
            records: vec![
                record(Slot::Dkim, "txt", &key, None),
                record(Slot::MailFrom, "MX", "mx.example", Some(Priority::Number(10))),
            ],
            region: None,
            created_at: "2026-05-04T09:00:00Z".parse().ok(),
            last_checked_at: None,
            verified_at: None,
            verification_in_progress: false,
            inbound_enabled_at: None,
            inbound_verified_at: None,
        }
    }

    #[test]
    fn the_shape_is_stable() {
        let key = format!("MI{}", "A".repeat(214));
        let expected = json!({
            "id": "66f0a1b2c3d4e5f601020304",
            "name": "example.com",
            "status": "PENDING_CONFIGURATION",
            "region": null,
            "checks": { "ownership": true, "dkim": null, "mailFrom": null, "dmarc": null },
            "records": [
                {
                    "slot": "dkim", "purpose": "dkim", "type": "TXT", "name": "x.example.com",
                    "value": key, "publishValue": format!("p={key}"), "priority": null, "note": null,
                },
                {
                    "slot": "mailFrom", "purpose": "mail-from-mx", "type": "MX", "name": "x.example.com",
                    "value": "mx.example", "publishValue": "mx.example", "priority": 10, "note": null,
                },
            ],
            "createdAt": "2026-05-04T09:00:00Z",
            "lastCheckedAt": null,
            "verifiedAt": null,
            "verificationInProgress": false,
            "inboundEnabledAt": null,
            "inboundVerifiedAt": null,
        });
        // Compared as text, so that the order of the members counts too.
        assert_eq!(json_text(&domain_json(&domain())), json_text(&expected));
    }

    #[test]
    fn unknown_values_are_written() {
        let mut odd = domain();
        odd.status = DomainStatus::parse("PAUSED");
        odd.records[1].priority = Some(Priority::Invalid("low".into()));
        odd.records[1].slot = Slot::from_member("arc");
        odd.records[1].record_type = RecordType::parse("caa");
        let document = domain_json(&odd);
        let record = &document["records"][1];
        let found = [&document["status"], &record["priority"], &record["slot"], &record["purpose"], &record["type"]];
        assert_eq!(found, ["PAUSED", "low", "arc", "other", "caa"]);
        odd.status = DomainStatus::parse("");
        assert_eq!(domain_json(&odd)["status"], Value::Null);
    }

    #[test]
    fn hidden_characters_are_escaped() {
        let text = json_text(&json!({ "a\u{9b}": "\u{1b}[2J\u{202e}\u{e0041}\u{7f}ü" }));
        assert_eq!(text, "{\n  \"a\\u009b\": \"\\u001b[2J\\u202e\\udb40\\udc41\\u007fü\"\n}\n");
        assert_eq!(json_line(&json!({ "a": ["\n\u{1b}"] })), "{\"a\":[\"\\n\\u001b\"]}\n");
    }

    proptest! {
        #[test]
        fn the_text_parses_to_the_document(name in any::<String>(), value in any::<String>()) {
            let document = json!({ name: [value, 1] });
            let text = json_text(&document);
            prop_assert!(!text.chars().any(|character| character != '\n' && is_hidden(character)));
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document);
        }
    }
}
