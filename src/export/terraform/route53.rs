//! For AWS's provider: an `aws_route53_record` a record set, the hosted zone's id as a variable.
//!
//! The provider puts a TXT value into quotes; where the text is longer than 255 octets, `\"\"` in the configuration ends
//! one string and begins the next (its documentation, `aws_route53_record`). Inside a string Route 53 wants `"` and `\`
//! escaped and every octet that is not printable ASCII as an escape of three octal digits (Route 53's developer guide,
//! "TXT record type").

use std::fmt::Write as _;

use super::super::Order;
use super::super::data::{Data, Sound, Writing, in_zone, sets};
use super::super::quote::character_pieces;
use super::{identifiers, string};
use crate::core::export_format::ExportOutput;

pub(in crate::export) fn route53(order: &Order<'_>) -> ExportOutput {
    let mut writing = Writing::begin(order, "#");
    let records = writing.sound(order, in_zone(order));
    let about = string(&format!("The id of the hosted zone {} at Route 53", order.zone.name()));
    let _ = writeln!(
        writing.text,
        "\nvariable \"route53_zone_id\" {{\n  type        = string\n  description = {about}\n}}"
    );
    let sets = sets(&records);
    let names = identifiers(sets.iter().filter_map(|set| set.first().copied()));
    for (set, name) in sets.iter().zip(names) {
        resource(set, &name, order.ttl, &mut writing.text);
    }
    writing.finish()
}

fn resource(set: &[&Sound<'_>], name: &str, ttl: u32, text: &mut String) {
    let Some(first) = set.first() else { return };
    let _ = writeln!(
        text,
        "\nresource \"aws_route53_record\" \"autosend_{name}\" {{\n  zone_id = var.route53_zone_id\n  name    = {}\n  type    = \
         \"{}\"\n  ttl     = {ttl}\n  records = [",
        string(&first.owner),
        first.data.kind()
    );
    for record in set {
        let _ = writeln!(text, "    {},", string(&value(&record.data)));
    }
    text.push_str("  ]\n}\n");
}

fn value(data: &Data<'_>) -> String {
    match data {
        Data::Txt(text) => character_pieces(text).into_iter().map(escaped).collect::<Vec<_>>().join("\"\""),
        Data::Mx { priority, target } => format!("{priority} {target}"),
        Data::Cname(target) => target.clone(),
    }
}

/// The inside of one string.
fn escaped(piece: &str) -> String {
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
