//! What lies with the servers: they differ, are lame or silent, remember what was, or own another zone.

use std::slice::from_ref;

use autosend_domains::core::check::{Cause, RecordCheck, check_record};
use autosend_domains::core::record::Slot;
use autosend_domains::dns::DnsResolver;
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::NS;

use super::super::{published, survey};
use super::{NAME, OWNERSHIP, World, example, judged, keys};
use crate::support::dns::{Habit, NameServer, TestZone, hosts, name, places};
use crate::support::domains::{domain, pending, record};

/// What is there, and the verdict and first cause that come of it.
type Scene = (fn() -> LocalBoxFuture<'static, RecordCheck>, &'static str, &'static str);

pub(super) const SCENES: &[Scene] = &[
    (|| differing().boxed_local(), "partly", "servers-differ"),
    (|| beside_a_good_one(Habit::Lame).boxed_local(), "match", "lame"),
    (|| beside_a_good_one(Habit::Code(ResponseCode::Refused)).boxed_local(), "match", "lame"),
    (|| owned_by_none().boxed_local(), "unreachable", "lame"),
    (|| beside_a_good_one(Habit::Silent).boxed_local(), "match", "no-answer"),
    (|| beside_a_good_one(Habit::Code(ResponseCode::ServFail)).boxed_local(), "match", "no-answer"),
    (|| all_failing().boxed_local(), "unreachable", "no-answer"),
    (|| none_right().boxed_local(), "different", "other-token"),
    (|| nobodys().boxed_local(), "missing", "not-delegated"),
    (|| resolved_by(Habit::Bogus).boxed_local(), "match", "dnssec"),
    (|| resolved_by(Habit::Fails(NAME)).boxed_local(), "match", "resolver-fails"),
    (|| remembered().boxed_local(), "match", "old-answer"),
    (|| in_a_parent_of_its_zone().boxed_local(), "missing", "delegated"),
    (|| of_an_unknown_type().boxed_local(), "unreachable", "unknown-type"),
];

#[tokio::test]
async fn each_fault_of_servers_is_named() {
    for (number, (scene, verdict, cause)) in SCENES.iter().enumerate() {
        let judged = scene().await;
        assert_eq!(keys(&judged), (*verdict, *cause), "scene {number}: {judged:?}");
    }
}

#[tokio::test]
async fn where_none_has_it_right_it_is_told_what_each_has() {
    let causes = none_right().await.causes;
    assert_eq!(causes.iter().map(Cause::code).collect::<Vec<_>>(), ["other-token", "servers-disagree"]);
    assert!(
        causes[1]
            .message()
            .contains("ns1.host.test (autosend-verify-000000000000000000000000...) and ns2.host.test (missing)"),
        "{causes:?}"
    );
}

#[tokio::test]
async fn the_server_that_is_behind_is_named_in_words() {
    assert!(differing().await.causes[0].message().contains("ns2.host.test"));
}

/// The second server has nothing yet.
async fn differing() -> RecordCheck {
    let domain = domain(NAME);
    let zone = published(example(2), &domain);
    let world = World::differing(&zone, &[(zone.clone(), Habit::Good), (example(2), Habit::Good)]);
    judged(&world, &domain, OWNERSHIP).await
}

/// The first server has everything right, and the second has this habit.
async fn beside_a_good_one(habit: Habit) -> RecordCheck {
    let domain = domain(NAME);
    judged(&World::of(&published(example(2), &domain), &[Habit::Good, habit]), &domain, OWNERSHIP).await
}

/// The parent names a server for the zone that does not own it.
async fn owned_by_none() -> RecordCheck {
    let domain = domain(NAME);
    let lame = NameServer::start(&[], Habit::Lame);
    let parent = TestZone::new("com", &["ns1.host.test"]).with("example.com", RData::NS(NS(name("ns2.host.test"))));
    let server = NameServer::good(from_ref(&parent));
    let resolver = NameServer::start(&[parent, hosts(2)], Habit::Fails("example.com"));
    let dns = DnsResolver::new(places(resolver.address(), &[server.address(), lame.address()]));
    let (survey, _) = survey(&dns, &domain).await;
    assert_eq!(
        (survey.zone.name.as_str(), &survey.zone.name_servers[..]),
        ("example.com", &["ns2.host.test".to_owned()][..])
    );
    check_record(&domain.records[OWNERSHIP], &domain, &survey.zone, &survey.records[OWNERSHIP])
}

/// The resolver knows the zone, but each of its servers fails.
async fn all_failing() -> RecordCheck {
    let domain = domain(NAME);
    let failing = Habit::Code(ResponseCode::ServFail);
    judged(&World::of(&published(example(2), &domain), &[failing, failing]), &domain, OWNERSHIP).await
}

/// One server has another token, the other nothing.
async fn none_right() -> RecordCheck {
    let domain = domain(NAME);
    let zone =
        example(2).text(domain.records[OWNERSHIP].name.raw(), "autosend-verify-00000000000000000000000000000000");
    let world = World::differing(&zone, &[(zone.clone(), Habit::Good), (example(2), Habit::Good)]);
    judged(&world, &domain, OWNERSHIP).await
}

/// Nobody has registered the domain.
async fn nobodys() -> RecordCheck {
    let domain = domain(NAME);
    let public = [TestZone::new(".", &["a.root-servers.net"]), TestZone::new("com", &["ns1.host.test"])];
    let resolver = NameServer::good(&public);
    let (survey, _) = survey(&DnsResolver::new(places(resolver.address(), &[])), &domain).await;
    check_record(&domain.records[OWNERSHIP], &domain, &survey.zone, &survey.records[OWNERSHIP])
}

/// The server has everything right, and the resolver this habit: wrong signatures, say.
async fn resolved_by(habit: Habit) -> RecordCheck {
    let domain = domain(NAME);
    let zone = published(example(1), &domain);
    let server = NameServer::good(from_ref(&zone));
    let resolver = NameServer::start(&[zone, hosts(1)], habit);
    let dns = DnsResolver::new(places(resolver.address(), &[server.address()]));
    let (survey, _) = survey(&dns, &domain).await;
    check_record(&domain.records[OWNERSHIP], &domain, &survey.zone, &survey.records[OWNERSHIP])
}

/// The resolver remembers that there was nothing.
async fn remembered() -> RecordCheck {
    let domain = domain(NAME);
    let world = World::differing(&example(1), &[(published(example(1), &domain), Habit::Good)]);
    judged(&world, &domain, OWNERSHIP).await
}

/// Everything is in the zone `example.com`, but the sending domain is a zone of its own, at another server.
async fn in_a_parent_of_its_zone() -> RecordCheck {
    let domain = domain(NAME);
    let parent = published(example(1), &domain).with(NAME, RData::NS(NS(name("ns2.host.test"))));
    let child = TestZone::new(NAME, &["ns2.host.test"]);
    let servers = [NameServer::good(from_ref(&parent)), NameServer::good(from_ref(&child))];
    let resolver = NameServer::good(&[parent, child, hosts(2)]);
    let dns = DnsResolver::new(places(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (survey, _) = survey(&dns, &domain).await;
    assert_eq!(survey.zone.name, NAME);
    check_record(&domain.records[OWNERSHIP], &domain, &survey.zone, &survey.records[OWNERSHIP])
}

/// AutoSend wants a record of a type that this program cannot look up.
async fn of_an_unknown_type() -> RecordCheck {
    let service = record(Slot::Other("service".into()), "SRV", "_smtp._tcp.mail.example.com", "1 2 3 a.test", "");
    let domain = pending(NAME, vec![service]);
    judged(&World::of(&example(1), &[Habit::Good]), &domain, 0).await
}
