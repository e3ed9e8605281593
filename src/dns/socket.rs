//! UDP sockets that report a closed remote port at once, and deliver only responses to the query that was sent.
//!
//! The system reports a closed port (ICMP, RFC 1122 section 4.1.3.3) to a connected socket only; on any other socket the
//! server seems unresponsive, which costs the whole timeout.
//!
//! Any host can send a datagram with the server's address as its source. A datagram that is not a response to the query is
//! ignored, because the real response may still come.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use async_trait::async_trait;
use hickory_net::runtime::{DnsUdpSocket, RuntimeProvider, TokioHandle, TokioRuntimeProvider, TokioTime};
use tokio::io::{Interest, ReadBuf};
use tokio::net::UdpSocket;

/// The octets of a message's header (RFC 1035 section 4.1.1).
const HEADER_LEN: usize = 12;

/// The octets of type and class after the name of a question.
const TYPE_AND_CLASS_LEN: usize = 4;

/// The bit `qr` in the third octet of the header: set in a response.
const RESPONSE_FLAG: u8 = 0x80;

/// Which datagrams are responses to a question.
#[derive(Clone, Debug, Default)]
pub(super) struct ResponseFilter {
    /// Whether the name must be in the case of the question.
    is_case_strict: bool,
    /// Whether the name of a response was in another case.
    has_changed_case: Arc<AtomicBool>,
}

/// Tokio's sockets and timers for hickory, with connected UDP sockets.
#[derive(Clone, Default)]
pub(super) struct ConnectedUdpProvider {
    tokio: TokioRuntimeProvider,
    filter: ResponseFilter,
}

/// A UDP socket that is connected to one server.
pub(super) struct ConnectedUdpSocket {
    socket: UdpSocket,
    server: SocketAddr,
    filter: ResponseFilter,
    /// The query that was sent.
    query: Mutex<Vec<u8>>,
}

impl ResponseFilter {
    pub(super) fn new(is_case_strict: bool) -> Self {
        Self { is_case_strict, ..Self::default() }
    }

    /// Whether the name of a response was in another case than that of the question.
    pub(super) fn has_changed_case(&self) -> bool {
        self.has_changed_case.load(Ordering::Relaxed)
    }

    /// Whether the datagram is a response to the query, as far as its header and its question say.
    fn accepts(&self, query: &[u8], datagram: &[u8]) -> bool {
        let is_response = datagram.get(2).is_some_and(|flags| flags & RESPONSE_FLAG != 0);
        let question = question(query);
        let Some(repeated) = datagram.get(HEADER_LEN..HEADER_LEN + question.len()).filter(|_| is_response) else {
            return false;
        };
        if datagram.first_chunk::<2>() != query.first_chunk::<2>() || !repeated.eq_ignore_ascii_case(question) {
            return false;
        }
        let has_changed_case = repeated != question;
        self.has_changed_case.fetch_or(has_changed_case, Ordering::Relaxed);
        !(has_changed_case && self.is_case_strict)
    }
}

/// The question of a query: name, type and class. It holds one, after the header, and nothing in it is compressed.
fn question(query: &[u8]) -> &[u8] {
    let rest = query.get(HEADER_LEN..).unwrap_or_default();
    let name_len = rest.iter().position(|octet| *octet == 0).unwrap_or_default() + 1;
    rest.get(..name_len + TYPE_AND_CLASS_LEN).unwrap_or_default()
}

impl ConnectedUdpProvider {
    pub(super) fn new(filter: ResponseFilter) -> Self {
        Self { filter, ..Self::default() }
    }
}

impl RuntimeProvider for ConnectedUdpProvider {
    type Handle = TokioHandle;
    type Timer = TokioTime;
    type Udp = ConnectedUdpSocket;
    type Tcp = <TokioRuntimeProvider as RuntimeProvider>::Tcp;

    fn create_handle(&self) -> Self::Handle {
        self.tokio.create_handle()
    }

    fn connect_tcp(
        &self,
        server: SocketAddr,
        local: Option<SocketAddr>,
        limit: Option<Duration>,
    ) -> Pin<Box<dyn Send + Future<Output = io::Result<Self::Tcp>>>> {
        self.tokio.connect_tcp(server, local, limit)
    }

