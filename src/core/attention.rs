//! Classifies domains by what they need from the user. The list of domains is grouped by this.

use super::check_history::{Check, CheckState};
use super::domain::{DomainStatus, SendingDomain};

/// What a domain needs from the user, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// Verification failed.
    Failed,
    /// The user must publish its records.
    RecordsToPublish,
    /// AutoSend is checking its records now.
    Checking,
    /// Its status is unknown to this program.
    Unknown,
    /// It can send, but some recommended records are not accepted yet.
    Recommended,
    /// It can send, and nothing is left to do.
    Ready,
}

impl Attention {
    /// Classifies a domain by AutoSend's latest response.
    pub fn from_domain(domain: &SendingDomain) -> Self {
        let lacks = |check: Check| CheckState::from_checks(check, domain.checks) == CheckState::NotAccepted;
        match &domain.status {
            status if status.is_failure() => Self::Failed,
            DomainStatus::Verified if lacks(Check::MailFrom) || lacks(Check::Dmarc) => Self::Recommended,
            DomainStatus::Verified => Self::Ready,
            _ if domain.verification_in_progress => Self::Checking,
            DomainStatus::Pending => Self::RecordsToPublish,
            DomainStatus::Other(_) => Self::Unknown,
        }
    }

    /// The heading of the group.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Failed => "Needs attention",
            Self::RecordsToPublish => "Waiting for DNS",
            Self::Checking => "AutoSend is checking",
            Self::Unknown => "Other status",
            Self::Recommended => "Can send; more recommended",
            Self::Ready => "Can send",
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
            Attention::from_domain(&domain)
        };
        assert_eq!(need("PENDING_CONFIGURATION", None, false), Attention::RecordsToPublish);
        assert_eq!(need("PENDING_CONFIGURATION", Some(false), true), Attention::Checking);
        assert_eq!(need("VERIFIED", Some(false), true), Attention::Recommended);
        assert_eq!(need("VERIFIED", None, false), Attention::Ready);
        assert_eq!(need("VERIFICATION_FAILED", None, true), Attention::Failed);
        assert_eq!(need("SOMETHING", None, false), Attention::Unknown);
    }
}
