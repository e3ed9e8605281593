//! CNAMEs: followed, shown, and never for ever.

use std::slice::from_ref;

use autosend_domains::core::dns::{LookupError, QueryOutcome, ServerResponse};
use autosend_domains::core::record::Slot;
use autosend_domains::dns::DnsResolver;
use rstest::rstest;

use super::{example_zone, label, lookup_with_progress};
use crate::support::domains::{pending_domain, record};
use crate::support::name_servers::{NameServer, TestZone, name_server_zone, resolver_config};

const NAME: &str = "autosend._domainkey.mail.example.com";

/// What two name servers say of the name, where `elsewhere.test` is a zone of a third.
async fn look_up(zone: TestZone, target: TestZone) -> ServerResponse {
    let (one, other) = (NameServer::start_normal(from_ref(&zone)), NameServer::start_normal(from_ref(&zone)));
    let third = NameServer::start_normal(from_ref(&target));
    let resolver = NameServer::start_normal(&[zone, target, name_server_zone(3)]);
    let domain = pending_domain("mail.example.com", vec![record(Slot::Dkim, "TXT", NAME, "p=key", "")]);
    let config = resolver_config(resolver.address(), &[one.address(), other.address(), third.address()]);
    let (lookup, _) = lookup_with_progress(&DnsResolver::new(config), &domain).await;
    let [first, second] = lookup.records[0].responses.as_slice() else { panic!("{lookup:?}") };
    assert_eq!(first.outcome, second.outcome);
    first.clone()
}

fn other_zone() -> TestZone {
    TestZone::new("elsewhere.test", &["ns3.host.test"])
}

fn cname_chain(outcome: &QueryOutcome) -> Vec<&str> {
    match outcome {
        QueryOutcome::Answer(answer) => answer.cname_chain.iter().map(String::as_str).collect(),
        QueryOutcome::Negative(negative) => negative.cname_chain.iter().map(String::as_str).collect(),
        QueryOutcome::Failed(_) => Vec::new(),
    }
}

#[tokio::test]
async fn a_server_follows_a_cname_within_its_zone() {
    let zone = example_zone(2).with_cname(NAME, "a.example.com").with_cname("a.example.com", "b.example.com");
    let response = look_up(zone.with_txt("b.example.com", "p=key"), other_zone()).await;
    assert_eq!(
        (label(&response.outcome), cname_chain(&response.outcome)),
        ("p=key".to_owned(), vec!["a.example.com", "b.example.com"])
    );
}

#[tokio::test]
async fn a_cname_into_another_zone_is_resolved_at_its_servers() {
    let zone = example_zone(2).with_cname(NAME, "key.elsewhere.test");
    let there = other_zone().with_cname("key.elsewhere.test", "b.elsewhere.test").with_txt("b.elsewhere.test", "p=key");
    let response = look_up(zone, there).await;
    let names = vec!["key.elsewhere.test", "b.elsewhere.test"];
    assert_eq!((label(&response.outcome), cname_chain(&response.outcome)), ("p=key".to_owned(), names));
}

#[tokio::test]
async fn a_cname_to_nothing_is_negative_with_its_chain() {
    let response = look_up(example_zone(2).with_cname(NAME, "key.elsewhere.test"), other_zone()).await;
    assert_eq!(
        (label(&response.outcome), cname_chain(&response.outcome)),
        ("no name".to_owned(), vec!["key.elsewhere.test"])
    );
}

#[tokio::test]
async fn an_unanswered_cname_target_is_unresolved() {
    let zone = example_zone(2).with_cname(NAME, "key.nowhere.invalid");
    let response = look_up(zone, other_zone()).await;
    let aliases = vec!["key.nowhere.invalid".to_owned()];
    assert_eq!(response.outcome, QueryOutcome::Failed(LookupError::UnresolvedCname { cname_chain: aliases }));
}

#[rstest]
#[case::within_the_zone("a.example.com", "a.example.com", NAME)]
#[case::to_itself(NAME, NAME, NAME)]
#[tokio::test]
async fn a_cname_loop_ends(#[case] target: &str, #[case] next: &str, #[case] back: &str) {
    let mut zone = example_zone(2).with_cname(NAME, target);
    if next != NAME {
        zone = zone.with_cname(next, back);
    }
    let response = look_up(zone, other_zone()).await;
    assert!(
        matches!(&response.outcome, QueryOutcome::Negative(negative) if negative.cname_chain.contains(&target.to_owned())),
        "{response:?}"
    );
}

#[tokio::test]
async fn a_cname_loop_through_two_zones_ends() {
    let zone = example_zone(2).with_cname(NAME, "key.elsewhere.test");
    let response = look_up(zone, other_zone().with_cname("key.elsewhere.test", NAME)).await;
    assert_eq!(cname_chain(&response.outcome), ["key.elsewhere.test", NAME, "key.elsewhere.test"]);
    assert!(matches!(response.outcome, QueryOutcome::Negative(_)), "{response:?}");
}

#[tokio::test]
async fn at_most_eight_cnames_are_followed() {
    let names: Vec<_> = (0..12).map(|number| format!("n{number}.elsewhere.test")).collect();
    let there = names.windows(2).fold(other_zone(), |zone, pair| zone.with_cname(&pair[0], &pair[1]));
    let there = there.with_txt("n11.elsewhere.test", "p=key");
    let response = look_up(example_zone(2).with_cname(NAME, &names[0]), there).await;
    assert_eq!(cname_chain(&response.outcome).len(), 8);
    assert!(matches!(response.outcome, QueryOutcome::Negative(_)), "{response:?}");
}
