//! One question to one server: over UDP, and over TCP if the response did not fit into a datagram.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use futures::{Stream, StreamExt};
use hickory_net::proto::ProtoError;
use hickory_net::proto::op::{DnsRequest, DnsRequestOptions, DnsResponse, MessageType, Query, ResponseCode};
use hickory_net::proto::rr::{Name, RecordType};
use hickory_net::tcp::TcpClientStream;
use hickory_net::udp::UdpClientStream;
use hickory_net::xfer::{DnsExchange, DnsMultiplexer, DnsRequestSender};
use hickory_net::{DnsHandle, NetError};
use jiff::Timestamp;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::letter_case::LetterCase;
use super::lookup_budget::LookupBudget;
use super::socket::{ConnectedUdpProvider, ResponseFilter};
use crate::core::dns::{LookupError, QueryType, Question};
use crate::core::request_log::{DnsLogEntry, DnsResponseHeader, DnsTransport, DnsTransportError};
use crate::ports::RequestObserver;

/// How long a server may take to respond, and how long connecting over TCP may take.
const QUERY_TIMEOUT: Duration = Duration::from_secs(2);

/// The delay before a datagram without a response is sent again: UDP may lose it.
const RETRY_INTERVAL: Duration = Duration::from_millis(800);

/// How often a datagram is sent again at most.
const MAX_RETRIES: u8 = 2;

/// The delay without a response before TCP is tried in addition to UDP, which may be blocked.
const TCP_FALLBACK_DELAY: Duration = Duration::from_secs(1);

/// Which flags a query has, and which responses count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum QueryMode {
    /// Asks for the server's own data: the flag `rd` is off, and a response counts only with `aa`.
    Authoritative,
    /// The same with signatures (the flag `do`, RFC 3225), if the zone has any.
    Signed,
    /// Asks the server to recurse (`rd`).
    Recursive,
    /// Asks the server to recurse without DNSSEC validation (`rd` and `cd`).
    CheckingDisabled,
}

impl QueryMode {
    /// Whether it asks for the server's own data.
    pub(super) const fn is_authoritative(self) -> bool {
        matches!(self, Self::Authoritative | Self::Signed)
    }
}

/// One question to one server.
pub(super) struct OutgoingQuery<'a> {
    pub(super) server: SocketAddr,
    pub(super) question: &'a Question,
    pub(super) mode: QueryMode,
    pub(super) letter_case: LetterCase,
    pub(super) observer: Option<&'a dyn RequestObserver>,
    pub(super) budget: &'a LookupBudget,
}

/// The outcome of a query.
pub(super) struct Exchange {
    pub(super) result: Result<DnsResponse, LookupError>,
    /// Whether every response over UDP had the name in the case of the question.
    pub(super) keeps_case: bool,
}

/// The question as it is sent over each transport, and which datagrams answer it.
struct Outgoing {
    /// In lower case.
    query: Query,
    udp_query: Query,
    filter: ResponseFilter,
}

