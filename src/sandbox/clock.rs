//! The sandbox's only clock: timestamps, delays and rate limits use it, and it can start at any time.

use jiff::Timestamp;
use tokio::time::Instant;

/// A clock that never goes back. It runs on tokio's time, which a test can pause.
pub(super) struct Clock {
    start_time: Timestamp,
    started_at: Instant,
}

impl Clock {
    /// Starts the clock at `begin`, or at the current time.
    pub(super) fn starting_at(begin: Option<Timestamp>) -> Self {
        Self { start_time: begin.unwrap_or_else(Timestamp::now), started_at: Instant::now() }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.start_time.checked_add(self.started_at.elapsed()).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_goes_on_from_where_it_was_set() {
        let begin: Timestamp = "2026-05-04T09:00:00Z".parse().unwrap();
        let clock = Clock::starting_at(Some(begin));
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!(clock.now().to_string(), "2026-05-04T09:01:30Z");
    }
}
