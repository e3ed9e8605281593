//! Records as providers have them, in a form in which they can be compared.

use crate::core::publish::{PlannedData, PlannedRecord};
use crate::core::record::split_character_strings;
use crate::core::zone::Zone;

/// A record to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// The full owner name: lower case, without a trailing dot.
    pub name: String,
    /// `TXT` or `MX`.
    pub rtype: String,
    /// The data as [`canonical_data`] writes it.
    pub data: String,
    /// The TTL in seconds.
    pub ttl: u32,
}

/// A record that a provider has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedRecord {
    /// The full owner name: lower case, without a trailing dot.
    pub name: String,
    /// The type in upper case.
    pub rtype: String,
    /// The data as [`canonical_data`] writes it.
    pub data: String,
    /// The data exactly as the provider gave it, which it wants back where a set is written anew.
    pub raw: String,
    /// The TTL in seconds; `None` if the provider chooses it.
    pub ttl: Option<u32>,
    /// The provider's own name of the record, if it has one.
    pub id: Option<String>,
    /// Why the record is no plain one that others can be added beside: `disabled`, `alias`, `routed`, `read-only`.
    pub special: Option<&'static str>,
}

impl HostedRecord {
    /// A plain record, whose data is in presentation form (RFC 1035 section 5.1).
    pub(super) fn new(name: &str, rtype: &str, raw: &str, ttl: Option<u32>) -> Self {
        let rtype = rtype.to_ascii_uppercase();
        let data = canonical_data(&rtype, raw);
        Self { name: normalize_name(name), rtype, data, raw: raw.to_owned(), ttl, id: None, special: None }
    }

    pub(super) fn with_id(self, id: String) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Whether the record is this one.
    pub fn is(&self, name: &str, rtype: &str, data: &str) -> bool {
        self.name == name && self.rtype == rtype && self.data == data
    }
}

impl NewRecord {
    /// A TXT record with this text, which is without quotes.
    pub fn txt(name: &str, text: &str, ttl: u32) -> Self {
        Self { name: normalize_name(name), rtype: "TXT".to_owned(), data: text.to_owned(), ttl }
    }

    /// A record of a plan; `None` if it has no data that can be written. The TTL is in seconds.
    pub fn planned(record: &PlannedRecord, ttl: u32) -> Option<Self> {
        Some(match record.data.as_ref()? {
            PlannedData::Txt(text) => Self::txt(&record.name, text, ttl),
            PlannedData::Mx { priority, host } => Self::to_mail_server(&record.name, *priority, host, ttl),
        })
    }

    /// An MX record.
    pub fn to_mail_server(name: &str, priority: u16, host: &str, ttl: u32) -> Self {
        let data = format!("{priority} {}", normalize_name(host));
        Self { name: normalize_name(name), rtype: "MX".to_owned(), data, ttl }
    }

    /// The data in presentation form: quoted character-strings; a priority and a host with a trailing dot.
    pub(super) fn presentation(&self) -> String {
        match self.rtype.as_str() {
            "TXT" => quote_txt(&self.data),
            _ => format!("{}.", self.data),
        }
    }

    /// Priority and host of an MX record, the latter without a trailing dot.
    pub(super) fn mx(&self) -> Option<(u16, &str)> {
        let (priority, host) = self.data.split_once(' ').filter(|_| self.rtype == "MX")?;
        Some((priority.parse().ok()?, host))
    }
}

