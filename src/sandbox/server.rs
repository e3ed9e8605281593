//! The server: a port of 127.0.0.1, and a task for each connection.
//!
//! Connections are served one by one rather than by `axum::serve`, because some answers are none: a connection must be
//! closed before a single octet of a status line is written, which only its owner can do.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::dns::{self, DnsServers, DnsSockets};
use super::middleware::Connection;
use super::options::Options;
use super::request_log::ReceivedRequest;
use super::routes::router;
use super::shared::Shared;

/// The port of `autosend-domains sandbox` where none is given.
pub const DEFAULT_PORT: u16 = 8787;

/// A running sandbox. Dropping it closes its port and its connections, and forgets everything.
pub struct Sandbox {
    address: SocketAddr,
    pub(super) shared: Arc<Shared>,
    /// Both end with it.
    _accept_task: JoinSet<()>,
    _dns_servers: DnsServers,
}

/// Why it could not be started.
#[derive(Debug, thiserror::Error)]
#[error("port {port} of 127.0.0.1: {source}")]
pub struct StartError {
    /// The port.
    pub port: u16,
    /// Whether it is one for DNS.
    pub is_dns: bool,
    /// What the system says.
    pub source: io::Error,
}

impl Sandbox {
    /// Starts a sandbox on 127.0.0.1 and a port, 0 for any that is free, and its DNS on ports of its own
    /// ([`Options::dns_port`]). Needs a tokio runtime with I/O and time.
    ///
    /// # Errors
    /// Where a port is taken or may not be used.
    pub async fn start(options: Options, port: u16) -> Result<Self, StartError> {
        let failed = |source| StartError { port, is_dns: false, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let failed = |(port, source)| StartError { port, is_dns: true, source };
        let sockets = DnsSockets::bind(options.dns_port).await.map_err(failed)?;
        let dns_addresses = sockets.addresses().map_err(|error| failed((options.dns_port, error)))?;
        let shared = Arc::new(Shared::new(options, dns_addresses));
        let mut accepting = JoinSet::new();
        accepting.spawn(accept_connections(listener, router(Arc::clone(&shared))));
        let names = dns::start_servers(sockets, &shared);
        Ok(Self { address, shared, _accept_task: accepting, _dns_servers: names })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a client takes as its base URL, with `/v1` and no slash at its end.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The requests that have arrived, oldest first; the last ten thousand.
    #[must_use]
    pub fn seen(&self) -> Vec<ReceivedRequest> {
        self.shared.request_history().requests()
    }

    /// From now on, every request as soon as it is over; without a status where its connection was cut. There is one
    /// watcher: the last that asked.
    #[must_use]
    pub fn watch(&self) -> UnboundedReceiver<ReceivedRequest> {
        self.shared.request_history().subscribe()
    }
}

async fn accept_connections(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve_connection(stream, router.clone()));
            }
            // Out of file descriptors, most likely: some connection has to end first.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Serves a connection until its client closes it or a request cuts it.
async fn serve_connection(stream: TcpStream, router: Router) {
    // Small answers go out at once; where that cannot be set they are merely slower.
    let _ = stream.set_nodelay(true);
    let cut = CancellationToken::new();
    let service = TowerToHyperService::new(router.layer(Extension(Connection(cut.clone()))));
    tokio::select! {
        () = cut.cancelled() => {}
        // A client that goes away in the middle is no news.
        _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service) => {}
    }
}
