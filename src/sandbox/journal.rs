//! What was asked of the sandbox, for tests and for whoever watches it. Keys are never part of it.

use std::collections::VecDeque;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The most requests that are remembered; older ones are dropped.
const REMEMBERED: usize = 10_000;

/// A request that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its method.
    pub method: String,
    /// Its path, without the query.
    pub path: String,
    /// The status of the answer; `None` where there is none: not yet, or the connection was cut.
    pub status: Option<u16>,
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(super) struct Journal {
    seen: VecDeque<Seen>,
    /// How many were dropped: the number of the first one that is left.
    dropped: usize,
    /// Who is told of each request once it is over.
    watcher: Option<UnboundedSender<Seen>>,
}

impl Journal {
    /// Writes down a request that arrived and returns its number.
    pub(super) fn arrived(&mut self, method: &str, path: &str) -> usize {
        if self.seen.len() == REMEMBERED {
            self.seen.pop_front();
            self.dropped += 1;
        }
        self.seen.push_back(Seen { method: method.to_owned(), path: path.to_owned(), status: None });
        self.dropped + self.seen.len() - 1
    }

    /// Adds the status of the answer.
    pub(super) fn answered(&mut self, number: usize, status: u16) {
        if let Some(seen) = number.checked_sub(self.dropped).and_then(|index| self.seen.get_mut(index)) {
            seen.status = Some(status);
        }
        self.tell(number);
    }

    /// There is no answer, and none will come.
    pub(super) fn cut(&mut self, number: usize) {
        self.tell(number);
    }

    /// From now on, every request as soon as it is over.
    pub(super) fn watch(&mut self) -> UnboundedReceiver<Seen> {
        let (sender, receiver) = unbounded_channel();
        self.watcher = Some(sender);
        receiver
    }

    fn tell(&self, number: usize) {
        let seen = number.checked_sub(self.dropped).and_then(|index| self.seen.get(index));
        if let (Some(seen), Some(watcher)) = (seen, &self.watcher) {
            // Nobody watches any more, then.
            let _ = watcher.send(seen.clone());
        }
    }

    /// All that is remembered.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_find_their_requests_even_after_older_ones_were_dropped() {
        let mut journal = Journal::default();
        let first = journal.arrived("GET", "/first");
        for _ in 1..REMEMBERED {
            journal.arrived("GET", "/more");
        }
        let last = journal.arrived("POST", "/last");
        journal.answered(first, 200);
        journal.answered(last, 201);
        let seen = journal.seen();
        assert_eq!(seen.len(), REMEMBERED);
        assert!(seen.iter().all(|seen| seen.path != "/first"));
        assert_eq!(seen.last(), Some(&Seen { method: "POST".into(), path: "/last".into(), status: Some(201) }));
    }

    #[test]
    fn a_watcher_is_told_once_a_request_is_over() {
        let mut journal = Journal::default();
        let mut watcher = journal.watch();
        let (first, second) = (journal.arrived("GET", "/first"), journal.arrived("POST", "/second"));
        assert!(watcher.try_recv().is_err(), "both are under way");
        journal.cut(second);
        journal.answered(first, 200);
        let told: Vec<_> =
            std::iter::from_fn(|| watcher.try_recv().ok()).map(|seen| (seen.path, seen.status)).collect();
        assert_eq!(told, [("/second".to_owned(), None), ("/first".to_owned(), Some(200))]);
    }
}
