//! Mistakes as they are made in real zones, from the name servers to the name of the cause.

use std::slice::from_ref;

use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::record::DnsRecord;
use autosend_domains::core::verdict::{Cause, Judged, judge};
use autosend_domains::dns::DnsResolver;
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::{NS, TXT};

use super::{World, example, publish, published, survey};
use crate::support::dns::{Habit, NameServer, TestZone, hosts, name, places};
use crate::support::domains::domain;

const NAME: &str = "mail.example.com";

/// The records of [`domain`] by their places.
const OWNERSHIP: usize = 0;
const DKIM: usize = 1;
const MX: usize = 2;
const SPF: usize = 3;
const DMARC: usize = 4;

async fn judged(world: &World, domain: &SendingDomain, place: usize) -> Judged {
    let survey = world.survey(domain).await;
    judge(&domain.records[place], domain, &survey.zone, &survey.looks[place])
}

/// A zone with everything but this record, which is made as the test says.
async fn seen(place: usize, make: impl FnOnce(TestZone, &DnsRecord) -> TestZone) -> Judged {
    let domain = domain(NAME);
    let others = domain.records.iter().enumerate().filter(|(other, _)| *other != place);
    let zone = others.fold(example(2), |zone, (_, record)| publish(zone, record));
    let zone = make(zone, &domain.records[place]);
    judged(&World::of(&zone, &[Habit::Good, Habit::Good]), &domain, place).await
}

fn moved(zone: TestZone, record: &DnsRecord, name: &str) -> TestZone {
    publish(zone, &DnsRecord { name: name.into(), ..record.clone() })
}

fn valued(zone: TestZone, record: &DnsRecord, value: &str) -> TestZone {
    zone.text(record.name.raw(), value)
}

type Make = fn(TestZone, &DnsRecord) -> TestZone;

/// Which record, how it is made, and the verdict and first cause that come of it.
const MISTAKES: &[(usize, Make, &str, &str)] = &[
    (OWNERSHIP, |zone, _| zone, "missing", ""),
    (OWNERSHIP, publish, "match", ""),
    (
        OWNERSHIP,
        |zone, record| moved(zone, record, &format!("{}.example.com", record.name.raw())),
        "missing",
        "name-doubled",
    ),
    (OWNERSHIP, |zone, record| moved(zone, record, "example.com"), "missing", "at-zone-top"),
    (DKIM, |zone, record| moved(zone, record, "autosend.domainkey.mail.example.com"), "missing", "underscore-lost"),
    (OWNERSHIP, |zone, record| moved(zone, record, "_autosend-verify.example.com"), "missing", "wrong-zone"),
    (OWNERSHIP, |zone, record| valued(zone, record, &format!("\"{}\"", record.value.raw())), "different", "quotes"),
    (DKIM, |zone, record| valued(zone, record, record.publish_value().split_at(255).0), "different", "cut"),
    (
        DKIM,
        |zone, record| valued(zone, record, &record.publish_value().replacen("MII", "M II", 1)),
        "match",
        "split-with-blanks",
    ),
    (DKIM, |zone, record| valued(zone, record, record.value.raw()), "different", "bare-key"),
    (DKIM, |zone, record| zone.alias(record.name.raw(), "elsewhere.example.com"), "missing", "cname"),
    (DMARC, |zone, record| zone.address(record.name.raw(), [192, 0, 2, 99]), "missing", "wrong-type"),
    (MX, |zone, record| zone.mx(record.name.raw(), 20, record.value.raw()), "different", "mx-priority"),
    (MX, |zone, record| zone.mx(record.name.raw(), 10, "mx.example.net"), "different", "mx-host"),
    (MX, |zone, record| publish(zone, record).mx(record.name.raw(), 20, "mx.example.net"), "different", "mx-second"),
    (
        SPF,
        |zone, record| publish(zone, record).text(record.name.raw(), "v=spf1 include:example.net -all"),
        "different",
        "spf-twice",
    ),
    (SPF, |zone, record| valued(zone, record, "v=spf1 include:example.net -all"), "different", "spf-without-include"),
    (DMARC, |zone, record| valued(zone, record, "v=DMARC1; p=reject"), "match", "dmarc-kept"),
    (
        DMARC,
        |zone, record| publish(zone, record).text(record.name.raw(), "v=DMARC1; p=reject"),
        "different",
        "dmarc-twice",
    ),
    (OWNERSHIP, |zone, _| zone.text("*.mail.example.com", "anything"), "different", "wildcard"),
];

