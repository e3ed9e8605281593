//! What to do now for the records of a domain: one decision for the screen, the footer and plain lines.

use super::dns_check::DnsCheck;
use super::domain_state::DomainStates;
use super::message::{CopyTarget, Intent};
use super::model::Model;
use super::record_state::DnsState;
use super::screen::{Pane, PaneKind, RecordsScreen, Screen};
use super::verify_watch::VerifyWatch;
use crate::core::check::{CheckedRecord, Conflict, DomainCheck, Outcome, Repair, Verdict};
use crate::core::domain::SendingDomain;
use crate::core::guide::GuideMark;
use crate::core::record::{DnsRecord, Requirement};

/// What to do now for the records of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextAction {
    /// AutoSend returned no records.
    LoadRecords,
    /// Records are not in DNS.
    Add {
        /// The number of records to add.
        count: usize,
        /// Whether the others exist.
        is_rest: bool,
        /// The name of the DNS provider, if it is known.
        provider: Option<&'static str>,
    },
    /// DNS has something else in place of so many records.
    Fix {
        /// The number of records.
        count: usize,
    },
    /// Validating resolvers reject the zone.
    FixDnssec,
    /// So many records were added, and not every name server has them.
    Wait {
        /// The number of records.
        count: usize,
        /// Whether DNS is checked again and again until all have them.
        is_watching: bool,
    },
    /// No server answered.
    CheckAgain,
    /// DNS has what AutoSend needs.
    Verify(Verifiable),
    /// AutoSend is verifying the domain.
    FollowVerification,
    /// The domain can send.
    Finish,
}

/// What DNS has when verification can succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verifiable {
    /// All records, so many.
    All(usize),
    /// So many of all; the rest are optional.
    RestOptional(usize, usize),
    /// All required records.
    Required,
}

impl NextAction {
    /// Returns the intent that starts the action.
    pub const fn intent(self) -> Intent {
        match self {
            Self::LoadRecords => Intent::Refresh,
            Self::Add { .. } => Intent::OpenPane(PaneKind::Guide),
            Self::Wait { is_watching: false, .. } => Intent::ToggleDnsWatch,
            Self::Fix { .. } | Self::FixDnssec | Self::CheckAgain | Self::Wait { is_watching: true, .. } => {
                Intent::CheckDns
            }
            Self::Verify(_) | Self::FollowVerification | Self::Finish => Intent::Verify,
        }
    }

    /// Returns the action as a sentence without a full stop.
    pub fn sentence(self) -> String {
        match self {
            Self::LoadRecords => "AutoSend returned no records. Load them again".to_owned(),
            Self::Add { count, is_rest, provider } => {
                let records = match (count, is_rest) {
                    (1, false) => "this record".to_owned(),
                    (1, true) => "the missing record".to_owned(),
                    (_, false) => format!("these {count} records"),
                    (_, true) => format!("the {count} missing records"),
                };
                format!("Add {records} at {}", provider.unwrap_or("your DNS provider"))
            }
            Self::Fix { count } => {
                format!("Fix {}", plural(count, "record that is", "records that are") + " wrong in DNS")
            }
            Self::FixDnssec => "Fix the zone's DNSSEC: validating resolvers reject it".to_owned(),
            Self::Wait { count, .. } => {
                format!("Wait: {} on every name server yet", plural(count, "record isn't", "records aren't"))
            }
            Self::CheckAgain => "DNS couldn't be checked. Add the records, then check again".to_owned(),
            Self::Verify(Verifiable::All(1)) => "The record is OK. Verify the domain now".to_owned(),
            Self::Verify(Verifiable::All(count)) => format!("All {count} records are OK. Verify the domain now"),
            Self::Verify(Verifiable::RestOptional(correct, of)) => {
                format!("{correct} of {of} records OK, the rest are optional. Verify now")
            }
            Self::Verify(Verifiable::Required) => "The required records are OK. Verify the domain now".to_owned(),
            Self::FollowVerification => "AutoSend is verifying the domain".to_owned(),
            Self::Finish => "Done: this domain can send".to_owned(),
        }
    }

    /// Returns the action in a few words, for a narrow window.
    pub fn short_sentence(self) -> String {
        match self {
            Self::LoadRecords => "Load the records".to_owned(),
            Self::Add { count, .. } => format!("Add {}", plural(count, "record", "records")),
            Self::Fix { count } => format!("Fix {}", plural(count, "record", "records")),
            Self::FixDnssec => "Fix the zone's DNSSEC".to_owned(),
            Self::Wait { count, .. } => format!("Wait for {}", plural(count, "record", "records")),
            Self::CheckAgain => "DNS couldn't be checked".to_owned(),
            Self::Verify(_) => "Verify the domain".to_owned(),
            Self::FollowVerification => "AutoSend is verifying".to_owned(),
            Self::Finish => "Done: it can send".to_owned(),
        }
    }
}

