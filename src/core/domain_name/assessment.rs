//! The verdict on what was typed, and the name that comes of it.

use std::fmt;

use super::fix::Fix;
use super::public_suffix;
use super::reject_reason::RejectReason;
use super::warning::Warning;

/// A sending domain in the form that is sent: ASCII (A-labels), lower case, no final dot, at most 253 octets.
/// Made by [`super::assess`] only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainName {
    ascii: String,
    unicode: Option<String>,
}

impl DomainName {
    pub(super) const fn new(ascii: String, unicode: Option<String>) -> Self {
        Self { ascii, unicode }
    }

    /// The name as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.ascii
    }

    /// The name in its own letters, where it is an international one (RFC 5890: its U-labels). `None` for a name
    /// that holds characters which are not seen, such as joiners: it is shown in its ASCII form only.
    #[must_use]
    pub fn unicode(&self) -> Option<&str> {
        self.unicode.as_deref()
    }

    /// Where the name stands by the Public Suffix List.
    #[must_use]
    pub fn psl_position(&self) -> PslPosition {
        public_suffix::psl_position(&self.ascii)
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.ascii)
    }
}

/// Where a name stands by the Public Suffix List: a guess at its zone until DNS is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PslPosition {
    /// It is a registrable domain, most likely the top of its zone: a subdomain would be better for mail.
    Registrable,
    /// It is below this registrable domain.
    Subdomain {
        /// The registrable domain.
        registrable_domain: String,
    },
    /// The list does not tell.
    Unknown,
}

/// The verdict on what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assessment {
    /// Taken as typed.
    Accepted(DomainName),
    /// Mended: this form is shown and sent.
    Fixed {
        /// The mended form.
        name: DomainName,
        /// What was changed; at least one.
        fixes: Vec<Fix>,
    },
    /// Taken, after a word.
    Warned {
        /// The form that is sent.
        name: DomainName,
        /// What was changed; may be none.
        fixes: Vec<Fix>,
        /// What to know before going on; at least one, the weightiest first.
        warnings: Vec<Warning>,
    },
    /// Not a domain.
    Rejected(Rejected),
}

impl Assessment {
    /// The verdict on a name that is not refused.
    pub(super) fn from_parts(name: DomainName, mends: Vec<Fix>, warnings: Vec<Warning>) -> Self {
        match (mends.is_empty(), warnings.is_empty()) {
            (true, true) => Self::Accepted(name),
            (false, true) => Self::Fixed { name, fixes: mends },
            (_, false) => Self::Warned { name, fixes: mends, warnings },
        }
    }

    /// The name to go on with, unless it is refused.
    #[must_use]
    pub const fn name(&self) -> Option<&DomainName> {
        match self {
            Self::Accepted(name) | Self::Fixed { name, .. } | Self::Warned { name, .. } => Some(name),
            Self::Rejected(_) => None,
        }
    }

    /// What was changed.
    #[must_use]
    pub fn fixes(&self) -> &[Fix] {
        match self {
            Self::Fixed { fixes, .. } | Self::Warned { fixes, .. } => fixes,
            Self::Accepted(_) | Self::Rejected(_) => &[],
        }
    }

    /// What to know before going on.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        match self {
            Self::Warned { warnings, .. } => warnings,
            _ => &[],
        }
    }
}

/// A refusal: why, and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Why.
    pub reason: RejectReason,
    /// A repaired name that Enter puts into the field; never one that is itself refused.
    pub suggestion: Option<String>,
}
