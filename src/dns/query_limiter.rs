//! How many questions are under way at a time.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many at one server.
const MAX_PER_SERVER: usize = 8;

/// How many in all.
const MAX_TOTAL: usize = 64;

/// How many servers are remembered before those that nobody waits for are forgotten.
const MAX_TRACKED_SERVERS: usize = 1_024;

/// The lines in front of the servers.
#[derive(Debug)]
pub(super) struct QueryLimiter {
    total: Arc<Semaphore>,
    servers: Mutex<HashMap<SocketAddr, Arc<Semaphore>>>,
}

/// A turn; over when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    _server: Option<OwnedSemaphorePermit>,
    _total: Option<OwnedSemaphorePermit>,
}

impl Default for QueryLimiter {
    fn default() -> Self {
        Self { total: Arc::new(Semaphore::new(MAX_TOTAL)), servers: Mutex::default() }
    }
}

impl QueryLimiter {
    /// Waits for a turn at a server. The server's comes first, so that a silent one does not hold what others could use.
    pub(super) async fn acquire(&self, server: SocketAddr) -> Permit {
        // Neither is ever closed, so both give a permit.
        let at_server = self.server_semaphore(server).acquire_owned().await.ok();
        let in_all = Arc::clone(&self.total).acquire_owned().await.ok();
        Permit { _server: at_server, _total: in_all }
    }

    fn server_semaphore(&self, server: SocketAddr) -> Arc<Semaphore> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if servers.len() >= MAX_TRACKED_SERVERS {
            servers.retain(|_, line| Arc::strong_count(line) > 1);
        }
        Arc::clone(servers.entry(server).or_insert_with(|| Arc::new(Semaphore::new(MAX_PER_SERVER))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of a number of turns are given at once.
    async fn given(servers: impl Iterator<Item = SocketAddr>) -> usize {
        let lines = QueryLimiter::default();
        let mut turns = Vec::new();
        for server in servers {
            if let Ok(turn) = tokio::time::timeout(std::time::Duration::from_millis(1), lines.acquire(server)).await {
                turns.push(turn);
            }
        }
        turns.len()
    }

    #[tokio::test(start_paused = true)]
    async fn eight_at_a_server_and_sixty_four_in_all() {
        let server = |number: u8| SocketAddr::from(([127, 0, 0, number], 53));
        assert_eq!(given((0..20).map(|_| server(1))).await, MAX_PER_SERVER);
        assert_eq!(given((0..100).map(server)).await, MAX_TOTAL);
    }
}
