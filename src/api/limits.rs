//! How long a request may take, and how much an answer may hold.

use std::time::Duration;

/// How long and how much at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To connect, TLS included.
    pub connect: Duration,
    /// From the start of a request, connecting included, to the end of its answer.
    pub answer: Duration,
    /// The octets of a body.
    pub body: usize,
    /// The octets of the list's body.
    pub list_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(30), body: 1 << 20, list_body: 32 << 20 }
    }
}