impl OutgoingQuery<'_> {
    /// Sends the query and returns the response, of any content. `tcp_only` skips UDP, and is set if the server turned
    /// out to respond over TCP only.
    pub(super) async fn send(&self, tcp_only: &mut bool) -> Exchange {
        let outgoing = match self.build_outgoing() {
            Ok(outgoing) => outgoing,
            Err(error) => {
                let result = Err(LookupError::Malformed { reason: error.to_string() });
                return Exchange { result, keeps_case: true };
            }
        };
        let result = self.send_query(&outgoing, tcp_only).await.map_err(LookupError::from);
        Exchange { result, keeps_case: !outgoing.filter.has_changed_case() }
    }

    async fn send_query(&self, query: &Outgoing, tcp_only: &mut bool) -> Result<DnsResponse, DnsTransportError> {
        if *tcp_only {
            return self.exchange(DnsTransport::Tcp, query, true, unlimited()).await;
        }
        let (response, transport) = self.send_with_tcp_fallback(query).await?;
        *tcp_only = transport == DnsTransport::Tcp;
        if transport == DnsTransport::Tcp {
            return Ok(response);
        }
        // A server from before EDNS rejects a query with EDNS (RFC 6891 section 7).
        let lacks_edns =
            matches!(response.response_code, ResponseCode::FormErr | ResponseCode::NotImp) || is_badvers(&response);
        let response =
            if lacks_edns { self.exchange(DnsTransport::Udp, query, false, unlimited()).await? } else { response };
        if response.truncation {
            self.exchange(DnsTransport::Tcp, query, !lacks_edns, unlimited()).await
        } else {
            Ok(response)
        }
    }

    fn build_outgoing(&self) -> Result<Outgoing, ProtoError> {
        let mut name = Name::from_ascii(&self.question.name)?;
        name.set_fqdn(true);
        let query = |name| Query::query(name, record_type(self.question.query_type));
        Ok(Outgoing {
            udp_query: query(self.letter_case.apply_to(&name)),
            query: query(name),
            filter: ResponseFilter::new(self.letter_case == LetterCase::Mixed),
        })
    }

    fn build_request(&self, query: &Query, edns: bool) -> DnsRequest {
        let mut options = DnsRequestOptions::default();
        options.use_edns = edns;
        options.edns_set_dnssec_ok = edns && self.mode == QueryMode::Signed;
        options.recursion_desired = !self.mode.is_authoritative();
        options.retry_interval = RETRY_INTERVAL;
        let mut request = DnsRequest::from_query(query.clone(), options);
        request.metadata.checking_disabled = self.mode == QueryMode::CheckingDisabled;
        request
    }

    /// Sends over UDP; if nothing comes, or UDP does not get through, also over TCP, within the same time.
    async fn send_with_tcp_fallback(&self, query: &Outgoing) -> Result<(DnsResponse, DnsTransport), DnsTransportError> {
        let deadline = Instant::now() + QUERY_TIMEOUT;
        let send = async |transport| {
            self.exchange(transport, query, true, deadline).await.map(|response| (response, transport))
        };
        // The error of UDP is more specific, unless the time is over.
        let choose_error = |udp, tcp| if tcp == DnsTransportError::Timeout { tcp } else { udp };
        let over_udp = pin!(send(DnsTransport::Udp));
        let over_udp = match select(over_udp, pin!(sleep(TCP_FALLBACK_DELAY))).await {
            Either::Left((Err(error @ DnsTransportError::Unreachable(_)), _)) => {
                return send(DnsTransport::Tcp).await.map_err(|tcp_error| choose_error(error, tcp_error));
            }
            Either::Left((result, _)) => return result,
            Either::Right(((), over_udp)) => over_udp,
        };
        match select(over_udp, pin!(send(DnsTransport::Tcp))).await {
            Either::Left((Ok(response), _)) | Either::Right((Ok(response), _)) => Ok(response),
            Either::Left((Err(error), over_tcp)) => over_tcp.await.map_err(|tcp_error| choose_error(error, tcp_error)),
            Either::Right((Err(_), over_udp)) => over_udp.await,
        }
    }

    /// Sends the query over one transport, and reports the outcome to the observer.
    async fn exchange(
        &self,
        transport: DnsTransport,
        outgoing: &Outgoing,
        edns: bool,
        deadline: Instant,
    ) -> Result<DnsResponse, DnsTransportError> {
        self.budget.take_question().await;
        let trace = QueryTrace::start(self, transport);
        // Boxed, since two of these are part of every lookup's future.
        let response = Box::pin(async {
            match transport {
                DnsTransport::Udp => {
                    let Outgoing { udp_query, filter, .. } = outgoing;
                    send_udp(self.server, self.build_request(udp_query, edns), udp_query, filter.clone()).await
                }
                DnsTransport::Tcp => {
                    let query = &outgoing.query;
                    send_tcp(self.server, self.build_request(query, edns), query).await
                }
            }
        });
        trace.finish(timeout_at(deadline, response).await.unwrap_or(Err(DnsTransportError::Timeout)))
    }
}

/// A deadline after those of [`send_udp`] and [`send_tcp`].
fn unlimited() -> Instant {
    Instant::now() + 3 * QUERY_TIMEOUT
}

/// A query that is under way. It is reported when this is dropped, so that an abandoned query is reported, too.
struct QueryTrace<'a> {
    observer: Option<&'a dyn RequestObserver>,
    started: Instant,
    entry: DnsLogEntry,
}

impl<'a> QueryTrace<'a> {
    fn start(query: &OutgoingQuery<'a>, transport: DnsTransport) -> Self {
        let entry = DnsLogEntry {
            started_at: Timestamp::now(),
            server: query.server,
            question: query.question.clone(),
            transport,
            outcome: None,
            duration: Duration::ZERO,
        };
        Self { observer: query.observer, started: Instant::now(), entry }
    }

    fn finish(mut self, result: Result<DnsResponse, DnsTransportError>) -> Result<DnsResponse, DnsTransportError> {
        self.entry.outcome = Some(result.as_ref().map(read_header).map_err(Clone::clone));
        result
    }
}

impl Drop for QueryTrace<'_> {
    fn drop(&mut self) {
        let Some(observer) = self.observer else { return };
        self.entry.duration = self.started.elapsed();
        observer.query_finished(&self.entry);
    }
}

