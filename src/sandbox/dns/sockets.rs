//! The ports of the two name servers and of the resolver.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::{TcpListener, UdpSocket};

/// How many ports that are free over TCP are tried for UDP.
const MAX_BIND_ATTEMPTS: usize = 64;

/// The sockets of the two name servers, and of the resolver.
pub(in crate::sandbox) struct DnsSockets(pub(super) [(UdpSocket, TcpListener); 3]);

/// The addresses of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct DnsAddresses {
    /// The two authoritative servers.
    pub(in crate::sandbox) name_servers: [SocketAddr; 2],
    /// The recursive one, which caches.
    pub(in crate::sandbox) resolver: SocketAddr,
}

impl DnsSockets {
    /// Binds the first name server to a port of 127.0.0.1, the second to the next port and the resolver to the one
    /// after that. Port 0 binds each to any free port.
    ///
    /// # Errors
    /// A port is in use or not permitted: the port and the cause.
    pub(in crate::sandbox) async fn bind(port: u16) -> Result<Self, (u16, io::Error)> {
        let bind = async |offset: u16| {
            let port =
                if port == 0 { 0 } else { port.checked_add(offset).ok_or_else(|| (port, port_out_of_range()))? };
            bind_udp_and_tcp(port).await.map_err(|error| (port, error))
        };
        Ok(Self([bind(0).await?, bind(1).await?, bind(2).await?]))
    }

    pub(in crate::sandbox) fn addresses(&self) -> io::Result<DnsAddresses> {
        let [(first, _), (second, _), (resolver, _)] = &self.0;
        let name_servers = [first.local_addr()?, second.local_addr()?];
        Ok(DnsAddresses { name_servers, resolver: resolver.local_addr()? })
    }
}

/// Binds one port over UDP and TCP.
async fn bind_udp_and_tcp(port: u16) -> io::Result<(UdpSocket, TcpListener)> {
    let mut tries = if port == 0 { MAX_BIND_ATTEMPTS } else { 1 };
    loop {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        tries -= 1;
        match UdpSocket::bind(tcp.local_addr()?).await {
            Ok(udp) => return Ok((udp, tcp)),
            Err(error) if tries == 0 || error.kind() != ErrorKind::AddrInUse => return Err(error),
            Err(_) => {}
        }
    }
}

fn port_out_of_range() -> io::Error {
    io::Error::new(
        ErrorKind::InvalidInput,
        "the second name server and the resolver need the next ports, and there are none",
    )
}
