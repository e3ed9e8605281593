//! A DNS master file (RFC 1035 section 5), which DNS panels import and name servers load.
//!
//! The output is always printable ASCII and line ends, since it is pasted into other programs. An invalid record becomes a
//! comment with the reason. There is no SOA and no NS record: the lines are for an existing
//! zone.

use std::fmt::Write as _;

use super::input::ExportInput;
use super::valid_record::{ExportWriter, RecordData, ValidRecord, require_in_zone, strip_final_dot};
use crate::core::export_format::ExportOutput;
use crate::core::record::MAX_CHARACTER_STRING;

/// The records in their order. Names are absolute, so that no reader appends the zone; TXT values are quoted, escaped and
/// split at 255 octets.
pub(super) fn export_zone_file(input: &ExportInput<'_>) -> ExportOutput {
    let mut writer = ExportWriter::new(input, ";");
    if let Some(origin) = format_origin(input.zone.name()) {
        let _ = writeln!(writer.text, "$ORIGIN {origin}");
    }
    let _ = writeln!(writer.text, "$TTL {}", input.ttl);
    for record in writer.validate_records(input, require_in_zone(input)) {
        writer.text.push_str(&format_record(&record, input.ttl));
        writer.text.push('\n');
    }
    writer.finish()
}

/// The zone with a trailing dot, if it is a DNS name.
fn format_origin(zone: &str) -> Option<String> {
    strip_final_dot(zone).map(format_fqdn)
}

/// The record's line, without a line end.
fn format_record(record: &ValidRecord<'_>, ttl: u32) -> String {
    let owner = format_fqdn(&record.owner);
    let data = match &record.data {
        RecordData::Txt(text) => format_character_strings(text),
        RecordData::Mx { priority, target } => format!("{priority} {}", format_fqdn(target)),
        RecordData::Cname(target) => format_fqdn(target),
    };
    format!("{owner} {ttl} IN {} {data}", record.data.type_name())
}

/// The name with a trailing dot, with special characters of a master file escaped.
fn format_fqdn(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len() + 1);
    // A space is written as `\032`, since some importers split lines at every space.
    for label in name.split('.') {
        for octet in label.bytes() {
            if octet == b' ' { escaped.push_str("\\032") } else { push_escaped(&mut escaped, &[octet], b"\\\"();@$") }
        }
        escaped.push('.');
    }
    escaped
}

/// The text as quoted character-strings, separated by spaces.
fn format_character_strings(text: &str) -> String {
    if text.is_empty() {
        return "\"\"".to_owned();
    }
    let mut strings = String::with_capacity(text.len() + text.len() / MAX_CHARACTER_STRING * 3 + 2);
    for piece in text.as_bytes().chunks(MAX_CHARACTER_STRING) {
        strings.push_str(if strings.is_empty() { "\"" } else { " \"" });
        push_escaped(&mut strings, piece, b"\\\"");
        strings.push('"');
    }
    strings
}

