//! Repeats a request, as [`crate::core::retry_policy`] says. The POST that adds a domain does not come here:
//! [`crate::core::adding`] decides about that one, and the user sees it.

use std::future::Future;

use tokio::time::Instant;

use super::limits::Limits;
use crate::core::api_error::ApiError;
use crate::core::retry_policy::{RequestEffect, retry_pause};

/// Sends a request that only reads, and sends it again after a 429, a lost response, and a gateway's error.
///
/// # Errors
/// The last response, if it is an error.
pub async fn retry_read<T, F>(send: impl Fn() -> F) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    retry(RequestEffect::Read, send).await
}

/// Sends a request that changes something, and sends it again after a 429 alone: another program may be using the same
/// key.
///
/// # Errors
/// The last response, if it is an error.
pub async fn retry_change<T, F>(send: impl Fn() -> F) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    retry(RequestEffect::Change, send).await
}

async fn retry<T, F>(effect: RequestEffect, send: impl Fn() -> F) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    let begin = Instant::now();
    let mut retries = 0;
    loop {
        let error = match send().await {
            Err(error) => error,
            answer => return answer,
        };
        let Some(pause) = retry_pause(effect, &error, retries) else { return Err(error) };
        let pause = rand::random_range(pause);
        // Nobody waits longer for retries than for one answer, unless the server asks for it: what has timed out once
        // is not tried again.
        if error.status() != Some(429) && begin.elapsed() + pause > Limits::default().answer {
            return Err(error);
        }
        tokio::time::sleep(pause).await;
        retries += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use super::*;
    use crate::core::fixtures::{lost, rate_limited as busy, refused};

    /// Asks a server that refuses the first requests, each after this time. Returns the result, the number of requests,
    /// and how long it took.
    async fn ask_slow(
        effect: RequestEffect,
        refusals: u32,
        error: ApiError,
        time: Duration,
    ) -> (Result<(), ApiError>, u32, Duration) {
        let (begin, asked) = (Instant::now(), Cell::new(0));
        let answer = retry(effect, || {
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
        let (answer, asked, _) = ask_slow(RequestEffect::Read, 9, lost(), seconds(12)).await;
        assert_eq!((answer, asked), (Err(lost()), 3));
    }
}