#[tokio::test]
async fn each_mistake_is_named() {
    for (number, (place, make, verdict, cause)) in MISTAKES.iter().enumerate() {
        let judged = seen(*place, make).await;
        let first = judged.causes.first().map(Cause::key).unwrap_or_default();
        assert_eq!((judged.verdict.key(), first), (*verdict, *cause), "mistake {number}: {judged:?}");
    }
}

#[tokio::test]
async fn a_key_in_several_strings_is_one_key() {
    let judged = seen(DKIM, |zone, record| {
        let value = record.publish_value();
        zone.with(record.name.raw(), RData::TXT(TXT::from_bytes(value.as_bytes().chunks(150).collect())))
    });
    assert_eq!(judged.await.verdict.key(), "match");
}

#[tokio::test]
async fn servers_that_differ_are_named() {
    let domain = domain(NAME);
    let zone = published(example(2), &domain);
    let world = World::differing(&zone, &[(zone.clone(), Habit::Good), (example(2), Habit::Good)]);
    let judged = judged(&world, &domain, OWNERSHIP).await;
    assert_eq!((judged.verdict.key(), judged.causes[0].key()), ("partly", "servers-differ"));
    assert!(judged.causes[0].words().contains("ns2.host.test"), "{judged:?}");
}

#[tokio::test]
async fn a_server_that_does_not_own_the_zone_is_lame() {
    let domain = domain(NAME);
    for habit in [Habit::Lame, Habit::Code(ResponseCode::Refused)] {
        let world = World::of(&published(example(2), &domain), &[Habit::Good, habit]);
        let judged = judged(&world, &domain, OWNERSHIP).await;
        assert!(judged.is_right() && judged.has("lame"), "{judged:?}");
    }
}

#[tokio::test]
async fn a_zone_that_no_server_owns_is_told_by_its_parent() {
    let domain = domain(NAME);
    let lame = NameServer::start(&[], Habit::Lame);
    let parent = TestZone::new("com", &["ns1.host.test"]).with("example.com", RData::NS(NS(name("ns2.host.test"))));
    let server = NameServer::good(from_ref(&parent));
    let resolver = NameServer::start(&[parent, hosts(2)], Habit::Fails("example.com"));
    let dns = DnsResolver::new(places(resolver.address(), &[server.address(), lame.address()]));
    let (survey, _) = survey(&dns, &domain).await;
    assert_eq!(
        (survey.zone.name.as_str(), survey.zone.name_servers.as_slice()),
        ("example.com", &["ns2.host.test".to_owned()][..])
    );
    let judged = judge(&domain.records[0], &domain, &survey.zone, &survey.looks[0]);
    assert_eq!((judged.verdict.key(), judged.causes[0].key()), ("unreachable", "lame"), "{judged:?}");
}

#[tokio::test]
async fn a_resolver_that_remembers_what_was_there_is_told_of_with_its_time() {
    let domain = domain(NAME);
    let zone = published(example(1), &domain);
    let world = World::differing(&example(1), &[(zone, Habit::Good)]);
    let judged = judged(&world, &domain, OWNERSHIP).await;
    assert!(judged.is_right() && judged.has("old-answer"), "{judged:?}");
}

#[tokio::test]
async fn signatures_that_are_wrong_are_told_of() {
    let domain = domain(NAME);
    let zone = published(example(1), &domain);
    let server = NameServer::good(from_ref(&zone));
    let resolver = NameServer::start(&[zone, hosts(1)], Habit::Bogus);
    let dns = DnsResolver::new(places(resolver.address(), &[server.address()]));
    let (survey, _) = survey(&dns, &domain).await;
    let judged = judge(&domain.records[0], &domain, &survey.zone, &survey.looks[0]);
    assert!(judged.has("dnssec"), "{judged:?}");
}
