//! Whom a look asks what: a resolver remembers that there is nothing (RFC 2308), so it is not asked too early; and what
//! resolvers say that do not know, or fail for a moment.

use std::slice::from_ref;

use autosend_domains::core::check::{Cause, DomainCheck, RecordCheck, check_record};
use autosend_domains::core::dns::AnswerSource;
use autosend_domains::dns::{DnsResolver, ResolverConfig};
use autosend_domains::ports::Resolver as _;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::NS;
use rstest::rstest;

use super::{DnsWorld, example_zone, lookup_with_progress, publish_all};
use crate::support::domains::domain;
use crate::support::name_servers::{Behaviour, NameServer, TestZone, fqdn, name_server_zone, resolver_config};

const DOMAIN: &str = "mail.example.com";

/// A zone that names the servers of the root, as the public DNS has it.
fn root_zone() -> TestZone {
    TestZone::new(".", &["a.root-servers.net"])
}

/// A zone that gives a name away to these of the name servers.
fn delegate(zone: TestZone, to: &str, servers: std::ops::RangeInclusive<u8>) -> TestZone {
    servers.fold(zone, |zone, number| zone.with_record(to, RData::NS(NS(fqdn(&format!("ns{number}.host.test"))))))
}

async fn check_records(dns: &DnsResolver, name: &str) -> (AnswerSource, String, Vec<RecordCheck>) {
    let domain = domain(name);
    let (lookup, _) = lookup_with_progress(dns, &domain).await;
    let check = |(record, record_lookup)| check_record(record, &domain, &lookup.zone, record_lookup);
    let checks = domain.records.iter().zip(&lookup.records).map(check).collect();
    (lookup.zone.source, lookup.zone.name.clone(), checks)
}

fn codes(check: &RecordCheck) -> Vec<&'static str> {
    check.causes.iter().map(Cause::code).collect()
}

#[tokio::test]
async fn the_resolver_is_not_queried_for_missing_names() {
    let domain = domain(DOMAIN);
    let world = DnsWorld::with_behaviours(&example_zone(2), &[Behaviour::Normal, Behaviour::Normal]);
    world.lookup(&domain).await;
    let queries = world.resolver.queries();
    assert!(queries.contains(&"NS example.com".to_owned()), "{queries:?}");
    assert!(queries.iter().all(|query| !query.ends_with(DOMAIN)), "{queries:?}");
    // Nor while one of the servers lags behind, which the resolver may ask.
    let zone = publish_all(example_zone(2), &domain);
    let world =
        DnsWorld::with_servers(&zone, &[(zone.clone(), Behaviour::Normal), (example_zone(2), Behaviour::Normal)]);
    world.lookup(&domain).await;
    assert!(world.resolver.queries().iter().all(|query| !query.ends_with(DOMAIN)));
    // Once all have it, there is nothing that it could remember wrongly.
    let world = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal, Behaviour::Normal]);
    world.lookup(&domain).await;
    assert!(world.resolver.queries().contains(&format!("TXT _dmarc.{DOMAIN}")));
}

/// The servers of the zone, all right, and a resolver of this habit for the records' names.
async fn with_resolver(behaviour: Behaviour) -> Vec<RecordCheck> {
    let zone = publish_all(example_zone(1), &domain(DOMAIN));
    let server = NameServer::start_normal(from_ref(&zone));
    let resolver = NameServer::start(&[zone, name_server_zone(1)], behaviour);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[server.address()]));
    let (source, _, checks) = check_records(&dns, DOMAIN).await;
    assert_eq!(source, AnswerSource::Authoritative);
    assert!(checks.iter().all(RecordCheck::is_correct), "{checks:#?}");
    checks
}

#[rstest]
#[case::it_fails_once(Behaviour::ServFailFirst, &[])]
#[case::it_checks_dnssec(Behaviour::DnssecBogus, &["dnssec"])]
#[case::it_finds_nothing_out(Behaviour::ServFailBelow(DOMAIN), &["resolver-fails"])]
#[tokio::test]
async fn a_single_failure_is_retried_and_a_lasting_one_reported(#[case] behaviour: Behaviour, #[case] causes: &[&str]) {
    let checks = with_resolver(behaviour).await;
    assert!(checks.iter().all(|checks| codes(checks) == causes), "{checks:#?}");
    let mut check = DomainCheck::new(domain(DOMAIN));
    check.record_checks = checks.iter().cloned().map(Some).collect();
    let overall = check.summary();
    assert_eq!(overall.shared_causes.iter().map(Cause::code).collect::<Vec<_>>(), causes, "it is said once");
}

#[rstest]
#[case::of_a_top_level_domain("mail.unregistered.com", TestZone::new("com", &["ns1.host.test"]), "unregistered.com")]
#[case::of_a_longer_suffix("mail.nope.co.uk", TestZone::new("uk", &["ns1.host.test"]), "nope.co.uk")]
#[case::of_nothing_at_all("mail.example.nowhere", name_server_zone(1), "example.nowhere")]
#[tokio::test]
async fn an_unregistered_domain_is_reported(#[case] name: &str, #[case] above: TestZone, #[case] zone: &str) {
    let resolver = NameServer::start_normal(&[root_zone(), above]);
    let (source, found, checks) =
        check_records(&DnsResolver::new(resolver_config(resolver.address(), &[])), name).await;
    assert_eq!((source, found.as_str()), (AnswerSource::Undelegated, zone));
    assert!(checks.iter().all(|checks| codes(checks) == ["not-delegated"]), "{checks:#?}");
}

