//! The states in which something stands in the way: the domain is there already, or a request failed.

use super::{NewDomain, Screen};
use crate::core::adding::Adding;
use crate::core::api_error::ApiError;
use crate::core::failure::Failure;
use crate::wizard::session::Session;

/// AutoSend says that the domain is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictScreen {
    /// The key in use.
    pub session: Session,
    /// The domain that was to be added.
    pub new_domain: NewDomain,
    /// The server's answer.
    pub error: ApiError,
    /// What to do next.
    pub adding: Adding,
    /// Whether the list is being read for the domain.
    pub is_loading_list: bool,
}

/// Something failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureScreen {
    /// What, and what it means.
    pub failure: Failure,
    /// Where Esc goes; Enter goes there too and submits.
    pub resume: Box<Screen>,
}
