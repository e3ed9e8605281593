//! A DNS record that AutoSend asks for: as received, and as it must be published.

use std::borrow::Cow;
use std::fmt;

use super::dkim::{self, KeySize};
use super::text::Untrusted;

/// The maximum length of one character-string of a TXT record, in octets (RFC 1035 section 3.3).
pub const MAX_CHARACTER_STRING: usize = 255;

/// Splits a text between characters into pieces that fit into character-strings. An empty text is one empty piece.
pub fn split_character_strings(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > MAX_CHARACTER_STRING {
        let cut = (0..=MAX_CHARACTER_STRING).rev().find(|index| rest.is_char_boundary(*index)).unwrap_or_default();
        let (piece, tail) = rest.split_at(cut);
        pieces.push(piece);
        rest = tail;
    }
    pieces.push(rest);
    pieces
}

/// The member of `dnsRecords` that holds the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// `ownership`: proves that the user owns the domain.
    Ownership,
    /// `dkim`: the public key that verifies signatures.
    Dkim,
    /// `mailFrom`: the MX record for bounces and its SPF record. There can be any number.
    MailFrom,
    /// `dmarc`: tells receivers what to do with mail that fails the checks.
    Dmarc,
    /// `inboundMx`: routes mail for the domain to AutoSend.
    InboundMx,
    /// A member that this program does not know, with its name.
    Other(Untrusted),
}

impl Slot {
    /// The slot for a member of `dnsRecords`.
    pub fn from_member(name: &str) -> Self {
        match name {
            "ownership" => Self::Ownership,
            "dkim" => Self::Dkim,
            "mailFrom" => Self::MailFrom,
            "dmarc" => Self::Dmarc,
            "inboundMx" => Self::InboundMx,
            other => Self::Other(Untrusted::new(other)),
        }
    }

    /// The name of the member in `dnsRecords`.
    pub fn member(&self) -> &str {
        match self {
            Self::Ownership => "ownership",
            Self::Dkim => "dkim",
            Self::MailFrom => "mailFrom",
            Self::Dmarc => "dmarc",
            Self::InboundMx => "inboundMx",
            Self::Other(name) => name.raw(),
        }
    }
}

/// The type of a record. All published samples are TXT or MX; any other type is kept as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordType {
    /// A TXT record.
    Txt,
    /// An MX record.
    Mx,
    /// Any other type, as received.
    Other(Untrusted),
}

impl RecordType {
    /// Parses a type, ignoring case.
    pub fn parse(text: &str) -> Self {
        if text.eq_ignore_ascii_case("TXT") {
            Self::Txt
        } else if text.eq_ignore_ascii_case("MX") {
            Self::Mx
        } else {
            Self::Other(Untrusted::new(text))
        }
    }

    /// The type as received.
    pub fn raw(&self) -> &str {
        match self {
            Self::Txt => "TXT",
            Self::Mx => "MX",
            Self::Other(other) => other.raw(),
        }
    }

    /// The type in a form that is safe to display.
    pub fn sanitized(&self) -> String {
        match self {
            Self::Txt => "TXT".to_owned(),
            Self::Mx => "MX".to_owned(),
            Self::Other(other) if other.is_empty() => "?".to_owned(),
            Self::Other(other) => other.sanitized(),
        }
    }
}

/// The preference of an MX record. Lower values come first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Priority {
    /// A valid preference, 0 to 65,535 (RFC 1035 section 3.3.9).
    Number(u16),
    /// A value that the server sent instead of a valid preference.
    Invalid(Untrusted),
}

impl Priority {
    /// The preference in a form that is safe to display.
    pub fn sanitized(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Invalid(text) => text.sanitized(),
        }
    }
}

/// The purpose of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Purpose {
    /// It proves ownership of the domain.
    Ownership,
    /// It publishes the DKIM key.
    Dkim,
    /// It is the MX record of the mail-from name.
    MailFromMx,
    /// It is the SPF record of the mail-from name.
    MailFromSpf,
    /// It publishes the DMARC policy.
    Dmarc,
    /// It routes inbound mail to AutoSend.
    #[strum(to_string = "inbound-mx")]
    Inbound,
    /// The program does not know its purpose.
    Other,
}

impl Purpose {
    /// All purposes.
    pub const ALL: [Self; 7] =
        [Self::Ownership, Self::Dkim, Self::MailFromMx, Self::MailFromSpf, Self::Dmarc, Self::Inbound, Self::Other];

    /// The code used in JSON documents.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The purpose in two or three words, for tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ownership => "Ownership",
            Self::Dkim => "DKIM",
            Self::MailFromMx => "Mail-from MX",
            Self::MailFromSpf => "Mail-from SPF",
            Self::Dmarc => "DMARC",
            Self::Inbound => "Inbound MX",
            Self::Other => "Other",
        }
    }

    /// The purpose in one sentence, for users who have never seen a DNS panel.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Ownership => "Proves you own this domain. Required.",
            Self::Dkim => "Lets receivers check that mail really comes from you. Required.",
            Self::MailFromMx => "Where bounces are sent. Recommended.",
            Self::MailFromSpf => "Lists the servers allowed to send for you (SPF). Recommended.",
            Self::Dmarc => {
                "Tells receivers what to do with mail that fails these checks. Recommended. If you already have a \
                 DMARC record, keep it."
            }
            Self::Inbound => "Delivers mail for this domain to AutoSend. Only needed to receive mail.",
            Self::Other => "AutoSend asks for this record; this version doesn't know its purpose.",
        }
    }
}

/// Whether AutoSend needs a record to verify its domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// The domain cannot send without it.
    Required,
    /// The domain can send without it, but sends better with it.
    Recommended,
    /// Only receiving mail requires it.
    ForReceiving,
    /// AutoSend asks for it, but the program does not know its purpose.
    Unknown,
}

