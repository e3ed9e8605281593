//! One question to one server: over UDP, and over TCP where the answer did not fit.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use futures::{Stream, StreamExt};
use hickory_net::proto::op::{DnsRequest, DnsRequestOptions, DnsResponse, Query, ResponseCode};
use hickory_net::proto::rr::{Name, RecordType};
use hickory_net::tcp::TcpClientStream;
use hickory_net::udp::UdpClientStream;
use hickory_net::xfer::{DnsExchange, DnsMultiplexer, DnsRequestSender};
use hickory_net::{DnsHandle, NetError};
use tokio::time::{sleep, timeout};

use super::socket::ConnectedUdpProvider;
use crate::core::dns::{LookupError, QueryType, Question};

/// How long a server may take; once more over TCP, where its answer does not fit into a datagram.
const QUERY_TIMEOUT: Duration = Duration::from_secs(2);

/// After which time without an answer the question is sent once more: UDP may lose it.
const RETRY_INTERVAL: Duration = Duration::from_millis(800);

/// How often it is sent at most.
const MAX_RETRIES: u8 = 2;

/// After which time without an answer TCP is tried beside UDP, which may be blocked.
const TCP_FALLBACK_DELAY: Duration = Duration::from_secs(1);

/// How a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QueryMode {
    /// For what it knows itself: the bit `rd` is off, and an answer counts only with `aa`.
    Authoritative,
    /// To find out (the bit `rd`).
    Recursive,
    /// To find out without checking DNSSEC (the bits `rd` and `cd`).
    CheckingDisabled,
}

/// Asks, and hands back what came, whatever it says. `by_tcp` is whether UDP is known not to get there, and says so in the
/// end.
pub(super) async fn send_query(
    server: SocketAddr,
    question: &Question,
    mode: QueryMode,
    tcp_only: &mut bool,
) -> Result<DnsResponse, LookupError> {
    let query = build_query(question)?;
    if *tcp_only {
        return send_tcp(server, &query, mode, true).await;
    }
    let (response, transport) = send_with_tcp_fallback(server, &query, mode).await?;
    *tcp_only = transport == Transport::Tcp;
    if transport == Transport::Tcp {
        return Ok(response);
    }
    // A server from before EDNS may not know what it was asked with (RFC 6891 section 7).
    let is_old = matches!(response.response_code, ResponseCode::FormErr | ResponseCode::NotImp | ResponseCode::BADVERS);
    let response = if is_old { send_udp(server, &query, mode, false).await? } else { response };
    if response.truncation { send_tcp(server, &query, mode, !is_old).await } else { Ok(response) }
}

fn build_query(question: &Question) -> Result<Query, LookupError> {
    let mut name = Name::from_ascii(&question.name).map_err(|error| LookupError::Malformed(error.to_string()))?;
    name.set_fqdn(true);
    Ok(Query::query(name, record_type(question.query_type)))
}

const fn record_type(kind: QueryType) -> RecordType {
    match kind {
        QueryType::Txt => RecordType::TXT,
        QueryType::Mx => RecordType::MX,
        QueryType::Cname => RecordType::CNAME,
        QueryType::A => RecordType::A,
        QueryType::Aaaa => RecordType::AAAA,
        QueryType::Ns => RecordType::NS,
        QueryType::Soa => RecordType::SOA,
    }
}

fn build_request(query: &Query, mode: QueryMode, edns: bool) -> DnsRequest {
    let mut options = DnsRequestOptions::default();
    options.use_edns = edns;
    options.recursion_desired = mode != QueryMode::Authoritative;
    options.retry_interval = RETRY_INTERVAL;
    let mut request = DnsRequest::from_query(query.clone(), options);
    request.metadata.checking_disabled = mode == QueryMode::CheckingDisabled;
    request
}

/// How an answer came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Transport {
    Udp,
    /// Since nothing came by UDP.
    Tcp,
}

