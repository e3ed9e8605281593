//! When a request is sent again after "too many requests" (429).
//!
//! A 429 proves that nothing was carried out, so that any request may be sent again, a POST as well.

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

/// The pause before the next retry, after `retries` retries: as long as the server says, else
/// 1, 2, 4 s (AutoSend's page on rate limits), in whole seconds and at least one. `None` if it is not sent again.
#[must_use]
pub fn retry_delay(error: &ApiError, retries: u8) -> Option<Duration> {
    let response = error.error_response().filter(|response| response.status == 429 && retries < MAX_RETRIES)?;
    let seconds = response.retry_after.map_or(1 << retries, ceil_seconds).max(1);
    Some(Duration::from_secs(seconds)).filter(|delay| *delay <= MAX_RETRY_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fixtures::{lost, rate_limited, refused};

    fn delays(retry_after: Option<Duration>) -> [Option<u64>; 4] {
        [0, 1, 2, 3].map(|retries| retry_delay(&rate_limited(retry_after), retries).map(|delay| delay.as_secs()))
    }

    #[test]
    fn it_is_sent_again_three_times_as_the_server_says_or_after_1_2_and_4_s() {
        assert_eq!(delays(None), [Some(1), Some(2), Some(4), None]);
        assert_eq!(delays(Some(Duration::from_secs(60))), [Some(60), Some(60), Some(60), None]);
    }

    #[test]
    fn parts_of_a_second_count_as_a_whole_one_and_a_longer_wait_than_a_minute_is_not_worth_it() {
        assert_eq!(delays(Some(Duration::from_millis(4200)))[0], Some(5));
        assert_eq!(delays(Some(Duration::ZERO))[0], Some(1));
        assert_eq!(delays(Some(Duration::from_millis(60_001)))[0], None);
    }

    #[test]
    fn nothing_else_is_sent_again() {
        for error in [lost(), refused(408), refused(503), refused(409)] {
            assert_eq!(retry_delay(&error, 0), None, "{error:?}");
        }
    }
}
