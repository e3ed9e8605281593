//! Limits on the time of a request and the size of its response.

use std::time::Duration;

use crate::core::retry_policy::RequestTimeout;

/// The limits of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time to connect, TLS included.
    pub connect: Duration,
    /// The time from the start of a request, connecting included, to the end of its response, retries included.
    pub timeout: RequestTimeout,
    /// The most octets of a body.
    pub body: usize,
    /// The most octets of the body of the list.
    pub list_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), timeout: RequestTimeout::DEFAULT, body: 1 << 20, list_body: 32 << 20 }
    }
}

impl Limits {
    /// The default limits with this time for each request. Connecting gets less, so that a connection that takes too long is
    /// known to be the reason, and that nothing was sent.
    pub fn with_timeout(timeout: RequestTimeout) -> Self {
        let limits = Self::default();
        Self { connect: limits.connect.min(timeout.total() * 4 / 5), timeout, ..limits }
    }
}
