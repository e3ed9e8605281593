//! Attempts of which one is enough: the next one starts if one fails or takes long.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use tokio::sync::SetOnce;
use tokio::time::sleep;

/// How long a server may take before another is queried in addition.
const HEDGE_DELAY: Duration = Duration::from_millis(400);

/// An attempt that has not started.
pub(super) struct Attempt<F> {
    /// Set when the query is sent: the time in which it waits for its turn is not the server's.
    pub(super) sent: Arc<SetOnce<()>>,
    pub(super) work: F,
}

/// The first output that is final; if none is, the last one.
pub(super) async fn hedge<F: Future>(
    attempts: impl IntoIterator<Item = Attempt<F>>,
    is_final: impl Fn(&F::Output) -> bool,
) -> Option<F::Output> {
    let mut attempts = attempts.into_iter();
    let mut running = FuturesUnordered::new();
    let mut last = None;
    loop {
        let next = attempts.next();
        let sent = next.as_ref().map(|attempt| Arc::clone(&attempt.sent));
        running.extend(next.map(|attempt| attempt.work));
        if running.is_empty() {
            return last;
        }
        let delay = async {
            match sent {
                Some(sent) => sent.wait().await,
                // All have started.
                None => pending().await,
            };
            sleep(HEDGE_DELAY).await;
        };
        tokio::select! {
            biased;
            Some(output) = running.next() => {
                if is_final(&output) {
                    return Some(output);
                }
                last = Some(output);
            }
            () = delay => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::time::Instant;

    use super::*;

    /// An attempt that waits for its turn, and then takes as long.
    fn attempt(
        line: Duration,
        time: Duration,
        output: u8,
        started: &AtomicUsize,
    ) -> Attempt<impl Future<Output = u8> + '_> {
        let sent = Arc::<SetOnce<()>>::default();
        let work = {
            let sent = Arc::clone(&sent);
            async move {
                started.fetch_add(1, Ordering::Relaxed);
                sleep(line).await;
                sent.set(()).ok();
                sleep(time).await;
                output
            }
        };
        Attempt { sent, work }
    }

    const NO_TIME: Duration = Duration::ZERO;
    const LONG: Duration = Duration::from_secs(9);

    #[tokio::test(start_paused = true)]
    async fn the_next_attempt_starts_if_one_takes_long_or_fails() {
        for (first, expected, count, time) in [
            ((NO_TIME, NO_TIME, 7), Some(7), 1, NO_TIME),
            // It fails: the next one starts at once.
            ((NO_TIME, NO_TIME, 0), Some(8), 2, NO_TIME),
            ((NO_TIME, LONG, 7), Some(8), 2, HEDGE_DELAY),
            // It waits for its turn for a long time: that is no reason to start another.
            ((LONG, NO_TIME, 7), Some(7), 1, LONG),
        ] {
            let (started, begin) = (AtomicUsize::new(0), Instant::now());
            let (line, duration, output) = first;
            let attempts = [attempt(line, duration, output, &started), attempt(NO_TIME, NO_TIME, 8, &started)];
            let found = hedge(attempts, |output| *output > 0).await;
            let seen = (found, started.load(Ordering::Relaxed), begin.elapsed().as_millis());
            assert_eq!(seen, (expected, count, time.as_millis()), "{first:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_final_output_the_last_one_counts() {
        let started = AtomicUsize::new(0);
        let attempts = [attempt(NO_TIME, NO_TIME, 0, &started), attempt(NO_TIME, NO_TIME, 0, &started)];
        assert_eq!(hedge(attempts, |output| *output > 0).await, Some(0));
        assert_eq!(started.load(Ordering::Relaxed), 2);
    }
}
