//! `DNSControl`: a `D_EXTEND` block for `dnsconfig.js`, with names relative to the zone, `@` for its apex.
//!
//! Texts are JavaScript strings, which `DNSControl` itself splits at 255 octets
//! (docs.dnscontrol.org, "TXT" and `D_EXTEND`).

use std::fmt::Write as _;

use super::input::ExportInput;
use super::quote::{AstralEscape, quote};
use super::valid_record::{ExportWriter, RecordData, ValidRecord, require_in_zone};
use crate::core::export_format::ExportOutput;

pub(super) fn export_dnscontrol(input: &ExportInput<'_>) -> ExportOutput {
    let mut writer = ExportWriter::new(input, "//");
    let records = writer.validate_records(input, require_in_zone(input));
    let mut arguments = vec![js_string(input.zone.name())];
    arguments.extend(records.iter().map(|record| record_call(record, input)));
    // No trailing comma: DNSControl reads ECMAScript 5.
    let _ = writeln!(writer.text, "D_EXTEND({}\n);", arguments.join(",\n    "));
    writer.finish()
}

fn record_call(record: &ValidRecord<'_>, input: &ExportInput<'_>) -> String {
    let host = js_string(&input.zone.relative_name(&record.owner).unwrap_or_default());
    let ttl = input.ttl;
    match &record.data {
        RecordData::Txt(text) => format!("TXT({host}, {}, TTL({ttl}))", js_string(text)),
        RecordData::Mx { priority, target } => {
            format!("MX({host}, {priority}, {}, TTL({ttl}))", js_string(&format!("{target}.")))
        }
        RecordData::Cname(target) => format!("CNAME({host}, {}, TTL({ttl}))", js_string(&format!("{target}."))),
    }
}

fn js_string(text: &str) -> String {
    quote(text, AstralEscape::SurrogatePair)
}
