//! Repeats a request after a 429. The POST that adds a domain does not come here: [`crate::core::adding`] decides about
//! that one, and the user sees it.

use std::future::Future;

use crate::core::api_error::ApiError;
use crate::core::retry_after::retry_delay;

/// Sends a request, and sends it again after a 429 as [`retry_delay`] says: another program may be using the same key.
///
/// # Errors
/// The last response, if it is an error.
pub async fn retry_rate_limited<T, F>(send: impl Fn() -> F) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    let mut retries = 0;
    loop {
        let error = match send().await {
            Err(error) => error,
            answer => return answer,
        };
        let Some(delay) = retry_delay(&error, retries) else { return Err(error) };
        tokio::time::sleep(delay).await;
        retries += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use tokio::time::Instant;

    use super::*;
    use crate::core::fixtures::{lost, rate_limited as busy};

    /// Asks a server that refuses the first requests. Returns the result, the number of requests, and the seconds it
    /// took.
    async fn ask(refusals: u32, error: ApiError) -> (Result<(), ApiError>, u32, u64) {
        let (begin, asked) = (Instant::now(), Cell::new(0));
        let answer = retry_rate_limited(|| {
            asked.set(asked.get() + 1);
            let answer = if asked.get() > refusals { Ok(()) } else { Err(error.clone()) };
            async move { answer }
        });
        let answer = answer.await;
        (answer, asked.get(), begin.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_server_is_asked_again_as_told_and_three_times_at_most() {
        assert_eq!(ask(1, busy(Some(Duration::from_secs(3)))).await, (Ok(()), 2, 3));
        assert_eq!(ask(1, busy(Some(Duration::from_secs(60)))).await, (Ok(()), 2, 60));
        assert_eq!(ask(3, busy(None)).await, (Ok(()), 4, 7));
        assert_eq!(ask(9, busy(None)).await, (Err(busy(None)), 4, 7));
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_else_is_asked_twice_and_nobody_waits_for_long() {
        assert_eq!(ask(1, lost()).await, (Err(lost()), 1, 0));
        let later = busy(Some(Duration::from_secs(61)));
        assert_eq!(ask(1, later.clone()).await, (Err(later), 1, 0));
    }
}
