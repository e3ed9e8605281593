//! A domain that is followed until AutoSend has verified it. It goes on whatever screen is shown.

use std::time::Duration;

use super::session::RequestId;
use crate::core::api_key::Credentials;
use crate::core::check_history::{Check, CheckHistory, CheckState};
use crate::core::domain::SendingDomain;
use crate::core::verify_poll::DEFAULT_TIMEOUT;

/// A domain that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    /// The domain, as AutoSend's last answer has it.
    pub domain: SendingDomain,
    /// When AutoSend was asked to verify, by the clock of the model.
    pub began: Duration,
    /// How often has been looked since then.
    pub looks: u32,
    /// What AutoSend has said of its checks.
    pub standing: CheckHistory,
    /// What it is doing.
    pub stage: FollowStage,
    /// Why the last look brought nothing.
    pub trouble: Option<String>,
    /// When each check was first accepted, by the clock of the model, where that was while following.
    accepted: Vec<(Check, Duration)>,
    pub(super) credentials: Credentials,
}

/// What a following is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowStage {
    /// AutoSend is being asked to verify.
    Asking(RequestId),
    /// The next look comes.
    Pausing {
        /// The timer of it.
        timer: RequestId,
        /// When, by the clock of the model.
        until: Duration,
    },
    /// AutoSend is being asked how far it is.
    Looking(RequestId),
    /// It is over.
    Over(FollowEnd),
}

/// How a following ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowEnd {
    /// The domain can send.
    Verified,
    /// AutoSend's status says that it has come to a bad end.
    Failed,
    /// AutoSend no longer has the domain.
    Gone,
    /// It took longer than it is followed for.
    TimeUp,
    /// AutoSend does not answer such a question, in words.
    Refused(String),
}

impl Follow {
    pub(super) fn new(domain: SendingDomain, credentials: Credentials, asked: RequestId, clock: Duration) -> Self {
        Self {
            began: clock,
            looks: 0,
            standing: CheckHistory::new(domain.checks),
            stage: FollowStage::Asking(asked),
            trouble: None,
            accepted: Vec::new(),
            credentials,
            domain,
        }
    }

    /// Whether it goes on.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        !matches!(self.stage, FollowStage::Over(_))
    }

    /// Whether it waits for the answer to this request.
    pub(super) fn awaits(&self, answer: RequestId) -> bool {
        matches!(&self.stage, FollowStage::Asking(id) | FollowStage::Looking(id) if *id == answer)
    }

    /// Whether this is the timer of its next look.
    pub(super) fn pauses_for(&self, fired: RequestId) -> bool {
        matches!(&self.stage, FollowStage::Pausing { timer, .. } if *timer == fired)
    }

    /// The request or the timer under way.
    pub(super) const fn under_way(&self) -> Option<RequestId> {
        match &self.stage {
            FollowStage::Asking(id) | FollowStage::Looking(id) | FollowStage::Pausing { timer: id, .. } => Some(*id),
            FollowStage::Over(_) => None,
        }
    }

    /// Takes in an answer of AutoSend, at this time of the clock.
    pub(super) fn take(&mut self, domain: SendingDomain, clock: Duration) {
        let open = |standing: &CheckHistory, check: &Check| standing.state(*check) != CheckState::Accepted;
        let before: Vec<Check> = Check::ALL.into_iter().filter(|check| open(&self.standing, check)).collect();
        self.standing.update(domain.checks);
        for check in before.into_iter().filter(|check| !open(&self.standing, check)) {
            if self.accepted_at(check).is_none() {
                self.accepted.push((check, clock));
            }
        }
        self.domain = domain;
        self.trouble = None;
    }

    /// How long after the beginning a check was accepted, where that was while following.
    #[must_use]
    pub fn accepted_after(&self, check: Check) -> Option<Duration> {
        self.accepted_at(check).map(|at| at.saturating_sub(self.began))
    }

    fn accepted_at(&self, check: Check) -> Option<Duration> {
        self.accepted.iter().find(|(of, _)| *of == check).map(|(_, at)| *at)
    }

    /// Whether it has been followed for as long as it is to be.
    pub(super) fn is_time_up(&self, clock: Duration) -> bool {
        clock.saturating_sub(self.began) >= DEFAULT_TIMEOUT
    }
}

impl FollowEnd {
    /// What there is to say of a domain that is followed no longer.
    #[must_use]
    pub fn words(&self, domain: &SendingDomain) -> String {
        let name = domain.name.sanitized();
        match self {
            Self::Verified => format!("{name} is verified: it can send"),
            Self::Failed => format!("{name} is not verified: AutoSend says {}", domain.status.label()),
            Self::Gone => format!("{name} is no longer there, so it is no longer followed"),
            Self::TimeUp => format!("{name} is not verified yet, and is no longer followed; v follows it again"),
            Self::Refused(words) => format!("{name} is not followed: {words}"),
        }
    }
}
