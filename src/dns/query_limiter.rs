//! Limits the number of concurrent queries.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The limit for one server.
const MAX_PER_SERVER: usize = 12;

/// The limit for all servers.
const MAX_TOTAL: usize = 64;

/// How many servers are tracked before those without a query are dropped.
const MAX_TRACKED_SERVERS: usize = 1_024;

/// One semaphore for each server, and one for all.
#[derive(Debug)]
pub(super) struct QueryLimiter {
    total: Arc<Semaphore>,
    servers: Mutex<HashMap<SocketAddr, Arc<Semaphore>>>,
}

/// Permission for one query, until dropped.
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
    /// Waits for permission to query a server. The server's own limit comes first, so that queries that wait for an unresponsive
    /// server do not use up the common limit.
    pub(super) async fn acquire(&self, server: SocketAddr) -> Permit {
        // Neither semaphore is ever closed, so both give a permit.
        let server_permit = self.server_semaphore(server).acquire_owned().await.ok();
        let total_permit = Arc::clone(&self.total).acquire_owned().await.ok();
        Permit { _server: server_permit, _total: total_permit }
    }

    fn server_semaphore(&self, server: SocketAddr) -> Arc<Semaphore> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if servers.len() >= MAX_TRACKED_SERVERS {
            servers.retain(|_, semaphore| Arc::strong_count(semaphore) > 1);
        }
        Arc::clone(servers.entry(server).or_insert_with(|| Arc::new(Semaphore::new(MAX_PER_SERVER))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of concurrent permits.
    async fn count_permits(servers: impl Iterator<Item = SocketAddr>) -> usize {
        let limiter = QueryLimiter::default();
        let mut permits = Vec::new();
        for server in servers {
            if let Ok(permit) = tokio::time::timeout(std::time::Duration::from_millis(1), limiter.acquire(server)).await
            {
                permits.push(permit);
            }
        }
        permits.len()
    }

    #[tokio::test(start_paused = true)]
    async fn twelve_at_a_server_and_sixty_four_in_all() {
        let server = |number: u8| SocketAddr::from(([127, 0, 0, number], 53));
        assert_eq!(count_permits((0..20).map(|_| server(1))).await, MAX_PER_SERVER);
        assert_eq!(count_permits((0..100).map(server)).await, MAX_TOTAL);
    }
}
