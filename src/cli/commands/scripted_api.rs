//! An API for tests that returns given responses, and records its calls and their times.

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::time::Instant;

use crate::core::api_error::{ApiError, ErrorResponse};
use crate::core::api_key::{ApiKey, Credentials};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::DomainName;
use crate::core::operation::Operation;
use crate::core::region::Region;
use crate::ports::Api;

/// A call, and its time in seconds after the start.
pub(super) type Call = (&'static str, u64);

/// Returns responses in their order.
pub(super) struct ScriptedApi {
    fetch_responses: Mutex<VecDeque<Result<SendingDomain, ApiError>>>,
    remove_responses: Mutex<VecDeque<Result<(), ApiError>>>,
    calls: Mutex<Vec<Call>>,
    start: Instant,
}

impl ScriptedApi {
    /// With the responses to GET and to DELETE.
    pub(super) fn new(fetched: Vec<Result<SendingDomain, ApiError>>, removed: Vec<Result<(), ApiError>>) -> Self {
        Self {
            fetch_responses: Mutex::new(fetched.into()),
            remove_responses: Mutex::new(removed.into()),
            calls: Mutex::default(),
            start: Instant::now(),
        }
    }

    /// The calls so far.
    pub(super) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    fn record_call(&self, what: &'static str) {
        self.calls.lock().unwrap().push((what, self.start.elapsed().as_secs()));
    }
}

impl Api for ScriptedApi {
    async fn create_domain(&self, _: &Credentials, _: &DomainName, _: &Region) -> Result<SendingDomain, ApiError> {
        unreachable!("nothing is added")
    }

    async fn list_domains(&self, _: &Credentials) -> Result<Vec<SendingDomain>, ApiError> {
        unreachable!("the id is known")
    }

    async fn fetch_domain(&self, _: &Credentials, _: &DomainId) -> Result<SendingDomain, ApiError> {
        self.record_call("get");
        self.fetch_responses.lock().unwrap().pop_front().expect("one GET more than answers")
    }

    async fn run_operation(&self, _: &Credentials, _: &DomainId, _: Operation) -> Result<SendingDomain, ApiError> {
        unreachable!("verify is never in the loop")
    }

    async fn remove_domain(&self, _: &Credentials, _: &DomainId) -> Result<(), ApiError> {
        self.record_call("delete");
        self.remove_responses.lock().unwrap().pop_front().expect("one DELETE more than answers")
    }

    fn connection_note(&self) -> Option<String> {
        None
    }
}

/// Any key.
pub(super) fn credentials() -> Credentials {
    Credentials { key: ApiKey::parse("AS_marker0f3c91d2key").unwrap(), project: None }
}

/// An error response with this status.
pub(super) fn refused(status: u16) -> ApiError {
    ApiError::ErrorResponse(ErrorResponse { status, ..ErrorResponse::default() })
}

/// A response that never came.
pub(super) fn lost() -> ApiError {
    ApiError::ResponseLost { reason: "no answer within 30 s".to_owned() }
}
