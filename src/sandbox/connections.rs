//! The open connections: how many there may be, and which of them is closed for the next.
//!
//! Every client of the sandbox has the same address, so they cannot be distinguished. Instead, the connection that has
//! waited longest for a request is closed: a client that opens connections without end closes its own, and a new client is
//! always served.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// How many connections may be open at a time.
pub(super) const MAX_CONNECTIONS: usize = 128;

/// How long an idle connection stays open: longer than clients keep theirs (reqwest 90 s), so that none sends a request
/// into a connection that is being closed.
const IDLE_TIMEOUT: Duration = Duration::from_secs(120);

/// A connection of a client.
#[derive(Debug)]
pub(super) struct Connection {
    /// Closes the connection at once when cancelled.
    cut: CancellationToken,
    phase: watch::Sender<Phase>,
    /// How long a request may take to arrive.
    request_timeout: Duration,
}

/// What a connection is doing, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// It is waiting for a request.
    Idle(Instant),
    /// The beginning of a request has arrived.
    Receiving(Instant),
    /// A request is being handled.
    Handling,
}

impl Connection {
    pub(super) fn new(request_timeout: Duration) -> Self {
        let (phase, _) = watch::channel(Phase::Idle(Instant::now()));
        Self { cut: CancellationToken::new(), phase, request_timeout }
    }

    /// Closes the connection.
    pub(super) fn cut(&self) {
        self.cut.cancel();
    }

    /// Octets of a request have arrived.
    pub(super) fn octets_received(&self) {
        self.phase.send_if_modified(|phase| {
            let is_first = matches!(phase, Phase::Idle(_));
            if is_first {
                *phase = Phase::Receiving(Instant::now());
            }
            is_first
        });
    }

    /// The head of a request is complete.
    pub(super) fn request_begun(&self) {
        self.phase.send_replace(Phase::Handling);
    }

    /// The response is complete.
    pub(super) fn request_handled(&self) {
        self.phase.send_replace(Phase::Idle(Instant::now()));
    }

    /// Since when it has waited for a request or for the rest of one.
    fn waiting_since(&self) -> Option<Instant> {
        match *self.phase.borrow() {
            Phase::Idle(since) | Phase::Receiving(since) => Some(since),
            Phase::Handling => None,
        }
    }

    /// Waits until the connection has to be closed: it was cut, or its client sends no request or only a part of one.
    pub(super) async fn until_closed(&self) {
        tokio::select! {
            () = self.cut.cancelled() => {}
            () = self.until_overdue() => {}
        }
    }

    async fn until_overdue(&self) {
        let mut phases = self.phase.subscribe();
        loop {
            let limit = match *phases.borrow_and_update() {
                Phase::Idle(_) => Some(IDLE_TIMEOUT),
                Phase::Receiving(_) => Some(self.request_timeout),
                Phase::Handling => None,
            };
            let overdue = async {
                match limit {
                    Some(limit) => sleep(limit).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = overdue => return,
                // The sender is this connection's own, so that it is there.
                _ = phases.changed() => {}
            }
        }
    }
}

/// The connections that are open, and the tasks that serve them.
#[derive(Debug, Default)]
pub(super) struct Connections {
    tasks: JoinSet<()>,
    open: Vec<Weak<Connection>>,
}

impl Connections {
    /// Serves a connection in a task of its own, until it ends. The connection is known for as long as `serve` has it.
    pub(super) fn spawn<F>(&mut self, connection: Connection, serve: impl FnOnce(Arc<Connection>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let connection = Arc::new(connection);
        self.open.push(Arc::downgrade(&connection));
        self.tasks.spawn(serve(connection));
    }

    /// Waits until there is room for one more connection.
    pub(super) async fn make_room(&mut self) {
        while self.tasks.try_join_next().is_some() {}
        self.open.retain(|connection| connection.strong_count() > 0);
        if self.tasks.len() >= MAX_CONNECTIONS {
            self.close_one().await;
        }
    }

    /// Closes the connection that has waited longest for its client; if none waits, lets one end. Without connections,
    /// returns at once that there is none.
    pub(super) async fn close_one(&mut self) -> bool {
        let open = self.open.iter().filter_map(Weak::upgrade);
        let waiting = open.filter_map(|connection| Some((connection.waiting_since()?, connection)));
        if let Some((_, longest)) = waiting.min_by_key(|(since, _)| *since) {
            longest.cut();
        }
        self.tasks.join_next().await.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long the connection stays open from now on.
    async fn open_for(connection: &Connection) -> Duration {
        let start = Instant::now();
        connection.until_closed().await;
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn half_a_request_is_overdue_sooner_than_none() {
        let limit = Duration::from_secs(10);
        let idle = Connection::new(limit);
        assert_eq!(open_for(&idle).await, IDLE_TIMEOUT);
        let half = Connection::new(limit);
        half.octets_received();
        assert_eq!(open_for(&half).await, limit);
    }

    #[tokio::test(start_paused = true)]
    async fn single_bytes_do_not_extend_the_time() {
        let connection = Connection::new(Duration::from_secs(10));
        let trickle = async {
            loop {
                connection.octets_received();
                sleep(Duration::from_secs(1)).await;
            }
        };
        tokio::select! {
            () = trickle => {}
            time = open_for(&connection) => assert_eq!(time, Duration::from_secs(10)),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_in_progress_has_no_limit_and_its_end_restarts_the_timer() {
        let connection = Connection::new(Duration::from_secs(10));
        connection.octets_received();
        connection.request_begun();
        let handle = async {
            sleep(2 * IDLE_TIMEOUT).await;
            connection.request_handled();
        };
        assert_eq!(tokio::join!(open_for(&connection), handle).0, 3 * IDLE_TIMEOUT);
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_idle_connection_is_closed_and_no_busy_one() {
        let mut connections = Connections::default();
        let mut all = Vec::new();
        for _ in 0..MAX_CONNECTIONS {
            connections.spawn(Connection::new(Duration::from_secs(10)), |connection| {
                all.push(Arc::clone(&connection));
                async move { connection.until_closed().await }
            });
            sleep(Duration::from_millis(1)).await;
        }
        all[0].request_begun();
        connections.make_room().await;
        let cut: Vec<usize> = (0..all.len()).filter(|index| all[*index].cut.is_cancelled()).collect();
        assert_eq!(cut, [1]);
    }
}
