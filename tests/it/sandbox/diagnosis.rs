//! Every mistake that can be published in the sandbox, as the program's own look sees it there: each gets its name.

use std::time::Duration;

use autosend_domains::api::wire::decode_domain;
use autosend_domains::core::check::{Cause, DomainCheck, RecordCheck};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::publishing::{MISTAKES, Mistake, PublishMode, RecordSelector};
use autosend_domains::core::record::Purpose;
use autosend_domains::core::record_ref::RecordRef;
use autosend_domains::core::redaction::SentKeys;
use autosend_domains::dns::{DnsResolver, ResolverConfig};
use autosend_domains::ports::Resolver as _;
use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::RateLimit;

use super::TestSandbox;

/// A domain with a record of each kind, those of inbound mail too.
async fn with_domain() -> (TestSandbox, SendingDomain) {
    let options = Options { rate: RateLimit::Off, verification_delay: Duration::ZERO, ..Options::default() };
    let bench = TestSandbox::start_with(options).await;
    let id = bench.add_domain("mail.example.com").await;
    let path = format!("/domains/{id}");
    bench.sandbox.publish(&id, &RecordSelector::All, PublishMode::Correct).unwrap();
    bench.send(reqwest::Method::POST, &format!("{path}/verify")).await;
    bench.send(reqwest::Method::GET, &path).await;
    assert_eq!(bench.send(reqwest::Method::POST, &format!("{path}/inbound/enable")).await.status(), 200);
    bench.sandbox.publish(&id, &RecordSelector::All, PublishMode::Correct).unwrap();
    let body = bench.send(reqwest::Method::GET, &path).await.bytes().await.unwrap();
    (bench, decode_domain(&body, &SentKeys::default()).unwrap())
}

/// A look with nothing kept from the one before.
async fn check_dns(bench: &TestSandbox, domain: &SendingDomain) -> Vec<RecordCheck> {
    let config = ResolverConfig {
        socket_overrides: bench.sandbox.name_server_addresses().into_iter().collect(),
        resolvers: Some(vec![bench.sandbox.resolver_address()]),
        interception_probe: None,
        ..ResolverConfig::default()
    };
    let lookup = DnsResolver::new(config).lookup_records(domain, |_| {}).await.unwrap();
    let mut check = DomainCheck::new(domain.clone());
    check.complete(&lookup);
    check.record_checks.into_iter().flatten().collect()
}

/// The stable name of the cause, where it is not that of the mistake.
const fn cause_of(mistake: Mistake, purpose: Purpose) -> &'static str {
    match mistake {
        // What is short has no seam that anybody would look for.
        Mistake::SplitWithBlanks if !matches!(purpose, Purpose::Dkim) => "blanks-inside",
        // A policy there counts for the subdomains.
        Mistake::WrongZone if matches!(purpose, Purpose::Dmarc) => "dmarc-inherited",
        Mistake::MxHostDoubled => "mx-doubled",
        Mistake::OneServer => "servers-differ",
        Mistake::StaleServer => "stale-servers",
        // The other records are below it.
        Mistake::WebsiteWildcard => "wildcard-ended",
        Mistake::OtherValue => "other-token",
        _ => mistake.code(),
    }
}

/// Whether it may be nobody's mistake: mail servers and SPF records are the same for every domain of a region.
const fn proves_nothing(mistake: Mistake, purpose: Purpose) -> bool {
    matches!(mistake, Mistake::AtZoneTop | Mistake::WrongZone)
        && matches!(purpose, Purpose::MailFromMx | Purpose::MailFromSpf | Purpose::Inbound)
}

#[tokio::test]
async fn each_publish_mode_is_diagnosed_for_every_record() {
    let (bench, domain) = with_domain().await;
    let mut count = 0;
    for selector in RecordRef::all(&domain.records) {
        let record = selector.find(&domain.records).unwrap();
        let at = domain.records.iter().position(|other| other == record).unwrap();
        for (mistake, key, _) in MISTAKES {
            bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::Correct).unwrap();
            if bench
                .sandbox
                .publish("mail.example.com", &RecordSelector::One(selector.clone()), PublishMode::WithMistake(mistake))
                .is_err()
            {
                assert!(!mistake.applies_to(record.purpose(), true), "{key} at {selector}");
                continue;
            }
            let check = &check_dns(&bench, &domain).await[at];
            let causes: Vec<&str> = check.causes.iter().map(Cause::code).collect();
            let is_told = causes.contains(&cause_of(mistake, record.purpose()));
            assert_eq!(is_told, !proves_nothing(mistake, record.purpose()), "{key} at {selector}: {check:#?}");
            let is_harmless = match mistake {
                Mistake::DmarcKept | Mistake::Lame | Mistake::Dnssec | Mistake::OldAnswer | Mistake::MxPriority => true,
                Mistake::SplitWithBlanks => record.purpose() == Purpose::Dkim,
                // Mail goes to the first one.
                Mistake::MxSecond => record.purpose() == Purpose::Inbound,
                _ => false,
            };
            assert_eq!(check.is_correct(), is_harmless, "{key} at {selector}: {check:#?}");
            assert!(check.causes.iter().all(|cause| !cause.message().is_empty()), "{key} at {selector}");
            count += 1;
        }
    }
    assert!(count > 60, "{count}");
}

#[tokio::test]
async fn shared_and_single_findings_are_separate() {
    let (bench, domain) = with_domain().await;
    for mistake in [Mistake::AtZoneTop, Mistake::WrongZone] {
        bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::WithMistake(mistake)).unwrap();
        for (record, check) in domain.records.iter().zip(check_dns(&bench, &domain).await) {
            let key = cause_of(mistake, record.purpose());
            assert!(
                check.has(|cause| cause.code() == key) || !mistake.applies_to(record.purpose(), true),
                "{}: {check:#?}",
                mistake.code()
            );
        }
    }
}

#[tokio::test]
async fn a_correct_record_has_no_cause() {
    let (bench, domain) = with_domain().await;
    let check = check_dns(&bench, &domain).await;
    assert!(check.iter().all(|check| check.is_correct() && check.causes.is_empty()), "{check:#?}");
}
