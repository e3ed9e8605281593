//! What a domain needs: by that the list is grouped.

use super::domain::{DomainStatus, SendingDomain};
use super::standing::{Accepted, Check};

/// What is to be done for a domain, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Its status says that something went wrong.
    Look,
    /// Its records are to be published.
    Records,
    /// AutoSend is looking for them just now.
    Checking,
    /// It has a status that this program does not know.
    Unknown,
    /// It can send, and more is recommended.
    Recommended,
    /// Nothing: it can send.
    Nothing,
}

impl Need {
    /// What a domain needs, as AutoSend's last answer has it.
    #[must_use]
    pub fn of(domain: &SendingDomain) -> Self {
        let lacks = |check: Check| Accepted::of(check, domain.checks) == Accepted::NotYet;
        match &domain.status {
            status if status.is_failure() => Self::Look,
            DomainStatus::Verified if lacks(Check::MailFrom) || lacks(Check::Dmarc) => Self::Recommended,
            DomainStatus::Verified => Self::Nothing,
            _ if domain.verification_in_progress => Self::Checking,
            DomainStatus::Pending => Self::Records,
            DomainStatus::Other(_) => Self::Unknown,
        }
    }

    /// The heading of those that need it.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Look => "To look into",
            Self::Records => "DNS records to publish",
            Self::Checking => "AutoSend is checking",
            Self::Unknown => "Another status",
            Self::Recommended => "Can send, more recommended",
            Self::Nothing => "Can send",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::domain::AutosendChecks;
    use crate::core::fixtures;

    #[test]
    fn the_need_follows_from_status_and_checks() {
        let need = |status: &str, mail_from, in_progress| {
            let mut domain = fixtures::domain("example.com", Vec::new());
            domain.status = DomainStatus::parse(status);
            domain.checks = AutosendChecks { mail_from, ..AutosendChecks::default() };
            domain.verification_in_progress = in_progress;
            Need::of(&domain)
        };
        assert_eq!(need("PENDING_CONFIGURATION", None, false), Need::Records);
        assert_eq!(need("PENDING_CONFIGURATION", Some(false), true), Need::Checking);
        assert_eq!(need("VERIFIED", Some(false), true), Need::Recommended);
        assert_eq!(need("VERIFIED", None, false), Need::Nothing);
        assert_eq!(need("VERIFICATION_FAILED", None, true), Need::Look);
        assert_eq!(need("SOMETHING", None, false), Need::Unknown);
    }
}
