//! Several servers, of which each can fail in its own way; and what comes of it.

use std::slice::from_ref;
use std::time::{Duration, Instant};

use autosend_domains::core::dns::{AnswerSource, LookupProgress, QueryOutcome};
use autosend_domains::core::record::Slot;
use autosend_domains::dns::{DnsResolver, ResolverConfig};
use autosend_domains::ports::Resolver as _;
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::NS;
use rstest::rstest;

use super::{DnsWorld, example_zone, label, labels, lookup_with_progress, publish_all};
use crate::support::domains::{domain, domain_with_key, pending_domain, record};
use crate::support::name_servers::{
    Behaviour, NameServer, TestZone, closed_address, fqdn, name_server_zone, resolver_config,
};

const NAME: &str = "_autosend-verify.mail.example.com";
const VALUE: &str = "autosend-verify-1";

/// A domain that waits for one record.
fn pending() -> autosend_domains::core::domain::SendingDomain {
    pending_domain("mail.example.com", vec![record(Slot::Ownership, "TXT", NAME, VALUE, "")])
}

#[tokio::test]
async fn every_server_of_the_zone_is_queried() {
    let domain = domain("mail.example.com");
    let zone = publish_all(example_zone(3), &domain);
    let world = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal; 3]);
    let (lookup, progress) = lookup_with_progress(&world.resolver(), &domain).await;

    assert_eq!((lookup.zone.name.as_str(), lookup.zone.is_certain), ("example.com", true));
    assert_eq!(lookup.zone.source, AnswerSource::Authoritative);
    assert_eq!(lookup.zone.name_servers, ["ns1.host.test", "ns2.host.test", "ns3.host.test"]);
    assert_eq!(lookup.records.len(), domain.records.len());
    for (record_lookup, record) in lookup.records.iter().zip(&domain.records) {
        let value = match record.priority {
            Some(_) => format!("10 {}", record.published_value()),
            None => record.published_value().into_owned(),
        };
        assert_eq!(labels(&record_lookup.responses), [value.as_str(); 3]);
        let labels: Vec<_> = record_lookup.responses.iter().map(|response| response.server.label()).collect();
        assert_eq!(labels, lookup.zone.name_servers);
    }
    // Each answer was told as it came: for each record, one more each time.
    assert!(progress.contains(&LookupProgress::Zone(lookup.zone.clone())));
    for (record, of_record) in lookup.records.iter().enumerate() {
        let progress: Vec<_> = progress
            .iter()
            .filter_map(|progress| match progress {
                LookupProgress::Record { index, lookup } if *index == record => Some(lookup),
                _ => None,
            })
            .collect();
        let numbers: Vec<_> = progress.iter().take(3).map(|record_lookup| record_lookup.responses.len()).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert_eq!(progress.last(), Some(&of_record));
    }
}

#[rstest]
#[case::silent(Behaviour::Silent, "Timeout")]
#[case::refused(Behaviour::AlwaysCode(ResponseCode::Refused), "Refused")]
#[case::failing(Behaviour::AlwaysCode(ResponseCode::ServFail), "ServFail")]
#[case::another_code(Behaviour::AlwaysCode(ResponseCode::NotAuth), "Rcode { code: 9 }")]
#[case::lame(Behaviour::Lame, "Lame")]
#[case::old(Behaviour::NoEdns, VALUE)]
#[case::slow(Behaviour::Slow(Duration::from_millis(100)), VALUE)]
#[tokio::test]
async fn one_servers_fault_is_attributed_to_it_alone(#[case] behaviour: Behaviour, #[case] label: &str) {
    let zone = example_zone(2).with_txt(NAME, VALUE);
    let world = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal, behaviour]);
    let lookup = world.lookup(&pending()).await;
    assert_eq!(labels(&lookup.records[0].responses), [VALUE, label]);
    assert_eq!(lookup.zone.source, AnswerSource::Authoritative);
}

#[tokio::test]
async fn differing_servers_keep_their_responses() {
    let other = example_zone(3).with_txt(NAME, "another");
    let zone = example_zone(3).with_txt(NAME, VALUE);
    let servers = [(zone.clone(), Behaviour::Normal), (other, Behaviour::Normal), (example_zone(3), Behaviour::Normal)];
    let world = DnsWorld::with_servers(&zone, &servers);
    let lookup = world.lookup(&pending()).await;
    assert_eq!(labels(&lookup.records[0].responses), [VALUE, "another", "no name"]);
}

