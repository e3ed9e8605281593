//! The state of the steps Review and Adding.

use crate::core::adding::Adding;
use crate::core::domain_name::DomainName;
use crate::core::region::Region;
use crate::wizard::session::{RequestId, Session};

/// What is asked of AutoSend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDomain {
    /// The name.
    pub name: DomainName,
    /// The region.
    pub region: Region,
}

/// The steps Review and Adding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewScreen {
    /// The key in use.
    pub session: Session,
    /// What will be sent.
    pub new_domain: NewDomain,
    /// The state of sending.
    pub submission: Submission,
}

impl ReviewScreen {
    /// Whether the domain is added by this request.
    pub(in crate::wizard) fn awaits(&self, request: RequestId) -> bool {
        matches!(self.submission, Submission::Posting { id, .. } if id == request)
    }
}

/// The state of sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// Nothing is sent.
    Idle,
    /// The POST is under way.
    Posting {
        /// The request.
        id: RequestId,
        /// What to do next.
        adding: Adding,
    },
    /// AutoSend said "too many requests": the POST is sent again after a countdown.
    Waiting {
        /// The timer of one second.
        timer: RequestId,
        /// The rest of the countdown.
        seconds_left: u64,
        /// What to do next.
        adding: Adding,
    },
    /// The POST was lost: the list is read to see whether it was carried out.
    Reconciling {
        /// Reading, or waiting before it.
        phase: ReconcilePhase,
        /// What to do next.
        adding: Adding,
    },
}

impl Submission {
    /// The machine that decides what to do next, unless nothing is under way.
    #[must_use]
    pub const fn adding(&self) -> Option<&Adding> {
        match self {
            Self::Idle => None,
            Self::Posting { adding, .. } | Self::Waiting { adding, .. } | Self::Reconciling { adding, .. } => {
                Some(adding)
            }
        }
    }

    /// The request or the timer under way; the list is the session's.
    pub(in crate::wizard) const fn pending_id(&self) -> Option<RequestId> {
        match self {
            Self::Idle | Self::Reconciling { phase: ReconcilePhase::Listing, .. } => None,
            Self::Posting { id, .. }
            | Self::Waiting { timer: id, .. }
            | Self::Reconciling { phase: ReconcilePhase::Waiting(id), .. } => Some(*id),
        }
    }
}

/// What is done to learn whether a lost POST was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReconcilePhase {
    /// The list is read; the request is that of the session's list.
    Listing,
    /// A pause before the list is read.
    Waiting(RequestId),
}