/// `1 record`, `2 records`.
fn plural(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

impl Model {
    /// Returns the next action of the table of records; `None` on every other screen and below an overlay.
    pub fn next_action(&self) -> Option<NextAction> {
        match &self.screen {
            Screen::Records(screen) if screen.pane == Pane::Table && self.overlay.is_none() => {
                Some(self.domain_states.next_action(&screen.domain))
            }
            _ => None,
        }
    }

    /// Returns the intent with which the footer begins: what starts the next action.
    pub fn next_intent(&self) -> Option<Intent> {
        match &self.screen {
            Screen::Records(RecordsScreen { pane: Pane::Dns { row, .. }, domain, .. }) if self.overlay.is_none() => {
                Some(self.domain_states.next_dns_intent(domain, *row))
            }
            _ => self.next_action().map(NextAction::intent),
        }
    }
}

impl DomainStates {
    /// What to do in the DNS check: to repair the chosen record, or else what follows from the check.
    fn next_dns_intent(&self, domain: &SendingDomain, row: Option<usize>) -> Intent {
        let check = self.current_dns_check(domain);
        let chosen = self.chosen_row(domain, row);
        let repair = chosen.and_then(|index| check?.result.repair(index));
        let is_verifying = self.verify_watch(&domain.id).is_some_and(VerifyWatch::is_running);
        let can_verify = check.is_some_and(|check| check.last_run_at.is_some() && check.result.summary().can_verify());
        match repair {
            _ if is_verifying || domain.status.can_send() || can_verify => Intent::Verify,
            Some(Repair::Rename { .. }) => Intent::Copy(CopyTarget::Name),
            Some(Repair::ChangeValue { .. }) => Intent::Copy(CopyTarget::Value),
            Some(Repair::Add) => Intent::OpenPane(PaneKind::Guide),
            Some(Repair::Nothing) if check.is_some_and(|check| !check.is_watching()) => Intent::ToggleDnsWatch,
            Some(Repair::Nothing) | None => Intent::CheckDns,
        }
    }

    /// Returns the next action for the records of a domain.
    pub fn next_action(&self, domain: &SendingDomain) -> NextAction {
        let watch = self.verify_watch(&domain.id);
        let check = self.finished_dns_check(domain);
        if watch.is_some_and(VerifyWatch::is_running) {
            return NextAction::FollowVerification;
        }
        if domain.status.can_send() {
            let lost = check.map(count_lost).unwrap_or_default();
            return if lost > 0 { NextAction::Fix { count: lost } } else { NextAction::Finish };
        }
        if domain.records.is_empty() {
            return NextAction::LoadRecords;
        }
        let Some(check) = check else {
            let has_failed = self.current_dns_check(domain).is_some_and(|check| check.last_error.is_some());
            return if has_failed { NextAction::CheckAgain } else { self.addition(domain) };
        };
        let summary = check.result.summary();
        match summary.outcome {
            Outcome::HiddenByDnssec => NextAction::FixDnssec,
            Outcome::NotReached => NextAction::CheckAgain,
            Outcome::Correct if summary.correct.is_complete() => {
                NextAction::Verify(Verifiable::All(summary.correct.of))
            }
            Outcome::Correct => NextAction::Verify(Verifiable::RestOptional(summary.correct.n, summary.correct.of)),
            Outcome::RequiredCorrect => NextAction::Verify(Verifiable::Required),
            Outcome::Missing => match self.count_wrong(domain, &check.result) {
                0 if summary.is_dnssec_broken => NextAction::FixDnssec,
                0 => self.addition(domain),
                count => NextAction::Fix { count },
            },
        }
    }

    /// What to do for records none of which is wrong: to add those that were not added, otherwise to wait.
    fn addition(&self, domain: &SendingDomain) -> NextAction {
        let prefs = self.record_prefs(domain);
        let states =
            || domain.records.iter().enumerate().map(|(index, record)| (record, self.dns_state(domain, index)));
        let is_entered = |record: &DnsRecord| prefs.guide.mark(record) == Some(GuideMark::Entered);
        // What is in the way of a record is replaced by it.
        let is_missing = |state: DnsState| state.is_absent() || state.is_wrong();
        let missing = states().filter(|(record, state)| is_missing(*state) && !is_entered(record)).count();
        let pending = states()
            .filter(|(record, state)| {
                matches!(state, DnsState::OnSome { .. }) || state.is_absent() && is_entered(record)
            })
            .count();
        let is_watching = self.current_dns_check(domain).is_some_and(DnsCheck::is_watching);
        match (missing, pending) {
            (0, 0) => NextAction::CheckAgain,
            (0, count) => NextAction::Wait { count, is_watching },
            (count, _) => NextAction::Add {
                count,
                is_rest: count < domain.records.len(),
                provider: prefs.host().map(|host| host.name),
            },
        }
    }

    /// The number of records in whose place DNS has something else. While none of the records is there, what is in the way
    /// of one was there before: then nothing is wrong yet, and the guide says for each record what to do.
    fn count_wrong(&self, domain: &SendingDomain, check: &DomainCheck) -> usize {
        let is_blocked =
            |index| check.conflict(index).is_some_and(|conflict| !matches!(conflict, Conflict::Keep { .. }));
        let is_new =
            check.checked_records().all(|checked| !checked.check.is_correct()) && self.has_absent_records(domain);
        let is_wrong = |index: &usize| {
            let is_blocked = is_blocked(*index);
            if is_new && is_blocked { false } else { is_blocked || self.dns_state(domain, *index).is_wrong() }
        };
        (0..domain.records.len()).filter(is_wrong).count()
    }

    fn has_absent_records(&self, domain: &SendingDomain) -> bool {
        (0..domain.records.len()).any(|index| self.dns_state(domain, index).is_absent())
    }
}

/// The number of required records that a domain that can send has lost in DNS.
fn count_lost(check: &DnsCheck) -> usize {
    let is_lost = |verdict: Verdict| matches!(verdict, Verdict::Missing | Verdict::Different);
    check
        .result
        .checked_records()
        .filter(|CheckedRecord { record, check, .. }| {
            record.requirement() == Requirement::Required && is_lost(check.verdict)
        })
        .count()
}