#[tokio::test]
async fn a_negative_answer_has_kind_zone_and_ttl() {
    let zone = example_zone(1).with_mx(NAME, 10, "mail.test");
    let other = record(Slot::Ownership, "TXT", "nothing.mail.example.com", VALUE, "");
    let domain = pending_domain("mail.example.com", vec![pending().records.remove(0), other]);
    let lookup = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal]).lookup(&domain).await;
    let negatives: Vec<_> = lookup
        .records
        .iter()
        .map(|record_lookup| match &record_lookup.responses[0].outcome {
            QueryOutcome::Negative(negative) => {
                assert!(negative.is_authoritative);
                (negative.is_nxdomain, negative.zone.as_deref(), negative.negative_ttl)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(negatives, [(false, Some("example.com"), Some(300)), (true, Some("example.com"), Some(300))]);
}

#[tokio::test]
async fn a_4096_bit_key_is_complete() {
    let domain = domain_with_key("mail.example.com", 736);
    // Another of the same size beside it, so that no datagram holds both.
    let name = domain.records[1].name.raw().to_owned();
    let value = domain.records[1].published_value().into_owned();
    let zone = example_zone(1).with_txt(&name, &value).with_txt(&name, &format!("{value}x"));
    let world = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal]);
    let lookup = world.lookup(&domain).await;
    assert_eq!(labels(&lookup.records[1].responses), [format!("{value} | {value}x")]);
}

#[tokio::test]
async fn a_closed_port_fails_immediately() {
    let zone = example_zone(2).with_txt(NAME, VALUE);
    let world = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal]);
    let resolver = NameServer::start_normal(&[zone, name_server_zone(2)]);
    let began = Instant::now();
    let config = resolver_config(resolver.address(), &[world.servers[0].address(), closed_address()]);
    let (lookup, _) = lookup_with_progress(&DnsResolver::new(config), &pending()).await;
    assert_eq!(labels(&lookup.records[0].responses), [VALUE, "Unreachable { reason: \"the port is closed\" }"]);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}

#[rstest]
#[case::closed(true)]
#[case::silent(false)]
#[tokio::test]
async fn the_resolver_is_queried_if_no_server_is_reachable(#[case] is_closed: bool) {
    let zone = example_zone(2).with_txt(NAME, VALUE);
    let (resolver, silent) =
        (NameServer::start_normal(&[zone.clone(), name_server_zone(2)]), NameServer::start(&[], Behaviour::Silent));
    let server = if is_closed { closed_address() } else { silent.address() };
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[server, server]));
    let (first, progress) = lookup_with_progress(&dns, &pending()).await;
    assert_eq!(first.zone.source, AnswerSource::Resolver);
    assert_eq!(first.zone.name_servers, ["ns1.host.test", "ns2.host.test"]);
    assert_eq!(first.zone.servers[0].address, resolver.address());
    assert_eq!(labels(&first.records[0].responses), [VALUE]);
    let zones = progress
        .iter()
        .filter_map(|progress| if let LookupProgress::Zone(zone) = progress { Some(zone) } else { None });
    assert_eq!(
        zones.map(|zone| zone.source).collect::<Vec<_>>(),
        [AnswerSource::Authoritative, AnswerSource::Resolver]
    );
    // Once known, it is not tried again for a while.
    let began = Instant::now();
    let (second, _) = lookup_with_progress(&dns, &pending()).await;
    assert_eq!((second.zone, labels(&second.records[0].responses)), (first.zone, vec![VALUE.to_owned()]));
    assert!(began.elapsed() < Duration::from_millis(1500), "{:?}", began.elapsed());
}

#[tokio::test]
async fn only_chosen_servers_are_queried_even_if_lame() {
    let zone = example_zone(1).with_txt(NAME, VALUE);
    let world = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal]);
    let named = NameServer::start_normal(&[example_zone(1).with_txt(NAME, "as it was"), name_server_zone(1)]);
    let config = ResolverConfig { explicit_servers: vec![named.address()], ..world.resolver_config() };
    let (lookup, _) = lookup_with_progress(&DnsResolver::new(config), &pending()).await;
    assert_eq!((lookup.zone.name.as_str(), lookup.zone.source), ("example.com", AnswerSource::UserSpecified));
    assert_eq!(labels(&lookup.records[0].responses), ["as it was"]);
    assert_eq!((world.resolver.query_count(), world.servers[0].query_count()), (0, 0));
}

