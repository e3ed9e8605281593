//! When a request is sent again.
//!
//! A 429 proves that nothing was carried out, so that any request may be sent again, a POST as well. A request that only
//! reads may also be sent again where its outcome is unknown: after a connection that broke, such as one that was kept and
//! that the server has closed meanwhile, and after a gateway's 502, 503 or 504. A change is not, because it may have been
//! carried out. A response whose body was cut is such an unknown outcome as well.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::api_error::ApiError;
use super::duration::ceil_seconds;

/// How many times a request is sent again.
pub const MAX_RETRIES: u8 = 3;

/// The longest `Retry-After` that is waited for. The windows of AutoSend's limits are a second and a minute (its page on
/// rate limits), so that a longer one is no busy moment: a person who sees seconds count down would rather know, and a
/// script can wait elsewhere (exit code 6). The request is not sent earlier than the server allows, because it would only
/// be refused again.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// The longest pause before the first retry after a failure other than 429. It doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// What is added at most to a wait that the server has asked for.
const JITTER: Duration = Duration::from_millis(250);

/// How long one request may take, from its start to the end of its response, with its retries and the pauses before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestTimeout {
    total: Duration,
    counts_rate_limit: bool,
}

impl Default for RequestTimeout {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl RequestTimeout {
    /// 30 s, to which the waits are added that the server asks for after a 429: up to [`MAX_RETRY_AFTER`] each.
    pub const DEFAULT: Self = Self { total: Duration::from_secs(30), counts_rate_limit: false };

    /// A time that the user has chosen. Every wait counts.
    pub const fn new(total: Duration) -> Self {
        Self { total, counts_rate_limit: true }
    }

    /// The whole time.
    pub const fn total(self) -> Duration {
        self.total
    }

    /// Whether the pause before a retry after this error counts.
    pub fn counts_pause_after(self, error: &ApiError) -> bool {
        self.counts_rate_limit || error.status() != Some(429)
    }
}

/// What a request does at the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestEffect {
    /// It reads. Sent twice, it does nothing more.
    Read,
    /// It changes something. Sent twice, it may do so twice.
    Change,
}

/// The pause before the next retry, after `retries` retries: any duration in this range, so that programs that failed
/// together do not return together. `None` if the request is not sent again.
pub fn retry_pause(effect: RequestEffect, error: &ApiError, retries: u8) -> Option<RangeInclusive<Duration>> {
    if let Some(delay) = retry_delay(error, retries) {
        return Some(delay..=delay + JITTER);
    }
    let is_repeated = effect == RequestEffect::Read && is_passing(error) && retries < MAX_RETRIES;
    let longest = is_repeated.then(|| FIRST_PAUSE * (1 << retries))?;
    match error.error_response().and_then(|response| response.retry_after) {
        None => Some(longest / 2..=longest),
        Some(delay) => Some(delay..=delay + JITTER).filter(|_| delay <= MAX_RETRY_AFTER),
    }
}

/// The pause after a 429, after `retries` retries: as long as the server says, else
/// 1, 2, 4 s (AutoSend's page on rate limits), in whole seconds and at least one. `None` if it is not sent again.
pub fn retry_delay(error: &ApiError, retries: u8) -> Option<Duration> {
    let response = error.error_response().filter(|response| response.status == 429 && retries < MAX_RETRIES)?;
    let seconds = response.retry_after.map_or(1 << retries, ceil_seconds).max(1);
    Some(Duration::from_secs(seconds)).filter(|delay| *delay <= MAX_RETRY_AFTER)
}

/// Whether the same request may well succeed in a moment: the connection broke, or a gateway did not reach the API.
fn is_passing(error: &ApiError) -> bool {
    matches!(error, ApiError::ResponseLost { .. } | ApiError::Incomplete { .. })
        || matches!(error.status(), Some(502..=504))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::api_error::ErrorResponse;
    use crate::core::fixtures::{lost, not_sent, rate_limited, refused};

    fn delays(retry_after: Option<Duration>) -> [Option<u64>; 4] {
        [0, 1, 2, 3].map(|retries| retry_delay(&rate_limited(retry_after), retries).map(|delay| delay.as_secs()))
    }

    #[test]
    fn a_request_is_retried_three_times_after_the_retry_delay_or_1_2_and_4_s() {
        assert_eq!(delays(None), [Some(1), Some(2), Some(4), None]);
        assert_eq!(delays(Some(Duration::from_secs(60))), [Some(60), Some(60), Some(60), None]);
    }

    #[test]
    fn delays_round_up_to_seconds_and_more_than_a_minute_is_not_waited_out() {
        assert_eq!(delays(Some(Duration::from_millis(4200)))[0], Some(5));
        assert_eq!(delays(Some(Duration::ZERO))[0], Some(1));
        assert_eq!(delays(Some(Duration::from_millis(60_001)))[0], None);
    }

    fn pauses(effect: RequestEffect, error: &ApiError) -> Vec<(u128, u128)> {
        let pauses = (0..).map_while(|retries| retry_pause(effect, error, retries));
        pauses.map(|pause| (pause.start().as_millis(), pause.end().as_millis())).collect()
    }

    #[test]
    fn a_read_with_an_unknown_outcome_is_retried() {
        let cut = ApiError::Incomplete { status: 200, reason: "the response was cut off".to_owned() };
        for error in [lost(), cut, refused(502), refused(503), refused(504)] {
            assert_eq!(pauses(RequestEffect::Read, &error), [(250, 500), (500, 1000), (1000, 2000)], "{error:?}");
            assert_eq!(pauses(RequestEffect::Change, &error), [], "{error:?}");
            assert_eq!(retry_delay(&error, 0), None, "{error:?}");
        }
        let down = |seconds| {
            let retry_after = Some(Duration::from_secs(seconds));
            ApiError::ErrorResponse(ErrorResponse { status: 503, retry_after, ..ErrorResponse::default() })
        };
        assert_eq!(pauses(RequestEffect::Read, &down(2)), [(2000, 2250); 3]);
        assert_eq!(pauses(RequestEffect::Read, &down(61)), []);
    }

    #[test]
    fn every_request_with_a_429_is_retried_after_its_delay() {
        for effect in [RequestEffect::Read, RequestEffect::Change] {
            assert_eq!(pauses(effect, &rate_limited(None)), [(1000, 1250), (2000, 2250), (4000, 4250)]);
        }
    }

    #[test]
    fn a_time_that_was_chosen_includes_every_wait() {
        let chosen = RequestTimeout::new(Duration::from_secs(90));
        assert_eq!((chosen.total().as_secs(), RequestTimeout::default().total().as_secs()), (90, 30));
        for error in [lost(), refused(503)] {
            assert!(chosen.counts_pause_after(&error) && RequestTimeout::default().counts_pause_after(&error));
        }
        let busy = rate_limited(None);
        assert!(chosen.counts_pause_after(&busy) && !RequestTimeout::default().counts_pause_after(&busy));
    }

    #[test]
    fn nothing_else_is_retried() {
        for error in [not_sent(), refused(404), refused(408), refused(409), refused(500), refused(501)] {
            for effect in [RequestEffect::Read, RequestEffect::Change] {
                assert_eq!(retry_pause(effect, &error, 0), None, "{error:?}");
            }
        }
    }
}
