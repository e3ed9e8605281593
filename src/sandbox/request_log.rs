//! What was asked of the sandbox, for tests and for whoever watches it. Keys are never part of it.

use std::collections::VecDeque;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The most requests that are remembered; older ones are dropped.
const CAPACITY: usize = 10_000;

/// A request that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedRequest {
    /// Its method.
    pub method: String,
    /// Its path, without the query.
    pub path: String,
    /// The status of the answer; `None` where there is none: not yet, or the connection was cut.
    pub status: Option<u16>,
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(super) struct RequestHistory {
    requests: VecDeque<ReceivedRequest>,
    /// How many were dropped: the number of the first one that is left.
    dropped: usize,
    /// Who is told of each request once it is over.
    subscriber: Option<UnboundedSender<ReceivedRequest>>,
}

impl RequestHistory {
    /// Writes down a request that arrived and returns its number.
    pub(super) fn begin(&mut self, method: &str, path: &str) -> usize {
        if self.requests.len() == CAPACITY {
            self.requests.pop_front();
            self.dropped += 1;
        }
        self.requests.push_back(ReceivedRequest { method: method.to_owned(), path: path.to_owned(), status: None });
        self.dropped + self.requests.len() - 1
    }

    /// Adds the status of the answer.
    pub(super) fn finish(&mut self, number: usize, status: u16) {
        if let Some(seen) = number.checked_sub(self.dropped).and_then(|index| self.requests.get_mut(index)) {
            seen.status = Some(status);
        }
        self.notify(number);
    }

    /// There is no answer, and none will come.
    pub(super) fn abort(&mut self, number: usize) {
        self.notify(number);
    }

    /// From now on, every request as soon as it is over.
    pub(super) fn subscribe(&mut self) -> UnboundedReceiver<ReceivedRequest> {
        let (sender, receiver) = unbounded_channel();
        self.subscriber = Some(sender);
        receiver
    }

    fn notify(&self, number: usize) {
        let seen = number.checked_sub(self.dropped).and_then(|index| self.requests.get(index));
        if let (Some(seen), Some(watcher)) = (seen, &self.subscriber) {
            // Nobody watches any more, then.
            let _ = watcher.send(seen.clone());
        }
    }

    /// All that is remembered.
    pub(super) fn requests(&self) -> Vec<ReceivedRequest> {
        self.requests.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_find_their_requests_even_after_older_ones_were_dropped() {
        let mut journal = RequestHistory::default();
        let first = journal.begin("GET", "/first");
        for _ in 1..CAPACITY {
            journal.begin("GET", "/more");
        }
        let last = journal.begin("POST", "/last");
        journal.finish(first, 200);
        journal.finish(last, 201);
        let seen = journal.requests();
        assert_eq!(seen.len(), CAPACITY);
        assert!(seen.iter().all(|seen| seen.path != "/first"));
        assert_eq!(
            seen.last(),
            Some(&ReceivedRequest { method: "POST".into(), path: "/last".into(), status: Some(201) })
        );
    }

    #[test]
    fn a_watcher_is_told_once_a_request_is_over() {
        let mut journal = RequestHistory::default();
        let mut watcher = journal.subscribe();
        let (first, second) = (journal.begin("GET", "/first"), journal.begin("POST", "/second"));
        assert!(watcher.try_recv().is_err(), "both are under way");
        journal.abort(second);
        journal.finish(first, 200);
        let told: Vec<_> =
            std::iter::from_fn(|| watcher.try_recv().ok()).map(|seen| (seen.path, seen.status)).collect();
        assert_eq!(told, [("/second".to_owned(), None), ("/first".to_owned(), Some(200))]);
    }
}
