//! Terraform: resources for Cloudflare and for Route 53, and the records as locals for any other provider.

use std::fmt::Write as _;

use super::input::ExportInput;
use super::quote::{AstralEscape, quote};
use super::valid_record::{ExportWriter, RecordData, ValidRecord, require_in_zone, rrsets};
use crate::core::export_format::ExportOutput;
use crate::core::record::split_character_strings;

/// For version 5 of Cloudflare's provider: one `cloudflare_dns_record` for each record, the zone's id as a variable.
///
/// Cloudflare stores the content of TXT records as quoted character-strings; without quotes, each plan would show a
/// difference (its documentation, "TXT record content").
pub(super) fn export_cloudflare(input: &ExportInput<'_>) -> ExportOutput {
    let mut writer = ExportWriter::new(input, "#");
    let records = writer.validate_records(input, require_in_zone(input));
    let description = hcl_string(&format!("Cloudflare zone ID of {}", input.zone.name()));
    let _ = writeln!(
        writer.text,
        "\nvariable \"cloudflare_zone_id\" {{\n  type        = string\n  description = {description}\n}}"
    );
    for (record, name) in records.iter().zip(resource_names(records.iter())) {
        write_cloudflare_resource(record, &name, input.ttl, &mut writer.text);
    }
    writer.finish()
}

fn write_cloudflare_resource(record: &ValidRecord<'_>, name: &str, ttl: u32, text: &mut String) {
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

/// The text as quoted character-strings, with `"` and `\` escaped.
fn quote_character_strings(text: &str) -> String {
    let pieces = split_character_strings(text).into_iter();
    let quoted = pieces.map(|piece| format!("\"{}\"", piece.replace('\\', "\\\\").replace('"', "\\\"")));
    quoted.collect::<Vec<_>>().join(" ")
}

/// A map of locals, for the resource of any provider with `for_each`.
pub(super) fn export_locals(input: &ExportInput<'_>) -> ExportOutput {
    let mut writer = ExportWriter::new(input, "#");
    let records = writer.validate_records(input, |_| Ok(()));
    let _ = writeln!(
        writer.text,
        "\nlocals {{\n  autosend_zone = {}\n\n  autosend_records = {{",
        hcl_string(input.zone.name())
    );
    for (record, key) in records.iter().zip(resource_names(records.iter())) {
        let (value, priority) = match &record.data {
            RecordData::Txt(value) => (value.clone().into_owned(), "null".to_owned()),
            RecordData::Mx { priority, target } => (target.clone(), priority.to_string()),
            RecordData::Cname(target) => (target.clone(), "null".to_owned()),
        };
        let host = input
            .zone
            .relative_name(&record.owner)
            .map_or_else(|| "null".to_owned(), |relative_name| hcl_string(&relative_name));
        let _ = writeln!(
            writer.text,
            "    {key} = {{\n      type     = \"{}\"\n      host     = {host}\n      name     = {}\n      value    = {}\n      \
             priority = {priority}\n      ttl      = {}\n    }}",
            record.data.type_name(),
            hcl_string(&record.owner),
            hcl_string(&value),
            input.ttl
        );
    }
    writer.text.push_str("  }\n}\n");
    writer.finish()
}

/// For AWS's provider: one `aws_route53_record` for each record set, the hosted zone's id as a variable.
///
/// The provider quotes a TXT value; if the text is longer than 255 octets, `\"\"` in the configuration ends one string and
/// begins the next (its documentation, `aws_route53_record`). Inside a string, Route 53 requires `"` and `\` to be escaped, and
/// every octet that is not printable ASCII as an escape of three octal digits (its developer guide, "TXT record type").
pub(super) fn export_route53(input: &ExportInput<'_>) -> ExportOutput {
    let mut writer = ExportWriter::new(input, "#");
    let records = writer.validate_records(input, require_in_zone(input));
    let description = hcl_string(&format!("Route 53 hosted zone ID of {}", input.zone.name()));
    let _ = writeln!(
        writer.text,
        "\nvariable \"route53_zone_id\" {{\n  type        = string\n  description = {description}\n}}"
    );
    let sets = rrsets(&records);
    let names = resource_names(sets.iter().filter_map(|set| set.first().copied()));
    for (set, name) in sets.iter().zip(names) {
        write_route53_resource(set, &name, input.ttl, &mut writer.text);
    }
    writer.finish()
}

fn write_route53_resource(set: &[&ValidRecord<'_>], name: &str, ttl: u32, text: &mut String) {
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

/// The content of one character-string.
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

/// A string of HCL: quoted, with template sequences escaped (HCL native syntax, "Template Expressions").
fn hcl_string(text: &str) -> String {
    quote(text, AstralEscape::EightDigits).replace("${", "$${").replace("%{", "%%{")
}

/// A unique Terraform identifier for each record, such as `dkim` or `mail_from_mx`.
fn resource_names<'s, 'r: 's>(records: impl Iterator<Item = &'s ValidRecord<'r>>) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for record in records {
        let label = record.record.label();
        let name = label.replace(|character: char| !character.is_ascii_alphanumeric(), "_").to_ascii_lowercase();
        // Identifiers begin with a letter or an underscore.
        let name = if name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
            name
        } else {
            format!("record_{name}")
        };
        let mut unique = name.clone();
        let mut count = 2_usize;
        while taken.contains(&unique) {
            unique = format!("{name}_{count}");
            count += 1;
        }
        taken.push(unique);
    }
    taken
}
