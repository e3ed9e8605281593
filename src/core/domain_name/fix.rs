//! What is changed without asking, and the words for it.

use super::quote::{quote, shorten};
use crate::core::text::HiddenCharacter;

/// Something that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Blanks, tabs or line ends around the name removed.
    Trimmed,
    /// Quotes or brackets around the name removed.
    QuotesRemoved,
    /// A comma, semicolon or colon at the end removed.
    PunctuationRemoved(char),
    /// Characters that cannot be seen removed.
    InvisibleRemoved {
        /// How many, at least one.
        count: usize,
        /// The first of them, with its place in the text.
        first: HiddenCharacter,
    },
    /// An address (URL): only its host is used. Path, port, user and password are dropped and kept nowhere.
    SchemeRemoved,
    /// An e-mail address: the part after the `@` is used.
    EmailDomainTaken,
    /// Path, query or fragment removed.
    PathRemoved,
    /// A port removed.
    PortRemoved,
    /// The dot before the name removed.
    LeadingDotRemoved,
    /// The dot that marks the root of DNS removed.
    TrailingDot,
    /// Capital letters made small: DNS does not tell them apart (RFC 4343).
    LowerCased,
    /// Characters of compatibility mapped to plain ones (UTS 46 section 4).
    IdnMapped {
        /// The name as it is now.
        name: String,
    },
    /// An international name, sent in its ASCII form (RFC 5890).
    Idn {
        /// Its ASCII form.
        ascii: String,
        /// Its own letters, where they can be shown.
        unicode: Option<String>,
    },
}

impl Fix {
    /// Its stable name, as in domain-cases.tsv and in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Trimmed => "trimmed",
            Self::QuotesRemoved => "quotes-removed",
            Self::PunctuationRemoved(_) => "punctuation-removed",
            Self::InvisibleRemoved { .. } => "invisible-removed",
            Self::SchemeRemoved => "scheme-removed",
            Self::EmailDomainTaken => "email-domain-taken",
            Self::PathRemoved => "path-removed",
            Self::PortRemoved => "port-removed",
            Self::LeadingDotRemoved => "leading-dot-removed",
            Self::TrailingDot => "trailing-dot",
            Self::LowerCased => "lower-cased",
            Self::IdnMapped { .. } => "idn-mapped",
            Self::Idn { .. } => "idn",
        }
    }

    /// What was changed, in a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Trimmed => "Spaces, tabs or line ends around the name were removed".to_owned(),
            Self::QuotesRemoved => "The quotes or brackets around the name were removed".to_owned(),
            Self::PunctuationRemoved(mark) => format!("The {} at the end was removed", punctuation_name(*mark)),
            Self::InvisibleRemoved { count: 1, first } => {
                format!("An invisible character ({}) at position {} was removed", first.code_point(), first.position)
            }
            Self::InvisibleRemoved { count, first } => format!(
                "{count} invisible characters were removed, the first ({}) at position {}",
                first.code_point(),
                first.position
            ),
            Self::SchemeRemoved => "This is an address (URL): only the domain in it is used".to_owned(),
            Self::EmailDomainTaken => "This is an e-mail address: the part after the @ is used".to_owned(),
            Self::PathRemoved => "What follows the domain (path, query or fragment) was removed".to_owned(),
            Self::PortRemoved => "The port was removed: a domain has none".to_owned(),
            Self::LeadingDotRemoved => "The dot before the name was removed".to_owned(),
            Self::TrailingDot => "The final dot was removed: it only marks the end of a name in DNS".to_owned(),
            Self::LowerCased => "Made lower-case: capital letters make no difference in a domain".to_owned(),
            Self::IdnMapped { name } => {
                format!("Special characters were replaced by plain ones: {}", shorten(name))
            }
            Self::Idn { ascii, unicode: Some(unicode) } if fits_both_forms(ascii, unicode) => {
                format!("International name: {} is sent as {ascii}", quote(unicode))
            }
            Self::Idn { ascii, .. } => format!("International name, sent in its DNS form {}", shorten(ascii)),
        }
    }
}

/// Both forms are shown where they do not make the sentence long.
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