#[tokio::test]
async fn each_record_is_queried_in_its_own_zone() {
    // The name of the mail-from records is a zone of its own, at another host.
    let parent = example_zone(1)
        .with_txt(NAME, VALUE)
        .with_record("asend.mail.example.com", RData::NS(NS(fqdn("ns2.host.test"))));
    let child =
        TestZone::new("asend.mail.example.com", &["ns2.host.test"]).with_mx("asend.mail.example.com", 10, "mx.test");
    let servers = [NameServer::start_normal(from_ref(&parent)), NameServer::start_normal(from_ref(&child))];
    let resolver = NameServer::start_normal(&[parent, child, name_server_zone(2)]);
    let mut domain = pending();
    domain.records.push(record(Slot::MailFrom, "MX", "asend.mail.example.com", "mx.test", ""));
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (lookup, _) = lookup_with_progress(&dns, &domain).await;
    let answers: Vec<_> = lookup
        .records
        .iter()
        .map(|record_lookup| (record_lookup.responses[0].server.label(), label(&record_lookup.responses[0].outcome)))
        .collect();
    let answers: Vec<_> = answers.iter().map(|(server, label)| (server.as_str(), label.as_str())).collect();
    assert_eq!(answers, [("ns1.host.test", VALUE), ("ns2.host.test", "10 mx.test")]);
    assert_eq!(lookup.zone.name, "example.com");
    let zones = lookup.records.iter().map(|record_lookup| record_lookup.zone.as_ref().unwrap().name.as_str());
    assert_eq!(zones.collect::<Vec<_>>(), ["example.com", "asend.mail.example.com"]);
}

#[tokio::test]
async fn a_missing_record_is_not_cached() {
    let world = DnsWorld::with_behaviours(&example_zone(1), &[Behaviour::Normal]);
    let dns = world.resolver();
    assert_eq!(labels(&lookup_with_progress(&dns, &pending()).await.0.records[0].responses), ["no name"]);
    world.servers[0].add_txt("example.com", NAME, VALUE).await;
    assert_eq!(labels(&lookup_with_progress(&dns, &pending()).await.0.records[0].responses), [VALUE]);
}

#[tokio::test]
async fn without_responses_the_zone_is_guessed_and_no_verdict_given() {
    let silent = closed_address();
    let dns = DnsResolver::new(resolver_config(silent, &[]));
    let (lookup, _) = lookup_with_progress(&dns, &pending()).await;
    assert_eq!((lookup.zone.name.as_str(), lookup.zone.is_certain), ("example.com", false));
    assert_eq!(labels(&lookup.records[0].responses), ["Unreachable { reason: \"the port is closed\" }"]);
    let none = DnsResolver::new(ResolverConfig { resolvers: Some(Vec::new()), ..ResolverConfig::default() });
    assert!(none.lookup_records(&pending(), |_| {}).await.is_err());
}

#[tokio::test]
async fn domain_connect_is_detected() {
    let zone = example_zone(1).with_txt("_domainconnect.example.com", "connect.host.test");
    let lookup = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal]).lookup(&pending()).await;
    assert_eq!(lookup.domain_connect.as_deref(), Some("connect.host.test"));
    let lookup = DnsWorld::with_behaviours(&example_zone(1), &[Behaviour::Normal]).lookup(&pending()).await;
    assert_eq!(lookup.domain_connect, None);
}

#[tokio::test]
async fn a_cancelled_lookup_sends_no_query() {
    let world = DnsWorld::with_behaviours(
        &example_zone(1).with_txt(NAME, VALUE),
        &[Behaviour::Slow(Duration::from_millis(300))],
    );
    let dns = world.resolver();
    let domain = domain("mail.example.com");
    let given_up = tokio::time::timeout(Duration::from_millis(100), dns.lookup_records(&domain, |_| {})).await;
    assert!(given_up.is_err());
    let queries = world.servers[0].query_count();
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(world.servers[0].query_count(), queries);
}