#[rstest]
#[case::that_knows_no_name(TestZone::new(".", &["ns.portal.test"]))]
#[tokio::test]
async fn a_resolver_without_public_dns_gives_no_verdict(#[case] zone: TestZone) {
    let resolver = NameServer::start_normal(&[zone]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[]));
    let words = dns.lookup_records(&domain(DOMAIN), |_| {}).await.unwrap_err();
    assert!(words.contains("does not know the public DNS"), "{words}");
}

#[tokio::test]
async fn a_child_zone_is_found_at_the_parents_servers() {
    let domain = domain(DOMAIN);
    let parent = delegate(example_zone(1), DOMAIN, 2..=2);
    let child = publish_all(TestZone::new(DOMAIN, &["ns2.host.test"]), &domain);
    let servers = [NameServer::start_normal(from_ref(&parent)), NameServer::start_normal(from_ref(&child))];
    let resolver = NameServer::start_normal(&[parent, child, name_server_zone(2)]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (source, zone, checks) = check_records(&dns, DOMAIN).await;
    assert_eq!((source, zone.as_str()), (AnswerSource::Authoritative, DOMAIN));
    assert!(checks.iter().all(|checks| checks.is_correct() && checks.causes.is_empty()), "{checks:#?}");
}

#[tokio::test]
async fn name_servers_only_in_the_delegation_are_queried() {
    let zone = publish_all(example_zone(2), &domain(DOMAIN));
    let above = delegate(TestZone::new("com", &["ns4.host.test"]), "example.com", 1..=3);
    let good = || NameServer::start_normal(from_ref(&zone));
    let servers = [good(), good(), NameServer::start(&[], Behaviour::Lame), NameServer::start_normal(from_ref(&above))];
    let resolver = NameServer::start_normal(&[above, zone.clone(), name_server_zone(4)]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (_, _, checks) = check_records(&dns, DOMAIN).await;
    for check in &checks {
        assert_eq!((check.server_verdicts.len(), codes(check)), (3, vec!["lame"]), "{check:#?}");
        assert!(check.causes[0].message().starts_with("ns3.host.test is listed as a name server"), "{check:#?}");
    }
}

#[tokio::test]
async fn a_resolver_that_omits_the_zone_is_worked_around() {
    let zones = [root_zone(), TestZone::new("com", &["ns1.host.test"])];
    let resolver = NameServer::start(&zones, Behaviour::NxDomainWithoutSoa("unregistered.com"));
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[]));
    let (source, zone, _) = check_records(&dns, "mail.unregistered.com").await;
    assert_eq!((source, zone.as_str()), (AnswerSource::Undelegated, "unregistered.com"));
}

#[tokio::test]
async fn a_new_delegation_is_followed_in_the_same_lookup() {
    let domain = domain(DOMAIN);
    let child = publish_all(TestZone::new(DOMAIN, &["ns2.host.test"]), &domain);
    let parent = NameServer::start_normal(&[example_zone(1)]);
    let server = NameServer::start_normal(from_ref(&child));
    let resolver = NameServer::start_normal(&[example_zone(1), child, name_server_zone(2)]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[parent.address(), server.address()]));
    let (_, zone, before) = check_records(&dns, DOMAIN).await;
    assert_eq!((zone.as_str(), before[0].verdict.code()), ("example.com", "missing"));
    parent.delegate("example.com", DOMAIN, "ns2.host.test").await;
    for _ in 0..2 {
        let (_, zone, after) = check_records(&dns, DOMAIN).await;
        assert_eq!(zone, DOMAIN);
        assert!(after.iter().all(RecordCheck::is_correct), "{after:#?}");
    }
}

#[tokio::test]
async fn the_zone_is_found_if_the_parents_servers_are_silent() {
    let domain = domain(DOMAIN);
    let parent = delegate(example_zone(1), DOMAIN, 2..=2);
    let child = publish_all(TestZone::new(DOMAIN, &["ns2.host.test"]), &domain);
    let servers = [NameServer::start(&[], Behaviour::Silent), NameServer::start_normal(from_ref(&child))];
    let resolver = NameServer::start_normal(&[parent, child, name_server_zone(2)]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (source, zone, checks) = check_records(&dns, DOMAIN).await;
    assert_eq!((source, zone.as_str()), (AnswerSource::Authoritative, DOMAIN));
    assert!(checks.iter().all(RecordCheck::is_correct), "{checks:#?}");
}

#[tokio::test]
async fn silent_servers_are_named_if_the_resolver_fails() {
    let above = delegate(TestZone::new("com", &["ns2.host.test"]), "example.com", 1..=1);
    let servers = [NameServer::start(&[], Behaviour::Silent), NameServer::start_normal(from_ref(&above))];
    let resolver = NameServer::start(&[above, name_server_zone(2)], Behaviour::ServFailBelow("example.com"));
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (source, zone, checks) = check_records(&dns, DOMAIN).await;
    assert_eq!((source, zone.as_str()), (AnswerSource::Authoritative, "example.com"));
    assert!(checks.iter().all(|checks| codes(checks) == ["dead-delegation"]), "{checks:#?}");
    assert!(checks[0].causes[0].message().contains("ns1.host.test (timed out)"), "{:?}", checks[0].causes);
}

#[tokio::test]
async fn a_referral_of_a_chosen_server_is_reported() {
    let parent = NameServer::start_normal(&[delegate(example_zone(1), DOMAIN, 2..=2)]);
    let places = ResolverConfig { explicit_servers: vec![parent.address()], ..resolver_config(parent.address(), &[]) };
    let (source, _, checks) = check_records(&DnsResolver::new(places), DOMAIN).await;
    assert_eq!(source, AnswerSource::UserSpecified);
    for check in &checks {
        assert_eq!((check.verdict.code(), codes(check)), ("unreachable", vec!["delegated"]), "{check:#?}");
    }
}
