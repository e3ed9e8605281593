//! The state of a sandbox that all requests share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::time::Instant;

use super::dns::DnsAddresses;
use super::options::Options;
use super::rate_limiter::RateLimiter;
use super::request_history::RequestHistory;
use super::state::SandboxState;

/// The state that all requests share.
pub(super) struct Shared {
    pub(super) options: Options,
    /// The addresses of the name servers and the resolver.
    pub(super) dns_addresses: DnsAddresses,
    clock: Clock,
    state: Mutex<SandboxState>,
    rate_limiter: Mutex<RateLimiter>,
    request_history: Mutex<RequestHistory>,
}

impl Shared {
    pub(super) fn new(options: Options, dns_addresses: DnsAddresses) -> Self {
        Self {
            clock: Clock::starting_at(options.start_time),
            state: Mutex::new(SandboxState::new(&options)),
            rate_limiter: Mutex::new(RateLimiter::new(options.rate)),
            request_history: Mutex::default(),
            dns_addresses,
            options,
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, SandboxState> {
        lock(&self.state)
    }

    pub(super) fn rate_limiter(&self) -> MutexGuard<'_, RateLimiter> {
        lock(&self.rate_limiter)
    }

    pub(super) fn request_history(&self) -> MutexGuard<'_, RequestHistory> {
        lock(&self.request_history)
    }
}

/// Locks without poisoning: a request that panicked while it held the lock must not stop the others. No lock is held
/// across an await.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The only clock, for timestamps, delays and rate limits. It never goes back, and can start at any time. It runs on tokio's time, which a test can pause.
struct Clock {
    start_time: Timestamp,
    started_at: Instant,
}

impl Clock {
    /// Starts the clock at `begin`, or at the current time.
    fn starting_at(begin: Option<Timestamp>) -> Self {
        Self { start_time: begin.unwrap_or_else(Timestamp::now), started_at: Instant::now() }
    }

    fn now(&self) -> Timestamp {
        self.start_time.checked_add(self.started_at.elapsed()).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_clock_continues_from_the_set_time() {
        let begin: Timestamp = "2026-05-04T09:00:00Z".parse().unwrap();
        let clock = Clock::starting_at(Some(begin));
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!(clock.now().to_string(), "2026-05-04T09:01:30Z");
    }
}
