//! For Cloudflare's provider, version 5: a `cloudflare_dns_record` a record, the zone's id as a variable.
//!
//! Cloudflare keeps the content of TXT records as quoted character-strings; given without quotes, each plan would show a
//! difference (its documentation, "TXT record content").

use std::fmt::Write as _;

use super::super::Order;
use super::super::data::{Data, Sound, Writing, in_zone};
use super::super::quote::character_pieces;
use super::{identifiers, string};
use crate::core::export_format::ExportOutput;

pub(in crate::export) fn cloudflare(order: &Order<'_>) -> ExportOutput {
    let mut writing = Writing::begin(order, "#");
    let records = writing.sound(order, in_zone(order));
    let about = string(&format!("The id of the zone {} at Cloudflare", order.zone.name()));
    let _ = writeln!(
        writing.text,
        "\nvariable \"cloudflare_zone_id\" {{\n  type        = string\n  description = {about}\n}}"
    );
    for (record, name) in records.iter().zip(identifiers(records.iter())) {
        resource(record, &name, order.ttl, &mut writing.text);
    }
    writing.finish()
}

fn resource(record: &Sound<'_>, name: &str, ttl: u32, text: &mut String) {
    let (content, priority) = match &record.data {
        Data::Txt(value) => (quoted_strings(value), None),
        Data::Mx { priority, target } => (target.clone(), Some(*priority)),
        Data::Cname(target) => (target.clone(), None),
    };
    let _ = writeln!(
        text,
        "\nresource \"cloudflare_dns_record\" \"autosend_{name}\" {{\n  zone_id = var.cloudflare_zone_id\n  name    = {}\n  \
         type    = \"{}\"\n  ttl     = {ttl}\n  content = {}",
        string(&record.owner),
        record.data.kind(),
        string(&content)
    );
    if let Some(priority) = priority {
        let _ = writeln!(text, "\n  priority = {priority}");
    }
    text.push_str("}\n");
}

/// A text as quoted character-strings, `"` and `\` escaped.
fn quoted_strings(text: &str) -> String {
    let pieces = character_pieces(text).into_iter();
    let quoted = pieces.map(|piece| format!("\"{}\"", piece.replace('\\', "\\\\").replace('"', "\\\"")));
    quoted.collect::<Vec<_>>().join(" ")
}
