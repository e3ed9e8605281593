//! The server: a port of 127.0.0.1, and a task for each connection.
//!
//! The server accepts connections itself rather than through `axum::serve`, because some scenarios send no response:
//! they close the connection before the status line, which only the owner of the connection can do.

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

use super::client_stream::ClientStream;
use super::connections::{Connection, Connections};
use super::dns::{self, DnsServers, DnsSockets};
use super::options::Options;
use super::request_history::ReceivedRequest;
use super::routes::router;
use super::shared::Shared;

/// The default port of `autosend-domains sandbox`.
pub const DEFAULT_PORT: u16 = 8787;

/// A running sandbox. Dropping it closes its port and its connections and discards its data.
pub struct Sandbox {
    address: SocketAddr,
    pub(super) shared: Arc<Shared>,
    /// The tasks end when the sandbox is dropped.
    _accept_task: JoinSet<()>,
    _dns_servers: DnsServers,
}

/// Why the sandbox could not start.
#[derive(Debug, thiserror::Error)]
#[error("port {port} of 127.0.0.1: {source}")]
pub struct StartError {
    /// The port that could not be used.
    pub port: u16,
    /// Whether the port is one for DNS.
    pub is_dns: bool,
    /// The error of the system.
    pub source: io::Error,
}

impl Sandbox {
    /// Starts a sandbox on a port of 127.0.0.1, 0 for any free one, and its DNS on ports of its own
    /// ([`Options::dns_port`]). Needs a tokio runtime with I/O and time.
    ///
    /// # Errors
    /// A port is in use or not permitted.
    pub async fn start(options: Options, port: u16) -> Result<Self, StartError> {
        let failed = |source| StartError { port, is_dns: false, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let failed = |(port, source)| StartError { port, is_dns: true, source };
        let sockets = DnsSockets::bind(options.dns_port).await.map_err(failed)?;
        let dns_addresses = sockets.addresses().map_err(|error| failed((options.dns_port, error)))?;
        let shared = Arc::new(Shared::new(options, dns_addresses));
        let mut accepting = JoinSet::new();
        accepting.spawn(accept_connections(listener, router(Arc::clone(&shared)), shared.options.request_timeout));
        let names = dns::start_servers(sockets, &shared);
        Ok(Self { address, shared, _accept_task: accepting, _dns_servers: names })
    }

    /// The address that the HTTP server listens on.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for a client, with `/v1` and without a final slash.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The requests that have arrived, oldest first; at most the last ten thousand.
    pub fn received_requests(&self) -> Vec<ReceivedRequest> {
        self.shared.request_history().requests()
    }

    /// From now on, sends every request once it is over, without a status if its connection was dropped. Only the
    /// latest receiver gets requests.
    pub fn subscribe(&self) -> UnboundedReceiver<ReceivedRequest> {
        self.shared.request_history().subscribe()
    }
}

async fn accept_connections(listener: TcpListener, router: Router, request_timeout: Duration) {
    let mut connections = Connections::default();
    loop {
        connections.make_room().await;
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                connections
                    .spawn(Connection::new(request_timeout), |connection| serve_connection(stream, router, connection));
            }
            // Most likely the process has no file descriptors left: a connection must end first.
            Err(_) if connections.close_one().await => {}
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// Serves a connection until its client closes it, a scenario drops it, or the client keeps it waiting for too long.
async fn serve_connection(stream: TcpStream, router: Router, connection: Arc<Connection>) {
    // Small responses are sent at once; if this fails they are merely slower.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router.layer(Extension(Arc::clone(&connection))));
    let stream = ClientStream { stream, connection: Arc::clone(&connection) };
    tokio::select! {
        () = connection.until_closed() => {}
        // A client may disconnect at any time.
        _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service) => {}
    }
}
