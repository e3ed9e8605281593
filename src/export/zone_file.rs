//! Records as lines of a DNS master file (RFC 1035 section 5), as DNS panels import and name servers load them.
//!
//! The output is printable ASCII and line ends, whatever the records hold: it is pasted into other programs. A record
//! that cannot be written as a correct line becomes a comment that says why, since one bad line makes importers
//! refuse the whole file.

use std::fmt::Write as _;

use crate::core::copying::Tally;
use crate::core::record::{DnsRecord, Priority, RecordType};

/// The time to live of every record, in seconds: what AutoSend's own DNS template publishes.
const TTL: u32 = 3600;

/// The longest character-string, in octets (RFC 1035 section 3.3). A longer text is several of them, which readers
/// of TXT records join without anything between.
const STRING_LIMIT: usize = 255;

/// The longest label, in octets (RFC 1035 section 2.3.4).
const LABEL_LIMIT: usize = 63;

/// The longest name in octets, written without its final dot: 255 with the length octets of its labels and the root.
const NAME_LIMIT: usize = 253;

/// A master file, and how many of the records are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneText {
    /// The file.
    pub text: String,
    /// How many records became lines, and how many only comments.
    pub tally: Tally,
}

/// All records as a master file, in the order given: names are absolute, TXT values are quoted and escaped, a bare
/// DKIM key has its `p=`.
#[must_use]
pub fn zone_text(records: &[DnsRecord]) -> ZoneText {
    let mut text = String::from("; DNS records for AutoSend\n");
    let mut tally = Tally::default();
    for record in records {
        match line(record) {
            Ok(line) => {
                tally.written += 1;
                text.push_str(&line);
            }
            Err(reason) => {
                tally.left_out += 1;
                text.push_str(&comment(record, reason));
            }
        }
        text.push('\n');
    }
    ZoneText { text, tally }
}

/// The record's line without its end, or why there is none.
fn line(record: &DnsRecord) -> Result<String, &'static str> {
    let owner = absolute_name(record.name.raw()).ok_or("its name is no DNS name")?;
    let (kind, data) = match (&record.record_type, &record.priority) {
        (RecordType::Txt, _) => ("TXT", character_strings(&record.publish_value())),
        (RecordType::Mx, Some(Priority::Number(priority))) => ("MX", format!("{priority} {}", target(record)?)),
        (RecordType::Mx, _) => return Err("it has no priority"),
        (RecordType::Other(other), _) if other.raw().eq_ignore_ascii_case("CNAME") => ("CNAME", target(record)?),
        (RecordType::Other(_), _) => return Err("its type is not known here"),
    };
    Ok(format!("{owner} {TTL} IN {kind} {data}"))
}

/// The value of a record that points to a name.
fn target(record: &DnsRecord) -> Result<String, &'static str> {
    absolute_name(&record.publish_value()).ok_or("its value is no DNS name")
}

/// The record as a comment.
fn comment(record: &DnsRecord, reason: &str) -> String {
    let mut line = format!("; left out, {reason}: ");
    let priority = record.priority.as_ref().map(Priority::for_screen);
    let fields = [Some(record.name.raw()), Some(record_type(record)), priority.as_deref(), Some(record.value.raw())];
    for field in fields.into_iter().flatten() {
        escape(&mut line, field.as_bytes(), b"\\");
        line.push(' ');
    }
    line.truncate(line.trim_end().len());
    line
}

/// The type as it came.
fn record_type(record: &DnsRecord) -> &str {
    match &record.record_type {
        RecordType::Txt => "TXT",
        RecordType::Mx => "MX",
        RecordType::Other(other) => other.raw(),
    }
}

/// A name with its final dot, or nothing where a label is empty or anything is too long. What a master file gives a
/// meaning to is escaped.
fn absolute_name(name: &str) -> Option<String> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let fits = |label: &str| (1..=LABEL_LIMIT).contains(&label.len());
    if name.len() > NAME_LIMIT || !name.split('.').all(fits) {
        return None;
    }
    let mut written = String::with_capacity(name.len() + 1);
    // A blank is written `\032`: importers that split lines at blanks know no better.
    for label in name.split('.') {
        for octet in label.bytes() {
            if octet == b' ' { written.push_str("\\032") } else { escape(&mut written, &[octet], b"\\\"();@$") }
        }
        written.push('.');
    }
    Some(written)
}

/// A text as quoted character-strings, separated by blanks.
fn character_strings(text: &str) -> String {
    if text.is_empty() {
        return "\"\"".to_owned();
    }
    let mut strings = String::with_capacity(text.len() + text.len() / STRING_LIMIT * 3 + 2);
    for piece in text.as_bytes().chunks(STRING_LIMIT) {
        strings.push_str(if strings.is_empty() { "\"" } else { " \"" });
        escape(&mut strings, piece, b"\\\"");
        strings.push('"');
    }
    strings
}

