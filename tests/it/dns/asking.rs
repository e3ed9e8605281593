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
fn root() -> TestZone {
    TestZone::new(".", &["a.root-servers.net"])
}

/// A zone that gives a name away to these of the name servers.
fn delegating(zone: TestZone, to: &str, servers: std::ops::RangeInclusive<u8>) -> TestZone {
    servers.fold(zone, |zone, number| zone.with_record(to, RData::NS(NS(fqdn(&format!("ns{number}.host.test"))))))
}

async fn judged(dns: &DnsResolver, name: &str) -> (AnswerSource, String, Vec<RecordCheck>) {
    let domain = domain(name);
    let (survey, _) = lookup_with_progress(dns, &domain).await;
    let judge = |(record, look)| check_record(record, &domain, &survey.zone, look);
    let judged = domain.records.iter().zip(&survey.records).map(judge).collect();
    (survey.zone.source, survey.zone.name.clone(), judged)
}

fn keys(judged: &RecordCheck) -> Vec<&'static str> {
    judged.causes.iter().map(Cause::code).collect()
}

#[tokio::test]
async fn names_that_are_yet_to_be_made_are_not_asked_for_at_the_resolver() {
    let domain = domain(DOMAIN);
    let world = DnsWorld::with_behaviours(&example_zone(2), &[Behaviour::Normal, Behaviour::Normal]);
    world.lookup(&domain).await;
    let asked = world.resolver.queries();
    assert!(asked.contains(&"SOA example.com".to_owned()), "{asked:?}");
    assert!(asked.iter().all(|question| !question.ends_with(DOMAIN)), "{asked:?}");
    // Nor while one of the servers lags behind, which the resolver may ask.
    let zone = publish_all(example_zone(2), &domain);
    let world =
        DnsWorld::with_servers(&zone, &[(zone.clone(), Behaviour::Normal), (example_zone(2), Behaviour::Normal)]);
    world.lookup(&domain).await;
    assert!(world.resolver.queries().iter().all(|question| !question.ends_with(DOMAIN)));
    // Once all have it, there is nothing that it could remember wrongly.
    let world = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal, Behaviour::Normal]);
    world.lookup(&domain).await;
    assert!(world.resolver.queries().contains(&format!("TXT _dmarc.{DOMAIN}")));
}

/// The servers of the zone, all right, and a resolver of this habit for the records' names.
async fn with_resolver(habit: Behaviour) -> Vec<RecordCheck> {
    let zone = publish_all(example_zone(1), &domain(DOMAIN));
    let server = NameServer::start_normal(from_ref(&zone));
    let resolver = NameServer::start(&[zone, name_server_zone(1)], habit);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[server.address()]));
    let (authority, _, judged) = judged(&dns, DOMAIN).await;
    assert_eq!(authority, AnswerSource::Authoritative);
    assert!(judged.iter().all(RecordCheck::is_correct), "{judged:#?}");
    judged
}

#[rstest]
#[case::it_fails_once(Behaviour::ServFailFirst, &[])]
#[case::it_checks_dnssec(Behaviour::DnssecBogus, &["dnssec"])]
#[case::it_finds_nothing_out(Behaviour::ServFailBelow(DOMAIN), &["resolver-fails"])]
#[tokio::test]
async fn what_fails_once_is_nothing_and_what_goes_on_failing_is_told(
    #[case] habit: Behaviour,
    #[case] causes: &[&str],
) {
    let judged = with_resolver(habit).await;
    assert!(judged.iter().all(|judged| keys(judged) == causes), "{judged:#?}");
    let mut check = DomainCheck::new(domain(DOMAIN));
    check.record_checks = judged.iter().cloned().map(Some).collect();
    let overall = check.summary();
    assert_eq!(overall.shared_causes.iter().map(Cause::code).collect::<Vec<_>>(), causes, "it is said once");
}

#[rstest]
#[case::of_a_top_level_domain("mail.unregistered.com", TestZone::new("com", &["ns1.host.test"]), "unregistered.com")]
#[case::of_a_longer_suffix("mail.nope.co.uk", TestZone::new("uk", &["ns1.host.test"]), "nope.co.uk")]
#[case::of_nothing_at_all("mail.example.nowhere", name_server_zone(1), "example.nowhere")]
#[tokio::test]
async fn a_domain_that_nobody_has_registered_is_told(#[case] name: &str, #[case] above: TestZone, #[case] zone: &str) {
    let resolver = NameServer::start_normal(&[root(), above]);
    let (authority, found, judged) = judged(&DnsResolver::new(resolver_config(resolver.address(), &[])), name).await;
    assert_eq!((authority, found.as_str()), (AnswerSource::Undelegated, zone));
    assert!(judged.iter().all(|judged| keys(judged) == ["not-delegated"]), "{judged:#?}");
}

#[rstest]
#[case::that_knows_no_name(TestZone::new(".", &["ns.portal.test"]))]
#[tokio::test]
async fn a_resolver_without_the_public_dns_says_nothing_of_any_record(#[case] zone: TestZone) {
    let resolver = NameServer::start_normal(&[zone]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[]));
    let words = dns.lookup_records(&domain(DOMAIN), |_| {}).await.unwrap_err();
    assert!(words.contains("does not know the public DNS"), "{words}");
}

