//! Answers queries: hickory-server decodes and encodes the messages and looks names up, in a zone that is built from
//! the sandbox's state for each query.
//!
//! The resolver sends no queries: it reads the same state, caches what a publication determines, and refuses zones that are
//! marked as failing DNSSEC. So users can see both problems without a signed zone and without a premature query.

use std::sync::Arc;
use std::time::Duration;

use hickory_server::Server;
use hickory_server::net::NetError;
use hickory_server::net::runtime::Time;
use hickory_server::net::xfer::Protocol;
use hickory_server::proto::op::{Edns, Header, HeaderCounts, OpCode, ResponseCode};
use hickory_server::proto::rr::{DNSClass, Record, RecordType};
use hickory_server::server::{Request, RequestHandler, ResponseHandler, ResponseInfo};
use hickory_server::zone_handler::{AxfrPolicy, Catalog, MessageResponse, MessageResponseBuilder};

use super::sockets::DnsSockets;
use super::zone::{ZoneContents, parse_fqdn};
use crate::core::dns::QueryType;
use crate::sandbox::shared::Shared;

/// How long a TCP connection may be idle.
const TCP_IDLE_TIMEOUT: Duration = Duration::from_secs(10);

/// How many answers may wait on a TCP connection.
const TCP_RESPONSE_BUFFER: usize = 32;

/// The octets that every UDP answer has room for (RFC 6891 section 6.2.3).
const MIN_UDP_PAYLOAD: u16 = 512;

/// The running name servers and the resolver. Dropping them closes their ports.
pub(in crate::sandbox) type DnsServers = [Server<NameServer>; 3];

pub(in crate::sandbox) fn start_servers(sockets: DnsSockets, shared: &Arc<Shared>) -> DnsServers {
    let serve = |(udp, tcp), role| {
        let mut server = Server::new(NameServer { shared: Arc::clone(shared), role });
        server.register_socket(udp);
        server.register_listener(tcp, TCP_IDLE_TIMEOUT, TCP_RESPONSE_BUFFER);
        server
    };
    let [first, second, resolver] = sockets.0;
    [serve(first, Role::First), serve(second, Role::Second), serve(resolver, Role::Resolver)]
}

/// One of the name servers, or the resolver.
pub(in crate::sandbox) struct NameServer {
    shared: Arc<Shared>,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    First,
    Second,
    Resolver,
}

#[async_trait::async_trait]
impl RequestHandler for NameServer {
    async fn handle_request<R: ResponseHandler, T: Time>(&self, request: &Request, response: R) -> ResponseInfo {
        match self.build_catalog(request) {
            Ok(catalog) if self.role == Role::Resolver => {
                catalog.handle_request::<_, T>(request, ResolverResponseHandler(response)).await
            }
            Ok(catalog) => catalog.handle_request::<R, T>(request, response).await,
            Err(code) if self.role == Role::Resolver => {
                send_error(request, ResolverResponseHandler(response), code).await
            }
            Err(code) => send_error(request, response, code).await,
        }
    }
}

impl NameServer {
    /// A catalogue of the one zone that the query is about; an error holds the code of the answer.
    fn build_catalog(&self, request: &Request) -> Result<Catalog, ResponseCode> {
        // Only publishing changes a zone.
        if request.metadata.op_code == OpCode::Update {
            return Err(ResponseCode::Refused);
        }
        // The catalogue itself answers messages that are not queries.
        let (OpCode::Query, Ok(info)) = (request.metadata.op_code, request.request_info()) else {
            return Ok(Catalog::new());
        };
        let query = info.query;
        if query.query_class() != DNSClass::IN {
            return Err(ResponseCode::Refused);
        }
        let zone = self.find_zone(&query.name().to_string(), query.query_type()).ok_or(ResponseCode::Refused)?;
        // A resolver withholds bogus data, unless the client validates itself (RFC 4035 section 5.5).
        if self.role == Role::Resolver && zone.is_bogus && !request.metadata.checking_disabled {
            return Err(ResponseCode::ServFail);
        }
        let origin = parse_fqdn(&zone.origin).map_err(|_too_long| ResponseCode::ServFail)?.into();
        // AXFR transfers a whole zone over TCP (RFC 5936). IXFR is refused, because no history is kept (RFC 1995).
        match query.query_type() {
            RecordType::IXFR => return Err(ResponseCode::Refused),
            RecordType::AXFR if self.role == Role::Resolver => return Err(ResponseCode::NotAuth),
            RecordType::AXFR if request.protocol() == Protocol::Udp => return Err(ResponseCode::Refused),
            RecordType::AXFR if *query.name() != origin => return Err(ResponseCode::NotAuth),
            _ => {}
        }
        let transfer = if request.src().ip().is_loopback() { AxfrPolicy::AllowAll } else { AxfrPolicy::Deny };
        let handler =
            zone.to_handler(self.role != Role::Second, transfer).map_err(|_too_long| ResponseCode::ServFail)?;
        let mut catalog = Catalog::new();
        catalog.upsert(origin, vec![Arc::new(handler)]);
        Ok(catalog)
    }

    /// The zone that contains the name, as this server knows it.
    fn find_zone(&self, name: &str, kind: RecordType) -> Option<ZoneContents> {
        let state = self.shared.state();
        match self.role {
            Role::First => state.find_zone(name),
            Role::Second => state.find_zone(name).filter(|zone| !zone.is_lame),
            Role::Resolver => state.find_zone_for_resolver(name, supported_query_type(kind), self.shared.now()),
        }
    }
}

/// The types of the records that AutoSend requires.
const fn supported_query_type(kind: RecordType) -> Option<QueryType> {
    match kind {
        RecordType::TXT => Some(QueryType::Txt),
        RecordType::MX => Some(QueryType::Mx),
        _ => None,
    }
}

async fn send_error<R: ResponseHandler>(request: &Request, mut response: R, code: ResponseCode) -> ResponseInfo {
    // Of the query's EDNS, only the payload size is used.
    let edns = request.edns.as_ref().map(|request_edns| {
        let mut edns = Edns::new();
        edns.set_max_payload(request_edns.max_payload().max(MIN_UDP_PAYLOAD));
        edns
    });
    let message = MessageResponseBuilder::new(&request.queries, edns.as_ref()).error_msg(&request.metadata, code);
    let metadata = *message.metadata();
    let unsent = |_| ResponseInfo::from(Header { metadata, counts: HeaderCounts::default() });
    // An error means that the client is gone.
    response.send_response(message).await.unwrap_or_else(unsent)
}

/// Sends answers as a resolver does: recursion is available (`ra`), and no answer is authoritative (no `aa`).
#[derive(Clone)]
struct ResolverResponseHandler<R>(R);

#[async_trait::async_trait]
impl<R: ResponseHandler> ResponseHandler for ResolverResponseHandler<R> {
    async fn send_response<'a>(
        &mut self,
        mut response: MessageResponse<
            '_,
            'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
        >,
    ) -> Result<ResponseInfo, NetError> {
        let metadata = response.metadata_mut();
        metadata.authoritative = false;
        metadata.recursion_available = true;
        self.0.send_response(response).await
    }
}
