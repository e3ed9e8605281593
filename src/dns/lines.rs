//! How many questions are under way at a time.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many at one server.
const AT_A_SERVER: usize = 8;

/// How many in all.
const IN_ALL: usize = 64;

/// How many servers are remembered before those that nobody waits for are forgotten.
const MOST_SERVERS: usize = 1_024;

/// The lines in front of the servers.
#[derive(Debug)]
pub(super) struct Lines {
    all: Arc<Semaphore>,
    servers: Mutex<HashMap<SocketAddr, Arc<Semaphore>>>,
}

/// A turn; over when dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _server: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Default for Lines {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(IN_ALL)), servers: Mutex::default() }
    }
}

impl Lines {
    /// Waits for a turn at a server. The server's comes first, so that a silent one does not hold what others could use.
    pub(super) async fn turn(&self, server: SocketAddr) -> Turn {
        // Neither is ever closed, so both give a permit.
        let at_server = self.line_of(server).acquire_owned().await.ok();
        let in_all = Arc::clone(&self.all).acquire_owned().await.ok();
        Turn { _server: at_server, _all: in_all }
    }

    fn line_of(&self, server: SocketAddr) -> Arc<Semaphore> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if servers.len() >= MOST_SERVERS {
            servers.retain(|_, line| Arc::strong_count(line) > 1);
        }
        Arc::clone(servers.entry(server).or_insert_with(|| Arc::new(Semaphore::new(AT_A_SERVER))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of a number of turns are given at once.
    async fn given(servers: impl Iterator<Item = SocketAddr>) -> usize {
        let lines = Lines::default();
        let mut turns = Vec::new();
        for server in servers {
            if let Ok(turn) = tokio::time::timeout(std::time::Duration::from_millis(1), lines.turn(server)).await {
                turns.push(turn);
            }
        }
        turns.len()
    }

    #[tokio::test(start_paused = true)]
    async fn eight_at_a_server_and_sixty_four_in_all() {
        let server = |number: u8| SocketAddr::from(([127, 0, 0, number], 53));
        assert_eq!(given((0..20).map(|_| server(1))).await, AT_A_SERVER);
        assert_eq!(given((0..100).map(server)).await, IN_ALL);
    }
}
