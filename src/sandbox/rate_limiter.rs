//! The rate limit for each key (autosend-api.md 2.3).
//!
//! It uses the generic cell rate algorithm: each request moves the key's theoretical arrival time one interval ahead,
//! and is refused if that time is too far ahead. A key may send the requests of one second at once. A client that keeps
//! the rate by its own clock is never refused, because [`TOLERANCE`] absorbs the jitter of the network.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::options::RateLimit;

/// How much earlier than the rate allows a request may arrive.
const TOLERANCE: SignedDuration = SignedDuration::from_millis(250);

/// The number of keys above which keys without recent requests are forgotten.
const MAX_TRACKED_KEYS: usize = 1000;

pub(super) struct RateLimiter {
    rate: RateLimit,
    /// The theoretical arrival time of each key's next request.
    theoretical_arrivals: BTreeMap<String, Timestamp>,
}

/// The decision about one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RateLimitDecision {
    /// `X-RateLimit-Limit`: the most requests at once.
    pub(super) limit: u32,
    /// `X-RateLimit-Remaining`: how many of them are left.
    pub(super) remaining: u32,
    /// `X-RateLimit-Reset`: when all of them are available again, in seconds since 1970.
    pub(super) reset: i64,
    /// How long to wait, if the request is refused.
    pub(super) retry_after: Option<Duration>,
}

impl RateLimiter {
    pub(super) fn new(rate: RateLimit) -> Self {
        Self { rate, theoretical_arrivals: BTreeMap::new() }
    }

    /// Counts a request, unless it is refused. Returns `None` if there is no limit.
    pub(super) fn check(&mut self, key: &str, now: Timestamp) -> Option<RateLimitDecision> {
        let RateLimit::PerSecond(rate) = self.rate else { return None };
        let limit = rate.get();
        let second = SignedDuration::from_secs(1);
        let interval = second / i32::try_from(limit).unwrap_or(i32::MAX);
        if self.theoretical_arrivals.len() >= MAX_TRACKED_KEYS {
            self.theoretical_arrivals.retain(|_, theoretical_arrival| *theoretical_arrival > now);
        }

        let theoretical_arrival = self.theoretical_arrivals.get(key).copied().unwrap_or(now).max(now);
        let ahead = theoretical_arrival.duration_since(now) + interval;
        let too_far = ahead - (second + TOLERANCE);
        let retry_after = Duration::try_from(too_far).ok().filter(|wait| !wait.is_zero());
        let (used, theoretical_arrival) = match retry_after {
            Some(_) => (ahead - interval, theoretical_arrival),
            None => (ahead, theoretical_arrival.checked_add(interval).unwrap_or(Timestamp::MAX)),
        };
        self.theoretical_arrivals.insert(key.to_owned(), theoretical_arrival);

        let left = (second - used).max(SignedDuration::ZERO);
        let remaining = u32::try_from(left.as_nanos() / interval.as_nanos()).unwrap_or_default();
        let reset = theoretical_arrival.as_second() + i64::from(theoretical_arrival.subsec_nanosecond() > 0);
        Some(RateLimitDecision { limit, remaining, reset, retry_after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_000_000 + millis).unwrap()
    }

    fn limiter(rate: &str) -> RateLimiter {
        RateLimiter::new(rate.parse().unwrap())
    }

    /// The wait that each request gets, for requests at these times.
    fn waits(limiter: &mut RateLimiter, times: impl IntoIterator<Item = i64>) -> Vec<Option<u128>> {
        times
            .into_iter()
            .map(|time| limiter.check("key", at(time)).unwrap().retry_after.map(|wait| wait.as_millis()))
            .collect()
    }

    #[test]
    fn the_third_request_at_once_is_rejected_with_a_retry_delay() {
        let mut limiter = limiter("2");
        assert_eq!(waits(&mut limiter, [0, 0, 0]), [None, None, Some(250)]);
        assert_eq!(waits(&mut limiter, [249, 250, 251]), [Some(1), None, Some(499)]);
    }

    #[test]
    fn a_client_within_the_rate_is_never_rejected() {
        let steady = (0..200).map(|n| n * 500 + if n % 2 == 0 { 120 } else { -120 });
        assert!(waits(&mut limiter("2"), steady).iter().all(Option::is_none));
        let in_pairs = (0..100).flat_map(|n| [n * 1000, n * 1000 + if n % 2 == 0 { 9 } else { 0 }]);
        assert!(waits(&mut limiter("2"), in_pairs).iter().all(Option::is_none));
    }

    #[test]
    fn over_a_long_time_the_rate_is_not_exceeded() {
        let through = waits(&mut limiter("2"), (0..100_000).step_by(10)).iter().filter(|wait| wait.is_none()).count();
        assert!((200..=203).contains(&through), "{through} in 100 s");
    }

    #[test]
    fn the_headers_have_the_remaining_requests_and_the_reset_time() {
        let mut limiter = limiter("2");
        let decisions: Vec<_> = [0, 0, 0, 1000]
            .map(|time| limiter.check("key", at(time)).unwrap())
            .iter()
            .map(|allowance| (allowance.limit, allowance.remaining, allowance.reset))
            .collect();
        assert_eq!(decisions, [(2, 1, 1001), (2, 0, 1001), (2, 0, 1001), (2, 1, 1002)]);
    }

    #[test]
    fn each_key_has_its_own_limit_and_idle_keys_are_dropped() {
        let mut limiter = limiter("1");
        for n in 0..5000 {
            assert!(limiter.check(&n.to_string(), at(n * 2)).unwrap().retry_after.is_none());
        }
        assert!(limiter.theoretical_arrivals.len() <= MAX_TRACKED_KEYS, "{}", limiter.theoretical_arrivals.len());
    }

    #[test]
    fn off_disables_the_limit() {
        let mut limiter = limiter("off");
        assert!((0..1000).all(|_| limiter.check("key", at(0)).is_none()));
    }
}
