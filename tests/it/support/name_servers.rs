//! Name servers on loopback that serve a test's zones, with every fault of a name server.
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

/// Runs the servers; the tests themselves may block while they wait.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap());

/// The TTL of all records, and of negative answers.
pub(crate) const TTL: u32 = 300;

/// How a server behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// It answers correctly.
    #[default]
    Normal,
    /// It answers after this delay.
    Slow(Duration),
    /// It never answers.
    Silent,
    /// It never answers over UDP.
    TcpOnly,
    /// It answers every query with this code.
    AlwaysCode(ResponseCode),
    /// It has no authority: no records and no `aa`.
    Lame,
    /// It does not know EDNS.
    NoEdns,
    /// SERVFAIL for this name and the names below.
    ServFailBelow(&'static str),
    /// NXDOMAIN without an SOA record for this name and the names below.
    NxDomainWithoutSoa(&'static str),
    /// Like a resolver that finds bogus signatures: SERVFAIL, unless `cd` is set.
    DnssecBogus,
    /// SERVFAIL for the first query of each name and type, unless `cd` is set.
    ServFailFirst,
}

/// A zone for a server of a test.
#[derive(Clone, Debug)]
pub(crate) struct TestZone {
    origin: String,
    records: Vec<(String, RData)>,
}

impl TestZone {
    /// A zone with its SOA record and these name servers.
    pub(crate) fn new(top: &str, name_servers: &[&str]) -> Self {
        let mut zone = Self { origin: top.to_owned(), records: Vec::new() };
        let (server, person) = (fqdn("ns.test"), fqdn("person.test"));
        zone.records.push((top.to_owned(), RData::SOA(SOA::new(server, person, 1, 3600, 600, 86400, TTL))));
        for server in name_servers {
            zone.records.push((top.to_owned(), RData::NS(NS(fqdn(server)))));
        }
        zone
    }

    pub(crate) fn with_record(mut self, owner: &str, data: RData) -> Self {
        self.records.push((owner.to_owned(), data));
        self
    }

    /// A TXT record of one value, in strings of at most 255 octets.
    pub(crate) fn with_txt(self, owner: &str, value: &str) -> Self {
        self.with_record(owner, txt_rdata(value))
    }

    pub(crate) fn with_mx(self, owner: &str, priority: u16, host: &str) -> Self {
        self.with_record(owner, RData::MX(MX::new(priority, fqdn(host))))
    }

    pub(crate) fn with_cname(self, owner: &str, target: &str) -> Self {
        self.with_record(owner, RData::CNAME(CNAME(fqdn(target))))
    }

    pub(crate) fn with_a(self, owner: &str, address: [u8; 4]) -> Self {
        self.with_record(owner, RData::A(A(Ipv4Addr::from(address))))
    }

    fn to_handler(&self) -> InMemoryZoneHandler {
        let mut handler = InMemoryZoneHandler::empty(fqdn(&self.origin), ZoneType::Primary, AxfrPolicy::Deny);
        for (owner, data) in &self.records {
            handler.upsert_mut(Record::from_rdata(fqdn(owner), TTL, data.clone()), 1);
        }
        handler
    }
}

/// The rdata of a TXT record.
pub(crate) fn txt_rdata(value: &str) -> RData {
    RData::TXT(TXT::from_bytes(value.as_bytes().chunks(255).collect()))
}

/// A fully qualified name.
pub(crate) fn fqdn(text: &str) -> Name {
    let mut name = Name::from_ascii(text).unwrap();
    name.set_fqdn(true);
    name
}

/// A name server; stopped when dropped.
pub(crate) struct NameServer {
    zones: Vec<(String, Arc<InMemoryZoneHandler>)>,
    address: SocketAddr,
    query_count: Arc<AtomicUsize>,
    queries: Arc<Mutex<Vec<String>>>,
    server: Server<Handler>,
}

impl NameServer {
    pub(crate) fn start(zones: &[TestZone], habit: Behaviour) -> Self {
        let mut catalog = Catalog::new();
        let zones: Vec<_> = zones.iter().map(|zone| (zone.origin.clone(), Arc::new(zone.to_handler()))).collect();
        for (top, zone) in &zones {
            catalog.upsert(LowerName::from(fqdn(top)), vec![Arc::<InMemoryZoneHandler>::clone(zone)]);
        }
        let (udp, tcp) = bind_udp_and_tcp();
        let asked = Arc::new(AtomicUsize::new(0));
        let address = udp.local_addr().unwrap();
        let _runtime = RUNTIME.enter();
        let questions = Arc::<Mutex<Vec<String>>>::default();
        let handler =
            Handler { catalog, behaviour: habit, query_count: Arc::clone(&asked), queries: Arc::clone(&questions) };
        let mut server = Server::new(handler);
        server.register_socket(tokio::net::UdpSocket::from_std(udp).unwrap());
        let tcp = tokio::net::TcpListener::from_std(tcp).unwrap();
        server.register_listener(tcp, Duration::from_secs(5), 32);
        Self { zones, address, query_count: asked, queries: questions, server }
    }

    pub(crate) fn start_normal(zones: &[TestZone]) -> Self {
        Self::start(zones, Behaviour::Normal)
    }

    /// Delegates a name of a zone to a name server while the server runs.
    pub(crate) async fn delegate(&self, top: &str, owner: &str, server: &str) {
        let (_, zone) = self.zones.iter().find(|(known, _)| known == top).unwrap();
        zone.upsert(Record::from_rdata(fqdn(owner), TTL, RData::NS(NS(fqdn(server)))), 2).await;
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Adds a TXT record while the server runs.
    pub(crate) async fn add_txt(&self, top: &str, owner: &str, value: &str) {
        let (_, zone) = self.zones.iter().find(|(known, _)| known == top).unwrap();
        zone.upsert(Record::from_rdata(fqdn(owner), TTL, txt_rdata(value)), 2).await;
    }

    /// The queries that have arrived: `TXT name`.
    pub(crate) fn queries(&self) -> Vec<String> {
        self.queries.lock().unwrap().clone()
    }

    /// The number of queries that have arrived.
    pub(crate) fn query_count(&self) -> usize {
        self.query_count.load(Ordering::Relaxed)
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.server.shutdown_token().cancel();
    }
}

/// An address that was free a moment ago, for a server to listen at.
pub(crate) fn free_address() -> SocketAddr {
    let (udp, _tcp) = bind_udp_and_tcp();
    udp.local_addr().unwrap()
}

/// A closed address. On Linux no other test can open it meanwhile: none listens at this address of the loopback network.
pub(crate) fn closed_address() -> SocketAddr {
    let address = free_address();
    if cfg!(target_os = "linux") { (Ipv4Addr::new(127, 0, 0, 2), address.port()).into() } else { address }
}

/// A configuration with this resolver; the address `192.0.2.N` leads to the N-th of these servers, from 1 on.
pub(crate) fn resolver_config(resolver: SocketAddr, servers: &[SocketAddr]) -> ResolverConfig {
    let sockets = (1_u8..).zip(servers).map(|(number, server)| (Ipv4Addr::new(192, 0, 2, number).into(), *server));
    ResolverConfig {
        socket_overrides: sockets.collect(),
        resolvers: Some(vec![resolver]),
        interception_probe: None,
        ..ResolverConfig::default()
    }
}

/// The zone with the addresses of the name servers: `ns1.host.test` is at `192.0.2.1`.
pub(crate) fn name_server_zone(number: u8) -> TestZone {
    (1..=number).fold(TestZone::new("host.test", &["ns1.host.test"]), |zone, number| {
        zone.with_a(&format!("ns{number}.host.test"), [192, 0, 2, number])
    })
}

fn bind_udp_and_tcp() -> (UdpSocket, TcpListener) {
    // UDP and TCP need the same port, which another test may have taken in between.
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
    behaviour: Behaviour,
    query_count: Arc<AtomicUsize>,
    queries: Arc<Mutex<Vec<String>>>,
}

#[async_trait::async_trait]
impl RequestHandler for Handler {
    async fn handle_request<R: ResponseHandler, T: Time>(&self, request: &Request, mut handle: R) -> ResponseInfo {
        self.query_count.fetch_add(1, Ordering::Relaxed);
        let meta = &request.metadata;
        let question = request.request_info().map(|info| {
            let name = info.query.name().to_string().to_ascii_lowercase();
            format!("{} {}", info.query.query_type(), name.trim_end_matches('.'))
        });
        let question = question.unwrap_or_default();
        let is_new = !self.queries.lock().unwrap().contains(&question);
        self.queries.lock().unwrap().push(question);
        let code = match self.behaviour {
            Behaviour::Silent => return no_response(meta),
            Behaviour::TcpOnly if request.protocol() == Protocol::Udp => return no_response(meta),
            Behaviour::Slow(time) => {
                tokio::time::sleep(time).await;
                None
            }
            Behaviour::Normal | Behaviour::TcpOnly => None,
            Behaviour::AlwaysCode(code) => Some(code),
            Behaviour::Lame => Some(ResponseCode::NoError),
            Behaviour::NoEdns => request.edns.is_some().then_some(ResponseCode::FormErr),
            Behaviour::ServFailBelow(top) => {
                let asked = request.request_info().map(|info| info.query.name().to_string()).unwrap_or_default();
                asked.trim_end_matches('.').ends_with(top).then_some(ResponseCode::ServFail)
            }
            Behaviour::NxDomainWithoutSoa(top) => {
                let asked = request.request_info().map(|info| info.query.name().to_string()).unwrap_or_default();
                asked.trim_end_matches('.').ends_with(top).then_some(ResponseCode::NXDomain)
            }
            Behaviour::ServFailFirst => (is_new && !meta.checking_disabled).then_some(ResponseCode::ServFail),
            Behaviour::DnssecBogus => (!meta.checking_disabled).then_some(ResponseCode::ServFail),
        };
        let Some(code) = code else {
            return self.catalog.handle_request::<R, T>(request, handle).await;
        };
        let response = MessageResponseBuilder::from_message_request(request).error_msg(meta, code);
        handle.send_response(response).await.unwrap_or_else(|_| no_response(meta))
    }
}

fn no_response(meta: &Metadata) -> ResponseInfo {
    Header { metadata: *meta, counts: HeaderCounts::default() }.into()
}