/// Appends octets in their master-file form: `\X` for the special ones, `\DDD` for all that is not printable ASCII.
fn escape(into: &mut String, octets: &[u8], special: &[u8]) {
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
    use crate::core::record::Slot;

    fn record(slot: &str, record_type: &str, name: &str, value: &str, priority: Option<u16>) -> DnsRecord {
        DnsRecord {
            slot: Slot::of_member(slot),
            record_type: RecordType::parse(record_type),
            name: name.into(),
            value: value.into(),
            priority: priority.map(Priority::Number),
            note: None,
        }
    }

    fn txt(value: &str) -> DnsRecord {
        record("ownership", "TXT", "_autosend-verify.example.com", value, None)
    }

    /// The one line of a zone with one record.
    fn only_line(record: DnsRecord) -> String {
        let zone = zone_text(&[record]).text;
        let lines: Vec<_> = zone.strip_suffix('\n').unwrap().split('\n').collect();
        assert_eq!(lines.len(), 2, "{zone:?}");
        lines[1].to_owned()
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
        let zone = zone_text(&[
            txt("autosend-verify=abc; x"),
            record("dkim", "txt", "autosend._domainkey.example.com", &key, None),
            record("mailFrom", "MX", "asend.example.com", "feedback-smtp.us-east-1.amazonses.com", Some(10)),
            record("tracking", "cname", "track.example.com", "click.autosend.com", None),
        ]);
        assert_eq!(zone.tally, Tally { written: 4, left_out: 0 });
        assert_eq!(
            zone.text,
            format!(
                "; DNS records for AutoSend\n\
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
    fn what_has_a_meaning_in_a_master_file_is_escaped() {
        assert!(only_line(txt("a\"b\\c\u{1b}é\n")).ends_with(r#"TXT "a\"b\\c\027\195\169\010""#));
        assert!(only_line(txt("")).ends_with("TXT \"\""));
        let odd = record("ownership", "TXT", "@a b;$\u{7}.(\"x\\.", "v", None);
        assert_eq!(only_line(odd), r#"\@a\032b\;\$\007.\(\"x\\. 3600 IN TXT "v""#);
    }

    #[test]
    fn a_record_that_makes_no_line_is_a_comment_with_the_reason() {
        let long = "a".repeat(64);
        let cases = [
            (record("arc", "CAA", "example.com", "0 issue\n\"x\"", None), "type is not known"),
            (record("mailFrom", "MX", "a.example.com", "b.example.com", None), "no priority"),
            (record("mailFrom", "MX", "a.example.com", "", Some(1)), "value is no DNS name"),
            (record("tracking", "CNAME", "a.example.com", "a..b", None), "value is no DNS name"),
            (record("ownership", "TXT", "a..example.com", "v", None), "name is no DNS name"),
            (record("ownership", "TXT", &long, "v", None), "name is no DNS name"),
        ];
        for (record, reason) in cases {
            let line = only_line(record);
            assert!(line.starts_with("; ") && line.contains(reason), "{line}");
        }
    }

    #[test]
    fn what_is_only_a_comment_is_counted_as_left_out() {
        let caa = || record("arc", "CAA", "example.com", "0 issue x", None);
        let zone = zone_text(&[caa(), txt("v"), caa()]);
        assert_eq!(zone.tally, Tally { written: 1, left_out: 2 });
        assert_eq!(zone.text.lines().filter(|line| line.starts_with("; left out")).count(), 2);
    }

    proptest! {
        #[test]
        fn a_reader_of_the_file_gets_the_value(value in any::<String>()) {
            let line = only_line(txt(&value));
            let strings = decode(line.split_once(" TXT ").unwrap().1);
            prop_assert!(strings.iter().all(|string| string.len() <= STRING_LIMIT));
            prop_assert_eq!(strings.concat(), value.as_bytes());
        }

        #[test]
        fn a_value_of_any_length_is_cut_between_its_octets(value in "[\"\\\\é\u{1}a]{240,700}") {
            let line = only_line(txt(&value));
            let strings = decode(line.split_once(" TXT ").unwrap().1);
            prop_assert!(strings.iter().rev().skip(1).all(|string| string.len() == STRING_LIMIT));
            prop_assert_eq!(strings.concat(), value.as_bytes());
        }

        #[test]
        fn every_record_is_one_line_of_printable_ascii(
            slot in any::<String>(), kind in "TXT|MX|\\PC*", name in any::<String>(), value in any::<String>(),
            priority in any::<Option<u16>>(),
        ) {
            let line = only_line(record(&slot, &kind, &name, &value, priority));
            prop_assert!(line.bytes().all(|octet| (b' '..=b'~').contains(&octet)), "{:?}", line);
        }
    }
}