impl Requirement {
    /// The requirement in a word or two.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Recommended => "recommended",
            Self::ForReceiving => "only to receive mail",
            Self::Unknown => "requested",
        }
    }
}

/// A record to publish in DNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsRecord {
    /// The member of `dnsRecords` that holds it.
    pub slot: Slot,
    /// The type of the record.
    pub record_type: RecordType,
    /// The owner name: a full name without a trailing dot, as the API gives it.
    pub name: Untrusted,
    /// The value as the API returned it.
    pub value: Untrusted,
    /// The preference of an MX record.
    pub priority: Option<Priority>,
    /// AutoSend's note on the record.
    pub note: Option<Untrusted>,
}

impl DnsRecord {
    /// The purpose, derived from the slot and the type.
    pub const fn purpose(&self) -> Purpose {
        match (&self.slot, &self.record_type) {
            (Slot::Ownership, _) => Purpose::Ownership,
            (Slot::Dkim, _) => Purpose::Dkim,
            (Slot::MailFrom, RecordType::Mx) => Purpose::MailFromMx,
            (Slot::MailFrom, RecordType::Txt) => Purpose::MailFromSpf,
            (Slot::Dmarc, _) => Purpose::Dmarc,
            (Slot::InboundMx, _) => Purpose::Inbound,
            (Slot::MailFrom | Slot::Other(_), _) => Purpose::Other,
        }
    }

    /// The purpose in two or three words, or the name of an unknown member.
    pub fn label(&self) -> String {
        match &self.slot {
            Slot::Other(name) => name.sanitized(),
            _ => self.purpose().label().to_owned(),
        }
    }

    /// The value to publish. A bare DKIM key gets its missing `p=`; all other values stay unchanged.
    pub fn published_value(&self) -> Cow<'_, str> {
        match self.slot {
            Slot::Dkim => dkim::published_value(self.value.raw()),
            _ => Cow::Borrowed(self.value.raw()),
        }
    }

    /// The size of the DKIM key in the value, if the key can be read.
    pub fn key_size(&self) -> Option<KeySize> {
        matches!(self.slot, Slot::Dkim).then(|| dkim::key_size(self.value.raw())).flatten()
    }

    /// How to enter a TXT value that is longer than one character-string (255 octets, RFC 1035 section 3.3). `None`
    /// for shorter values and other types.
    pub fn long_txt_note(&self) -> Option<String> {
        let octets = self.published_value().len();
        let is_long = matches!(self.record_type, RecordType::Txt) && octets > MAX_CHARACTER_STRING;
        is_long.then(|| {
            format!(
                "{octets} characters: one line without quotes in a web form, quoted strings of at most \
                 {MAX_CHARACTER_STRING} in a zone file."
            )
        })
    }

    /// AutoSend's note on it as a line, if there is one.
    pub fn note_line(&self) -> Option<String> {
        let note = self.note.as_ref().filter(|note| !note.is_empty())?;
        Some(format!("AutoSend's note: {}", note.sanitized()))
    }

    /// Warnings about hidden characters in its name and its value.
    pub fn hidden_character_warnings(&self) -> Vec<String> {
        let value = Untrusted::new(self.published_value());
        [("name", self.name.hidden_characters()), ("value", value.hidden_characters())]
            .into_iter()
            .filter_map(|(what, hidden)| {
                let first = hidden.first()?;
                let (code, position) = (first.code_point(), first.position);
                Some(format!(
                    "Its {what} contains a hidden character ({code}) at position {position} and is not copied."
                ))
            })
            .collect()
    }

    /// Whether AutoSend needs the record to verify the domain.
    pub const fn requirement(&self) -> Requirement {
        match self.purpose() {
            Purpose::Ownership | Purpose::Dkim => Requirement::Required,
            Purpose::MailFromMx | Purpose::MailFromSpf | Purpose::Dmarc => Requirement::Recommended,
            Purpose::Inbound => Requirement::ForReceiving,
            Purpose::Other => Requirement::Unknown,
        }
    }

    /// Whether the published value differs from the API's by an added `p=`.
    pub fn has_added_p_tag(&self) -> bool {
        matches!(self.published_value(), Cow::Owned(_))
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.label())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(slot: Slot, value: &str) -> DnsRecord {
        DnsRecord {
            slot,
            record_type: RecordType::Txt,
            name: "x.example.com".into(),
            value: value.into(),
            priority: None,
            note: None,
        }
    }

    #[test]
    fn only_a_bare_dkim_key_has_added_p_tag() {
        let key = format!("MI{}", "A".repeat(214));
        let dkim = record(Slot::Dkim, &key);
        assert_eq!((dkim.published_value().into_owned(), dkim.has_added_p_tag()), (format!("p={key}"), true));
        let ownership = record(Slot::Ownership, &key);
        assert_eq!((ownership.published_value().into_owned(), ownership.has_added_p_tag()), (key, false));
    }

    #[test]
    fn members_and_slots_agree() {
        for name in ["ownership", "dkim", "mailFrom", "dmarc", "inboundMx", "arc"] {
            assert_eq!(Slot::from_member(name).member(), name);
        }
        assert_eq!(record(Slot::from_member("arc"), "").label(), "arc");
    }

    proptest! {
        #[test]
        fn character_strings_fit_and_join_to_the_text(text in "(?s).{0,600}") {
            let pieces = split_character_strings(&text);
            prop_assert!(pieces.iter().all(|piece| piece.len() <= MAX_CHARACTER_STRING));
            prop_assert_eq!(pieces.concat(), text);
        }
    }
}
