//! The state of the steps Review and Adding.

use crate::core::api_error::ApiError;
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
    /// How far sending is.
    pub submission: Submission,
}

impl ReviewScreen {
    /// Whether the domain is added by this request.
    pub(in crate::wizard) fn awaits(&self, request: RequestId) -> bool {
        matches!(self.submission, Submission::Posting { id, .. } if id == request)
    }

    /// Why the answer to the POST is lost, where it is for another reason than that nobody waits for it.
    pub(in crate::wizard) fn loss_cause(&self) -> Option<ApiError> {
        match &self.submission {
            Submission::Reconciling { cause, .. } => cause.clone(),
            _ => None,
        }
    }
}

/// How far sending is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// Nothing is sent.
    Idle,
    /// The POST is under way.
    Posting {
        /// This request.
        id: RequestId,
        /// How many times AutoSend said "too many requests" in this submit.
        rate_limit_count: u8,
    },
    /// AutoSend said "too many requests": it is sent again when the time is over.
    Waiting {
        /// The timer of one second.
        timer: RequestId,
        /// Seconds to go.
        seconds_left: u64,
        /// How many times AutoSend said so in this submit.
        rate_limit_count: u8,
    },
    /// The POST was lost: the list is asked whether it was carried out.
    Reconciling {
        /// Which of the three times.
        attempt: u8,
        /// Asking, or waiting before asking.
        phase: ReconcilePhase,
        /// Why it is lost; `None` where the person stopped waiting.
        cause: Option<ApiError>,
    },
}

/// A part of one attempt to learn what became of a POST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReconcilePhase {
    /// The list is asked; the request is that of the session's list.
    Listing,
    /// A pause before the list is asked.
    Waiting(RequestId),
}
