//! Answers of the name servers: hickory-server reads and writes the messages and looks names up, in a zone that is made
//! from the sandbox's state at each question.

use std::sync::Arc;
use std::time::Duration;

use hickory_server::Server;
use hickory_server::net::runtime::Time;
use hickory_server::net::xfer::Protocol;
use hickory_server::proto::op::{OpCode, ResponseCode};
use hickory_server::proto::rr::{DNSClass, RecordType};
use hickory_server::server::{Request, RequestHandler, ResponseHandler, ResponseInfo};
use hickory_server::zone_handler::{AxfrPolicy, Catalog, MessageResponseBuilder};

use super::sockets::Sockets;
use super::zone::{Contents, name};
use crate::sandbox::server::Shared;

/// How long a connection over TCP may be idle.
const IDLE: Duration = Duration::from_secs(10);

/// How many answers may wait on a connection over TCP.
const WAITING: usize = 32;

/// The name servers, answering. Dropping it closes their ports.
pub(in crate::sandbox) type Names = [Server<NameServer>; 2];

/// Lets both name servers answer.
pub(in crate::sandbox) fn serve(sockets: Sockets, shared: &Arc<Shared>) -> Names {
    let mut is_first = true;
    sockets.0.map(|(udp, tcp)| {
        let mut server = Server::new(NameServer { shared: Arc::clone(shared), is_first });
        is_first = false;
        server.register_socket(udp);
        server.register_listener(tcp, IDLE, WAITING);
        server
    })
}

/// One of the two.
pub(in crate::sandbox) struct NameServer {
    shared: Arc<Shared>,
    is_first: bool,
}

#[async_trait::async_trait]
impl RequestHandler for NameServer {
    async fn handle_request<R: ResponseHandler, T: Time>(&self, request: &Request, response: R) -> ResponseInfo {
        match self.zone(request) {
            Ok(catalog) => catalog.handle_request::<R, T>(request, response).await,
            Err(code) => refuse(request, response, code).await,
        }
    }
}

impl NameServer {
    /// The zone that the question is about, in a catalogue that answers it; else the code of the answer.
    fn zone(&self, request: &Request) -> Result<Catalog, ResponseCode> {
        // Zones are changed by publishing alone.
        if request.metadata.op_code == OpCode::Update {
            return Err(ResponseCode::Refused);
        }
        // What is no question at all, the catalogue itself answers.
        let (OpCode::Query, Ok(asked)) = (request.metadata.op_code, request.request_info()) else {
            return Ok(Catalog::new());
        };
        let query = asked.query;
        if query.query_class() != DNSClass::IN {
            return Err(ResponseCode::Refused);
        }
        let zone = self.shared.state().zone_at(&query.name().to_string()).filter(|zone| self.knows(zone));
        let zone = zone.ok_or(ResponseCode::Refused)?;
        let is_transfer = matches!(query.query_type(), RecordType::AXFR | RecordType::IXFR);
        let origin = name(&zone.origin).map_err(|_too_long| ResponseCode::ServFail)?.into();
        if is_transfer && (request.protocol() == Protocol::Udp || query.query_type() == RecordType::IXFR) {
            return Err(ResponseCode::Refused);
        }
        if is_transfer && *query.name() != origin {
            return Err(ResponseCode::NotAuth);
        }
        let transfer = if request.src().ip().is_loopback() { AxfrPolicy::AllowAll } else { AxfrPolicy::Deny };
        let handler = zone.handler(self.is_first, transfer).map_err(|_too_long| ResponseCode::ServFail)?;
        let mut catalog = Catalog::new();
        catalog.upsert(origin, vec![Arc::new(handler)]);
        Ok(catalog)
    }

    const fn knows(&self, zone: &Contents) -> bool {
        self.is_first || !zone.is_lame
    }
}

async fn refuse<R: ResponseHandler>(request: &Request, mut response: R, code: ResponseCode) -> ResponseInfo {
    let mut edns = request.edns.clone();
    if let Some(edns) = &mut edns {
        edns.options_mut().options.clear();
    }
    let message = MessageResponseBuilder::new(&request.queries, edns.as_ref()).error_msg(&request.metadata, code);
    let (metadata, counts) = (*message.metadata(), hickory_server::proto::op::HeaderCounts::default());
    let failed = || ResponseInfo::from(hickory_server::proto::op::Header { metadata, counts });
    // Who asked is gone, then.
    response.send_response(message).await.unwrap_or_else(|_| failed())
}
