//! One DNS record that AutoSend asks for, as it came, and what of it is published.

use std::borrow::Cow;
use std::fmt;

use super::dkim::{self, KeySize};
use super::text::Untrusted;

/// The longest character-string of a TXT record, in octets (RFC 1035 section 3.3).
pub const MAX_CHARACTER_STRING: usize = 255;

/// Which member of `dnsRecords` the record came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// `ownership`: proves that the domain is the user's.
    Ownership,
    /// `dkim`: the public key that signatures are checked with.
    Dkim,
    /// `mailFrom`: where bounces go, and its SPF record; any number.
    MailFrom,
    /// `dmarc`: what receivers do with mail that fails.
    Dmarc,
    /// `inboundMx`: where mail to the domain is received.
    InboundMx,
    /// A member that this program does not know, by its name.
    Other(Untrusted),
}

impl Slot {
    /// The slot of a member of `dnsRecords`.
    #[must_use]
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

    /// The member's name in `dnsRecords`, to the letter.
    #[must_use]
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

/// The type of a record: TXT or MX in every published sample, any other is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordType {
    /// Text.
    Txt,
    /// Mail exchanger.
    Mx,
    /// Anything else, as it came.
    Other(Untrusted),
}

impl RecordType {
    /// Reads a type, in any case.
    #[must_use]
    pub fn parse(given: &str) -> Self {
        if given.eq_ignore_ascii_case("TXT") {
            Self::Txt
        } else if given.eq_ignore_ascii_case("MX") {
            Self::Mx
        } else {
            Self::Other(Untrusted::new(given))
        }
    }

    /// The type to the letter.
    #[must_use]
    pub fn raw(&self) -> &str {
        match self {
            Self::Txt => "TXT",
            Self::Mx => "MX",
            Self::Other(other) => other.raw(),
        }
    }

    /// The type as it may be drawn.
    #[must_use]
    pub fn sanitized(&self) -> String {
        match self {
            Self::Txt => "TXT".to_owned(),
            Self::Mx => "MX".to_owned(),
            Self::Other(other) if other.is_empty() => "?".to_owned(),
            Self::Other(other) => other.sanitized(),
        }
    }
}

/// The preference of an MX record; the smaller comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Priority {
    /// A preference as RFC 1035 section 3.3.9 has it, 0 to 65,535.
    Number(u16),
    /// Something else that the server sent in its place.
    Invalid(Untrusted),
}

impl Priority {
    /// The priority as it may be drawn.
    #[must_use]
    pub fn sanitized(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Invalid(text) => text.sanitized(),
        }
    }
}

/// What a record is for, in the two or three words of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Proof of ownership.
    Ownership,
    /// DKIM key.
    Dkim,
    /// MX of the mail-from name.
    MailFromMx,
    /// SPF of the mail-from name.
    MailFromSpf,
    /// DMARC policy.
    Dmarc,
    /// Receiving mail.
    Inbound,
    /// Not known to this program.
    Other,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Ownership, Self::Dkim, Self::MailFromMx, Self::MailFromSpf, Self::Dmarc, Self::Inbound, Self::Other];

    /// The code in documents.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ownership => "ownership",
            Self::Dkim => "dkim",
            Self::MailFromMx => "mail-from-mx",
            Self::MailFromSpf => "mail-from-spf",
            Self::Dmarc => "dmarc",
            Self::Inbound => "inbound-mx",
            Self::Other => "other",
        }
    }

    /// The words of a table.
    #[must_use]
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

    /// One sentence for somebody who has never seen a DNS panel.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Ownership => "Proves to AutoSend that this domain is yours. Required.",
            Self::Dkim => "The key with which receivers check that mail is really yours. Required.",
            Self::MailFromMx => "Where mail that cannot be delivered is returned to. Recommended.",
            Self::MailFromSpf => "Names the servers that may send for the return address (SPF). Recommended.",
            Self::Dmarc => {
                "Tells receivers what to do with mail that fails the checks. Recommended; keep the one you may have."
            }
            Self::Inbound => "Brings mail for this name to AutoSend. Only if you want to receive mail there.",
            Self::Other => "AutoSend asks for this record; this version does not know what it is for.",
        }
    }
}

