//! `DNSControl`: a `D_EXTEND` block for `dnsconfig.js`, names relative to the zone, `@` at its top.
//!
//! Texts are strings of JavaScript, which `DNSControl` splits at 255 octets by itself
//! (docs.dnscontrol.org, "TXT" and `D_EXTEND`).

use std::fmt::Write as _;

use super::Order;
use super::data::{Data, Sound, Writing, in_zone};
use super::quote::{Astral, quoted};
use crate::core::export_format::ExportOutput;

pub(super) fn dnscontrol(order: &Order<'_>) -> ExportOutput {
    let mut writing = Writing::begin(order, "//");
    let records = writing.sound(order, in_zone(order));
    let mut arguments = vec![string(order.zone.name())];
    arguments.extend(records.iter().map(|record| call(record, order)));
    // No comma behind the last: its JavaScript is that of 2009.
    let _ = writeln!(writing.text, "D_EXTEND({}\n);", arguments.join(",\n    "));
    writing.finish()
}

fn call(record: &Sound<'_>, order: &Order<'_>) -> String {
    let host = string(&order.zone.relative_name(&record.owner).unwrap_or_default());
    let ttl = order.ttl;
    match &record.data {
        Data::Txt(text) => format!("TXT({host}, {}, TTL({ttl}))", string(text)),
        Data::Mx { priority, target } => {
            format!("MX({host}, {priority}, {}, TTL({ttl}))", string(&format!("{target}.")))
        }
        Data::Cname(target) => format!("CNAME({host}, {}, TTL({ttl}))", string(&format!("{target}."))),
    }
}

fn string(text: &str) -> String {
    quoted(text, Astral::Pair)
}
