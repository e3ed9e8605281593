//! What lies with the servers: they differ, are lame or silent, remember what was, or own another zone.

use std::slice::from_ref;

use autosend_domains::core::check::{Cause, RecordCheck, check_record};
use autosend_domains::core::record::Slot;
use autosend_domains::dns::DnsResolver;
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::{NS, SOA};

use super::super::{lookup_with_progress, publish_all};
use super::{DnsWorld, NAME, OWNERSHIP, check_in, example_zone, verdict_and_cause};
use crate::support::domains::{domain, pending_domain, record};
use crate::support::name_servers::{Behaviour, NameServer, TestZone, fqdn, name_server_zone, resolver_config};

/// What is there, and the verdict and first cause that come of it.
type Scene = (fn() -> LocalBoxFuture<'static, RecordCheck>, &'static str, &'static str);

pub(super) const SCENES: &[Scene] = &[
    (|| differing().boxed_local(), "partly", "servers-differ"),
    (|| lagging().boxed_local(), "partly", "stale-servers"),
    (|| of_two_providers().boxed_local(), "partly", "two-providers"),
    (|| delegated_to_silence().boxed_local(), "unreachable", "dead-delegation"),
    (|| beside_a_good_one(Behaviour::Lame).boxed_local(), "match", "lame"),
    (|| beside_a_good_one(Behaviour::AlwaysCode(ResponseCode::Refused)).boxed_local(), "match", "lame"),
    (|| owned_by_none().boxed_local(), "unreachable", "lame"),
    (|| beside_a_good_one(Behaviour::Silent).boxed_local(), "match", "no-answer"),
    (|| beside_a_good_one(Behaviour::AlwaysCode(ResponseCode::ServFail)).boxed_local(), "match", "no-answer"),
    (|| all_failing().boxed_local(), "unreachable", "no-answer"),
    (|| none_right().boxed_local(), "different", "other-token"),
    (|| nobodys().boxed_local(), "missing", "not-delegated"),
    (|| resolved_by(Behaviour::DnssecBogus).boxed_local(), "match", "dnssec"),
    (|| resolved_by(Behaviour::ServFailBelow(NAME)).boxed_local(), "match", "resolver-fails"),
    (|| remembered().boxed_local(), "match", "old-answer"),
    (|| in_a_parent_of_its_zone().boxed_local(), "missing", "delegated"),
    (|| of_an_unknown_type().boxed_local(), "unreachable", "unknown-type"),
];

#[tokio::test]
async fn each_server_fault_has_its_cause() {
    for (number, (scene, verdict, cause)) in SCENES.iter().enumerate() {
        let check = scene().await;
        assert_eq!(verdict_and_cause(&check), (*verdict, *cause), "scene {number}: {check:?}");
    }
}

#[tokio::test]
async fn differing_wrong_servers_are_listed_with_their_values() {
    let causes = none_right().await.causes;
    assert_eq!(causes.iter().map(Cause::code).collect::<Vec<_>>(), ["other-token", "servers-disagree"]);
    assert!(
        causes[1]
            .message()
            .contains("ns1.host.test (autosend-verify-000000000000000000000000...) and ns2.host.test (not found)"),
        "{causes:?}"
    );
}

#[tokio::test]
async fn the_lagging_server_is_named() {
    assert!(differing().await.causes[0].message().contains("ns2.host.test"));
}

/// The second server has nothing yet.
async fn differing() -> RecordCheck {
    let domain = domain(NAME);
    let zone = publish_all(example_zone(2), &domain);
    let world =
        DnsWorld::with_servers(&zone, &[(zone.clone(), Behaviour::Normal), (example_zone(2), Behaviour::Normal)]);
    check_in(&world, &domain, OWNERSHIP).await
}

fn soa(primary: &str, serial: u32) -> RData {
    RData::SOA(SOA::new(fqdn(primary), fqdn("person.test"), serial, 3600, 600, 86400, 60))
}

/// The second server has an older version of the zone.
async fn lagging() -> RecordCheck {
    let domain = domain(NAME);
    let zone = publish_all(example_zone(2), &domain).with_record("example.com", soa("ns.test", 7));
    let old = example_zone(2).with_record("example.com", soa("ns.test", 6));
    check_in(&DnsWorld::with_servers(&zone, &[(zone.clone(), Behaviour::Normal), (old, Behaviour::Normal)]), &domain, 0)
        .await
}

/// The second server is another provider's, who knows nothing of the first.
async fn of_two_providers() -> RecordCheck {
    let domain = domain(NAME);
    let zone = publish_all(example_zone(2), &domain);
    let other = TestZone::new("example.com", &["ns2.host.test"]).with_record("example.com", soa("ns2.host.test", 7));
    check_in(
        &DnsWorld::with_servers(&zone, &[(zone.clone(), Behaviour::Normal), (other, Behaviour::Normal)]),
        &domain,
        0,
    )
    .await
}

/// The parent names a server for the zone that never answers, so that the resolver fails.
async fn delegated_to_silence() -> RecordCheck {
    let domain = domain(NAME);
    let silent = NameServer::start(&[], Behaviour::Silent);
    let parent =
        TestZone::new("com", &["ns1.host.test"]).with_record("example.com", RData::NS(NS(fqdn("ns2.host.test"))));
    let server = NameServer::start_normal(from_ref(&parent));
    let resolver = NameServer::start(&[parent, name_server_zone(2)], Behaviour::ServFailBelow("example.com"));
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[server.address(), silent.address()]));
    let (lookup, _) = lookup_with_progress(&dns, &domain).await;
    check_record(&domain.records[OWNERSHIP], &domain, &lookup.zone, &lookup.records[OWNERSHIP])
}

