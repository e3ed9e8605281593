//! Corrections that are made without asking, and the sentences that report them.

use super::quote::{quote, shorten};
use crate::core::text::HiddenCharacter;

/// A correction to the user's input.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Fix {
    /// Blanks, tabs or line ends around the name were removed.
    Trimmed,
    /// Quotes or brackets around the name were removed.
    QuotesRemoved,
    /// A comma, semicolon or colon at the end was removed.
    PunctuationRemoved(char),
    /// Invisible characters were removed.
    InvisibleRemoved {
        /// How many were removed; at least one.
        count: usize,
        /// The first of them, with its position in the input.
        first: HiddenCharacter,
    },
    /// The input was a URL and only its host is used. Path, port, user and password are dropped and never stored.
    SchemeRemoved,
    /// The input was an e-mail address, and the part after the `@` is used.
    EmailDomainTaken,
    /// A path, query or fragment was removed.
    PathRemoved,
    /// A port was removed.
    PortRemoved,
    /// A dot before the name was removed.
    LeadingDotRemoved,
    /// The trailing dot, which stands for the DNS root, was removed.
    TrailingDot,
    /// Capital letters were made lower case, because DNS ignores case (RFC 4343).
    LowerCased,
    /// Compatibility characters were mapped to plain ones (UTS 46 section 4).
    IdnMapped {
        /// The resulting name.
        name: String,
    },
    /// The name is international and is sent in its ASCII form (RFC 5890).
    Idn {
        /// The ASCII form.
        ascii: String,
        /// The Unicode form, if it can be shown.
        unicode: Option<String>,
    },
}

impl Fix {
    /// The stable code used in domain-cases.tsv and in JSON.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// A sentence that says what was changed.
    pub fn message(&self) -> String {
        match self {
            Self::Trimmed => "Removed surrounding whitespace".to_owned(),
            Self::QuotesRemoved => "Removed the quotes or brackets".to_owned(),
            Self::PunctuationRemoved(mark) => format!("Removed the {} at the end", punctuation_name(*mark)),
            Self::InvisibleRemoved { count: 1, first } => {
                format!("Removed an invisible character ({}) at position {}", first.code_point(), first.position)
            }
            Self::InvisibleRemoved { count, first } => format!(
                "Removed {count} invisible characters, the first ({}) at position {}",
                first.code_point(),
                first.position
            ),
            Self::SchemeRemoved => "Using the domain from the URL".to_owned(),
            Self::EmailDomainTaken => "Using the domain after the @".to_owned(),
            Self::PathRemoved => "Removed the path after the domain".to_owned(),
            Self::PortRemoved => "Removed the port".to_owned(),
            Self::LeadingDotRemoved => "Removed the leading dot".to_owned(),
            Self::TrailingDot => "Removed the trailing dot".to_owned(),
            Self::LowerCased => "Converted to lowercase".to_owned(),
            Self::IdnMapped { name } => {
                format!("Replaced special characters: {}", shorten(name))
            }
            Self::Idn { ascii, unicode: Some(unicode) } if fits_both_forms(ascii, unicode) => {
                format!("International name: {} will be sent as {ascii}", quote(unicode))
            }
            Self::Idn { ascii, .. } => format!("International name, sent as {}", shorten(ascii)),
        }
    }
}

/// Whether the sentence stays short enough with both forms in it.
fn fits_both_forms(ascii: &str, unicode: &str) -> bool {
    ascii.chars().count() + unicode.chars().count() <= 64
}

const fn punctuation_name(mark: char) -> &'static str {
    match mark {
        ',' => "comma",
        ';' => "semicolon",
        ':' => "colon",
        _ => "mark",
    }
}
