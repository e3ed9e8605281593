//! The states of the steps Review and Adding, and of the Conflict screen, to which a 409 leads.

use crate::core::adding::Adding;
use crate::core::api_error::ApiError;
use crate::core::domain_name::DomainName;
use crate::core::region::Region;
use crate::wizard::session::{RequestId, Session};

/// The domain to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDomain {
    /// The domain's name.
    pub name: DomainName,
    /// The region in which AutoSend sends for it.
    pub region: Region,
}

/// The steps Review and Adding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewScreen {
    /// The current session.
    pub session: Session,
    /// The domain to add.
    pub new_domain: NewDomain,
    /// The state of the submission.
    pub submission: Submission,
    /// Whether the person stopped the last attempt before anything was added.
    pub was_stopped: bool,
}

impl ReviewScreen {
    /// Whether this request adds the domain.
    pub(in crate::wizard) fn awaits(&self, request: RequestId) -> bool {
        matches!(self.submission, Submission::Posting { id, .. } if id == request)
    }
}

/// The Conflict screen: AutoSend already has the domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictScreen {
    /// The current session.
    pub session: Session,
    /// The domain that could not be added.
    pub new_domain: NewDomain,
    /// The server's response.
    pub error: ApiError,
    /// The machine that decides the next step.
    pub adding: Adding,
    /// Whether the list is being loaded, to find the domain in it.
    pub is_loading_list: bool,
}

/// The state of the submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// Nothing is pending: the step is Review.
    Idle,
    /// The POST is pending.
    Posting {
        /// The request's id.
        id: RequestId,
        /// The machine that decides the next step.
        adding: Adding,
    },
    /// AutoSend answered 429; the POST is sent again after a countdown.
    Waiting {
        /// The timer of the current second.
        timer: RequestId,
        /// The seconds left in the countdown.
        seconds_left: u64,
        /// The machine that decides the next step.
        adding: Adding,
    },
    /// The POST had no answer; the list of domains will show whether it was carried out.
    Reconciling {
        /// Whether the list is being loaded or a pause comes before it.
        phase: ReconcilePhase,
        /// The machine that decides the next step.
        adding: Adding,
    },
}

impl Submission {
    /// Returns the machine that decides the next step, unless the submission is idle.
    pub const fn adding(&self) -> Option<&Adding> {
        match self {
            Self::Idle => None,
            Self::Posting { adding, .. } | Self::Waiting { adding, .. } | Self::Reconciling { adding, .. } => {
                Some(adding)
            }
        }
    }

    /// Returns the pending request or timer. The request for the list belongs to the session instead.
    pub(in crate::wizard) const fn pending_id(&self) -> Option<RequestId> {
        match self {
            Self::Idle | Self::Reconciling { phase: ReconcilePhase::Listing, .. } => None,
            Self::Posting { id, .. }
            | Self::Waiting { timer: id, .. }
            | Self::Reconciling { phase: ReconcilePhase::Waiting(id), .. } => Some(*id),
        }
    }
}

/// How the outcome of a POST without an answer is being determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReconcilePhase {
    /// The session's list is being loaded.
    Listing,
    /// This timer runs before the list is loaded.
    Waiting(RequestId),
}
