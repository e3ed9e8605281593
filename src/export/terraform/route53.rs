//! For AWS's provider: an `aws_route53_record` a record set, the hosted zone's id as a variable.
//!
//! The provider puts a TXT value into quotes; where the text is longer than 255 octets, `\"\"` in the configuration ends
//! one string and begins the next (its documentation, `aws_route53_record`). Inside a string Route 53 wants `"` and `\`
//! escaped and every octet that is not printable ASCII as an escape of three octal digits (Route 53's developer guide,
//! "TXT record type").

use std::fmt::Write as _;

use super::{hcl_string, resource_names};
use crate::core::export_format::ExportOutput;
use crate::export::ExportInput;
use crate::export::quote::split_character_strings;
use crate::export::valid_record::{ExportWriter, RecordData, ValidRecord, require_in_zone, rrsets};

pub(in crate::export) fn export_route53(order: &ExportInput<'_>) -> ExportOutput {
    let mut writing = ExportWriter::new(order, "#");
    let records = writing.validate_records(order, require_in_zone(order));
    let description = hcl_string(&format!("The id of the hosted zone {} at Route 53", order.zone.name()));
    let _ = writeln!(
        writing.text,
        "\nvariable \"route53_zone_id\" {{\n  type        = string\n  description = {description}\n}}"
    );
    let sets = rrsets(&records);
    let names = resource_names(sets.iter().filter_map(|set| set.first().copied()));
    for (set, name) in sets.iter().zip(names) {
        write_resource(set, &name, order.ttl, &mut writing.text);
    }
    writing.finish()
}

fn write_resource(set: &[&ValidRecord<'_>], name: &str, ttl: u32, text: &mut String) {
    let Some(first) = set.first() else { return };
    let _ = writeln!(
        text,
        "\nresource \"aws_route53_record\" \"autosend_{name}\" {{\n  zone_id = var.route53_zone_id\n  name    = {}\n  type    = \
         \"{}\"\n  ttl     = {ttl}\n  records = [",
        hcl_string(&first.owner),
        first.data.type_name()
    );
    for record in set {
        let _ = writeln!(text, "    {},", hcl_string(&format_rdata(&record.data)));
    }
    text.push_str("  ]\n}\n");
}

fn format_rdata(data: &RecordData<'_>) -> String {
    match data {
        RecordData::Txt(text) => {
            split_character_strings(text).into_iter().map(escape_character_string).collect::<Vec<_>>().join("\"\"")
        }
        RecordData::Mx { priority, target } => format!("{priority} {target}"),
        RecordData::Cname(target) => target.clone(),
    }
}

/// The inside of one string.
fn escape_character_string(piece: &str) -> String {
    let mut escaped = String::with_capacity(piece.len());
    for octet in piece.bytes() {
        match octet {
            b'"' => escaped.push_str("\\\""),
            b'\\' => escaped.push_str("\\\\"),
            b' '..=b'~' => escaped.push(char::from(octet)),
            other => {
                let _ = write!(escaped, "\\{other:03o}");
            }
        }
    }
    escaped
}
