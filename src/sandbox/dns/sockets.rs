//! The ports of the two name servers.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::{TcpListener, UdpSocket};

/// How often a port that is free over TCP is looked for that is free over UDP as well.
const TRIES: usize = 64;

/// The sockets of both name servers, the first one first.
pub(in crate::sandbox) struct Sockets(pub(super) [(UdpSocket, TcpListener); 2]);

impl Sockets {
    /// Binds the first name server to a port of 127.0.0.1 and the second to the next one; 0: both to any that is free.
    ///
    /// # Errors
    /// Where one of them is taken or may not be used: which, and why.
    pub(in crate::sandbox) async fn bind(port: u16) -> Result<Self, (u16, io::Error)> {
        let second = if port == 0 { 0 } else { port.checked_add(1).ok_or_else(|| (port, too_high()))? };
        let bind = async |port| pair(port).await.map_err(|error| (port, error));
        Ok(Self([bind(port).await?, bind(second).await?]))
    }

    /// Where they listen.
    pub(in crate::sandbox) fn addresses(&self) -> io::Result<[SocketAddr; 2]> {
        let [(first, _), (second, _)] = &self.0;
        Ok([first.local_addr()?, second.local_addr()?])
    }
}

/// One port, over UDP and TCP.
async fn pair(port: u16) -> io::Result<(UdpSocket, TcpListener)> {
    let mut tries = if port == 0 { TRIES } else { 1 };
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

fn too_high() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "the second name server takes the next port, and there is none")
}
