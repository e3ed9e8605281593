//! Repeating the DNS check until the required records are correct: the pauses and the time limit.

use std::time::Duration;

use super::duration::scheduled_pause;

/// The default time limit.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// The pauses between two checks, in seconds; the last one stays.
const INTERVALS_SECS: [u64; 4] = [5, 10, 20, 30];

/// The schedule of repeated DNS checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DnsPoll {
    timeout: Duration,
    checks: u32,
}

/// What the caller must do after a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Check again after this pause.
    Wait(Duration),
    /// Stop: the records are correct.
    Done,
    /// Stop: the time limit is reached.
    TimedOut,
}

impl Default for DnsPoll {
    fn default() -> Self {
        Self::new(DEFAULT_TIMEOUT)
    }
}

impl DnsPoll {
    /// A schedule before its first check. A timeout of zero allows one check.
    pub const fn new(timeout: Duration) -> Self {
        Self { timeout, checks: 0 }
    }

    /// The step after a check that ended `elapsed` after the beginning. The last check takes place at the time limit.
    pub fn next(&mut self, is_correct: bool, elapsed: Duration) -> Step {
        if is_correct {
            return Step::Done;
        }
        if self.is_over(elapsed) {
            return Step::TimedOut;
        }
        let pause = scheduled_pause(&INTERVALS_SECS, self.checks);
        self.checks = self.checks.saturating_add(1);
        Step::Wait(pause.min(self.timeout.saturating_sub(elapsed)))
    }

    /// Whether a check that begins or ends at `elapsed` is the last one.
    pub fn is_over(&self, elapsed: Duration) -> bool {
        elapsed >= self.timeout
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_pauses_grow_to_30_s_and_the_last_check_is_at_the_time_limit() {
        let (mut poll, mut elapsed, mut pauses) = (DnsPoll::new(seconds(100)), Duration::ZERO, Vec::new());
        while let Step::Wait(pause) = poll.next(false, elapsed) {
            pauses.push(pause.as_secs());
            elapsed += pause;
        }
        assert_eq!(pauses, [5, 10, 20, 30, 30, 5]);
    }

    #[test]
    fn it_ends_when_the_records_are_correct_or_at_the_time_limit() {
        assert_eq!(DnsPoll::default().next(true, seconds(9999)), Step::Done);
        assert_eq!(DnsPoll::default().next(false, seconds(3600)), Step::TimedOut);
        assert_eq!(DnsPoll::new(Duration::ZERO).next(false, Duration::ZERO), Step::TimedOut);
    }

    proptest! {
        #[test]
        fn it_ends_in_time(timeout in 0..100_000_u64, checks in prop::collection::vec(0..60_000_u64, 1..50)) {
            let timeout = seconds(timeout);
            let (mut poll, mut elapsed, mut count) = (DnsPoll::new(timeout), Duration::ZERO, 0);
            for check in checks.iter().cycle() {
                let begin = elapsed;
                elapsed += Duration::from_millis(*check);
                count += 1;
                match poll.next(false, elapsed) {
                    Step::Wait(pause) => {
                        prop_assert!(!pause.is_zero() && elapsed + pause <= timeout, "{pause:?}");
                        elapsed += pause;
                    }
                    Step::TimedOut => {
                        prop_assert!(begin <= timeout && timeout <= elapsed);
                        break;
                    }
                    Step::Done => prop_assert!(false, "nothing was right"),
                }
            }
            prop_assert!(count <= timeout.as_secs() / 30 + 6, "{count} checks");
        }
    }
}
