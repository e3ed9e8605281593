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

use super::socket::Connections;
use crate::core::dns::{LookupError, QueryType, Question};

/// How long a server may take; once more over TCP, where its answer does not fit into a datagram.
const LIMIT: Duration = Duration::from_secs(2);

/// After which time without an answer the question is sent once more: UDP may lose it.
const AGAIN_AFTER: Duration = Duration::from_millis(800);

/// How often it is sent at most.
const TIMES: u8 = 2;

/// After which time without an answer TCP is tried beside UDP, which may be blocked.
const TCP_AFTER: Duration = Duration::from_secs(1);

/// How a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// For what it knows itself: the bit `rd` is off, and an answer counts only with `aa`.
    Own,
    /// To find out (the bit `rd`).
    Recursive,
    /// To find out without checking DNSSEC (the bits `rd` and `cd`).
    Unchecked,
}

/// Asks, and hands back what came, whatever it says. `by_tcp` is whether UDP is known not to get there, and says so in the
/// end.
pub(super) async fn exchange(
    server: SocketAddr,
    question: &Question,
    manner: Manner,
    is_by_tcp: &mut bool,
) -> Result<DnsResponse, LookupError> {
    let query = query(question)?;
    if *is_by_tcp {
        return by_tcp(server, &query, manner, true).await;
    }
    let (response, way) = by_either(server, &query, manner).await?;
    *is_by_tcp = way == Way::Tcp;
    if way == Way::Tcp {
        return Ok(response);
    }
    // A server from before EDNS may not know what it was asked with (RFC 6891 section 7).
    let is_old = matches!(response.response_code, ResponseCode::FormErr | ResponseCode::NotImp | ResponseCode::BADVERS);
    let response = if is_old { by_udp(server, &query, manner, false).await? } else { response };
    if response.truncation { by_tcp(server, &query, manner, !is_old).await } else { Ok(response) }
}

fn query(question: &Question) -> Result<Query, LookupError> {
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

fn request(query: &Query, manner: Manner, edns: bool) -> DnsRequest {
    let mut options = DnsRequestOptions::default();
    options.use_edns = edns;
    options.recursion_desired = manner != Manner::Own;
    options.retry_interval = AGAIN_AFTER;
    let mut request = DnsRequest::from_query(query.clone(), options);
    request.metadata.checking_disabled = manner == Manner::Unchecked;
    request
}

/// How an answer came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Udp,
    /// Since nothing came by UDP.
    Tcp,
}

/// By UDP; where nothing comes, or UDP cannot get there, by TCP as well, within the same time.
async fn by_either(server: SocketAddr, query: &Query, manner: Manner) -> Result<(DnsResponse, Way), LookupError> {
    let tried = async {
        let by_tcp = async || by_tcp(server, query, manner, true).await.map(|response| (response, Way::Tcp));
        let by_udp = pin!(async { by_udp(server, query, manner, true).await.map(|response| (response, Way::Udp)) });
        let by_udp = match select(by_udp, pin!(sleep(TCP_AFTER))).await {
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
    timeout(LIMIT, tried).await.unwrap_or(Err(LookupError::Timeout))
}

async fn by_udp(server: SocketAddr, query: &Query, manner: Manner, edns: bool) -> Result<DnsResponse, LookupError> {
    let mut stream = UdpClientStream::builder(server, Connections::default())
        .with_timeout(Some(LIMIT))
        .with_max_retries(TIMES)
        .build();
    within_limit(stream.send_message(request(query, manner, edns)), query).await
}

async fn by_tcp(server: SocketAddr, query: &Query, manner: Manner, edns: bool) -> Result<DnsResponse, LookupError> {
    let (connecting, handle) = TcpClientStream::new(server, None, Some(LIMIT), Connections::default());
    let stream = connecting.await.map_err(|error| no_answer(&error))?;
    let (exchange, work) =
        DnsExchange::<Connections>::from_stream(DnsMultiplexer::new(stream, handle).with_timeout(LIMIT));
    let answer = exchange.send(request(query, manner, edns));
    // Both in this task, so that nothing goes on once it is dropped.
    tokio::select! {
        biased;
        response = within_limit(answer, query) => response,
        () = work => Err(LookupError::Malformed("the connection ended without an answer".to_owned())),
    }
}

/// The first thing that comes, if it comes in time and answers the question.
async fn within_limit(
    mut answers: impl Stream<Item = Result<DnsResponse, NetError>> + Unpin,
    query: &Query,
) -> Result<DnsResponse, LookupError> {
    match timeout(LIMIT, answers.next()).await {
        Err(_elapsed) => Err(LookupError::Timeout),
        // The library ends its stream so where its own limit is over.
        Ok(None) => Err(LookupError::Timeout),
        Ok(Some(Err(error))) => Err(no_answer(&error)),
        Ok(Some(Ok(response))) if !response.queries.contains(query) => {
            Err(LookupError::Malformed("an answer to another question".to_owned()))
        }
        Ok(Some(Ok(response))) => Ok(response),
    }
}

fn no_answer(error: &NetError) -> LookupError {
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
