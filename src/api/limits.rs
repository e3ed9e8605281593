//! Limits on the time of a request and the size of its response.

use std::time::Duration;

/// The limits of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time to connect, TLS included.
    pub connect: Duration,
    /// The time from the start of a request, connecting included, to the end of its response.
    pub answer: Duration,
    /// The most octets of a body.
    pub body: usize,
    /// The most octets of the body of the list.
    pub list_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(30), body: 1 << 20, list_body: 32 << 20 }
    }
}
