//! For Cloudflare's provider, version 5: a `cloudflare_dns_record` a record, the zone's id as a variable.
//!
//! Cloudflare keeps the content of TXT records as quoted character-strings; given without quotes, each plan would show a
//! difference (its documentation, "TXT record content").

use std::fmt::Write as _;

use super::{hcl_string, resource_names};
use crate::core::export_format::ExportOutput;
use crate::export::ExportInput;
use crate::export::quote::split_character_strings;
use crate::export::valid_record::{ExportWriter, RecordData, ValidRecord, require_in_zone};

pub(in crate::export) fn export_cloudflare(order: &ExportInput<'_>) -> ExportOutput {
    let mut writing = ExportWriter::new(order, "#");
    let records = writing.validate_records(order, require_in_zone(order));
    let description = hcl_string(&format!("The id of the zone {} at Cloudflare", order.zone.name()));
    let _ = writeln!(
        writing.text,
        "\nvariable \"cloudflare_zone_id\" {{\n  type        = string\n  description = {description}\n}}"
    );
    for (record, name) in records.iter().zip(resource_names(records.iter())) {
        write_resource(record, &name, order.ttl, &mut writing.text);
    }
    writing.finish()
}

fn write_resource(record: &ValidRecord<'_>, name: &str, ttl: u32, text: &mut String) {
    let (content, priority) = match &record.data {
        RecordData::Txt(value) => (quote_character_strings(value), None),
        RecordData::Mx { priority, target } => (target.clone(), Some(*priority)),
        RecordData::Cname(target) => (target.clone(), None),
    };
    let _ = writeln!(
        text,
        "\nresource \"cloudflare_dns_record\" \"autosend_{name}\" {{\n  zone_id = var.cloudflare_zone_id\n  name    = {}\n  \
         type    = \"{}\"\n  ttl     = {ttl}\n  content = {}",
        hcl_string(&record.owner),
        record.data.type_name(),
        hcl_string(&content)
    );
    if let Some(priority) = priority {
        let _ = writeln!(text, "\n  priority = {priority}");
    }
    text.push_str("}\n");
}

/// A text as quoted character-strings, `"` and `\` escaped.
fn quote_character_strings(text: &str) -> String {
    let pieces = split_character_strings(text).into_iter();
    let quoted = pieces.map(|piece| format!("\"{}\"", piece.replace('\\', "\\\\").replace('"', "\\\"")));
    quoted.collect::<Vec<_>>().join(" ")
}