/// Whether AutoSend needs a record to verify its domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// The domain cannot send without it.
    Required,
    /// The domain sends better with it.
    Recommended,
    /// It is needed for receiving mail alone.
    ForReceiving,
    /// AutoSend asks for it, and this program does not know its purpose.
    Unknown,
}

impl Requirement {
    /// In a word or two.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Recommended => "recommended",
            Self::ForReceiving => "only to receive mail",
            Self::Unknown => "asked for",
        }
    }
}

/// A record to publish in DNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsRecord {
    /// Where in `dnsRecords` it stood.
    pub slot: Slot,
    /// Its type.
    pub record_type: RecordType,
    /// The owner name: a full name without a final dot, as the API gives it.
    pub name: Untrusted,
    /// The value as the API returned it.
    pub value: Untrusted,
    /// MX only.
    pub priority: Option<Priority>,
    /// AutoSend's words on it.
    pub note: Option<Untrusted>,
}

impl DnsRecord {
    /// What it is for.
    #[must_use]
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

    /// The short words of its purpose; a member this program does not know goes by its own name.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.slot {
            Slot::Other(name) => name.sanitized(),
            _ => self.purpose().label().to_owned(),
        }
    }

    /// The value to publish: as returned, but a bare DKIM key with its `p=`.
    #[must_use]
    pub fn published_value(&self) -> Cow<'_, str> {
        match self.slot {
            Slot::Dkim => dkim::published_value(self.value.raw()),
            _ => Cow::Borrowed(self.value.raw()),
        }
    }

    /// The size of the DKIM key in it, where there is one that can be read.
    #[must_use]
    pub fn key_size(&self) -> Option<KeySize> {
        matches!(self.slot, Slot::Dkim).then(|| dkim::key_size(self.value.raw())).flatten()
    }

    /// What it means that a text is longer than one character-string can be (255 octets, RFC 1035 section 3.3); `None`
    /// where it is not.
    #[must_use]
    pub fn long_txt_note(&self) -> Option<String> {
        let octets = self.published_value().len();
        let is_long = matches!(self.record_type, RecordType::Txt) && octets > MAX_CHARACTER_STRING;
        is_long.then(|| {
            format!(
                "{octets} octets: one line without quotes in a web panel, quoted strings of at most {MAX_CHARACTER_STRING} \
                 octets in a zone file."
            )
        })
    }

    /// Whether AutoSend needs it to verify the domain.
    #[must_use]
    pub const fn requirement(&self) -> Requirement {
        match self.purpose() {
            Purpose::Ownership | Purpose::Dkim => Requirement::Required,
            Purpose::MailFromMx | Purpose::MailFromSpf | Purpose::Dmarc => Requirement::Recommended,
            Purpose::Inbound => Requirement::ForReceiving,
            Purpose::Other => Requirement::Unknown,
        }
    }

    /// Whether `p=` was added to what the API returned.
    #[must_use]
    pub fn is_mended(&self) -> bool {
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
    fn only_a_bare_dkim_key_is_mended() {
        let key = format!("MI{}", "A".repeat(214));
        let dkim = record(Slot::Dkim, &key);
        assert_eq!((dkim.published_value().into_owned(), dkim.is_mended()), (format!("p={key}"), true));
        let ownership = record(Slot::Ownership, &key);
        assert_eq!((ownership.published_value().into_owned(), ownership.is_mended()), (key, false));
    }

    #[test]
    fn members_and_slots_agree() {
        for name in ["ownership", "dkim", "mailFrom", "dmarc", "inboundMx", "arc"] {
            assert_eq!(Slot::from_member(name).member(), name);
        }
        assert_eq!(record(Slot::from_member("arc"), "").label(), "arc");
    }
}
