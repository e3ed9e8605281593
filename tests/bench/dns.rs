//! Looking records up: a domain over lines of 50 and 200 ms, and a thousand domains.

mod support;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use autosend_domains::core::check::{Verdict, check_record};
use autosend_domains::core::dns::QueryOutcome;
use autosend_domains::core::domain::{AutosendChecks, DomainId, DomainStatus, SendingDomain};
use autosend_domains::core::record::{DnsRecord, Priority, RecordType, Slot};
use autosend_domains::dns::{DnsResolver, ResolverConfig};
use autosend_domains::ports::Resolver as _;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::rdata::{A, MX, NS, SOA, TXT};
use hickory_proto::rr::{Name, RData, Record, RecordType as Kind};
use support::{milliseconds, quantile, tell};
use tokio::runtime::Builder;

/// How far away every server is.
const ROUND_TRIPS: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(200)];
const SERVERS: u8 = 4;
const RUNS: usize = 9;
const DOMAINS: usize = 1_000;
const AT_ONCE: usize = 8;

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        for round_trip in ROUND_TRIPS {
            one(round_trip).await;
        }
        many().await;
    });
}

/// Five records at four servers, all of them right: the first lookup, which knows nothing, and the second, which knows the zone
/// and its servers.
async fn one(round_trip: Duration) {
    let domain = domain("mail.example.com");
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let dns = resolver(round_trip);
        for times in [&mut first, &mut second] {
            let began = Instant::now();
            let lookup = dns.lookup_records(&domain, |_| {}).await.expect("a survey");
            times.push(began.elapsed());
            for (record, record_lookup) in domain.records.iter().zip(&lookup.records) {
                assert_eq!(record_lookup.responses.len(), usize::from(SERVERS));
                assert_eq!(check_record(record, &domain, &lookup.zone, record_lookup).verdict, Verdict::Match);
            }
        }
    }
    for (which, mut times, limit) in [("first", first, 5.5), ("second", second, 2.5)] {
        let median = quantile(&mut times, 0.5);
        let trips = median.as_secs_f64() / round_trip.as_secs_f64();
        let figure = format!("{} = {trips:.2} round trips", milliseconds(median));
        let what = format!("5 records at 4 servers, {which} lookup, round trip {} ms, median", round_trip.as_millis());
        tell(&what, &figure, &format!("{limit} round trips"), trips <= limit);
    }
}

/// A thousand domains, each in a zone of its own, some side by side as `check` does.
async fn many() {
    use futures::StreamExt as _;
    let dns = resolver(Duration::ZERO);
    let dns = &dns;
    let before = memory();
    let began = Instant::now();
    let lookups = (0..DOMAINS).map(|number| async move {
        let domain = domain(&format!("mail.example{number}.com"));
        let lookup = dns.lookup_records(&domain, |_| {}).await.expect("a survey");
        let found = lookup.records.iter().flat_map(|record_lookup| &record_lookup.responses);
        assert!(found.into_iter().all(|response| matches!(response.outcome, QueryOutcome::Answer(_))));
    });
    futures::stream::iter(lookups).buffered(AT_ONCE).for_each(|()| async {}).await;
    let time = began.elapsed();
    let grown = memory().saturating_sub(before);
    tell(
        "1,000 domains looked up at 4 servers each",
        &format!("{:.1} s", time.as_secs_f64()),
        "60 s",
        time.as_secs() < 60,
    );
    tell("memory that 1,000 domains take", &format!("{grown} KiB"), "16,384 KiB", grown < 16_384);
}

/// The most memory of this process so far, in KiB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn resolver(round_trip: Duration) -> DnsResolver {
    let sockets: BTreeMap<IpAddr, SocketAddr> =
        (1..=SERVERS).map(|number| (Ipv4Addr::new(192, 0, 2, number).into(), server(round_trip))).collect();
    DnsResolver::new(ResolverConfig {
        socket_overrides: sockets,
        resolvers: Some(vec![server(round_trip)]),
        interception_probe: None,
        ..ResolverConfig::default()
    })
}

/// A server that has every record of [`domain`] for every name, and answers after the round trip.
fn server(round_trip: Duration) -> SocketAddr {
    let socket = Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port"));
    let address = socket.local_addr().expect("an address");
    let (sender, due) = std::sync::mpsc::channel::<(Instant, Vec<u8>, SocketAddr)>();
    let answers = Arc::clone(&socket);
    thread::spawn(move || {
        for (moment, octets, to) in due {
            thread::sleep(moment.saturating_duration_since(Instant::now()));
            let _ = answers.send_to(&octets, to);
        }
    });
    thread::spawn(move || {
        let mut buffer = vec![0; 4096];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let Ok(octets) = answer(&buffer[..length]) else { continue };
            if sender.send((Instant::now() + round_trip, octets, from)).is_err() {
                break;
            }
        }
    });
    address
}

