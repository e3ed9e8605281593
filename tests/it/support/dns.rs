//! Name servers on loopback that serve a test's zones, with every fault that a name server can have.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use autosend_domains::dns::ResolverConfig;
use hickory_net::runtime::Time;
use hickory_net::xfer::Protocol;
use hickory_proto::op::{Header, HeaderCounts, Metadata, ResponseCode};
use hickory_proto::rr::rdata::{A, CNAME, MX, NS, SOA, TXT};
use hickory_proto::rr::{LowerName, Name, RData, Record};
use hickory_server::server::{Request, RequestHandler, ResponseHandler, ResponseInfo, Server};
use hickory_server::store::in_memory::InMemoryZoneHandler;
use hickory_server::zone_handler::{AxfrPolicy, Catalog, MessageResponseBuilder, ZoneType};
use tokio::runtime::{Builder, Runtime};

/// What runs the servers, apart from the tests, which may wait by blocking.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap());

/// The time to live of all records, and of their absence.
pub(crate) const TTL: u32 = 300;

/// How a server behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Habit {
    /// As it should.
    #[default]
    Good,
    /// It takes its time.
    Slow(Duration),
    /// It never answers.
    Silent,
    /// Nothing that is sent by UDP comes back.
    TcpOnly,
    /// It answers everything with this code.
    Code(ResponseCode),
    /// It answers without owning anything: no records and no `aa`.
    Lame,
    /// It does not know EDNS.
    Old,
    /// It finds nothing out about this name and those below: SERVFAIL.
    Fails(&'static str),
    /// It says that this name and those below are not there, and leaves the zone out that says so.
    Terse(&'static str),
    /// Its resolver finds that the zone's signatures are wrong: SERVFAIL, unless `cd` is set.
    Bogus,
    /// It finds nothing out when it is asked something for the first time, unless `cd` is set.
    Slack,
}

/// A zone to be served.
#[derive(Clone, Debug)]
pub(crate) struct TestZone {
    top: String,
    records: Vec<(String, RData)>,
}

impl TestZone {
    /// A zone with its SOA record and these name servers.
    pub(crate) fn new(top: &str, name_servers: &[&str]) -> Self {
        let mut zone = Self { top: top.to_owned(), records: Vec::new() };
        let (server, person) = (name("ns.test"), name("person.test"));
        zone.records.push((top.to_owned(), RData::SOA(SOA::new(server, person, 1, 3600, 600, 86400, TTL))));
        for server in name_servers {
            zone.records.push((top.to_owned(), RData::NS(NS(name(server)))));
        }
        zone
    }

    pub(crate) fn with(mut self, owner: &str, data: RData) -> Self {
        self.records.push((owner.to_owned(), data));
        self
    }

    /// A TXT record of one value, cut where it has to be.
    pub(crate) fn text(self, owner: &str, value: &str) -> Self {
        self.with(owner, text(value))
    }

    pub(crate) fn mx(self, owner: &str, priority: u16, host: &str) -> Self {
        self.with(owner, RData::MX(MX::new(priority, name(host))))
    }

    pub(crate) fn alias(self, owner: &str, target: &str) -> Self {
        self.with(owner, RData::CNAME(CNAME(name(target))))
    }

    pub(crate) fn address(self, owner: &str, address: [u8; 4]) -> Self {
        self.with(owner, RData::A(A(Ipv4Addr::from(address))))
    }

    fn handler(&self) -> InMemoryZoneHandler {
        let mut handler = InMemoryZoneHandler::empty(name(&self.top), ZoneType::Primary, AxfrPolicy::Deny);
        for (owner, data) in &self.records {
            handler.upsert_mut(Record::from_rdata(name(owner), TTL, data.clone()), 1);
        }
        handler
    }
}

/// The data of a TXT record.
pub(crate) fn text(value: &str) -> RData {
    RData::TXT(TXT::from_bytes(value.as_bytes().chunks(255).collect()))
}

/// A name, in full.
pub(crate) fn name(text: &str) -> Name {
    let mut name = Name::from_ascii(text).unwrap();
    name.set_fqdn(true);
    name
}

/// A name server; ended when dropped.
pub(crate) struct NameServer {
    zones: Vec<(String, Arc<InMemoryZoneHandler>)>,
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
    questions: Arc<Mutex<Vec<String>>>,
    server: Server<Handler>,
}

impl NameServer {
    pub(crate) fn start(zones: &[TestZone], habit: Habit) -> Self {
        let mut catalog = Catalog::new();
        let zones: Vec<_> = zones.iter().map(|zone| (zone.top.clone(), Arc::new(zone.handler()))).collect();
        for (top, zone) in &zones {
            catalog.upsert(LowerName::from(name(top)), vec![Arc::<InMemoryZoneHandler>::clone(zone)]);
        }
        let (udp, tcp) = sockets();
        let asked = Arc::new(AtomicUsize::new(0));
        let address = udp.local_addr().unwrap();
        let _runtime = RUNTIME.enter();
        let questions = Arc::<Mutex<Vec<String>>>::default();
        let handler = Handler { catalog, habit, asked: Arc::clone(&asked), questions: Arc::clone(&questions) };
        let mut server = Server::new(handler);
        server.register_socket(tokio::net::UdpSocket::from_std(udp).unwrap());
        let tcp = tokio::net::TcpListener::from_std(tcp).unwrap();
        server.register_listener(tcp, Duration::from_secs(5), 32);
        Self { zones, address, asked, questions, server }
    }

    pub(crate) fn good(zones: &[TestZone]) -> Self {
        Self::start(zones, Habit::Good)
    }

    /// Gives a name of a zone away to a name server while the server runs.
    pub(crate) async fn delegate(&self, top: &str, owner: &str, server: &str) {
        let (_, zone) = self.zones.iter().find(|(known, _)| known == top).unwrap();
        zone.upsert(Record::from_rdata(name(owner), TTL, RData::NS(NS(name(server)))), 2).await;
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Adds a TXT record while the server runs.
    pub(crate) async fn publish(&self, top: &str, owner: &str, value: &str) {
        let (_, zone) = self.zones.iter().find(|(known, _)| known == top).unwrap();
        zone.upsert(Record::from_rdata(name(owner), TTL, text(value)), 2).await;
    }

    /// The questions that have come: `TXT name`.
    pub(crate) fn questions(&self) -> Vec<String> {
        self.questions.lock().unwrap().clone()
    }

    /// How many questions have come.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.server.shutdown_token().cancel();
    }
}

/// An address at which nobody listens.
pub(crate) fn closed() -> SocketAddr {
    let (udp, _tcp) = sockets();
    udp.local_addr().unwrap()
}

/// The places of a world of which the resolver knows everything, and where the server at `192.0.2.N` is the N-th of
/// these, from 1 on.
pub(crate) fn places(resolver: SocketAddr, servers: &[SocketAddr]) -> ResolverConfig {
    let sockets = (1_u8..).zip(servers).map(|(number, server)| (Ipv4Addr::new(192, 0, 2, number).into(), *server));
    ResolverConfig {
        socket_overrides: sockets.collect(),
        resolvers: Some(vec![resolver]),
        interception_probe: None,
        ..ResolverConfig::default()
    }
}

/// The zone that the name servers themselves are in: `ns1.host.test` is at `192.0.2.1`.
pub(crate) fn hosts(number: u8) -> TestZone {
    (1..=number).fold(TestZone::new("host.test", &["ns1.host.test"]), |zone, number| {
        zone.address(&format!("ns{number}.host.test"), [192, 0, 2, number])
    })
}

fn sockets() -> (UdpSocket, TcpListener) {
    // The same port of both, which another test may have taken in between.
    for _ in 0..100 {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        if let Ok(udp) = UdpSocket::bind(tcp.local_addr().unwrap()) {
            tcp.set_nonblocking(true).unwrap();
            udp.set_nonblocking(true).unwrap();
            return (udp, tcp);
        }
    }
    panic!("no port is free for both UDP and TCP");
}

struct Handler {
    catalog: Catalog,
    habit: Habit,
    asked: Arc<AtomicUsize>,
    questions: Arc<Mutex<Vec<String>>>,
}

#[async_trait::async_trait]
impl RequestHandler for Handler {
    async fn handle_request<R: ResponseHandler, T: Time>(&self, request: &Request, mut handle: R) -> ResponseInfo {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let meta = &request.metadata;
        let question = request.request_info().map(|info| {
            let name = info.query.name().to_string().to_ascii_lowercase();
            format!("{} {}", info.query.query_type(), name.trim_end_matches('.'))
        });
        let question = question.unwrap_or_default();
        let is_new = !self.questions.lock().unwrap().contains(&question);
        self.questions.lock().unwrap().push(question);
        let code = match self.habit {
            Habit::Silent => return nothing(meta),
            Habit::TcpOnly if request.protocol() == Protocol::Udp => return nothing(meta),
            Habit::Slow(time) => {
                tokio::time::sleep(time).await;
                None
            }
            Habit::Good | Habit::TcpOnly => None,
            Habit::Code(code) => Some(code),
            Habit::Lame => Some(ResponseCode::NoError),
            Habit::Old => request.edns.is_some().then_some(ResponseCode::FormErr),
            Habit::Fails(top) => {
                let asked = request.request_info().map(|info| info.query.name().to_string()).unwrap_or_default();
                asked.trim_end_matches('.').ends_with(top).then_some(ResponseCode::ServFail)
            }
            Habit::Terse(top) => {
                let asked = request.request_info().map(|info| info.query.name().to_string()).unwrap_or_default();
                asked.trim_end_matches('.').ends_with(top).then_some(ResponseCode::NXDomain)
            }
            Habit::Slack => (is_new && !meta.checking_disabled).then_some(ResponseCode::ServFail),
            Habit::Bogus => (!meta.checking_disabled).then_some(ResponseCode::ServFail),
        };
        let Some(code) = code else {
            return self.catalog.handle_request::<R, T>(request, handle).await;
        };
        let response = MessageResponseBuilder::from_message_request(request).error_msg(meta, code);
        handle.send_response(response).await.unwrap_or_else(|_| nothing(meta))
    }
}

fn nothing(meta: &Metadata) -> ResponseInfo {
    Header { metadata: *meta, counts: HeaderCounts::default() }.into()
}
