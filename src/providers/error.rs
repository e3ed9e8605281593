//! Why a DNS provider did not do what it was asked. No variant holds a secret: messages of servers are redacted before they
//! get here.

use std::time::Duration;

use crate::core::duration::format_exact_duration;

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// The signature does not fit: the secret is wrong.
    Signature,
    /// The provider does not know this key.
    Unknown,
    /// The clock of this machine differs from the provider's.
    Clock,
    /// It is a key that can change the whole account, and is not used here.
    TooPowerful,
    /// It is of an API that the provider has shut.
    Retired,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// A variable that is needed is missing, empty, or names a file that cannot be read: which, in words.
    #[error("{0}")]
    NoCredentials(String),
    /// The provider refuses the key.
    #[error("{}", describe_key_fault(*.0))]
    BadKey(KeyFault),
    /// The key is good, but does not allow this. The provider's words.
    #[error("the key does not allow this: {0}")]
    NotAllowed(String),
    /// The account has no such zone.
    #[error("the account has no zone {0}")]
    NoZone(String),
    /// The zone at the provider is not the one that the delegation leads to, or it is not unique: why, in words.
    #[error("{0}")]
    WrongZone(String),
    /// The records at this name are not those of the plan any more. Nothing was written after this was seen.
    #[error("the records at {0} have changed since the plan was made")]
    Moved(String),
    /// A CNAME, a delegation, or a set of the same type that has no plain values is in the way at this name.
    #[error("{0} cannot be written to: there is a CNAME, a delegation, or a record with special routing")]
    InTheWay(String),
    /// 429. Nothing was done.
    #[error("the provider allows no more requests for now{}", format_wait(*.0))]
    TooOften(Option<Duration>),
    /// Nothing was sent, or a request that only reads has no answer. Nothing was changed.
    #[error("the provider was not reached: {0}")]
    NotReached(String),
    /// A change was sent and has no usable answer, so that it is unknown whether it was carried out.
    #[error("it is unknown whether the provider made the change: {0}")]
    Lost(String),
    /// The provider refuses with this status and these words. Nothing was done.
    #[error("the provider refuses: {words}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The provider's words, sanitized; empty if it has none.
        words: String,
    },
}

impl ProviderError {
    /// Whether a change may have been carried out all the same.
    pub const fn is_in_doubt(&self) -> bool {
        matches!(self, Self::Lost(_))
    }

    /// A 404 about this zone means that the account does not have it.
    pub(super) fn zone_not_found(self, zone: &str) -> Self {
        match self {
            Self::Refused { status: 404, .. } => Self::NoZone(zone.to_owned()),
            other => other,
        }
    }
}

const fn describe_key_fault(fault: KeyFault) -> &'static str {
    match fault {
        KeyFault::Signature => "the secret does not belong to the key",
        KeyFault::Unknown => "the provider does not know the key",
        KeyFault::Clock => "the clock of this machine is wrong, so that the provider refuses the signature",
        KeyFault::TooPowerful => {
            "a global API key can change the whole account and is not used; make a token that may edit the DNS of this \
             zone"
        }
        KeyFault::Retired => "the key is of an API that the provider has shut; make a token of the current one",
    }
}

fn format_wait(wait: Option<Duration>) -> String {
    wait.map_or_else(String::new, |wait| format!("; it asks to wait {}", format_exact_duration(wait)))
}
