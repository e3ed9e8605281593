//! The check of a domain's records in DNS, when it runs again, and the next action that it suggests.

use std::time::Duration;

use super::session::RequestId;
use crate::core::check::{Change, Count, DomainCheck, Outcome, RecordCheck, Verdict, records_are};
use crate::core::dns::DnsLookup;
use crate::core::dns_poll::DnsPoll;
use crate::core::domain::SendingDomain;

/// The DNS check of a domain's records, with its schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsCheck {
    /// The DNS data of the domain's records.
    pub result: DomainCheck,
    /// The state of the check.
    pub stage: DnsCheckStage,
    /// The number of finished runs.
    pub runs: u32,
    /// The time at which the last run ended, by the model's clock.
    pub last_run_at: Option<Duration>,
    /// The time at which the watch started, by the model's clock; `None` for a single run.
    pub watching_since: Option<Duration>,
    /// The schedule of a watch.
    pub(super) poll: DnsPoll,
    /// The changes that the last run found, as sentences.
    pub changes: Vec<String>,
    /// The error of the last run.
    pub last_error: Option<String>,
}

/// The state of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsCheckStage {
    /// The last run has ended.
    Idle,
    /// This request is looking up the records.
    Running(RequestId),
    /// A timer runs before the next run.
    Waiting {
        /// The timer's id.
        timer: RequestId,
        /// The time at which it fires, by the model's clock.
        until: Duration,
    },
}

impl DnsCheck {
    pub(super) fn new(domain: SendingDomain, id: RequestId) -> Self {
        Self {
            result: DomainCheck::new(domain),
            stage: DnsCheckStage::Running(id),
            runs: 0,
            last_run_at: None,
            watching_since: None,
            poll: DnsPoll::default(),
            changes: Vec::new(),
            last_error: None,
        }
    }

    /// Whether a run is pending.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self.stage, DnsCheckStage::Running(_))
    }

    /// Whether the check repeats until all required records are correct.
    #[must_use]
    pub const fn is_watching(&self) -> bool {
        self.watching_since.is_some()
    }

    /// Whether this is the pending run.
    pub(super) fn awaits(&self, answer: RequestId) -> bool {
        self.stage == DnsCheckStage::Running(answer)
    }

    /// Whether this timer starts the next run.
    pub(super) fn is_waiting_on(&self, fired: RequestId) -> bool {
        matches!(self.stage, DnsCheckStage::Waiting { timer, .. } if timer == fired)
    }

    /// Returns the pending run or timer.
    pub(super) const fn pending_id(&self) -> Option<RequestId> {
        match self.stage {
            DnsCheckStage::Idle => None,
            DnsCheckStage::Running(id) | DnsCheckStage::Waiting { timer: id, .. } => Some(id),
        }
    }

    /// Takes the result of a finished run.
    pub(super) fn apply_result(&mut self, lookup: &DnsLookup, clock: Duration) {
        self.changes = self.result.complete(lookup).iter().filter_map(Change::label).collect();
        self.runs = self.runs.saturating_add(1);
        self.last_run_at = Some(clock);
        self.last_error = None;
    }

    /// Returns what DNS lacks, or that it has all records. `None` before the first run has ended, and if DNS has none
    /// of the records yet.
    pub(super) fn next_action(&self) -> Option<String> {
        self.last_run_at?;
        let summary = self.result.summary();
        let Count { n: correct, of } = summary.correct;
        let conflicts = self.result.conflict_count();
        Some(match summary.outcome {
            Outcome::HiddenByDnssec => "The records are in DNS, but DNSSEC of the zone is broken: d tells.".to_owned(),
            Outcome::Correct if correct == of => "All records are in DNS: v has AutoSend verify them.".to_owned(),
            Outcome::Correct => {
                format!("{correct} of {of} records are in DNS, the rest is optional: v has AutoSend verify them.")
            }
            Outcome::RequiredCorrect if conflicts == 0 => {
                "The required records are in DNS: v has AutoSend verify them.".to_owned()
            }
            Outcome::RequiredCorrect => {
                format!("Required ones are in DNS (v verifies), {} (d tells).", conflicts_phrase(conflicts))
            }
            Outcome::Missing | Outcome::NotReached => match (correct, conflicts) {
                (0, 0) => return propagation_message(&self.result),
                (0, 1) => format!("1 of these {of} records clashes with what is there: g guides you, d tells."),
                (0, _) => format!("{conflicts} of these {of} records clash with what is there: g guides you, d tells."),
                (_, 0) => format!("{} right in DNS: d tells of the others.", records_are(correct, of)),
                _ => format!("{} right, {} already: d tells.", records_are(correct, of), conflicts_phrase(conflicts)),
            },
        })
    }
}

fn conflicts_phrase(count: usize) -> String {
    if count == 1 { "1 clashes with what is there".to_owned() } else { format!("{count} clash with what is there") }
}

/// Says that records have not reached every name server yet, which needs only time.
fn propagation_message(check: &DomainCheck) -> Option<String> {
    let is_partly = |check: &RecordCheck| matches!(check.verdict, Verdict::Partly { .. });
    let partly = check.checked_records().filter(|(.., check)| is_partly(check)).count();
    let count = match check.record_checks.len() {
        _ if partly == 0 => return None,
        1 => "The record is".to_owned(),
        all if partly == all => format!("All {all} records are"),
        all => records_are(partly, all),
    };
    Some(format!("{count} there, but not at every name server yet: d tells."))
}
