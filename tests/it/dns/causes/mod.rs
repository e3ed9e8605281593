//! Mistakes as they are made in real zones, from the name servers to the name of the cause: every cause there is.

mod mail;
mod names;
mod servers;
mod values;

use std::collections::BTreeSet;

use autosend_domains::core::check::{Cause, DomainCheck, RecordCheck, check_record};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::record::DnsRecord;

use super::{DnsWorld, example_zone, publish};
use crate::support::domains::domain;
use crate::support::name_servers::{Behaviour, TestZone};

const NAME: &str = "mail.example.com";

/// The records of [`domain`] by their places.
const OWNERSHIP: usize = 0;
const DKIM: usize = 1;
const MX: usize = 2;
const SPF: usize = 3;
const DMARC: usize = 4;

type Publish = fn(TestZone, &DnsRecord) -> TestZone;

/// Which record, how it is made, and the verdict and first cause that come of it.
type MistakeCase = (usize, Publish, &'static str, &'static str);

async fn check_in(world: &DnsWorld, domain: &SendingDomain, place: usize) -> RecordCheck {
    let lookup = world.lookup(domain).await;
    check_record(&domain.records[place], domain, &lookup.zone, &lookup.records[place])
}

/// A zone with everything but this record, which is made as the test says.
async fn check_mistake(place: usize, make: impl FnOnce(TestZone, &DnsRecord) -> TestZone) -> RecordCheck {
    let domain = domain(NAME);
    let others = domain.records.iter().enumerate().filter(|(other, _)| *other != place);
    let zone = others.fold(example_zone(2), |zone, (_, record)| publish(zone, record));
    let zone = make(zone, &domain.records[place]);
    check_in(&DnsWorld::with_behaviours(&zone, &[Behaviour::Normal, Behaviour::Normal]), &domain, place).await
}

/// The record as AutoSend wants it, but at another name.
fn publish_at(zone: TestZone, record: &DnsRecord, name: &str) -> TestZone {
    publish(zone, &DnsRecord { name: name.into(), ..record.clone() })
}

/// A text at the record's name.
fn publish_value(zone: TestZone, record: &DnsRecord, value: &str) -> TestZone {
    zone.with_txt(record.name.raw(), value)
}

/// The verdict, and the first cause where there is one.
fn verdict_and_cause(check: &RecordCheck) -> (&'static str, &'static str) {
    (check.verdict.code(), check.causes.first().map(Cause::code).unwrap_or_default())
}

/// Has every mistake made, looked at and named.
async fn assert_diagnosed(mistakes: &[MistakeCase]) {
    for (number, (place, make, verdict, cause)) in mistakes.iter().enumerate() {
        let check = check_mistake(*place, make).await;
        assert_eq!(verdict_and_cause(&check), (*verdict, *cause), "mistake {number}: {check:?}");
    }
}

#[tokio::test]
async fn a_website_that_depends_on_a_wildcard_has_a_warning() {
    let domain = domain(NAME);
    let zone = example_zone(2).with_a("*.example.com", [192, 0, 2, 80]);
    let world = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal, Behaviour::Normal]);
    let mut check = DomainCheck::new(domain.clone());
    check.complete(&world.lookup(&domain).await);
    let shared: Vec<_> = check.summary().shared_causes.iter().map(Cause::code).collect();
    assert_eq!(shared, ["wildcard-ends"]);
}

/// A cause that is new needs a zone here before anything else.
#[test]
fn every_cause_and_verdict_has_a_zone() {
    let mistakes = [names::MISTAKES, values::MISTAKES, mail::MISTAKES].concat();
    let of_mistakes = mistakes.iter().map(|(.., verdict, cause)| (*verdict, *cause));
    let of_servers = servers::SCENES.iter().map(|(_, verdict, cause)| (*verdict, *cause));
    let (verdicts, causes): (BTreeSet<_>, BTreeSet<_>) = of_mistakes.chain(of_servers).unzip();
    // Told behind another one, where it is looked for by name.
    let second = ["servers-disagree", "wildcard-ends", "wildcard-ended", "absence-cached"];
    let left_out =
        Cause::CODES.map(|(key, _)| key).into_iter().filter(|key| !causes.contains(key) && !second.contains(key));
    assert_eq!(left_out.collect::<Vec<_>>(), [""; 0]);
    assert_eq!(verdicts, ["match", "missing", "different", "partly", "unreachable"].into());
}
