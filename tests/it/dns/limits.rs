//! What one lookup may take, whatever the answer of the API asks for.

use std::slice::from_ref;

use autosend_domains::core::dns::LookupLimit;
use autosend_domains::core::dns::limits::{MAX_QUESTIONS, MAX_RECORDS, MAX_ZONES};
use autosend_domains::core::record::{DnsRecord, Slot};
use autosend_domains::dns::DnsResolver;

use super::{DnsWorld, example_zone, labels, lookup_with_progress};
use crate::support::domains::{pending_domain, record};
use crate::support::name_servers::{Behaviour, NameServer, TestZone, name_server_zone, resolver_config};

const VALUE: &str = "autosend-verify-1";

fn ownership(name: &str) -> DnsRecord {
    record(Slot::Ownership, "TXT", name, VALUE, "")
}

#[tokio::test]
async fn a_thousand_records_in_a_thousand_zones_are_sixty_four_in_sixteen() {
    let names: Vec<String> = (0..1_000).map(|number| format!("zone{number}.test")).collect();
    let zone = |name: &str| TestZone::new(name, &["ns1.host.test"]).with_txt(&format!("_verify.{name}"), VALUE);
    let zones: Vec<TestZone> =
        names.iter().map(|name| zone(name)).chain([example_zone(1), name_server_zone(1)]).collect();
    let (server, resolver) = (NameServer::start_normal(&zones), NameServer::start_normal(&zones));
    let records = names.iter().map(|name| ownership(&format!("_verify.{name}"))).collect();
    let domain = pending_domain("mail.example.com", records);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[server.address()]));
    let (lookup, _) = lookup_with_progress(&dns, &domain).await;

    let asked = MAX_ZONES - 1;
    assert_eq!(lookup.records.len(), 1_000);
    assert!(lookup.records[..asked].iter().all(|lookup| labels(&lookup.responses) == [VALUE]), "{lookup:?}");
    assert!(lookup.records[asked..].iter().all(|lookup| lookup.responses.is_empty() && lookup.probes.is_empty()));
    assert_eq!(lookup.left_out.records, (asked..1_000).collect::<Vec<_>>());
    assert_eq!(lookup.left_out.limits, [LookupLimit::Records, LookupLimit::Zones]);
    let questions = server.query_count() + resolver.query_count();
    assert!(questions <= MAX_QUESTIONS, "{questions}");
}

/// Every record leads through eight names of two other zones, in turn.
#[tokio::test]
async fn no_more_than_the_limit_of_questions_is_sent() {
    let other_zones = [TestZone::new("one.test", &["ns9.host.test"]), TestZone::new("two.test", &["ns10.host.test"])];
    let (mut example, mut others) = (example_zone(8), other_zones);
    let mut records = Vec::new();
    for record in 0..MAX_RECORDS {
        let name = format!("_verify{record}.mail.example.com");
        let hop = |hop: usize| format!("r{record}h{hop}.{}.test", ["one", "two"][hop % 2]);
        example = example.with_cname(&name, &hop(0));
        for number in 0..8 {
            others[number % 2] = others[number % 2].clone().with_cname(&hop(number), &hop(number + 1));
        }
        records.push(ownership(&name));
    }
    let all = [example.clone(), others[0].clone(), others[1].clone(), name_server_zone(10)];
    let zones = (0..8).map(|_| &example).chain(&others);
    let servers: Vec<NameServer> = zones.map(|zone| NameServer::start_normal(from_ref(zone))).collect();
    let resolver = NameServer::start_normal(&all);
    let addresses: Vec<_> = servers.iter().map(NameServer::address).collect();
    let dns = DnsResolver::new(resolver_config(resolver.address(), &addresses));
    let (lookup, _) = lookup_with_progress(&dns, &pending_domain("mail.example.com", records)).await;
    let questions = servers.iter().map(NameServer::query_count).sum::<usize>() + resolver.query_count();
    assert_eq!(lookup.left_out.limits, [LookupLimit::Questions], "{questions}");
    for index in &lookup.left_out.records {
        assert!(lookup.records[*index].responses.is_empty(), "{index}");
    }
    assert!(questions <= MAX_QUESTIONS, "{questions}");
}

#[tokio::test]
async fn the_usual_records_leave_nothing_out() {
    let name = "_verify.mail.example.com";
    let world = DnsWorld::with_behaviours(&example_zone(2).with_txt(name, VALUE), &[Behaviour::Normal; 2]);
    let lookup = world.lookup(&pending_domain("mail.example.com", vec![ownership(name)])).await;
    assert_eq!((lookup.left_out.records.len(), lookup.left_out.limits.len()), (0, 0));
}