/// The first server has everything right, and the second has this habit.
async fn beside_a_good_one(habit: Behaviour) -> RecordCheck {
    let domain = domain(NAME);
    check_in(
        &DnsWorld::with_behaviours(&publish_all(example_zone(2), &domain), &[Behaviour::Normal, habit]),
        &domain,
        OWNERSHIP,
    )
    .await
}

/// The parent names a server for the zone that does not own it.
async fn owned_by_none() -> RecordCheck {
    let domain = domain(NAME);
    let lame = NameServer::start(&[], Behaviour::Lame);
    let parent =
        TestZone::new("com", &["ns1.host.test"]).with_record("example.com", RData::NS(NS(fqdn("ns2.host.test"))));
    let server = NameServer::start_normal(from_ref(&parent));
    let resolver = NameServer::start(&[parent, name_server_zone(2)], Behaviour::ServFailBelow("example.com"));
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[server.address(), lame.address()]));
    let (lookup, _) = lookup_with_progress(&dns, &domain).await;
    assert_eq!(
        (lookup.zone.name.as_str(), &lookup.zone.name_servers[..]),
        ("example.com", &["ns2.host.test".to_owned()][..])
    );
    check_record(&domain.records[OWNERSHIP], &domain, &lookup.zone, &lookup.records[OWNERSHIP])
}

/// The resolver knows the zone, but each of its servers fails.
async fn all_failing() -> RecordCheck {
    let domain = domain(NAME);
    let failing = Behaviour::AlwaysCode(ResponseCode::ServFail);
    check_in(
        &DnsWorld::with_behaviours(&publish_all(example_zone(2), &domain), &[failing, failing]),
        &domain,
        OWNERSHIP,
    )
    .await
}

/// One server has another token, the other nothing.
async fn none_right() -> RecordCheck {
    let domain = domain(NAME);
    let zone = example_zone(2)
        .with_txt(domain.records[OWNERSHIP].name.raw(), "autosend-verify-00000000000000000000000000000000");
    let world =
        DnsWorld::with_servers(&zone, &[(zone.clone(), Behaviour::Normal), (example_zone(2), Behaviour::Normal)]);
    check_in(&world, &domain, OWNERSHIP).await
}

/// Nobody has registered the domain.
async fn nobodys() -> RecordCheck {
    let domain = domain(NAME);
    let public = [TestZone::new(".", &["a.root-servers.net"]), TestZone::new("com", &["ns1.host.test"])];
    let resolver = NameServer::start_normal(&public);
    let (lookup, _) = lookup_with_progress(&DnsResolver::new(resolver_config(resolver.address(), &[])), &domain).await;
    check_record(&domain.records[OWNERSHIP], &domain, &lookup.zone, &lookup.records[OWNERSHIP])
}

/// The server has everything right, and the resolver this habit: wrong signatures, say.
async fn resolved_by(habit: Behaviour) -> RecordCheck {
    let domain = domain(NAME);
    let zone = publish_all(example_zone(1), &domain);
    let server = NameServer::start_normal(from_ref(&zone));
    let resolver = NameServer::start(&[zone, name_server_zone(1)], habit);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[server.address()]));
    let (lookup, _) = lookup_with_progress(&dns, &domain).await;
    check_record(&domain.records[OWNERSHIP], &domain, &lookup.zone, &lookup.records[OWNERSHIP])
}

/// The resolver remembers that there was nothing.
async fn remembered() -> RecordCheck {
    let domain = domain(NAME);
    let world = DnsWorld::with_servers(&example_zone(1), &[(publish_all(example_zone(1), &domain), Behaviour::Normal)]);
    check_in(&world, &domain, OWNERSHIP).await
}

/// Everything is in the zone `example.com`, but the sending domain is a zone of its own, at another server.
async fn in_a_parent_of_its_zone() -> RecordCheck {
    let domain = domain(NAME);
    let parent = publish_all(example_zone(1), &domain).with_record(NAME, RData::NS(NS(fqdn("ns2.host.test"))));
    let child = TestZone::new(NAME, &["ns2.host.test"]);
    let servers = [NameServer::start_normal(from_ref(&parent)), NameServer::start_normal(from_ref(&child))];
    let resolver = NameServer::start_normal(&[parent, child, name_server_zone(2)]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (lookup, _) = lookup_with_progress(&dns, &domain).await;
    assert_eq!(lookup.zone.name, NAME);
    check_record(&domain.records[OWNERSHIP], &domain, &lookup.zone, &lookup.records[OWNERSHIP])
}

/// AutoSend wants a record of a type that this program cannot look up.
async fn of_an_unknown_type() -> RecordCheck {
    let service = record(Slot::Other("service".into()), "SRV", "_smtp._tcp.mail.example.com", "1 2 3 a.test", "");
    let domain = pending_domain(NAME, vec![service]);
    check_in(&DnsWorld::with_behaviours(&example_zone(1), &[Behaviour::Normal]), &domain, 0).await
}