fn read_header(response: &DnsResponse) -> DnsResponseHeader {
    let flags = [
        ("aa", response.authoritative),
        ("tc", response.truncation),
        ("rd", response.recursion_desired),
        ("ra", response.recursion_available),
        ("ad", response.authentic_data),
        ("cd", response.checking_disabled),
    ];
    DnsResponseHeader {
        rcode: response.response_code.into(),
        flags: flags.into_iter().filter_map(|(flag, is_set)| is_set.then_some(flag)).collect(),
    }
}

/// Whether the server does not know the version of EDNS. The code is that of BADSIG as well, as which it may be read (RFC 6891
/// section 9).
fn is_badvers(response: &DnsResponse) -> bool {
    u16::from(response.response_code) == u16::from(ResponseCode::BADVERS)
}

const fn record_type(query_type: QueryType) -> RecordType {
    match query_type {
        QueryType::Txt => RecordType::TXT,
        QueryType::Mx => RecordType::MX,
        QueryType::Cname => RecordType::CNAME,
        QueryType::A => RecordType::A,
        QueryType::Aaaa => RecordType::AAAA,
        QueryType::Ns => RecordType::NS,
        QueryType::Soa => RecordType::SOA,
        QueryType::Ds => RecordType::DS,
        QueryType::Dnskey => RecordType::DNSKEY,
    }
}

async fn send_udp(
    server: SocketAddr,
    request: DnsRequest,
    query: &Query,
    filter: ResponseFilter,
) -> Result<DnsResponse, DnsTransportError> {
    let mut stream = UdpClientStream::builder(server, ConnectedUdpProvider::new(filter))
        .with_timeout(Some(QUERY_TIMEOUT))
        .with_max_retries(MAX_RETRIES)
        .build();
    await_response(stream.send_message(request), query).await
}

async fn send_tcp(server: SocketAddr, request: DnsRequest, query: &Query) -> Result<DnsResponse, DnsTransportError> {
    let (connecting, handle) = TcpClientStream::new(server, None, Some(QUERY_TIMEOUT), ConnectedUdpProvider::default());
    let stream = connecting.await.map_err(|error| to_transport_error(&error))?;
    let (exchange, connection) = DnsExchange::<ConnectedUdpProvider>::from_stream(
        DnsMultiplexer::new(stream, handle).with_timeout(QUERY_TIMEOUT),
    );
    let responses = exchange.send(request);
    // Both run in this task, so that nothing continues once it is dropped.
    tokio::select! {
        biased;
        response = await_response(responses, query) => response,
        () = connection => Err(DnsTransportError::Malformed("the connection closed without a response".to_owned())),
    }
}

/// The first response, if it comes in time and is one to the question.
async fn await_response(
    mut responses: impl Stream<Item = Result<DnsResponse, NetError>> + Unpin,
    query: &Query,
) -> Result<DnsResponse, DnsTransportError> {
    match timeout(QUERY_TIMEOUT, responses.next()).await {
        // The library ends its stream without an item when its own timeout is over.
        Err(_) | Ok(None) => Err(DnsTransportError::Timeout),
        Ok(Some(Err(error))) => Err(to_transport_error(&error)),
        // An echoed query is not a response. Over UDP, the socket has ignored it.
        Ok(Some(Ok(response))) if response.message_type != MessageType::Response => {
            Err(DnsTransportError::Malformed("a query instead of a response".to_owned()))
        }
        Ok(Some(Ok(response))) if !response.queries.contains(query) => {
            Err(DnsTransportError::Malformed("a response to a different query".to_owned()))
        }
        Ok(Some(Ok(response))) => Ok(response),
    }
}

fn to_transport_error(error: &NetError) -> DnsTransportError {
    match error {
        NetError::Timeout => DnsTransportError::Timeout,
        NetError::Io(error) => match error.kind() {
            io::ErrorKind::TimedOut => DnsTransportError::Timeout,
            io::ErrorKind::ConnectionRefused => DnsTransportError::Unreachable("the port is closed".to_owned()),
            io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable | io::ErrorKind::AddrNotAvailable => {
                DnsTransportError::Unreachable("no route to this address".to_owned())
            }
            _ => DnsTransportError::Unreachable(error.to_string()),
        },
        other => DnsTransportError::Malformed(other.to_string()),
    }
}

impl From<DnsTransportError> for LookupError {
    fn from(error: DnsTransportError) -> Self {
        match error {
            DnsTransportError::Timeout => Self::Timeout,
            DnsTransportError::Unreachable(reason) => Self::Unreachable { reason },
            DnsTransportError::Malformed(reason) => Self::Malformed { reason },
        }
    }
}
