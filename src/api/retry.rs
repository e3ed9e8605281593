//! Questions that are asked again when the server is busy. Only questions: a POST is repeated by the wizard, where the
//! person sees it.

use std::future::Future;
use std::time::Duration;

use crate::core::api_error::ApiError;

/// The waits where the server names none (AutoSend's page on rate limits); their number is how often it is asked again.
const DEFAULT_DELAYS: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4)];

/// The longest wait that is worth it: for a longer one the person is told instead.
const MAX_DELAY: Duration = Duration::from_secs(5);

/// Asks, and asks again after a 429: another program may be using the same key.
///
/// # Errors
/// The last answer, where it is an error.
pub async fn retry_rate_limited<T, F>(send: impl Fn() -> F) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    for default_delay in DEFAULT_DELAYS {
        let error = match send().await {
            Err(error) => error,
            answer => return answer,
        };
        let retry_after =
            error.error_response().filter(|refusal| refusal.status == 429).map(|refusal| refusal.retry_after);
        match retry_after.map(|retry_after| retry_after.unwrap_or(default_delay)) {
            Some(wait) if wait <= MAX_DELAY => tokio::time::sleep(wait).await,
            _ => return Err(error),
        }
    }
    send().await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::time::Instant;

    use super::*;
    use crate::core::api_error::ErrorResponse;

    fn busy(retry_after: Option<Duration>) -> ApiError {
        ApiError::ErrorResponse(ErrorResponse { status: 429, retry_after, ..ErrorResponse::default() })
    }

    /// Asks a server that refuses so often: the answer, how often it was asked, and how many seconds it took.
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
        assert_eq!(ask(3, busy(None)).await, (Ok(()), 4, 7));
        assert_eq!(ask(9, busy(None)).await, (Err(busy(None)), 4, 7));
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_else_is_asked_twice_and_nobody_waits_for_long() {
        let lost = ApiError::ResponseLost { reason: "cut".to_owned() };
        assert_eq!(ask(1, lost.clone()).await, (Err(lost), 1, 0));
        let later = busy(Some(Duration::from_secs(60)));
        assert_eq!(ask(1, later.clone()).await, (Err(later), 1, 0));
    }
}