/// By UDP; where nothing comes, or UDP cannot get there, by TCP as well, within the same time.
async fn send_with_tcp_fallback(
    server: SocketAddr,
    query: &Query,
    mode: QueryMode,
) -> Result<(DnsResponse, Transport), LookupError> {
    let tried = async {
        let by_tcp = async || send_tcp(server, query, mode, true).await.map(|response| (response, Transport::Tcp));
        let by_udp =
            pin!(async { send_udp(server, query, mode, true).await.map(|response| (response, Transport::Udp)) });
        let by_udp = match select(by_udp, pin!(sleep(TCP_FALLBACK_DELAY))).await {
            Either::Left((Err(why @ LookupError::Unreachable(_)), _)) => return by_tcp().await.map_err(|_in_vain| why),
            Either::Left((said, _)) => return said,
            Either::Right(((), by_udp)) => by_udp,
        };
        match select(by_udp, pin!(by_tcp())).await {
            Either::Left((Ok(said), _)) | Either::Right((Ok(said), _)) => Ok(said),
            Either::Left((Err(why), by_tcp)) => by_tcp.await.map_err(|_in_vain| why),
            Either::Right((Err(_), by_udp)) => by_udp.await,
        }
    };
    timeout(QUERY_TIMEOUT, tried).await.unwrap_or(Err(LookupError::Timeout))
}

async fn send_udp(server: SocketAddr, query: &Query, mode: QueryMode, edns: bool) -> Result<DnsResponse, LookupError> {
    let mut stream = UdpClientStream::builder(server, ConnectedUdpProvider::default())
        .with_timeout(Some(QUERY_TIMEOUT))
        .with_max_retries(MAX_RETRIES)
        .build();
    await_response(stream.send_message(build_request(query, mode, edns)), query).await
}

async fn send_tcp(server: SocketAddr, query: &Query, mode: QueryMode, edns: bool) -> Result<DnsResponse, LookupError> {
    let (connecting, handle) = TcpClientStream::new(server, None, Some(QUERY_TIMEOUT), ConnectedUdpProvider::default());
    let stream = connecting.await.map_err(|error| to_lookup_error(&error))?;
    let (exchange, work) = DnsExchange::<ConnectedUdpProvider>::from_stream(
        DnsMultiplexer::new(stream, handle).with_timeout(QUERY_TIMEOUT),
    );
    let answer = exchange.send(build_request(query, mode, edns));
    // Both in this task, so that nothing goes on once it is dropped.
    tokio::select! {
        biased;
        response = await_response(answer, query) => response,
        () = work => Err(LookupError::Malformed("the connection ended without an answer".to_owned())),
    }
}

/// The first thing that comes, if it comes in time and answers the question.
async fn await_response(
    mut answers: impl Stream<Item = Result<DnsResponse, NetError>> + Unpin,
    query: &Query,
) -> Result<DnsResponse, LookupError> {
    match timeout(QUERY_TIMEOUT, answers.next()).await {
        Err(_elapsed) => Err(LookupError::Timeout),
        // The library ends its stream so where its own limit is over.
        Ok(None) => Err(LookupError::Timeout),
        Ok(Some(Err(error))) => Err(to_lookup_error(&error)),
        Ok(Some(Ok(response))) if !response.queries.contains(query) => {
            Err(LookupError::Malformed("an answer to another question".to_owned()))
        }
        Ok(Some(Ok(response))) => Ok(response),
    }
}

fn to_lookup_error(error: &NetError) -> LookupError {
    match error {
        NetError::Timeout => LookupError::Timeout,
        NetError::Io(error) => match error.kind() {
            io::ErrorKind::TimedOut => LookupError::Timeout,
            io::ErrorKind::ConnectionRefused => LookupError::Unreachable("the port is closed".to_owned()),
            io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable | io::ErrorKind::AddrNotAvailable => {
                LookupError::Unreachable("there is no way to this address from here".to_owned())
            }
            _ => LookupError::Unreachable(error.to_string()),
        },
        other => LookupError::Malformed(other.to_string()),
    }
}
