//! Repeats a request, as [`crate::core::retry_policy`] says. The POST that adds a domain does not come here:
//! [`crate::core::adding`] decides about that one, and the user sees it.

use std::future::Future;

use tokio::time::{Instant, sleep, timeout_at};

use super::transport_error::describe_timeout;
use crate::core::api_error::ApiError;
use crate::core::retry_policy::{RequestEffect, RequestTimeout, retry_pause};
use crate::ports::Api;

/// Sends a request that only reads, and sends it again after a 429, a lost response, and a gateway's error.
///
/// # Errors
/// The last response, if it is an error.
pub async fn retry_read<T, F>(api: &impl Api, send: impl Fn() -> F) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    retry(RequestEffect::Read, api.timeout(), send).await
}

/// Sends a request that changes something, and sends it again after a 429 alone: another program may be using the same
/// key.
///
/// # Errors
/// The last response, if it is an error.
pub async fn retry_change<T, F>(api: &impl Api, send: impl Fn() -> F) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    retry(RequestEffect::Change, api.timeout(), send).await
}

/// Sends a request and repeats it. The client ends the first attempt in time by itself, without its wait for its turn; all
/// that follows ends here.
async fn retry<T, F>(effect: RequestEffect, timeout: RequestTimeout, send: impl Fn() -> F) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    let mut deadline = Instant::now() + timeout.total();
    let mut retries = 0;
    // Boxed, as the futures of requests are large.
    let mut answer = Box::pin(send()).await;
    loop {
        let error = match answer {
            Err(error) => error,
            answer => return answer,
        };
        let Some(pause) = retry_pause(effect, &error, retries) else { return Err(error) };
        let pause = rand::random_range(pause);
        if !timeout.counts_pause_after(&error) {
            deadline += pause;
        }
        // Too late for another attempt: the last error says more than a timeout would.
        if Instant::now() + pause >= deadline {
            return Err(error);
        }
        sleep(pause).await;
        retries += 1;
        answer = match timeout_at(deadline, Box::pin(send())).await {
            Ok(answer) => answer,
            Err(_elapsed) => Err(ApiError::ResponseLost { reason: describe_timeout(timeout) }),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use super::*;
    use crate::core::api_error::CarriedOut;
    use crate::core::fixtures::{lost, rate_limited as busy, refused};

    /// Asks a server that refuses the first requests, each after this time. Returns the result, the number of requests,
    /// and how long it took.
    async fn ask_within(
        timeout: RequestTimeout,
        effect: RequestEffect,
        refusals: u32,
        error: ApiError,
        time: Duration,
    ) -> (Result<(), ApiError>, u32, Duration) {
        let (begin, asked) = (Instant::now(), Cell::new(0));
        let answer = retry(effect, timeout, || {
            asked.set(asked.get() + 1);
            let answer = if asked.get() > refusals { Ok(()) } else { Err(error.clone()) };
            async move {
                tokio::time::sleep(time).await;
                answer
            }
        });
        let answer = answer.await;
        (answer, asked.get(), begin.elapsed())
    }

    async fn ask_slow(
        effect: RequestEffect,
        refusals: u32,
        error: ApiError,
        time: Duration,
    ) -> (Result<(), ApiError>, u32, Duration) {
        ask_within(RequestTimeout::DEFAULT, effect, refusals, error, time).await
    }

    async fn ask(effect: RequestEffect, refusals: u32, error: ApiError) -> (Result<(), ApiError>, u32, Duration) {
        ask_slow(effect, refusals, error, Duration::ZERO).await
    }

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[tokio::test(start_paused = true)]
    async fn a_429_is_retried_after_its_delay_and_three_times_at_most() {
        for effect in [RequestEffect::Read, RequestEffect::Change] {
            for (refusals, after, result, requests, least) in [
                (1, Some(seconds(3)), Ok(()), 2, 3),
                (1, Some(seconds(60)), Ok(()), 2, 60),
                (3, None, Ok(()), 4, 7),
                (9, None, Err(busy(None)), 4, 7),
            ] {
                let (answer, asked, time) = ask(effect, refusals, busy(after)).await;
                assert_eq!((answer, asked), (result, requests));
                assert!((seconds(least)..seconds(least + 1)).contains(&time), "{time:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_lost_read_is_retried_and_a_lost_write_is_not() {
        for error in [lost(), refused(502), refused(503), refused(504)] {
            let (answer, asked, _) = ask(RequestEffect::Read, 1, error.clone()).await;
            assert_eq!((answer, asked), (Ok(()), 2));
            let (answer, asked, time) = ask(RequestEffect::Read, 9, error.clone()).await;
            assert_eq!((answer, asked), (Err(error.clone()), 4));
            assert!(time < seconds(4), "{time:?}");
            assert_eq!(ask(RequestEffect::Change, 1, error.clone()).await, (Err(error), 1, Duration::ZERO));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_retry_delay_is_not_waited_out() {
        let later = busy(Some(seconds(61)));
        assert_eq!(ask(RequestEffect::Read, 1, later.clone()).await, (Err(later), 1, Duration::ZERO));
        let (answer, asked, _) = ask_slow(RequestEffect::Read, 9, lost(), seconds(30)).await;
        assert_eq!((answer, asked), (Err(lost()), 1));
        let in_30_s = ApiError::ResponseLost { reason: "no response within 30 s".to_owned() };
        let (answer, asked, time) = ask_slow(RequestEffect::Read, 9, lost(), seconds(12)).await;
        assert_eq!((answer, asked, time), (Err(in_30_s), 3, seconds(30)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_time_that_was_chosen_includes_retries_and_every_wait() {
        let ask = |effect, error, time| ask_within(RequestTimeout::new(seconds(5)), effect, 9, error, time);
        for effect in [RequestEffect::Read, RequestEffect::Change] {
            let later = busy(Some(seconds(5)));
            assert_eq!(ask(effect, later.clone(), Duration::ZERO).await, (Err(later), 1, Duration::ZERO));
            let (answer, asked, time) = ask(effect, busy(Some(seconds(2))), Duration::ZERO).await;
            assert_eq!((answer, asked), (Err(busy(Some(seconds(2)))), 3));
            assert!((seconds(4)..seconds(5)).contains(&time), "{time:?}");
        }
        let (answer, asked, time) = ask(RequestEffect::Read, refused(503), Duration::from_millis(1500)).await;
        let in_5_s = ApiError::ResponseLost { reason: "no response within 5 s".to_owned() };
        assert_eq!((answer, asked, time), (Err(in_5_s), 3, seconds(5)));
        // Sent again after a 429, a change that gets no response in time has an unknown outcome.
        let (answer, asked, time) = ask(RequestEffect::Change, busy(None), seconds(3)).await;
        assert_eq!((answer.unwrap_err().carried_out(), asked, time), (CarriedOut::Unknown, 2, seconds(5)));
    }
}
