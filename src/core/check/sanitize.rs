//! Sanitizes the answers of DNS: converts any octets to harmless text.

use std::fmt::Write as _;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::core::dns::RecordData;
use crate::core::text::Untrusted;

/// Octets as sanitized text: those that are not UTF-8 as in zone files (`\195`, RFC 1035 section 5.1), hidden and control
/// characters as their code points, and at most [`crate::core::text::MAX_SANITIZED_CHARACTERS`] characters.
pub fn sanitize(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for chunk in octets.utf8_chunks() {
        text.push_str(chunk.valid());
        for octet in chunk.invalid() {
            let _ = write!(text, "\\{octet:03}");
        }
    }
    Untrusted::new(text).sanitized()
}

/// A record's data as sanitized text: a text joined, an MX as `10 mail.example.com`, the root as a dot.
pub fn format_record_data(data: &RecordData) -> String {
    match data {
        RecordData::Txt(strings) => sanitize(&strings.concat()),
        RecordData::Mx { priority, host } => format!("{priority} {}", sanitize_name(host)),
        RecordData::Name(name) => sanitize_name(name),
        RecordData::Address(address) => address.to_string(),
        RecordData::Soa { primary, serial } => format!("{} {serial}", sanitize_name(primary)),
    }
}

impl Serialize for RecordData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("text", &format_record_data(self))?;
        match self {
            Self::Txt(strings) => {
                let strings: Vec<_> = strings.iter().map(|string| sanitize(string)).collect();
                members.serialize_entry("strings", &strings)?;
            }
            Self::Mx { priority, .. } => members.serialize_entry("priority", priority)?,
            Self::Name(_) | Self::Address(_) | Self::Soa { .. } => {}
        }
        members.end()
    }
}

/// A name as sanitized text; the root as a dot.
pub(super) fn sanitize_name(name: &str) -> String {
    if name.is_empty() { ".".to_owned() } else { sanitize(name.as_bytes()) }
}

/// Joins texts as in a sentence: "a, b and c".
pub(super) fn join_list(texts: &[String]) -> String {
    match texts {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_are_sanitized() {
        for (octets, text) in [
            (b"plain \"text\"".as_slice(), "plain \"text\""),
            (b"\x1b[31m\x07", "<U+001B>[31m<U+0007>"),
            (b"a\xc3\x28\xff", "a\\195(\\255"),
            ("\u{202e}ü".as_bytes(), "<U+202E>ü"),
            (b"", ""),
        ] {
            assert_eq!(sanitize(octets), text);
        }
        assert!(sanitize(&vec![b'x'; 70_000]).len() < 5_000);
    }

    #[test]
    fn rdata_is_written_as_at_a_dns_provider() {
        let mx = |host: &str| format_record_data(&RecordData::Mx { priority: 10, host: host.to_owned() });
        assert_eq!((mx("mail.example.com"), mx("")), ("10 mail.example.com".to_owned(), "10 .".to_owned()));
        assert_eq!(format_record_data(&RecordData::Txt(vec![b"ab".to_vec(), b"cd".to_vec()])), "abcd");
        assert_eq!(format_record_data(&RecordData::Name("a\u{1b}.example".to_owned())), "a<U+001B>.example");
        assert_eq!(format_record_data(&RecordData::Address([192, 0, 2, 1].into())), "192.0.2.1");
    }

    #[test]
    fn texts_in_a_row() {
        let row = |texts: &[&str]| join_list(&texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>());
        assert_eq!(
            [row(&[]), row(&["a"]), row(&["a", "b"]), row(&["a", "b", "c"])],
            ["", "a", "a and b", "a, b and c"]
        );
    }
}
