//! The state of each record: what DNS has of it, and whether AutoSend has accepted it.

use super::dns_check::DnsCheck;
use super::domain_state::DomainStates;
use crate::core::check::{RecordCheck, Verdict};
use crate::core::check_history::{Check, CheckState};
use crate::core::domain::SendingDomain;
use crate::core::record::{DnsRecord, Slot};

/// What DNS has of a record, as the last check knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsState {
    /// DNS was not checked.
    NotChecked,
    /// The first check is running.
    Checking,
    /// It is correct at every server that answered.
    Ok,
    /// It does not exist, and another record makes it optional.
    Optional,
    /// Its name has another value.
    WrongValue,
    /// It exists at another name.
    WrongName,
    /// It is correct at some of the servers that answered.
    OnSome {
        /// The number of servers at which it is correct.
        correct: usize,
        /// The number of servers that answered.
        answered: usize,
    },
    /// It does not exist.
    NotFound,
    /// No server answered.
    NoAnswer,
}

impl DnsState {
    fn of(check: &RecordCheck) -> Self {
        match check.verdict {
            _ if check.is_optional() => Self::Optional,
            Verdict::Match => Self::Ok,
            Verdict::Different => Self::WrongValue,
            Verdict::Missing if check.is_at_wrong_name() => Self::WrongName,
            Verdict::Missing => Self::NotFound,
            Verdict::Partly { correct, answered } => Self::OnSome { correct, answered },
            Verdict::Unreachable => Self::NoAnswer,
        }
    }

    /// Returns the state in two or three words.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::OnSome { correct, answered } => format!("on {correct} of {answered}"),
            Self::NotChecked => "not checked".to_owned(),
            Self::Checking => "checking".to_owned(),
            Self::Ok => "OK".to_owned(),
            Self::Optional => "optional".to_owned(),
            Self::WrongValue => "wrong value".to_owned(),
            Self::WrongName => "wrong name".to_owned(),
            Self::NotFound => "not found".to_owned(),
            Self::NoAnswer => "no answer".to_owned(),
        }
    }

    /// Whether DNS has something in place of the record.
    pub(super) const fn is_wrong(self) -> bool {
        matches!(self, Self::WrongValue | Self::WrongName)
    }

    /// Whether DNS does not have the record, as far as is known.
    pub(super) const fn is_absent(self) -> bool {
        matches!(self, Self::NotChecked | Self::Checking | Self::NotFound)
    }
}

/// Whether AutoSend has accepted a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutosendState {
    /// AutoSend's check has passed.
    Passed,
    /// It has not passed yet.
    Waiting,
    /// It has passed before, but not in the latest response.
    Failing,
    /// AutoSend reports no check of this record.
    Unknown,
}

impl AutosendState {
    /// Returns the state in a word.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Waiting => "waiting",
            Self::Failing => "failing",
            Self::Unknown => "unknown",
        }
    }
}

impl DomainStates {
    /// Returns what DNS has of the record with this index.
    #[must_use]
    pub fn dns_state(&self, domain: &SendingDomain, index: usize) -> DnsState {
        let dns_check = self.current_dns_check(domain);
        match dns_check.and_then(|dns_check| dns_check.result.record_check(index)) {
            Some(check) => DnsState::of(check),
            None if dns_check.is_some_and(DnsCheck::is_running) => DnsState::Checking,
            None => DnsState::NotChecked,
        }
    }

    /// Returns whether AutoSend has accepted a record. One check may be for several records.
    #[must_use]
    pub fn autosend_state(&self, domain: &SendingDomain, record: &DnsRecord) -> AutosendState {
        let Some(check) = Check::for_slot(&record.slot) else {
            return match (record.slot == Slot::InboundMx, domain.inbound_verified_at) {
                (true, Some(_)) => AutosendState::Passed,
                (true, None) if domain.inbound_enabled_at.is_some() => AutosendState::Waiting,
                _ => AutosendState::Unknown,
            };
        };
        match self.check_history(domain).state(check) {
            CheckState::Accepted => AutosendState::Passed,
            CheckState::Regressed => AutosendState::Failing,
            CheckState::NotAccepted => AutosendState::Waiting,
            CheckState::Unreported => AutosendState::Unknown,
        }
    }
}
