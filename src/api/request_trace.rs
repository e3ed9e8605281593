//! Reports each request to the observer once it is over, whatever its result.

use std::time::Instant;

use jiff::Timestamp;
use reqwest::Response;

use super::request::PlannedRequest;
use crate::core::api_error::ApiError;
use crate::core::failure::describe_error;
use crate::core::redaction::{SentKeys, mask_api_keys};
use crate::core::request_log::RequestLogEntry;
use crate::ports::RequestObserver;

/// A request in progress. It is reported on drop, so that a cancelled request is reported too.
pub(super) struct RequestTrace<'a> {
    observer: Option<&'a dyn RequestObserver>,
    keys: &'a SentKeys,
    started: Instant,
    exchange: RequestLogEntry,
}

impl<'a> RequestTrace<'a> {
    /// Starts the trace before the request is sent.
    pub(super) fn start(
        observer: Option<&'a dyn RequestObserver>,
        planned: &PlannedRequest,
        keys: &'a SentKeys,
    ) -> Self {
        let exchange = RequestLogEntry {
            started_at: Timestamp::now(),
            method: planned.method,
            url: redact(&planned.url, keys),
            status: None,
            duration: std::time::Duration::ZERO,
            request_id: None,
            error: Some("cancelled before it was sent".to_owned()),
        };
        Self { observer, keys, started: Instant::now(), exchange }
    }

    pub(super) fn mark_sent(&mut self) {
        (self.started, self.exchange.started_at) = (Instant::now(), Timestamp::now());
        self.exchange.error = Some("cancelled before the response arrived".to_owned());
    }

    /// Records the status and headers of the response.
    pub(super) fn record_head(&mut self, response: &Response) {
        self.exchange.status = Some(response.status().as_u16());
        let id = response.headers().get("x-request-id");
        let id = id.map(|id| redact(&String::from_utf8_lossy(id.as_bytes()), self.keys));
        self.exchange.request_id = id.map(Into::into);
    }

    /// Ends the trace with this result.
    pub(super) fn finish<T>(mut self, result: Result<T, ApiError>) -> Result<T, ApiError> {
        self.exchange.error = result.as_ref().err().and_then(|error| transport_fault(error, self.keys));
        result
    }
}

impl Drop for RequestTrace<'_> {
    fn drop(&mut self) {
        let Some(observer) = self.observer else { return };
        self.exchange.duration = self.started.elapsed();
        observer.request_finished(&self.exchange);
    }
}

/// A fault of the transport, which the status does not show.
fn transport_fault(error: &ApiError, keys: &SentKeys) -> Option<String> {
    match error {
        ApiError::ErrorResponse(_) => None,
        other => Some(redact(&describe_error(other), keys)),
    }
}

/// Redacts these keys, and anything that looks like a key.
fn redact(text: &str, keys: &SentKeys) -> String {
    mask_api_keys(&keys.redact(text)).into_owned()
}
