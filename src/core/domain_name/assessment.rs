//! The verdict on the user's input, and the domain name that results from it.

use std::fmt;

use super::fix::Fix;
use super::public_suffix::{self, PslPosition};
use super::reject_reason::RejectReason;
use super::warning::Warning;

/// A sending domain in the form that is sent to AutoSend: ASCII (A-labels), lower case, no trailing dot, at most 253
/// octets. Only [`super::assess`] creates one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainName {
    ascii: String,
    unicode: Option<String>,
}

impl DomainName {
    pub(super) const fn new(ascii: String, unicode: Option<String>) -> Self {
        Self { ascii, unicode }
    }

    /// The ASCII form.
    pub fn as_str(&self) -> &str {
        &self.ascii
    }

    /// The Unicode form (U-labels, RFC 5890) of an international name. `None` if the name is plain ASCII, or contains
    /// invisible characters such as joiners: such a name is shown in its ASCII form only.
    pub fn unicode(&self) -> Option<&str> {
        self.unicode.as_deref()
    }

    /// The subdomain that is recommended in place of a registrable name: problems with mail from it leave the reputation
    /// of the name alone. `None` for any other name, and if the subdomain's records would have no room.
    pub fn mail_subdomain(&self) -> Option<String> {
        const LABEL: &str = "mail.";
        let has_room = self.ascii.len() + LABEL.len() <= super::MAX_NAME_WITH_DKIM;
        let is_registrable = self.psl_position() == PslPosition::Registrable;
        (has_room && is_registrable).then(|| format!("{LABEL}{}", self.unicode().unwrap_or(&self.ascii)))
    }

    /// The position of the name in the Public Suffix List.
    pub fn psl_position(&self) -> PslPosition {
        public_suffix::psl_position(&self.ascii)
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.ascii)
    }
}

/// The verdict on the user's input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assessment {
    /// The input is a valid name as typed.
    Accepted(DomainName),
    /// The input was corrected; the corrected name is shown and sent.
    Fixed {
        /// The corrected name.
        name: DomainName,
        /// The corrections; at least one.
        fixes: Vec<Fix>,
    },
    /// The name is accepted, but the user must be warned first.
    Warned {
        /// The name to send.
        name: DomainName,
        /// The corrections; may be empty.
        fixes: Vec<Fix>,
        /// The warnings; at least one, the most important first.
        warnings: Vec<Warning>,
    },
    /// The input is not a domain.
    Rejected(Rejected),
}

impl Assessment {
    /// Builds the verdict on a name that is not rejected.
    pub(super) fn from_parts(name: DomainName, fixes: Vec<Fix>, warnings: Vec<Warning>) -> Self {
        match (fixes.is_empty(), warnings.is_empty()) {
            (true, true) => Self::Accepted(name),
            (false, true) => Self::Fixed { name, fixes },
            (_, false) => Self::Warned { name, fixes, warnings },
        }
    }

    /// The name, unless the input was rejected.
    pub const fn name(&self) -> Option<&DomainName> {
        match self {
            Self::Accepted(name) | Self::Fixed { name, .. } | Self::Warned { name, .. } => Some(name),
            Self::Rejected(_) => None,
        }
    }

    /// The corrections made to the input.
    pub fn fixes(&self) -> &[Fix] {
        match self {
            Self::Fixed { fixes, .. } | Self::Warned { fixes, .. } => fixes,
            Self::Accepted(_) | Self::Rejected(_) => &[],
        }
    }

    /// The warnings to show before continuing.
    pub fn warnings(&self) -> &[Warning] {
        match self {
            Self::Warned { warnings, .. } => warnings,
            _ => &[],
        }
    }
}

/// Why the input was rejected, and what the user may have meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Why the input was rejected.
    pub reason: RejectReason,
    /// A repaired name that Enter puts into the field. It is never itself rejected.
    pub suggestion: Option<String>,
}
