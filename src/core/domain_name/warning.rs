//! What to know before going on: judgements, never walls. Each has its words and, where one can be told, a
//! name that is probably better.

use super::quote::{quote, quote_char, shorten};

/// Something to know before going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Reserved: never resolves publicly, so it cannot be verified (a local test server may use it).
    SpecialUse {
        /// The reserved ending, without a dot before it.
        suffix: &'static str,
        /// What reserves it: `RFC 6761`.
        source: &'static str,
    },
    /// The top-level domain is not in the list of this program, which may be old.
    UnknownTld {
        /// The top-level domain, without a dot.
        tld: String,
        /// The name with a top-level domain that is one slip away.
        suggestion: Option<String>,
    },
    /// The name is an ending under which others register.
    PublicSuffix {
        /// The ending, which is the whole name.
        suffix: String,
    },
    /// The name is the ending of a shared host, of the private part of the Public Suffix List.
    PrivateSuffix {
        /// The ending, which is the whole name.
        suffix: String,
    },
    /// The name is below the ending of a shared host.
    UnderPrivateSuffix {
        /// The ending.
        suffix: String,
    },
    /// A provider of mailboxes for everyone.
    MailboxProvider {
        /// The provider's domain.
        provider: String,
    },
    /// Letters of different scripts in one label (UTS 39 section 5.1).
    MixedScript {
        /// The label in its own letters.
        label: String,
        /// The scripts by their English names, in the order they occur; at least two.
        scripts: Vec<&'static str>,
        /// The name as it is sent.
        ascii: String,
        /// The name in plain Latin letters, where each odd one has a twin there.
        suggestion: Option<String>,
    },
    /// Every letter of a label looks like a Latin one (UTS 39 section 4).
    Lookalike {
        /// The name as it is sent.
        ascii: String,
        /// What the label looks like, in ASCII.
        looks_like: String,
        /// The name in plain Latin letters.
        suggestion: Option<String>,
    },
    /// A symbol or emoji: UTS 46 allows it, IDNA 2008 (RFC 5892) does not.
    SymbolOrEmoji {
        /// The first such character.
        symbol: char,
        /// The name with plain hyphens, where the symbols are dashes.
        suggestion: Option<String>,
    },
    /// Hyphens in the third and fourth place, reserved for prefixes such as `xn--` (RFC 5891 section 4.2.3.1).
    Hyphens34 {
        /// The label.
        label: String,
    },
    /// Too long for the DKIM record's own name to fit.
    NoRoomForRecords {
        /// The length of the name in octets, 234 to 253.
        octets: usize,
    },
    /// Begins with `www`: mail is normally sent from the parent.
    Www {
        /// The parent.
        parent: String,
    },
}

impl Warning {
    /// Its stable name, as in domain-cases.tsv and in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SpecialUse { .. } => "special-use",
            Self::UnknownTld { .. } => "unknown-tld",
            Self::PublicSuffix { .. } => "public-suffix",
            Self::PrivateSuffix { .. } => "private-suffix",
            Self::UnderPrivateSuffix { .. } => "under-private-suffix",
            Self::MailboxProvider { .. } => "mailbox-provider",
            Self::MixedScript { .. } => "mixed-script",
            Self::Lookalike { .. } => "lookalike",
            Self::SymbolOrEmoji { .. } => "symbol-or-emoji",
            Self::Hyphens34 { .. } => "hyphens-3-4",
            Self::NoRoomForRecords { .. } => "no-room-for-records",
            Self::Www { .. } => "www",
        }
    }

    /// What to know, in a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::SpecialUse { suffix, source } => {
                format!(".{suffix} is reserved ({source}): it is not in public DNS, so it cannot be verified")
            }
            Self::UnknownTld { tld, suggestion: Some(near) } => format!(
                ".{} is not a known top-level domain; did you mean .{}?",
                shorten(tld),
                shorten(last_label(near))
            ),
            Self::UnknownTld { tld, suggestion: None } => {
                format!(".{} is not in the list of top-level domains built in here: check the spelling", shorten(tld))
            }
            Self::PublicSuffix { suffix } => {
                let suffix = shorten(suffix);
                format!("Others register names under {suffix}: you may mean a name such as yourname.{suffix}")
            }
            Self::PrivateSuffix { suffix } => {
                format!("{} is a shared hosting domain: only its operator can add DNS records", shorten(suffix))
            }
            Self::UnderPrivateSuffix { suffix } => {
                format!("Names under {} are shared hosting: you can usually not edit their DNS", shorten(suffix))
            }
            Self::MailboxProvider { provider } => {
                format!("{} is a mailbox provider: you cannot add DNS records there", shorten(provider))
            }
            Self::MixedScript { label, scripts, ascii, .. } => mixed_script_message(label, scripts, ascii),
            Self::Lookalike { ascii, looks_like, .. } => format!(
                "It looks like {}, but is spelled with other letters: it is sent as {}",
                quote(looks_like),
                shorten(ascii)
            ),
            Self::SymbolOrEmoji { symbol, .. } => format!(
                "{} is a symbol, not a letter: many mail systems and registries do not take it",
                quote_char(*symbol)
            ),
            Self::Hyphens34 { label } => {
                format!("{} has hyphens in 3rd and 4th place, which are reserved: check the spelling", quote(label))
            }
            Self::NoRoomForRecords { octets } => format!(
                "With {octets} characters the name is too long: over 233, the DKIM record's own name does not fit"
            ),
            Self::Www { parent } => {
                format!("Mail is normally not sent from a www name; did you mean {}?", shorten(parent))
            }
        }
    }

    /// A name that is probably better, where there is one.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::UnknownTld { suggestion, .. }
            | Self::MixedScript { suggestion, .. }
            | Self::Lookalike { suggestion, .. }
            | Self::SymbolOrEmoji { suggestion, .. } => suggestion.as_deref(),
            Self::Www { parent } => Some(parent),
            Self::SpecialUse { .. }
            | Self::PublicSuffix { .. }
            | Self::PrivateSuffix { .. }
            | Self::UnderPrivateSuffix { .. }
            | Self::MailboxProvider { .. }
            | Self::Hyphens34 { .. }
            | Self::NoRoomForRecords { .. } => None,
        }
    }
}

fn mixed_script_message(label: &str, scripts: &[&'static str], ascii: &str) -> String {
    let scripts = match scripts {
        [first, second] => format!("{first} and {second}"),
        [first, second, ..] => format!("{first}, {second} and other"),
        _ => "different".to_owned(),
    };
    // A long label would push the form that is sent out of the line.
    let label = if label.chars().count() > 20 { "One part".to_owned() } else { quote(label) };
    format!("{label} mixes {scripts} letters: it is sent as {}", shorten(ascii))
}

fn last_label(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
