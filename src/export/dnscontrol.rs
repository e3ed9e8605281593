//! `DNSControl`: a `D_EXTEND` block for `dnsconfig.js`, names relative to the zone, `@` at its top.
//!
//! Texts are strings of JavaScript, which `DNSControl` splits at 255 octets by itself
//! (docs.dnscontrol.org, "TXT" and `D_EXTEND`).

use std::fmt::Write as _;

use super::ExportInput;
use super::quote::{AstralEscape, quote};
use super::valid_record::{ExportWriter, RecordData, ValidRecord, require_in_zone};
use crate::core::export_format::ExportOutput;

pub(super) fn export_dnscontrol(order: &ExportInput<'_>) -> ExportOutput {
    let mut writing = ExportWriter::new(order, "//");
    let records = writing.validate_records(order, require_in_zone(order));
    let mut arguments = vec![js_string(order.zone.name())];
    arguments.extend(records.iter().map(|record| record_call(record, order)));
    // No comma behind the last: its JavaScript is that of 2009.
    let _ = writeln!(writing.text, "D_EXTEND({}\n);", arguments.join(",\n    "));
    writing.finish()
}

fn record_call(record: &ValidRecord<'_>, order: &ExportInput<'_>) -> String {
    let host = js_string(&order.zone.relative_name(&record.owner).unwrap_or_default());
    let ttl = order.ttl;
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
