//! Answers of the name servers: hickory-server reads and writes the messages and looks names up, in a zone that is made
//! from the sandbox's state at each question.

use std::sync::Arc;
use std::time::Duration;

use hickory_server::Server;
use hickory_server::net::runtime::Time;
use hickory_server::net::xfer::Protocol;
use hickory_server::proto::op::{Edns, Header, HeaderCounts, OpCode, ResponseCode};
use hickory_server::proto::rr::{DNSClass, RecordType};
use hickory_server::server::{Request, RequestHandler, ResponseHandler, ResponseInfo};
use hickory_server::zone_handler::{AxfrPolicy, Catalog, MessageResponseBuilder};

use super::resolver::ResolverResponseHandler;
use super::sockets::DnsSockets;
use super::zone::{ZoneContents, parse_fqdn};
use crate::core::dns::QueryType;
use crate::sandbox::shared::Shared;

/// How long a connection over TCP may be idle.
const TCP_IDLE_TIMEOUT: Duration = Duration::from_secs(10);

/// How many answers may wait on a connection over TCP.
const TCP_RESPONSE_BUFFER: usize = 32;

/// How many octets every answer over UDP has room for (RFC 6891 section 6.2.3).
const MIN_UDP_PAYLOAD: u16 = 512;

/// The name servers and the resolver, answering. Dropping it closes their ports.
pub(in crate::sandbox) type DnsServers = [Server<NameServer>; 3];

/// Lets them answer.
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

/// One of them.
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
    /// The zone that the question is about, in a catalogue that answers it; else the code of the answer.
    fn build_catalog(&self, request: &Request) -> Result<Catalog, ResponseCode> {
        // Zones are changed by publishing alone.
        if request.metadata.op_code == OpCode::Update {
            return Err(ResponseCode::Refused);
        }
        // What is no question at all, the catalogue itself answers.
        let (OpCode::Query, Ok(info)) = (request.metadata.op_code, request.request_info()) else {
            return Ok(Catalog::new());
        };
        let query = info.query;
        if query.query_class() != DNSClass::IN {
            return Err(ResponseCode::Refused);
        }
        let zone = self.find_zone(&query.name().to_string(), query.query_type()).ok_or(ResponseCode::Refused)?;
        // What has been tampered with is not handed on, unless the one who asks checks by themselves (RFC 4035 section 5.5).
        if self.role == Role::Resolver && zone.is_bogus && !request.metadata.checking_disabled {
            return Err(ResponseCode::ServFail);
        }
        let origin = parse_fqdn(&zone.origin).map_err(|_too_long| ResponseCode::ServFail)?.into();
        // A transfer is of a whole zone and over TCP (RFC 5936); what has changed in between is not kept (RFC 1995).
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

    /// The zone that a name is in, as this one has it.
    fn find_zone(&self, name: &str, kind: RecordType) -> Option<ZoneContents> {
        let state = self.shared.state();
        match self.role {
            Role::First => state.find_zone(name),
            Role::Second => state.find_zone(name).filter(|zone| !zone.is_lame),
            Role::Resolver => state.find_zone_for_resolver(name, supported_query_type(kind), self.shared.now()),
        }
    }
}

/// The types of the records that AutoSend asks for.
const fn supported_query_type(kind: RecordType) -> Option<QueryType> {
    match kind {
        RecordType::TXT => Some(QueryType::Txt),
        RecordType::MX => Some(QueryType::Mx),
        _ => None,
    }
}

async fn send_error<R: ResponseHandler>(request: &Request, mut response: R, code: ResponseCode) -> ResponseInfo {
    // Nothing of the question's own is sent back but how much it has room for.
    let edns = request.edns.as_ref().map(|request_edns| {
        let mut edns = Edns::new();
        edns.set_max_payload(request_edns.max_payload().max(MIN_UDP_PAYLOAD));
        edns
    });
    let message = MessageResponseBuilder::new(&request.queries, edns.as_ref()).error_msg(&request.metadata, code);
    let metadata = *message.metadata();
    let unsent = |_| ResponseInfo::from(Header { metadata, counts: HeaderCounts::default() });
    // Who request_edns is gone, then.
    response.send_response(message).await.unwrap_or_else(unsent)
}