fn answer(question: &[u8]) -> Result<Vec<u8>, hickory_proto::ProtoError> {
    let asked = Message::from_vec(question)?;
    let mut message = Message::response(asked.id, asked.op_code);
    message.metadata.authoritative = true;
    let Some(query) = asked.queries.first().cloned() else { return message.to_vec() };
    let name = query.name().clone();
    // mail.example7.com is in the zone example7.com.
    let zone = Name::from_labels(name.iter().skip(usize::from(name.num_labels()).saturating_sub(2)))?;
    let text = name.to_ascii().to_ascii_lowercase();
    // No wildcard answers.
    let is_unknown = text.starts_with("autosend-domains-wildcard-test");
    if is_unknown {
        message.metadata.response_code = ResponseCode::NXDomain;
    }
    let data: Vec<RData> = match query.query_type() {
        _ if is_unknown => Vec::new(),
        Kind::NS => (1..=SERVERS).map(|number| RData::NS(NS(named(&format!("ns{number}.host.test."))))).collect(),
        Kind::A => {
            let number = text.strip_prefix("ns").and_then(|text| text.split('.').next()?.parse().ok()).unwrap_or(1);
            vec![RData::A(A(Ipv4Addr::new(192, 0, 2, number)))]
        }
        Kind::TXT if text.starts_with("_domainconnect") => Vec::new(),
        Kind::TXT => records("x").iter().filter(|(label, ..)| text.starts_with(label)).filter_map(text_of).collect(),
        Kind::MX => vec![RData::MX(MX::new(10, named("feedback-smtp.us-east-1.amazonses.com.")))],
        _ => Vec::new(),
    };
    if data.is_empty() {
        let start = SOA::new(named("ns1.host.test."), named("person.host.test."), 1, 3600, 600, 86400, 300);
        message.add_authority(Record::from_rdata(zone, 300, RData::SOA(start)));
    }
    for data in data {
        message.add_answer(Record::from_rdata(name.clone(), 300, data));
    }
    message.add_query(query);
    message.to_vec()
}

fn named(text: &str) -> Name {
    Name::from_ascii(text).expect("a name")
}

fn text_of((_, kind, value, _): &(String, &str, String, Slot)) -> Option<RData> {
    (*kind == "TXT").then(|| RData::TXT(TXT::from_bytes(value.as_bytes().chunks(255).collect())))
}

/// Name, type, value and slot of the five records.
fn records(domain: &str) -> [(String, &'static str, String, Slot); 5] {
    let name = |label: &str| if domain == "x" { label.to_owned() } else { format!("{label}.{domain}") };
    [
        (
            name("_autosend-verify"),
            "TXT",
            "autosend-verify-d3b3f3481f3541b1b1d96e401ad89c91".to_owned(),
            Slot::Ownership,
        ),
        (name("autosend._domainkey"), "TXT", format!("p=MII{}", "A".repeat(389)), Slot::Dkim),
        (name("asend"), "MX", "feedback-smtp.us-east-1.amazonses.com".to_owned(), Slot::MailFrom),
        (name("asend"), "TXT", "v=spf1 include:amazonses.com ~all".to_owned(), Slot::MailFrom),
        (name("_dmarc"), "TXT", "v=DMARC1; p=none;".to_owned(), Slot::Dmarc),
    ]
}

fn domain(name: &str) -> SendingDomain {
    let record = |(owner, kind, value, slot): (String, &str, String, Slot)| DnsRecord {
        slot,
        record_type: RecordType::parse(kind),
        name: owner.into(),
        value: value.into(),
        priority: (kind == "MX").then_some(Priority::Number(10)),
        note: None,
    };
    SendingDomain {
        id: DomainId::new("1"),
        name: name.into(),
        status: DomainStatus::Pending,
        checks: AutosendChecks::default(),
        records: records(name).into_iter().map(record).collect(),
        region: None,
        created_at: None,
        last_checked_at: None,
        verified_at: None,
        verification_in_progress: false,
        inbound_enabled_at: None,
        inbound_verified_at: None,
    }
}
