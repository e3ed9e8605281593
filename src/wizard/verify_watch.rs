//! A watch of a domain until AutoSend has verified it. It continues on every screen.

use std::time::Duration;

use super::session::RequestId;
use crate::core::api_error::ApiError;
use crate::core::api_key::Credentials;
use crate::core::check_history::{Check, CheckHistory, CheckState};
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::core::verify_poll::{DEFAULT_TIMEOUT, Fact, VerifyOutcome, VerifyPoll};

/// A watch of a domain until it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyWatch {
    /// The domain in AutoSend's latest response.
    pub domain: SendingDomain,
    /// The time of the request to verify, by the model's clock.
    pub started_at: Duration,
    /// The machine that decides the next step.
    pub(super) poll: VerifyPoll,
    /// The history of AutoSend's checks.
    pub check_history: CheckHistory,
    /// The state of the watch.
    pub stage: VerifyWatchStage,
    /// Why the last poll failed.
    pub last_error: Option<String>,
    /// The time at which each check was first accepted, by the model's clock; only for checks accepted during this
    /// watch.
    accepted_checks: Vec<(Check, Duration)>,
    /// The time at which the watch ended, by the model's clock.
    pub(super) ended_at: Option<Duration>,
    pub(super) credentials: Credentials,
}

/// The state of a watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyWatchStage {
    /// The request to verify is pending.
    Requesting(RequestId),
    /// A timer runs before the next poll.
    Waiting {
        /// The timer's id.
        timer: RequestId,
        /// The time at which it fires, by the model's clock.
        until: Duration,
    },
    /// A request for the status is pending.
    Polling(RequestId),
    /// The watch has ended.
    Ended(VerifyOutcome),
}

impl VerifyWatch {
    pub(super) fn new(domain: SendingDomain, credentials: Credentials, asked: RequestId, clock: Duration) -> Self {
        let mut poll = VerifyPoll::new(DEFAULT_TIMEOUT);
        poll.next(Fact::Started);
        Self {
            started_at: clock,
            poll,
            check_history: CheckHistory::new(domain.checks),
            stage: VerifyWatchStage::Requesting(asked),
            last_error: None,
            accepted_checks: Vec::new(),
            ended_at: None,
            credentials,
            domain,
        }
    }

    /// Whether the watch has not ended.
    pub const fn is_running(&self) -> bool {
        !matches!(self.stage, VerifyWatchStage::Ended(_))
    }

    /// Whether this is the pending request.
    pub(super) fn awaits(&self, answer: RequestId) -> bool {
        matches!(&self.stage, VerifyWatchStage::Requesting(id) | VerifyWatchStage::Polling(id) if *id == answer)
    }

    /// Whether this timer starts the next poll.
    pub(super) fn is_waiting_on(&self, fired: RequestId) -> bool {
        matches!(&self.stage, VerifyWatchStage::Waiting { timer, .. } if *timer == fired)
    }

    /// Returns the pending request or timer.
    pub(super) const fn pending_id(&self) -> Option<RequestId> {
        match &self.stage {
            VerifyWatchStage::Requesting(id)
            | VerifyWatchStage::Polling(id)
            | VerifyWatchStage::Waiting { timer: id, .. } => Some(*id),
            VerifyWatchStage::Ended(_) => None,
        }
    }

    /// Takes a response of AutoSend that arrived at `clock`.
    pub(super) fn apply_result(&mut self, domain: SendingDomain, clock: Duration) {
        let open = |history: &CheckHistory, check: &Check| history.state(*check) != CheckState::Accepted;
        let before: Vec<Check> = Check::ALL.into_iter().filter(|check| open(&self.check_history, check)).collect();
        self.check_history.update(domain.checks);
        for check in before.into_iter().filter(|check| !open(&self.check_history, check)) {
            if self.accepted_at(check).is_none() {
                self.accepted_checks.push((check, clock));
            }
        }
        self.domain = domain;
        self.last_error = None;
    }

    /// Returns the time from the start of the watch until a check was accepted; `None` if that was not during the
    /// watch.
    pub fn accepted_after(&self, check: Check) -> Option<Duration> {
        self.accepted_at(check).map(|at| at.saturating_sub(self.started_at))
    }

    /// Returns the time from the request to verify until the domain was verified; `None` if it isn't, or was before.
    pub fn verified_after(&self) -> Option<Duration> {
        let ended_at = self.ended_at.filter(|_| self.stage == VerifyWatchStage::Ended(VerifyOutcome::Verified))?;
        Some(ended_at.saturating_sub(self.started_at))
    }

    fn accepted_at(&self, check: Check) -> Option<Duration> {
        self.accepted_checks.iter().find(|(accepted, _)| *accepted == check).map(|(_, at)| *at)
    }
}

/// Returns the message about a watch that has ended.
pub fn outcome_message(outcome: &VerifyOutcome, domain: &SendingDomain) -> String {
    let name = domain.name.sanitized();
    match outcome {
        VerifyOutcome::Verified => format!("{name} is verified and ready to send"),
        VerifyOutcome::Failed => format!("{name} is not verified: AutoSend reports {}", domain.status.label()),
        VerifyOutcome::NotFound(_) => format!("{name} no longer exists; stopped watching it"),
        VerifyOutcome::TimedOut | VerifyOutcome::Unreachable(_) => {
            format!("{name} is not verified yet. Stopped watching; press v to resume")
        }
        VerifyOutcome::Rejected(error) => format!("Not watching {name}: {}", rejection_message(error)),
    }
}

/// Returns why AutoSend does not verify a domain or does not report its status.
pub fn rejection_message(error: &ApiError) -> String {
    match error.status() {
        Some(401) => "AutoSend no longer accepts the key".to_owned(),
        _ => describe_error(error),
    }
}