#[tokio::test]
async fn a_zone_of_its_own_is_found_at_the_servers_of_the_zone_above() {
    let domain = domain(DOMAIN);
    let parent = delegating(example_zone(1), DOMAIN, 2..=2);
    let child = publish_all(TestZone::new(DOMAIN, &["ns2.host.test"]), &domain);
    let servers = [NameServer::start_normal(from_ref(&parent)), NameServer::start_normal(from_ref(&child))];
    let resolver = NameServer::start_normal(&[parent, child, name_server_zone(2)]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (authority, zone, judged) = judged(&dns, DOMAIN).await;
    assert_eq!((authority, zone.as_str()), (AnswerSource::Authoritative, DOMAIN));
    assert!(judged.iter().all(|judged| judged.is_correct() && judged.causes.is_empty()), "{judged:#?}");
}

#[tokio::test]
async fn name_servers_that_only_the_zone_above_names_are_asked_as_well() {
    let zone = publish_all(example_zone(2), &domain(DOMAIN));
    let above = delegating(TestZone::new("com", &["ns4.host.test"]), "example.com", 1..=3);
    let good = || NameServer::start_normal(from_ref(&zone));
    let servers = [good(), good(), NameServer::start(&[], Behaviour::Lame), NameServer::start_normal(from_ref(&above))];
    let resolver = NameServer::start_normal(&[above, zone.clone(), name_server_zone(4)]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (_, _, judged) = judged(&dns, DOMAIN).await;
    for judged in &judged {
        assert_eq!((judged.server_verdicts.len(), keys(judged)), (3, vec!["lame"]), "{judged:#?}");
        assert!(judged.causes[0].message().starts_with("ns3.host.test is a name server of the zone"), "{judged:#?}");
    }
}

#[tokio::test]
async fn it_is_told_where_the_resolver_leaves_out_the_zone_that_says_so() {
    let zones = [root(), TestZone::new("com", &["ns1.host.test"])];
    let resolver = NameServer::start(&zones, Behaviour::NxDomainWithoutSoa("unregistered.com"));
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[]));
    let (authority, zone, _) = judged(&dns, "mail.unregistered.com").await;
    assert_eq!((authority, zone.as_str()), (AnswerSource::Undelegated, "unregistered.com"));
}

#[tokio::test]
async fn a_delegation_that_is_new_is_followed_in_the_same_look() {
    let domain = domain(DOMAIN);
    let child = publish_all(TestZone::new(DOMAIN, &["ns2.host.test"]), &domain);
    let parent = NameServer::start_normal(&[example_zone(1)]);
    let server = NameServer::start_normal(from_ref(&child));
    let resolver = NameServer::start_normal(&[example_zone(1), child, name_server_zone(2)]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[parent.address(), server.address()]));
    let (_, zone, before) = judged(&dns, DOMAIN).await;
    assert_eq!((zone.as_str(), before[0].verdict.code()), ("example.com", "missing"));
    parent.delegate("example.com", DOMAIN, "ns2.host.test").await;
    for _ in 0..2 {
        let (_, zone, after) = judged(&dns, DOMAIN).await;
        assert_eq!(zone, DOMAIN);
        assert!(after.iter().all(RecordCheck::is_correct), "{after:#?}");
    }
}

#[tokio::test]
async fn where_the_servers_above_are_silent_the_zone_is_found_all_the_same() {
    let domain = domain(DOMAIN);
    let parent = delegating(example_zone(1), DOMAIN, 2..=2);
    let child = publish_all(TestZone::new(DOMAIN, &["ns2.host.test"]), &domain);
    let servers = [NameServer::start(&[], Behaviour::Silent), NameServer::start_normal(from_ref(&child))];
    let resolver = NameServer::start_normal(&[parent, child, name_server_zone(2)]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (authority, zone, judged) = judged(&dns, DOMAIN).await;
    assert_eq!((authority, zone.as_str()), (AnswerSource::Authoritative, DOMAIN));
    assert!(judged.iter().all(RecordCheck::is_correct), "{judged:#?}");
}

#[tokio::test]
async fn where_the_resolver_cannot_tell_either_the_silent_servers_are_named() {
    let above = delegating(TestZone::new("com", &["ns2.host.test"]), "example.com", 1..=1);
    let servers = [NameServer::start(&[], Behaviour::Silent), NameServer::start_normal(from_ref(&above))];
    let resolver = NameServer::start(&[above, name_server_zone(2)], Behaviour::ServFailBelow("example.com"));
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (authority, zone, judged) = judged(&dns, DOMAIN).await;
    assert_eq!((authority, zone.as_str()), (AnswerSource::Authoritative, "example.com"));
    assert!(judged.iter().all(|judged| keys(judged) == ["no-answer"]), "{judged:#?}");
    assert!(judged[0].causes[0].message().contains("ns1.host.test (nothing came in time)"), "{:?}", judged[0].causes);
}

#[tokio::test]
async fn a_named_server_that_refers_to_others_is_told_so() {
    let parent = NameServer::start_normal(&[delegating(example_zone(1), DOMAIN, 2..=2)]);
    let places = ResolverConfig { explicit_servers: vec![parent.address()], ..resolver_config(parent.address(), &[]) };
    let (authority, _, judged) = judged(&DnsResolver::new(places), DOMAIN).await;
    assert_eq!(authority, AnswerSource::UserSpecified);
    for judged in &judged {
        assert_eq!((judged.verdict.code(), keys(judged)), ("unreachable", vec!["delegated"]), "{judged:#?}");
    }
}
