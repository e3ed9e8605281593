//! Warnings to show before continuing. They never block the user. Each has a message and, if possible, a better name.

use super::quote::{quote, quote_char, shorten};

/// A warning to show before continuing.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Warning {
    /// The name is reserved and never resolves publicly, so it cannot be verified. A local test server may use it.
    SpecialUse {
        /// The reserved suffix, without a leading dot.
        suffix: &'static str,
        /// The document that reserves it: `RFC 6761`.
        source: &'static str,
    },
    /// The top-level domain is not in the compiled-in list, which may be outdated.
    UnknownTld {
        /// The top-level domain, without a dot.
        tld: String,
        /// The name with one typo in its top-level domain corrected.
        suggestion: Option<String>,
    },
    /// The name is a suffix under which others register names.
    PublicSuffix {
        /// The suffix, which is the whole name.
        suffix: String,
    },
    /// The name is the suffix of a shared host, from the private section of the Public Suffix List.
    PrivateSuffix {
        /// The suffix, which is the whole name.
        suffix: String,
    },
    /// The name is below the suffix of a shared host.
    UnderPrivateSuffix {
        /// The suffix of the shared host.
        suffix: String,
    },
    /// The name is that of a public mailbox provider, below an ending that may be anyone's.
    MailboxProvider {
        /// The provider's domain.
        provider: String,
    },
    /// One label contains letters of different scripts (UTS 39 section 5.1).
    MixedScript {
        /// The label in Unicode.
        label: String,
        /// The English names of the scripts, in order of appearance; at least two.
        scripts: Vec<&'static str>,
        /// The ASCII form of the name.
        ascii: String,
        /// The name in plain Latin letters, if each foreign letter resembles one.
        suggestion: Option<String>,
    },
    /// Every letter of a label looks like a Latin letter (UTS 39 section 4).
    Lookalike {
        /// The ASCII form of the name.
        ascii: String,
        /// The ASCII text that the label looks like.
        looks_like: String,
        /// The name in plain Latin letters.
        suggestion: Option<String>,
    },
    /// The name contains a symbol or emoji: UTS 46 allows it, IDNA 2008 (RFC 5892) does not.
    SymbolOrEmoji {
        /// The first such character.
        symbol: char,
        /// The name with hyphens, if the symbols are dashes.
        suggestion: Option<String>,
    },
    /// Hyphens in the third and fourth position, which are reserved for prefixes such as `xn--` (RFC 5891 section
    /// 4.2.3.1).
    #[strum(to_string = "hyphens-3-4")]
    Hyphens34 {
        /// The label with the hyphens.
        label: String,
    },
    /// The name is too long: the name of its DKIM record would not fit.
    NoRoomForRecords {
        /// The length of the name in octets, 234 to 253.
        octets: usize,
    },
    /// The name begins with `www`, but mail is normally sent from the parent.
    Www {
        /// The parent of the name.
        parent: String,
    },
}

impl Warning {
    /// The stable code used in domain-cases.tsv and in JSON.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// A sentence that describes the warning.
    pub fn message(&self) -> String {
        match self {
            Self::SpecialUse { suffix, source } => {
                format!(".{suffix} is reserved ({source}) and not in public DNS, so it can't be verified")
            }
            Self::UnknownTld { tld, suggestion: Some(near) } => format!(
                ".{} is not a known top-level domain. Did you mean .{}?",
                shorten(tld),
                shorten(last_label(near))
            ),
            Self::UnknownTld { tld, suggestion: None } => {
                format!(".{} is not a known top-level domain. Check the spelling", shorten(tld))
            }
            Self::PublicSuffix { suffix } => {
                let suffix = shorten(suffix);
                format!("{suffix} is a public suffix. Did you mean yourname.{suffix}?")
            }
            Self::PrivateSuffix { suffix } => {
                format!("{} is a shared hosting domain; only its operator can add DNS records", shorten(suffix))
            }
            Self::UnderPrivateSuffix { suffix } => {
                format!("{} is a shared hosting domain; you usually can't edit its DNS", shorten(suffix))
            }
            Self::MailboxProvider { provider } => {
                format!("{} may be a mailbox provider; use it only if you can edit its DNS", shorten(provider))
            }
            Self::MixedScript { label, scripts, ascii, .. } => mixed_script_message(label, scripts, ascii),
            Self::Lookalike { ascii, looks_like, .. } => format!(
                "Looks like {} but uses look-alike letters: it will be sent as {}",
                quote(looks_like),
                shorten(ascii)
            ),
            Self::SymbolOrEmoji { symbol, .. } => {
                format!("{} is a symbol; many mail systems and registries reject it", quote_char(*symbol))
            }
            Self::Hyphens34 { label } => {
                format!("{} has hyphens in 3rd and 4th place, which are reserved. Check the spelling", quote(label))
            }
            Self::NoRoomForRecords { octets } => {
                format!("Too long ({octets} characters): beyond 233, the DKIM record name doesn't fit")
            }
            Self::Www { parent } => {
                format!("Mail isn't usually sent from www. Did you mean {}?", shorten(parent))
            }
        }
    }

    /// A name that is probably better, if there is one.
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
    // A long label would push the ASCII form out of the line.
    let label = if label.chars().count() > 20 { "One part".to_owned() } else { quote(label) };
    format!("{label} mixes {scripts} letters: it will be sent as {}", shorten(ascii))
}

fn last_label(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