/// Appends octets in master-file form: special ones as `\X`, those outside printable ASCII as `\DDD`.
fn push_escaped(into: &mut String, octets: &[u8], special: &[u8]) {
    for &octet in octets {
        if special.contains(&octet) {
            into.extend(['\\', char::from(octet)]);
        } else if octet == b' ' || octet.is_ascii_graphic() {
            into.push(char::from(octet));
        } else {
            let _ = write!(into, "\\{octet:03}");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::copy::ExportCounts;
    use crate::core::fixtures::{domain, record};
    use crate::core::record::DnsRecord;
    use crate::core::zone::Zone;

    fn txt(value: &str) -> DnsRecord {
        record("ownership", "TXT", "_autosend-verify.example.com", value, None)
    }

    fn zone_of(records: Vec<DnsRecord>) -> ExportOutput {
        let (domain, zone) = (domain("mail.example.com", records), Zone::chosen("example.com"));
        export_zone_file(&ExportInput { domain: &domain, zone: &zone, ttl: 3600 })
    }

    /// The line of the only record, after the four lines at the start; or its comment.
    fn only_line(record: DnsRecord) -> String {
        let zone = zone_of(vec![record]).text;
        let lines: Vec<_> = zone.strip_suffix('\n').unwrap().split('\n').collect();
        assert_eq!(lines.len(), 5, "{zone:?}");
        if lines[2].starts_with("; left out") { lines[2].to_owned() } else { lines[4].to_owned() }
    }

    /// The character-strings at the end of a line, read by the rules of RFC 1035 section 5.1.
    fn decode(strings: &str) -> Vec<Vec<u8>> {
        let mut decoded: Vec<Vec<u8>> = Vec::new();
        let mut quoted = false;
        let mut octets = strings.bytes();
        while let Some(octet) = octets.next() {
            match (quoted, octet) {
                (false, b' ') => {}
                (false, b'"') => {
                    decoded.push(Vec::new());
                    quoted = true;
                }
                (false, _) => panic!("{strings:?}: something between the strings"),
                (true, b'"') => quoted = false,
                (true, b'\\') => {
                    let first = octets.next().unwrap();
                    let value = if first.is_ascii_digit() {
                        let digits = [first, octets.next().unwrap(), octets.next().unwrap()];
                        std::str::from_utf8(&digits).unwrap().parse().unwrap()
                    } else {
                        first
                    };
                    decoded.last_mut().unwrap().push(value);
                }
                (true, _) => decoded.last_mut().unwrap().push(octet),
            }
        }
        assert!(!quoted, "{strings:?}: a string does not end");
        decoded
    }

    #[test]
    fn the_records_of_a_domain_make_a_master_file() {
        let key = format!("MI{}", "A".repeat(390));
        let zone = zone_of(vec![
            txt("autosend-verify=abc; x"),
            record("dkim", "txt", "autosend._domainkey.example.com", &key, None),
            record("mailFrom", "MX", "asend.example.com", "feedback-smtp.us-east-1.amazonses.com", Some(10)),
            record("tracking", "cname", "track.example.com", "click.autosend.com", None),
        ]);
        assert_eq!(zone.counts, ExportCounts { written: 4, omitted: 0 });
        assert_eq!(
            zone.text,
            format!(
                "; DNS records for AutoSend: mail.example.com\n\
                 ; Zone: example.com\n\
                 $ORIGIN example.com.\n\
                 $TTL 3600\n\
                 _autosend-verify.example.com. 3600 IN TXT \"autosend-verify=abc; x\"\n\
                 autosend._domainkey.example.com. 3600 IN TXT \"p=MI{}\" \"{}\"\n\
                 asend.example.com. 3600 IN MX 10 feedback-smtp.us-east-1.amazonses.com.\n\
                 track.example.com. 3600 IN CNAME click.autosend.com.\n",
                "A".repeat(251),
                "A".repeat(139)
            )
        );
    }

    #[test]
    fn special_characters_are_escaped() {
        assert!(only_line(txt("a\"b\\c\u{1b}é\n")).ends_with(r#"TXT "a\"b\\c\027\195\169\010""#));
        assert!(only_line(txt("")).ends_with("TXT \"\""));
        let odd = record("ownership", "TXT", "@a b;$\u{7}.(\"x\\.example.com.", "v", None);
        assert_eq!(only_line(odd), r#"\@a\032b\;\$\007.\(\"x\\.example.com. 3600 IN TXT "v""#);
    }

    #[test]
    fn an_invalid_record_is_a_comment_with_the_reason() {
        let long = "a".repeat(64);
        let cases = [
            (record("arc", "CAA", "example.com", "0 issue\n\"x\"", None), "type is not supported"),
            (record("mailFrom", "MX", "a.example.com", "b.example.com", None), "no priority"),
            (record("mailFrom", "MX", "a.example.com", "", Some(1)), "value is not a valid DNS name"),
            (record("tracking", "CNAME", "a.example.com", "a..b", None), "value is not a valid DNS name"),
            (record("ownership", "TXT", "a.example.org", "v", None), "outside the zone"),
            (record("ownership", "TXT", "a..example.com", "v", None), "name is not a valid DNS name"),
            (record("ownership", "TXT", &long, "v", None), "name is not a valid DNS name"),
        ];
        for (record, reason) in cases {
            let zone = zone_of(vec![record.clone()]);
            assert_eq!((zone.counts, zone.warnings.len()), (ExportCounts { written: 0, omitted: 1 }, 1));
            let comment = zone.text.lines().find(|line| line.starts_with("; left out")).unwrap();
            assert!(comment.contains(reason), "{comment}");
        }
    }

    #[test]
    fn comments_are_counted_as_omitted() {
        let caa = || record("arc", "CAA", "example.com", "0 issue x", None);
        let zone = zone_of(vec![caa(), txt("v"), caa()]);
        assert_eq!(zone.counts, ExportCounts { written: 1, omitted: 2 });
        assert_eq!(zone.text.lines().filter(|line| line.starts_with("; left out")).count(), 2);
    }

    proptest! {
        #[test]
        fn a_reader_of_the_file_gets_the_value(value in any::<String>()) {
            let line = only_line(txt(&value));
            let strings = decode(line.split_once(" TXT ").unwrap().1);
            prop_assert!(strings.iter().all(|string| string.len() <= MAX_CHARACTER_STRING));
            prop_assert_eq!(strings.concat(), value.as_bytes());
        }

        #[test]
        fn a_value_of_any_length_is_split_between_bytes(value in "[\"\\\\é\u{1}a]{240,700}") {
            let line = only_line(txt(&value));
            let strings = decode(line.split_once(" TXT ").unwrap().1);
            prop_assert!(strings.iter().rev().skip(1).all(|string| string.len() == MAX_CHARACTER_STRING));
            prop_assert_eq!(strings.concat(), value.as_bytes());
        }

        #[test]
        fn the_file_of_any_record_is_printable_ascii(
            slot in any::<String>(), kind in "TXT|MX|\\PC*", name in any::<String>(), value in any::<String>(),
            priority in any::<Option<u16>>(), zone in any::<String>(),
        ) {
            let domain = domain(&name, vec![record(&slot, &kind, &name, &value, priority)]);
            let text = export_zone_file(&ExportInput { domain: &domain, zone: &Zone::guess(&zone), ttl: 60 }).text;
            prop_assert!(text.bytes().all(|octet| octet == b'\n' || (b' '..=b'~').contains(&octet)), "{:?}", text);
            prop_assert!(text.lines().count() == 4 || text.lines().count() == 5 || zone.is_empty(), "{:?}", text);
        }
    }
}