/// A name in lower case without a trailing dot.
pub fn normalize_name(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

/// The data of a record in a form in which equal data are equal texts: a TXT record without quotes and in one piece; the
/// host names of MX, CNAME and NS in lower case without a trailing dot; anything else as it is.
pub fn canonical_data(rtype: &str, raw: &str) -> String {
    match rtype {
        "TXT" => unquote_txt(raw),
        "MX" => {
            let mut words = raw.split_whitespace();
            let priority = words.next().unwrap_or_default();
            format!("{priority} {}", normalize_name(words.next().unwrap_or_default()))
        }
        "CNAME" | "NS" => normalize_name(raw.trim()),
        _ => raw.to_owned(),
    }
}

/// Character-strings of at most 255 octets in quotes, with a space between two (RFC 1035 section 5.1).
pub(super) fn quote_txt(text: &str) -> String {
    quote_txt_with(text, |octet| format!("\\{octet:03}"))
}

/// The same with octal escapes, as Route 53 reads them.
pub(super) fn quote_txt_octal(text: &str) -> String {
    quote_txt_with(text, |octet| format!("\\{octet:03o}"))
}

fn quote_txt_with(text: &str, escape: fn(u8) -> String) -> String {
    let mut quoted = String::new();
    for piece in split_character_strings(text) {
        quoted.push_str(if quoted.is_empty() { "\"" } else { " \"" });
        for character in piece.chars() {
            match character {
                '"' | '\\' => quoted.extend(['\\', character]),
                ' '..='~' => quoted.push(character),
                other => {
                    let mut octets = [0; 4];
                    quoted.extend(other.encode_utf8(&mut octets).bytes().map(escape));
                }
            }
        }
        quoted.push('"');
    }
    quoted
}

/// The text of a TXT record in quotes, or unchanged if it does not begin with one. Octets that are no UTF-8 are replaced.
pub(super) fn unquote_txt(raw: &str) -> String {
    if !raw.trim_start().starts_with('"') {
        return raw.to_owned();
    }
    let (mut text, mut inside) = (Vec::new(), false);
    let mut octets = raw.bytes();
    while let Some(octet) = octets.next() {
        match octet {
            b'"' => inside = !inside,
            b'\\' => text.extend(unescape(&mut octets)),
            _ if inside => text.push(octet),
            // Blanks between two character-strings.
            _ => {}
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// What a backslash stands for: three decimal digits are an octet, all else stands for itself. Three octal digits, as Route
/// 53 writes them, are told apart by nothing; [`unescape_octal`] is for those.
fn unescape(octets: &mut std::str::Bytes<'_>) -> Option<u8> {
    let first = octets.next()?;
    if !first.is_ascii_digit() {
        return Some(first);
    }
    let digits = [first, octets.next()?, octets.next()?];
    let number = digits.iter().fold(0_u32, |number, digit| number * 10 + u32::from(digit.wrapping_sub(b'0')));
    u8::try_from(number).ok()
}

/// Replaces the octal escapes of Route 53 (`\052`) by what they stand for.
pub(super) fn unescape_octal(text: &str) -> String {
    let (mut plain, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((octet, after)) = rest.split_first() {
        rest = after;
        match (octet, after) {
            (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..]) => {
                plain.push((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'));
                rest = after;
            }
            (b'\\', [b'\\', after @ ..]) => {
                plain.extend(b"\\\\");
                rest = after;
            }
            _ => plain.push(*octet),
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// The name relative to the zone, with this text for the zone's apex.
pub(super) fn relative_name(name: &str, zone: &str, apex: &str) -> String {
    match Zone::from_dns(zone).labels_before_zone(name) {
        Some("") | None => apex.to_owned(),
        Some(labels) => labels.to_owned(),
    }
}

/// The full name of a relative one; `@` and an empty text are the zone's apex.
pub(super) fn full_name(relative: &str, zone: &str) -> String {
    if matches!(relative, "" | "@") { zone.to_owned() } else { format!("{}.{zone}", relative.to_ascii_lowercase()) }
}

/// The records of one set.
pub(super) fn set_of<'r>(records: &'r [HostedRecord], name: &str, rtype: &str) -> Vec<&'r HostedRecord> {
    records.iter().filter(|record| record.name == name && record.rtype == rtype).collect()
}

/// The sets that these records belong to, each once, in their order.
pub(super) fn sets<'r>(keys: impl Iterator<Item = (&'r str, &'r str)>) -> Vec<(&'r str, &'r str)> {
    let mut found = Vec::new();
    for key in keys {
        if !found.contains(&key) {
            found.push(key);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::publish::RecordState;

    #[test]
    fn a_record_of_a_plan_becomes_one_to_add_only_with_its_data() {
        let with = |data| PlannedRecord {
            index: 0,
            title: "Record".to_owned(),
            name: "asend.mail.example.com".to_owned(),
            data,
            state: RecordState::Add,
            is_selected: true,
        };
        let name = "asend.mail.example.com";
        let text = with(Some(PlannedData::Txt("v=spf1 ~all".to_owned())));
        assert_eq!(NewRecord::planned(&text, 300), Some(NewRecord::txt(name, "v=spf1 ~all", 300)));
        let exchange = with(Some(PlannedData::Mx { priority: 10, host: "mx.example.net".to_owned() }));
        let expected = NewRecord::to_mail_server(name, 10, "mx.example.net", 300);
        assert_eq!(NewRecord::planned(&exchange, 300), Some(expected));
        assert_eq!(NewRecord::planned(&with(None), 300), None);
    }

    #[test]
    fn data_is_compared_without_quotes_case_and_dots() {
        for (rtype, raw, data) in [
            ("TXT", "\"v=DMARC1; p=none;\"", "v=DMARC1; p=none;"),
            ("TXT", "v=DMARC1; p=none;", "v=DMARC1; p=none;"),
            ("TXT", "\"abc\" \"def\"", "abcdef"),
            ("TXT", r#""a\"b\\c\195\188""#, "a\"b\\cü"),
            ("MX", "10 Feedback-SMTP.Example.COM.", "10 feedback-smtp.example.com"),
            ("CNAME", "Other.Example.", "other.example"),
            ("A", "192.0.2.1", "192.0.2.1"),
        ] {
            assert_eq!(canonical_data(rtype, raw), data, "{raw}");
        }
        assert_eq!(unescape_octal(r"\052.a_b.example"), "*.a_b.example");
    }

    #[test]
    fn names_are_relative_to_the_zone() {
        assert_eq!(relative_name("_dmarc.mail.example.com", "example.com", "@"), "_dmarc.mail");
        assert_eq!(relative_name("example.com", "example.com", "@"), "@");
        assert_eq!(full_name("_dmarc", "example.com"), "_dmarc.example.com");
        assert_eq!(full_name("@", "example.com"), "example.com");
    }

    proptest! {
        #[test]
        fn a_quoted_text_is_ascii_in_short_strings_and_reads_back(text in "(?s).{0,600}") {
            let quoted = quote_txt(&text);
            prop_assert!(quoted.is_ascii());
            prop_assert_eq!(unquote_txt(&quoted), text);
        }
    }
}
