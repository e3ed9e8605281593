//! How many questions a lookup sends, in how many round trips, and that it sends none twice.

use std::collections::BTreeSet;
use std::slice::from_ref;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use autosend_domains::core::check::{Verdict, check_record};
use autosend_domains::core::request_log::{DnsLogEntry, RequestLogEntry};
use autosend_domains::dns::DnsResolver;
use autosend_domains::ports::RequestObserver;
use jiff::Timestamp;

use super::{example_zone, lookup_with_progress, publish_all};
use crate::support::domains::domain;
use crate::support::name_servers::{Behaviour, NameServer, TestZone, fqdn, name_server_zone, resolver_config};
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::NS;

const DOMAIN: &str = "mail.example.com";

/// How far away every server is: long, so that what is sent in one round trip has been sent before its first answer comes.
const ROUND_TRIP: Duration = Duration::from_millis(150);

/// Keeps every query that has an answer.
#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<DnsLogEntry>>);

impl RequestObserver for Recorder {
    fn request_finished(&self, _: &RequestLogEntry) {}

    fn query_finished(&self, entry: &DnsLogEntry) {
        self.0.lock().unwrap().push(entry.clone());
    }
}

/// What one lookup sends.
#[derive(Debug)]
struct Sent {
    /// Server and question, in their order.
    questions: Vec<String>,
    /// The longest chain of queries of which each waits for the answer to the one before.
    round_trips: usize,
    /// The most queries that one server has at once.
    burst: usize,
}

impl Sent {
    fn new(recorder: &Recorder) -> Self {
        let mut entries = std::mem::take(&mut *recorder.0.lock().unwrap());
        entries.sort_by_key(|entry| entry.started_at);
        let end = |entry: &DnsLogEntry| entry.started_at + entry.duration;
        let mut done: Vec<(Timestamp, usize)> = Vec::new();
        for entry in &entries {
            let before = done.iter().filter(|(end, _)| *end <= entry.started_at).map(|(_, depth)| *depth);
            let depth = before.max().unwrap_or(0) + 1;
            done.push((end(entry), depth));
        }
        let running = |of: &DnsLogEntry| {
            let same = entries.iter().filter(|entry| entry.server == of.server);
            same.filter(|entry| entry.started_at <= of.started_at && of.started_at < end(entry)).count()
        };
        Self {
            round_trips: done.iter().map(|(_, depth)| *depth).max().unwrap_or(0),
            burst: entries.iter().map(running).max().unwrap_or(0),
            questions: entries
                .iter()
                .map(|entry| format!("{} {} {}", entry.server.port(), entry.question.query_type, entry.question.name))
                .collect(),
        }
    }

    fn assert_within(&self, round_trips: usize, questions: usize) {
        let distinct: BTreeSet<&String> = self.questions.iter().collect();
        assert_eq!(distinct.len(), self.questions.len(), "nothing is asked twice: {self:#?}");
        assert!(self.round_trips <= round_trips && self.questions.len() <= questions, "{self:#?}");
        assert!(self.burst <= 12, "{self:#?}");
    }
}

/// The zone at two name servers, its parent at another, and a resolver that knows all: each as far away.
async fn look_up_twice(zone: &TestZone) -> (Sent, Sent, Vec<Verdict>) {
    let far = |zones: &[TestZone]| NameServer::start(zones, Behaviour::Slow(ROUND_TRIP));
    let delegated = ["ns1.host.test", "ns2.host.test"]
        .into_iter()
        .fold(TestZone::new("com", &["ns3.host.test"]), |parent, server| {
            parent.with_record("example.com", RData::NS(NS(fqdn(server))))
        });
    let servers = [far(from_ref(zone)), far(from_ref(zone)), far(from_ref(&delegated))];
    let parent = TestZone::new("com", &["ns3.host.test"]);
    let resolver = far(&[zone.clone(), parent, name_server_zone(3)]);
    let recorder = Arc::<Recorder>::default();
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)))
        .with_observer(Some(Arc::<Recorder>::clone(&recorder) as Arc<dyn RequestObserver>));
    let domain = domain(DOMAIN);
    let (lookup, _) = lookup_with_progress(&dns, &domain).await;
    let first = Sent::new(&recorder);
    lookup_with_progress(&dns, &domain).await;
    let check = |(record, record_lookup)| check_record(record, &domain, &lookup.zone, record_lookup).verdict;
    let verdicts = domain.records.iter().zip(&lookup.records).map(check).collect();
    (first, Sent::new(&recorder), verdicts)
}

#[tokio::test]
async fn the_first_lookup_of_a_correct_domain_takes_few_round_trips_and_the_second_two() {
    let (first, second, verdicts) = look_up_twice(&publish_all(example_zone(2), &domain(DOMAIN))).await;
    assert_eq!(verdicts, [Verdict::Match; 5]);
    first.assert_within(5, 24);
    second.assert_within(2, 16);
}

#[tokio::test]
async fn a_lookup_of_missing_records_stays_within_its_limits() {
    let (first, second, verdicts) = look_up_twice(&example_zone(2)).await;
    assert_eq!(verdicts, [Verdict::Missing; 5]);
    // 40, and one because this parent answers for the zone's NS records itself instead of referring to it, so that the DS
    // records have to be asked for.
    first.assert_within(8, 41);
    second.assert_within(8, 40);
}
