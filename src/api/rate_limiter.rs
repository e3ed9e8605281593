//! Keeps below two requests a second. A POST goes first.
//!
//! AutoSend's page "Rate limit" allows 2 requests a second for each key. The client has one queue for all keys, which
//! is stricter and simpler: a user changes keys rarely. Other processes are considered after it, by
//! [`crate::ports::RequestPacer`].

use std::collections::{BTreeSet, VecDeque};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// The most requests that may start within [`WINDOW`].
pub(super) const MAX_PER_WINDOW: usize = 2;

/// One second and a margin, because the server measures its second at the other end of the connection.
pub(super) const WINDOW: Duration = Duration::from_millis(1050);

/// Which of several waiting requests starts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RequestPriority {
    /// A POST: the user waits for it on the screen.
    High,
    /// Every other request.
    Normal,
}

#[derive(Debug, Default)]
pub(super) struct RateLimiter {
    queue: Mutex<Queue>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    /// When the latest requests started, oldest first; at most [`MAX_PER_WINDOW`].
    recent_starts: VecDeque<Instant>,
    /// The waiting requests, by priority and then by arrival.
    waiting: BTreeSet<Ticket>,
    next_ticket: u64,
}

type Ticket = (RequestPriority, u64);

/// A position in the queue; dropping it leaves the queue.
struct QueueGuard<'a> {
    limiter: &'a RateLimiter,
    ticket: Ticket,
}

impl RateLimiter {
    /// Waits until a request may start, and counts it as started. Drop the future to stop waiting.
    pub(super) async fn acquire(&self, priority: RequestPriority) {
        let guard = self.enqueue(priority);
        loop {
            let mut changed = pin!(self.changed.notified());
            // Subscribe before the queue is checked, so that no change between the check and the wait is missed.
            changed.as_mut().enable();
            match self.try_acquire(guard.ticket) {
                Admission::Granted => return,
                Admission::Queued => changed.await,
                Admission::WaitUntil(instant) => {
                    tokio::select! {
                        () = sleep_until(instant) => {}
                        () = changed => {}
                    }
                }
            }
        }
    }

    fn enqueue(&self, priority: RequestPriority) -> QueueGuard<'_> {
        let mut queue = self.lock_queue();
        let ticket = (priority, queue.next_ticket);
        queue.next_ticket += 1;
        queue.waiting.insert(ticket);
        drop(queue);
        self.changed.notify_waiters();
        QueueGuard { limiter: self, ticket }
    }

    fn try_acquire(&self, ticket: Ticket) -> Admission {
        let mut queue = self.lock_queue();
        if queue.waiting.first() != Some(&ticket) {
            return Admission::Queued;
        }
        let now = Instant::now();
        if queue.recent_starts.len() == MAX_PER_WINDOW {
            if let Some(free) = queue.recent_starts.front().map(|oldest| *oldest + WINDOW).filter(|free| *free > now) {
                return Admission::WaitUntil(free);
            }
            queue.recent_starts.pop_front();
        }
        queue.recent_starts.push_back(now);
        Admission::Granted
    }

    fn lock_queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Admission {
    Granted,
    Queued,
    WaitUntil(Instant),
}

impl Drop for QueueGuard<'_> {
    fn drop(&mut self) {
        self.limiter.lock_queue().waiting.remove(&self.ticket);
        self.limiter.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::task::JoinSet;

    use super::*;

    async fn starts(turns: &[RequestPriority]) -> Vec<(usize, Duration)> {
        let limiter = Arc::new(RateLimiter::default());
        let begin = Instant::now();
        let mut tasks = JoinSet::new();
        for (number, turn) in turns.iter().copied().enumerate() {
            let own = Arc::clone(&limiter);
            tasks.spawn(async move {
                own.acquire(turn).await;
                (number, begin.elapsed())
            });
            tokio::task::yield_now().await;
        }
        let mut starts = tasks.join_all().await;
        starts.sort_by_key(|(_, after)| *after);
        starts
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_two_never_wait_and_no_window_holds_three() {
        let starts = starts(&[RequestPriority::Normal; 7]).await;
        assert!(starts.iter().take(2).all(|(_, after)| after.is_zero()), "{starts:?}");
        for three in starts.windows(MAX_PER_WINDOW + 1) {
            let (first, last) = (three.first().unwrap().1, three.last().unwrap().1);
            assert!(last.checked_sub(first).unwrap() >= Duration::from_secs(1), "{starts:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_post_overtakes_all_waiting_gets() {
        let starts = starts(&[
            RequestPriority::Normal,
            RequestPriority::Normal,
            RequestPriority::Normal,
            RequestPriority::Normal,
            RequestPriority::High,
        ])
        .await;
        let order: Vec<usize> = starts.iter().map(|(number, _)| *number).collect();
        assert_eq!(order.get(2), Some(&4), "{starts:?}");
        assert_eq!(order.get(3..), Some([2, 3].as_slice()), "{starts:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_cancelled_request_leaves_the_queue() {
        let limiter = Arc::new(RateLimiter::default());
        limiter.acquire(RequestPriority::Normal).await;
        limiter.acquire(RequestPriority::Normal).await;
        let waiting = Arc::clone(&limiter);
        let first = tokio::spawn(async move { waiting.acquire(RequestPriority::High).await });
        tokio::task::yield_now().await;
        let begin = Instant::now();
        let waiting = Arc::clone(&limiter);
        let second = tokio::spawn(async move { waiting.acquire(RequestPriority::Normal).await });
        tokio::task::yield_now().await;
        first.abort();
        second.await.unwrap();
        assert!(begin.elapsed() <= WINDOW, "the one that left was waited for: {:?}", begin.elapsed());
        assert!(limiter.lock_queue().waiting.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_pause_two_may_start_at_once() {
        let limiter = RateLimiter::default();
        for _ in 0..2 {
            limiter.acquire(RequestPriority::Normal).await;
        }
        tokio::time::advance(WINDOW).await;
        let begin = Instant::now();
        for _ in 0..2 {
            limiter.acquire(RequestPriority::Normal).await;
        }
        assert_eq!(begin.elapsed(), Duration::ZERO);
    }
}
