//! Under two requests a second for a key, a POST first in line.
//!
//! AutoSend's page "Rate limit": 2 requests a second and key. The line is one for the whole client, whatever the
//! key, which is stricter and simpler: keys change at the speed of a person.

use std::collections::{BTreeSet, VecDeque};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// How many requests may start within [`WINDOW`].
const IN_A_WINDOW: usize = 2;

/// The window: a second, and a little because the server's second is measured at the other end of the line.
const WINDOW: Duration = Duration::from_millis(1050);

/// Who goes first where several wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// Somebody waits for it on the screen: a POST.
    First,
    /// All else.
    Normal,
}

/// The line of requests.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    line: Mutex<Line>,
    moved: Notify,
}

#[derive(Debug, Default)]
struct Line {
    /// When the latest requests started, oldest first; at most [`IN_A_WINDOW`].
    started: VecDeque<Instant>,
    /// Who waits: by turn, then by arrival.
    waiting: BTreeSet<Ticket>,
    next: u64,
}

type Ticket = (Turn, u64);

/// A place in the line; given up when dropped.
struct Place<'a> {
    limiter: &'a Limiter,
    ticket: Ticket,
}

impl Limiter {
    /// Waits until a request may start, and counts it as started. To stop waiting, drop the future.
    pub(super) async fn start(&self, turn: Turn) {
        let place = self.queue(turn);
        loop {
            let mut moved = pin!(self.moved.notified());
            // Before looking at the line, so that no change between looking and waiting is missed.
            moved.as_mut().enable();
            match self.look(place.ticket) {
                Look::Go => return,
                Look::Behind => moved.await,
                Look::At(instant) => {
                    tokio::select! {
                        () = sleep_until(instant) => {}
                        () = moved => {}
                    }
                }
            }
        }
    }

    fn queue(&self, turn: Turn) -> Place<'_> {
        let mut line = self.line();
        let ticket = (turn, line.next);
        line.next += 1;
        line.waiting.insert(ticket);
        drop(line);
        self.moved.notify_waiters();
        Place { limiter: self, ticket }
    }

    fn look(&self, ticket: Ticket) -> Look {
        let mut line = self.line();
        if line.waiting.first() != Some(&ticket) {
            return Look::Behind;
        }
        let now = Instant::now();
        if line.started.len() == IN_A_WINDOW {
            if let Some(free) = line.started.front().map(|oldest| *oldest + WINDOW).filter(|free| *free > now) {
                return Look::At(free);
            }
            line.started.pop_front();
        }
        line.started.push_back(now);
        Look::Go
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Look {
    Go,
    Behind,
    At(Instant),
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.limiter.line().waiting.remove(&self.ticket);
        self.limiter.moved.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::task::JoinSet;

    use super::*;

    async fn starts(turns: &[Turn]) -> Vec<(usize, Duration)> {
        let limiter = Arc::new(Limiter::default());
        let begin = Instant::now();
        let mut tasks = JoinSet::new();
        for (number, turn) in turns.iter().copied().enumerate() {
            let own = Arc::clone(&limiter);
            tasks.spawn(async move {
                own.start(turn).await;
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
        let starts = starts(&[Turn::Normal; 7]).await;
        assert!(starts.iter().take(2).all(|(_, after)| after.is_zero()), "{starts:?}");
        for three in starts.windows(IN_A_WINDOW + 1) {
            let (first, last) = (three.first().unwrap().1, three.last().unwrap().1);
            assert!(last.checked_sub(first).unwrap() >= Duration::from_secs(1), "{starts:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_post_passes_every_get_that_waits() {
        let starts = starts(&[Turn::Normal, Turn::Normal, Turn::Normal, Turn::Normal, Turn::First]).await;
        let order: Vec<usize> = starts.iter().map(|(number, _)| *number).collect();
        assert_eq!(order.get(2), Some(&4), "{starts:?}");
        assert_eq!(order.get(3..), Some([2, 3].as_slice()), "{starts:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_stops_waiting_leaves_the_line() {
        let limiter = Arc::new(Limiter::default());
        limiter.start(Turn::Normal).await;
        limiter.start(Turn::Normal).await;
        let waiting = Arc::clone(&limiter);
        let first = tokio::spawn(async move { waiting.start(Turn::First).await });
        tokio::task::yield_now().await;
        let begin = Instant::now();
        let waiting = Arc::clone(&limiter);
        let second = tokio::spawn(async move { waiting.start(Turn::Normal).await });
        tokio::task::yield_now().await;
        first.abort();
        second.await.unwrap();
        assert!(begin.elapsed() <= WINDOW, "the one that left was waited for: {:?}", begin.elapsed());
        assert!(limiter.line().waiting.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_pause_two_may_start_at_once() {
        let limiter = Limiter::default();
        for _ in 0..2 {
            limiter.start(Turn::Normal).await;
        }
        tokio::time::advance(WINDOW).await;
        let begin = Instant::now();
        for _ in 0..2 {
            limiter.start(Turn::Normal).await;
        }
        assert_eq!(begin.elapsed(), Duration::ZERO);
    }
}
