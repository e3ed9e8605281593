//! Reasons for rejection. They cover only input that can never be a mail domain; anything debatable is a warning.

use super::quote::{quote, quote_char, shorten};
use crate::core::text::HiddenCharacter;

/// Why the input is not a domain.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum RejectReason {
    /// There is no text.
    Empty,
    /// The input is too long to examine.
    InputTooLong {
        /// The length in bytes, over 2,048.
        bytes: usize,
    },
    /// There is more than one name.
    SeveralValues {
        /// How many names; at least two.
        count: usize,
    },
    /// A line of a zone file, or of the output of `dig`.
    RecordLine,
    /// A control character (C0, DEL, C1).
    ControlCharacter(HiddenCharacter),
    /// A hidden control of text direction (UAX 9).
    BidiControl(HiddenCharacter),
    /// An IPv4 or IPv6 address, in any notation that browsers accept.
    IpAddress,
    /// A percent sign.
    PercentEncoding,
    /// A label that is `*`.
    Wildcard,
    /// A comma instead of a dot.
    CommaForDot,
    /// An ASCII character that no name can contain (RFC 1123 section 2.1).
    BadCharacter {
        /// The character; it is printable.
        character: char,
        /// Its position in the input, in characters, counted from 1.
        position: usize,
    },
    /// A blank or line end inside the name.
    SpaceInside {
        /// Its position in the input, in characters, counted from 1.
        position: usize,
    },
    /// A label that begins with an underscore, so this is the name of a record (RFC 8552).
    RecordName {
        /// The label with the underscore.
        label: String,
    },
    /// An underscore inside a label (RFC 5321 section 4.1.2 does not allow it).
    Underscore,
    /// A label without characters: two dots in a row, or several at an end.
    EmptyLabel,
    /// A label that begins or ends with a hyphen (RFC 1123 section 2.1).
    HyphenAtEdge {
        /// The offending label.
        label: String,
    },
    /// Not a valid international name (UTS 46, RFC 5891).
    Idna {
        /// The label, or the whole name if each label is valid alone.
        label: String,
        /// The character that names cannot contain, if a character is the cause.
        character: Option<HiddenCharacter>,
    },
    /// A label of more than 63 octets in its ASCII form (RFC 1035 section 2.3.4).
    LabelTooLong {
        /// The label as typed.
        label: String,
        /// The length of its ASCII form in octets; for a label of more than 256 non-ASCII characters, their number.
        octets: usize,
    },
    /// A name of more than 253 octets (RFC 1035 section 2.3.4, in text form).
    NameTooLong {
        /// The length of its ASCII form in octets.
        octets: usize,
    },
    /// The last label consists of digits only.
    NumericTld {
        /// The last label.
        tld: String,
    },
    /// The last label cannot be a top-level domain: it is a single letter, or contains digits or hyphens.
    BadTld {
        /// The last label.
        tld: String,
    },
    /// There is only one label.
    SingleLabel {
        /// The only label.
        label: String,
    },
    /// A domain at which anyone gets an address, so that only its operator can add records.
    MailboxProvider {
        /// The provider's domain.
        provider: String,
    },
    /// A top-level domain alone.
    PublicSuffix {
        /// The top-level domain, without a dot.
        suffix: String,
    },
}

impl RejectReason {
    /// The stable code used in domain-cases.tsv and in JSON.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// A sentence that says what is wrong and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::Empty => "Enter a domain, e.g. mail.example.com".to_owned(),
            Self::InputTooLong { bytes } => {
                format!("Too long ({bytes} bytes). A domain can have at most 253 characters")
            }
            Self::SeveralValues { count } => format!("You entered {count} names. Add one domain at a time"),
            Self::RecordLine => "That's a DNS record. Enter just the domain".to_owned(),
            Self::ControlCharacter(found) => {
                format!("Control character ({}) at position {}: remove it", found.code_point(), found.position)
            }
            Self::BidiControl(found) => format!(
                "Hidden text-direction character ({}) at position {}: the name is not what it looks like",
                found.code_point(),
                found.position
            ),
            Self::IpAddress => "That's an IP address. Enter a domain name such as example.com".to_owned(),
            Self::PercentEncoding => "A domain can't contain percent signs; they belong in URLs".to_owned(),
            Self::Wildcard => "A wildcard (*) can't be a sending domain. Leave out the *".to_owned(),
            Self::CommaForDot => "There is a comma instead of a dot".to_owned(),
            Self::BadCharacter { character, position } => format!(
                "{} isn't allowed (position {position}). Use letters, digits, hyphens and dots",
                quote_char(*character)
            ),
            Self::SpaceInside { position } => {
                format!("Domains can't contain spaces (position {position})")
            }
            Self::RecordName { label } => {
                format!("{} is part of a DNS record name, not a domain. Leave it out", quote(label))
            }
            Self::Underscore => "Underscores aren't allowed in a sending domain. Use a hyphen".to_owned(),
            Self::EmptyLabel => "Too many dots".to_owned(),
            Self::HyphenAtEdge { label } => {
                format!("{} can't start or end with a hyphen", quote(label))
            }
            Self::Idna { character: Some(found), .. } => idna_character_message(*found),
            Self::Idna { label, character: None } => {
                format!("{} is not a valid international name. Check the spelling", quote(label))
            }
            Self::LabelTooLong { label, octets } => label_too_long_message(label, *octets),
            Self::NameTooLong { octets } => {
                format!("Too long: {octets} characters (the limit is 253)")
            }
            Self::NumericTld { .. } => "A domain must end in letters, such as .com".to_owned(),
            Self::BadTld { tld } => {
                format!("{} is not a valid ending. A domain ends in at least two letters, such as .com", quote(tld))
            }
            Self::SingleLabel { label } => {
                format!("Add an ending: {}.com, for example", shorten(label))
            }
            Self::MailboxProvider { provider } => {
                format!(
                    "{} is a mailbox provider: you can't add DNS records there. Use your own domain",
                    shorten(provider)
                )
            }
            Self::PublicSuffix { suffix } => {
                let suffix = shorten(suffix);
                format!(".{suffix} is a public suffix. Enter your own domain, e.g. yourname.{suffix}")
            }
        }
    }
}

fn idna_character_message(found: HiddenCharacter) -> String {
    let HiddenCharacter { character, position } = found;
    let code_point = found.code_point();
    if crate::core::text::is_hidden(character) {
        format!("A domain can't contain hidden characters ({code_point} at position {position}). Remove it")
    } else {
        format!("{} ({code_point}) isn't allowed (position {position})", quote_char(character))
    }
}

fn label_too_long_message(label: &str, octets: usize) -> String {
    let form = if label.is_ascii() { "" } else { " in its xn-- form" };
    format!("{} is too long: {octets} characters{form}; each part can have at most 63", quote(label))
}
