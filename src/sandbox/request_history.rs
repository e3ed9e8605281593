//! The log of received requests, for tests and for observers. It never contains keys.

use std::collections::VecDeque;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The most requests that are kept; older ones are dropped.
const CAPACITY: usize = 10_000;

/// A request that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedRequest {
    /// The method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The status of the response; `None` if there is none yet, or if the connection was dropped.
    pub status: Option<u16>,
}

/// The latest requests, oldest first.
#[derive(Debug, Default)]
pub(super) struct RequestHistory {
    requests: VecDeque<ReceivedRequest>,
    /// How many requests were dropped: the number of the first one that is left.
    dropped: usize,
    /// Receives each request once it is over.
    subscriber: Option<UnboundedSender<ReceivedRequest>>,
}

impl RequestHistory {
    /// Logs a request that arrived and returns its number.
    pub(super) fn begin(&mut self, method: &str, path: &str) -> usize {
        if self.requests.len() == CAPACITY {
            self.requests.pop_front();
            self.dropped += 1;
        }
        self.requests.push_back(ReceivedRequest { method: method.to_owned(), path: path.to_owned(), status: None });
        self.dropped + self.requests.len() - 1
    }

    /// Ends a request, with the status of its response if it gets one.
    pub(super) fn finish(&mut self, number: usize, status: Option<u16>) {
        let Some(index) = number.checked_sub(self.dropped) else { return };
        let Some(logged) = self.requests.get_mut(index) else { return };
        logged.status = status;
        if let Some(subscriber) = &self.subscriber {
            // An error means that the receiver is gone.
            let _ = subscriber.send(logged.clone());
        }
    }

    /// From now on, sends every request to the receiver once it is over.
    pub(super) fn subscribe(&mut self) -> UnboundedReceiver<ReceivedRequest> {
        let (sender, receiver) = unbounded_channel();
        self.subscriber = Some(sender);
        receiver
    }

    pub(super) fn requests(&self) -> Vec<ReceivedRequest> {
        self.requests.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_match_their_requests_even_after_older_ones_were_dropped() {
        let mut history = RequestHistory::default();
        let first = history.begin("GET", "/first");
        for _ in 1..CAPACITY {
            history.begin("GET", "/more");
        }
        let last = history.begin("POST", "/last");
        history.finish(first, Some(200));
        history.finish(last, Some(201));
        let logged = history.requests();
        assert_eq!(logged.len(), CAPACITY);
        assert!(logged.iter().all(|logged| logged.path != "/first"));
        assert_eq!(
            logged.last(),
            Some(&ReceivedRequest { method: "POST".into(), path: "/last".into(), status: Some(201) })
        );
    }

    #[test]
    fn a_subscriber_is_notified_once_a_request_is_done() {
        let mut history = RequestHistory::default();
        let mut subscriber = history.subscribe();
        let (first, second) = (history.begin("GET", "/first"), history.begin("POST", "/second"));
        assert!(subscriber.try_recv().is_err(), "both are under way");
        history.finish(second, None);
        history.finish(first, Some(200));
        let received: Vec<_> =
            std::iter::from_fn(|| subscriber.try_recv().ok()).map(|logged| (logged.path, logged.status)).collect();
        assert_eq!(received, [("/second".to_owned(), None), ("/first".to_owned(), Some(200))]);
    }
}
