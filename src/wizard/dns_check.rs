//! The check of a domain's records in DNS, and when it runs again.

use std::time::Duration;

use super::session::RequestId;
use crate::core::api_key::Credentials;
use crate::core::check::{Change, DomainCheck};
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
    /// The key with which AutoSend is asked to verify once the watch has found all required records.
    pub(super) verify_with: Option<Credentials>,
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
            verify_with: None,
            changes: Vec::new(),
            last_error: None,
        }
    }

    /// Whether a run is pending.
    pub const fn is_running(&self) -> bool {
        matches!(self.stage, DnsCheckStage::Running(_))
    }

    /// Whether the check repeats until all required records are correct.
    pub const fn is_watching(&self) -> bool {
        self.watching_since.is_some()
    }

    /// Whether AutoSend is asked to verify as soon as all required records are correct.
    pub const fn verifies_when_ok(&self) -> bool {
        self.is_watching() && self.verify_with.is_some()
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
        let change = |change: &Change| change.label().unwrap_or_else(|| format!("{}: another value", change.title));
        self.changes = self.result.complete(lookup).iter().map(change).collect();
        self.runs = self.runs.saturating_add(1);
        self.last_run_at = Some(clock);
        self.last_error = None;
    }
}
