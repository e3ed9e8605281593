//! The check of a domain's records in DNS, and when it runs again.

use std::time::Duration;

use super::session::RequestId;
use crate::core::check::{Change, DomainCheck};
use crate::core::dns::DnsLookup;
use crate::core::dns_poll::DnsPoll;
use crate::core::domain::SendingDomain;

/// The check of a domain's records in DNS, and when it runs again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsCheck {
    /// What DNS says of the domain's records.
    pub result: DomainCheck,
    /// What it is doing.
    pub stage: DnsCheckStage,
    /// How many runs have ended.
    pub runs: u32,
    /// When the last run ended, by the clock of the model.
    pub last_run_at: Option<Duration>,
    /// When the watch began, by the clock of the model; `None` for a single run.
    pub watching_since: Option<Duration>,
    /// When a watch runs it again.
    pub(super) poll: DnsPoll,
    /// What the last run changed, in words.
    pub changes: Vec<String>,
    /// Why the last run failed.
    pub last_error: Option<String>,
}

/// What a check is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsCheckStage {
    /// Nothing: the last run has ended.
    Idle,
    /// It is looking up the records.
    Running(RequestId),
    /// It waits for its next run.
    Waiting {
        /// The timer of that run.
        timer: RequestId,
        /// When it fires, by the clock of the model.
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

    /// Whether it is looking up the records.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self.stage, DnsCheckStage::Running(_))
    }

    /// Whether it runs again until all required records are right.
    #[must_use]
    pub const fn is_watching(&self) -> bool {
        self.watching_since.is_some()
    }

    /// Whether this is the answer that is waited for.
    pub(super) fn awaits(&self, answer: RequestId) -> bool {
        self.stage == DnsCheckStage::Running(answer)
    }

    /// Whether this is the timer of the next run.
    pub(super) fn is_waiting_on(&self, fired: RequestId) -> bool {
        matches!(self.stage, DnsCheckStage::Waiting { timer, .. } if timer == fired)
    }

    /// The request or the timer under way.
    pub(super) const fn pending_id(&self) -> Option<RequestId> {
        match self.stage {
            DnsCheckStage::Idle => None,
            DnsCheckStage::Running(id) | DnsCheckStage::Waiting { timer: id, .. } => Some(id),
        }
    }

    /// A run has ended.
    pub(super) fn apply_result(&mut self, lookup: &DnsLookup, clock: Duration) {
        self.changes = self.result.complete(lookup).iter().filter_map(Change::label).collect();
        self.runs = self.runs.saturating_add(1);
        self.last_run_at = Some(clock);
        self.last_error = None;
    }
}
