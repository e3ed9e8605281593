//! The states of the Conflict and Failure screens.

use super::{NewDomain, Screen};
use crate::core::adding::Adding;
use crate::core::api_error::ApiError;
use crate::core::failure::Failure;
use crate::wizard::session::Session;

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

/// The Failure screen: a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureScreen {
    /// The failure and its explanation.
    pub failure: Failure,
    /// The screen that Esc returns to. Enter returns to it too and submits it again.
    pub resume: Box<Screen>,
}
