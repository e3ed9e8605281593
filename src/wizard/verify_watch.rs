//! A domain that is followed until AutoSend has verified it. It goes on whatever screen is shown.

use std::time::Duration;

use super::session::RequestId;
use crate::core::api_error::ApiError;
use crate::core::api_key::Credentials;
use crate::core::check_history::{Check, CheckHistory, CheckState};
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::core::verify_poll::{DEFAULT_TIMEOUT, Fact, VerifyOutcome, VerifyPoll};

/// A domain that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyWatch {
    /// The domain, as AutoSend's last answer has it.
    pub domain: SendingDomain,
    /// When AutoSend was asked to verify, by the clock of the model.
    pub started_at: Duration,
    /// What to do next.
    pub(super) poll: VerifyPoll,
    /// What AutoSend has said of its checks.
    pub check_history: CheckHistory,
    /// What it is doing.
    pub stage: VerifyWatchStage,
    /// Why the last look brought nothing.
    pub last_error: Option<String>,
    /// When each check was first accepted, by the clock of the model, where that was while following.
    accepted_checks: Vec<(Check, Duration)>,
    pub(super) credentials: Credentials,
}

/// What a following is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyWatchStage {
    /// AutoSend is being asked to verify.
    Requesting(RequestId),
    /// The next look comes.
    Waiting {
        /// The timer of it.
        timer: RequestId,
        /// When, by the clock of the model.
        until: Duration,
    },
    /// AutoSend is being asked how far it is.
    Polling(RequestId),
    /// It is over.
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
            credentials,
            domain,
        }
    }

    /// Whether it goes on.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        !matches!(self.stage, VerifyWatchStage::Ended(_))
    }

    /// Whether it waits for the answer to this request.
    pub(super) fn awaits(&self, answer: RequestId) -> bool {
        matches!(&self.stage, VerifyWatchStage::Requesting(id) | VerifyWatchStage::Polling(id) if *id == answer)
    }

    /// Whether this is the timer of its next look.
    pub(super) fn is_waiting_on(&self, fired: RequestId) -> bool {
        matches!(&self.stage, VerifyWatchStage::Waiting { timer, .. } if *timer == fired)
    }

    /// The request or the timer under way.
    pub(super) const fn pending_id(&self) -> Option<RequestId> {
        match &self.stage {
            VerifyWatchStage::Requesting(id)
            | VerifyWatchStage::Polling(id)
            | VerifyWatchStage::Waiting { timer: id, .. } => Some(*id),
            VerifyWatchStage::Ended(_) => None,
        }
    }

    /// Takes in an answer of AutoSend, at this time of the clock.
    pub(super) fn apply_result(&mut self, domain: SendingDomain, clock: Duration) {
        let open = |standing: &CheckHistory, check: &Check| standing.state(*check) != CheckState::Accepted;
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

    /// How long after the beginning a check was accepted, where that was while following.
    #[must_use]
    pub fn accepted_after(&self, check: Check) -> Option<Duration> {
        self.accepted_at(check).map(|at| at.saturating_sub(self.started_at))
    }

    fn accepted_at(&self, check: Check) -> Option<Duration> {
        self.accepted_checks.iter().find(|(of, _)| *of == check).map(|(_, at)| *at)
    }
}

/// What to say of a domain that is no longer watched.
#[must_use]
pub fn outcome_message(outcome: &VerifyOutcome, domain: &SendingDomain) -> String {
    let name = domain.name.sanitized();
    match outcome {
        VerifyOutcome::Verified => format!("{name} is verified: it can send"),
        VerifyOutcome::Failed => format!("{name} is not verified: AutoSend says {}", domain.status.label()),
        VerifyOutcome::NotFound(_) => format!("{name} is no longer there, so it is no longer followed"),
        VerifyOutcome::TimedOut | VerifyOutcome::Unreachable(_) => {
            format!("{name} is not verified yet, and is no longer followed; v follows it again")
        }
        VerifyOutcome::Rejected(error) => format!("{name} is not followed: {}", rejection_message(error)),
    }
}

/// Why AutoSend does not verify a domain, or does not say how far it is.
#[must_use]
pub fn rejection_message(error: &ApiError) -> String {
    match error.status() {
        Some(401) => "AutoSend does not accept the key any more".to_owned(),
        _ => describe_error(error),
    }
}
