//! UDP sockets that notice at once if the port at the other end is closed.
//!
//! The system reports a closed port (ICMP, RFC 1122 section 4.1.3.3) to a connected socket only; on any other socket the
//! server looks silent, which costs the whole timeout.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use async_trait::async_trait;
use hickory_net::runtime::{DnsUdpSocket, RuntimeProvider, TokioHandle, TokioRuntimeProvider, TokioTime};
use tokio::io::{Interest, ReadBuf};
use tokio::net::UdpSocket;

/// Tokio's sockets and timers for hickory, with connected UDP sockets.
#[derive(Clone, Default)]
pub(super) struct ConnectedUdpProvider(TokioRuntimeProvider);

/// A UDP socket that is connected to one server.
pub(super) struct ConnectedUdpSocket {
    socket: UdpSocket,
    server: SocketAddr,
}

impl RuntimeProvider for ConnectedUdpProvider {
    type Handle = TokioHandle;
    type Timer = TokioTime;
    type Udp = ConnectedUdpSocket;
    type Tcp = <TokioRuntimeProvider as RuntimeProvider>::Tcp;

    fn create_handle(&self) -> Self::Handle {
        self.0.create_handle()
    }

    fn connect_tcp(
        &self,
        server: SocketAddr,
        local: Option<SocketAddr>,
        limit: Option<Duration>,
    ) -> Pin<Box<dyn Send + Future<Output = io::Result<Self::Tcp>>>> {
        self.0.connect_tcp(server, local, limit)
    }

    fn bind_udp(
        &self,
        local: SocketAddr,
        server: SocketAddr,
    ) -> Pin<Box<dyn Send + Future<Output = io::Result<Self::Udp>>>> {
        Box::pin(async move {
            let socket = UdpSocket::bind(local).await?;
            socket.connect(server).await?;
            Ok(ConnectedUdpSocket { socket, server })
        })
    }
}

#[async_trait]
impl DnsUdpSocket for ConnectedUdpSocket {
    type Time = TokioTime;

    /// Waits for a datagram or an error. Waiting for readability is not enough: an error alone does not make a socket
    /// readable.
    async fn recv_from(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        loop {
            let ready = self.socket.ready(Interest::READABLE | Interest::ERROR).await?;
            let received = if ready.is_error() { self.take_error() } else { self.socket.try_recv(buffer) };
            match received {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                received => return Ok((received?, self.server)),
            }
        }
    }

    fn poll_recv_from(&self, context: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<(usize, SocketAddr)>> {
        let mut buffer = ReadBuf::new(buffer);
        ready!(self.socket.poll_recv(context, &mut buffer))?;
        Poll::Ready(Ok((buffer.filled().len(), self.server)))
    }

    fn poll_send_to(&self, context: &mut Context<'_>, octets: &[u8], _: SocketAddr) -> Poll<io::Result<usize>> {
        self.socket.poll_send(context, octets)
    }
}

impl ConnectedUdpSocket {
    /// The pending error of the socket, which reading clears.
    fn take_error(&self) -> io::Result<usize> {
        let nothing = || Err(io::ErrorKind::WouldBlock.into());
        self.socket.try_io(Interest::ERROR, || self.socket.take_error()?.map_or_else(nothing, Err))
    }
}

/// Whether this machine has a route to the address, by its own routing table: nothing is sent.
pub(super) fn has_route_to(server: SocketAddr) -> bool {
    let local: SocketAddr = if server.is_ipv4() { ([0; 4], 0).into() } else { ([0_u16; 8], 0).into() };
    std::net::UdpSocket::bind(local).and_then(|socket| socket.connect(server)).is_ok()
}
