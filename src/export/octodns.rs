//! octoDNS: entries for the YAML file of the zone, by names relative to it, `''` for its apex.
//!
//! octoDNS requires the keys of every mapping in natural order, so that `use2` comes before `use10` (its yaml.py). It
//! accepts only ASCII in TXT values and requires `;` to be escaped (its record/chunked.py and `YamlProvider`, 1.22); a
//! backslash in a value would then be ambiguous, and octoDNS strips some quotes. Records that it cannot represent are
//! comments.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::input::ExportInput;
use super::quote::{AstralEscape, quote};
use super::valid_record::{ExportWriter, RecordData, ValidRecord, require_in_zone, rrsets};
use crate::core::export_format::ExportOutput;

pub(super) fn export_octodns(input: &ExportInput<'_>) -> ExportOutput {
    let mut writer = ExportWriter::new(input, "#");
    let is_in_zone = require_in_zone(input);
    let records = writer.validate_records(input, |record| is_in_zone(record).and_then(|()| require_supported(record)));
    writer.text.push_str("---\n");
    let mut names: BTreeMap<Vec<NameSegment>, (String, Vec<Vec<&ValidRecord<'_>>>)> = BTreeMap::new();
    for set in rrsets(&records) {
        let owner = set.first().map(|record| record.owner.as_str()).unwrap_or_default();
        // octoDNS compares names in lower case.
        let name = input.zone.labels_before_zone(owner).unwrap_or_default().to_ascii_lowercase();
        let (_, sets) = names.entry(natural_sort_key(&name)).or_insert_with(|| (name, Vec::new()));
        sets.push(set);
    }
    if names.is_empty() {
        writer.text.push_str("{}\n");
    }
    for (name, sets) in names.into_values() {
        let _ = writeln!(writer.text, "{}:", yaml_string(&name));
        for set in sets {
            write_rrset(&set, input.ttl, &mut writer.text);
        }
    }
    writer.finish()
}

/// Rejects what octoDNS cannot represent.
fn require_supported(record: &ValidRecord<'_>) -> Result<(), &'static str> {
    match &record.data {
        RecordData::Txt(text) if text.is_empty() => Err("octoDNS doesn't accept empty text"),
        RecordData::Txt(text) if !text.chars().all(|character| character == ' ' || character.is_ascii_graphic()) => {
            Err("octoDNS accepts printable ASCII only")
        }
        RecordData::Txt(text) if text.contains(['\\', '"']) => {
            Err("octoDNS has no reliable way to write a backslash or a quote")
        }
        _ => Ok(()),
    }
}

/// A record set, as one item in the list of its name.
fn write_rrset(set: &[&ValidRecord<'_>], ttl: u32, text: &mut String) {
    let type_name = set.first().map(|record| record.data.type_name()).unwrap_or_default();
    let _ = writeln!(text, "  - ttl: {ttl}\n    type: {type_name}\n    values:");
    for record in set {
        let _ = match &record.data {
            RecordData::Txt(value) => writeln!(text, "      - {}", yaml_string(&value.replace(';', "\\;"))),
            RecordData::Mx { priority, target } => {
                writeln!(
                    text,
                    "      - exchange: {}\n        preference: {priority}",
                    yaml_string(&format!("{target}."))
                )
            }
            RecordData::Cname(target) => writeln!(text, "      - {}", yaml_string(&format!("{target}."))),
        };
    }
}

/// A segment of a name in natural order: numbers by value, before texts.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum NameSegment {
    Number(u128, String),
    Text(String),
}

/// The segments of a name: texts and numbers alternate.
fn natural_sort_key(name: &str) -> Vec<NameSegment> {
    let mut pieces = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let end = rest.find(|character: char| character.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        // A number that is too large for the type counts as the largest.
        let number = || piece.parse().unwrap_or(u128::MAX);
        pieces.push(if is_digit {
            NameSegment::Number(number(), piece.to_owned())
        } else {
            NameSegment::Text(piece.to_owned())
        });
        rest = tail;
    }
    pieces
}

fn yaml_string(text: &str) -> String {
    quote(text, AstralEscape::EightDigits)
}