    fn bind_udp(
        &self,
        local: SocketAddr,
        server: SocketAddr,
    ) -> Pin<Box<dyn Send + Future<Output = io::Result<Self::Udp>>>> {
        let filter = self.filter.clone();
        Box::pin(async move {
            let socket = UdpSocket::bind(local).await?;
            socket.connect(server).await?;
            Ok(ConnectedUdpSocket { socket, server, filter, query: Mutex::default() })
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
                Ok(len) if !self.is_response(buffer.get(..len).unwrap_or_default()) => {}
                received => return Ok((received?, self.server)),
            }
        }
    }

    fn poll_recv_from(&self, context: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<(usize, SocketAddr)>> {
        let mut buffer = ReadBuf::new(buffer);
        loop {
            ready!(self.socket.poll_recv(context, &mut buffer))?;
            if self.is_response(buffer.filled()) {
                return Poll::Ready(Ok((buffer.filled().len(), self.server)));
            }
            buffer.clear();
        }
    }

    fn poll_send_to(&self, context: &mut Context<'_>, octets: &[u8], _: SocketAddr) -> Poll<io::Result<usize>> {
        octets.clone_into(&mut self.query.lock().unwrap_or_else(PoisonError::into_inner));
        self.socket.poll_send(context, octets)
    }
}

impl ConnectedUdpSocket {
    fn is_response(&self, datagram: &[u8]) -> bool {
        self.filter.accepts(&self.query.lock().unwrap_or_else(PoisonError::into_inner), datagram)
    }

    /// The pending error of the socket, which reading clears.
    fn take_error(&self) -> io::Result<usize> {
        let nothing = || Err(io::ErrorKind::WouldBlock.into());
        self.socket.try_io(Interest::ERROR, || self.socket.take_error()?.map_or_else(nothing, Err))
    }
}

/// Whether this machine reaches other machines over IPv4.
pub(super) fn has_ipv4_route() -> bool {
    // An address of the documentation (RFC 5737), to which the route of all others leads.
    has_route_to(([192, 0, 2, 1], 53).into())
}

/// Whether this machine has a route to the address, by its own routing table: nothing is sent.
pub(super) fn has_route_to(server: SocketAddr) -> bool {
    let local: SocketAddr = if server.is_ipv4() { ([0; 4], 0).into() } else { ([0_u16; 8], 0).into() };
    std::net::UdpSocket::bind(local).and_then(|socket| socket.connect(server)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message with this id, these flags, and the question for this name as TXT.
    fn message(id: u8, flags: u8, name: &[u8]) -> Vec<u8> {
        [&[0, id, flags, 0, 0, 1, 0, 0, 0, 0, 0, 0][..], name, &[0, 16, 0, 1]].concat()
    }

    const NAME: &[u8] = b"\x01a\x04TeSt\0";

    #[test]
    fn only_a_response_to_the_question_is_accepted() {
        let query = message(7, 1, NAME);
        let filter = ResponseFilter::default();
        assert!(filter.accepts(&query, &message(7, 0x81, NAME)));
        for other in [
            query.clone(),
            message(8, 0x81, NAME),
            message(7, 0x81, b"\x01b\x04TeSt\0"),
            message(7, 0x81, b"\x04TeSt\0"),
            message(7, 0x81, NAME).split_at(14).0.to_vec(),
            Vec::new(),
        ] {
            assert!(!filter.accepts(&query, &other), "{other:?}");
        }
        assert!(!filter.has_changed_case());
    }

    #[test]
    fn another_letter_case_is_noted_and_rejected_if_the_server_preserves_case() {
        let (query, lower) = (message(7, 1, NAME), message(7, 0x81, b"\x01a\x04test\0"));
        for is_case_strict in [false, true] {
            let filter = ResponseFilter::new(is_case_strict);
            assert_eq!((filter.accepts(&query, &lower), filter.has_changed_case()), (!is_case_strict, true));
        }
    }
}
