//! The state of each record: what DNS has of it, and whether AutoSend has accepted it.

use super::dns_check::DnsCheck;
use super::domain_state::DomainStates;
use crate::core::check::{LEFT_OUT, LEFT_OUT_SHORT, RecordCheck, Verdict, WRONG_NAME, unchecked_label};
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
    /// The limits of a lookup left it out.
    LeftOut,
}

impl DnsState {
    fn of(check: &RecordCheck) -> Self {
        match check.verdict {
            _ if check.is_left_out => Self::LeftOut,
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
    pub fn label(self) -> String {
        match self {
            Self::OnSome { correct, answered } => format!("on {correct} of {answered}"),
            Self::Optional => "optional".to_owned(),
            Self::NotChecked => unchecked_label(false).to_owned(),
            Self::Checking => unchecked_label(true).to_owned(),
            Self::Ok => Verdict::Match.label(),
            Self::WrongValue => Verdict::Different.label(),
            Self::WrongName => WRONG_NAME.to_owned(),
            Self::NotFound => Verdict::Missing.label(),
            Self::NoAnswer => Verdict::Unreachable.label(),
            Self::LeftOut => LEFT_OUT_SHORT.to_owned(),
        }
    }

    /// Returns the state in as many words as it needs, for lines of text.
    pub fn description(self) -> String {
        if self == Self::LeftOut { LEFT_OUT.to_owned() } else { self.label() }
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

impl DomainStates {
    /// Returns what DNS has of the record with this index.
    pub fn dns_state(&self, domain: &SendingDomain, index: usize) -> DnsState {
        let dns_check = self.current_dns_check(domain);
        match dns_check.and_then(|dns_check| dns_check.result.record_check(index)) {
            Some(check) => DnsState::of(check),
            None if dns_check.is_some_and(DnsCheck::is_running) => DnsState::Checking,
            None => DnsState::NotChecked,
        }
    }

    /// Returns the number of records that AutoSend has accepted.
    #[must_use]
    pub fn passed_count(&self, domain: &SendingDomain) -> usize {
        domain.records.iter().filter(|record| self.autosend_state(domain, record) == CheckState::Accepted).count()
    }

    /// Returns whether AutoSend has accepted a record. One check may be for several records.
    pub fn autosend_state(&self, domain: &SendingDomain, record: &DnsRecord) -> CheckState {
        let Some(check) = Check::for_slot(&record.slot) else {
            return match (record.slot == Slot::InboundMx, domain.inbound_verified_at) {
                (true, Some(_)) => CheckState::Accepted,
                (true, None) if domain.inbound_enabled_at.is_some() => CheckState::NotAccepted,
                _ => CheckState::Unreported,
            };
        };
        self.check_history(domain).state(check)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::Cause;

    #[test]
    fn every_state_fits_a_column() {
        let of = |verdict, causes: &[Cause]| {
            DnsState::of(&RecordCheck {
                verdict,
                causes: causes.to_vec(),
                expected: String::new(),
                found: Vec::new(),
                omitted: 0,
                nearest: None,
                cname_chain: Vec::new(),
                server_verdicts: Vec::new(),
                is_left_out: false,
            })
        };
        let placed = [Cause::NameDoubled { at: String::new(), relative_name: String::new() }];
        let inherited = [Cause::DmarcInherited { at: String::new(), policy: String::new() }];
        for (state, label) in [
            (DnsState::NotChecked, "not checked"),
            (DnsState::Checking, "checking"),
            (of(Verdict::Match, &[]), "OK"),
            (of(Verdict::Different, &[]), "wrong value"),
            (of(Verdict::Different, &placed), "wrong value"),
            (of(Verdict::Missing, &[]), "not found"),
            (of(Verdict::Missing, &placed), "wrong name"),
            (of(Verdict::Missing, &inherited), "optional"),
            (of(Verdict::Partly { correct: 1, answered: 2 }, &[]), "on 1 of 2"),
            (of(Verdict::Unreachable, &[]), "no answer"),
            (DnsState::LeftOut, "left out"),
        ] {
            assert_eq!(state.label(), label);
        }
    }
}
