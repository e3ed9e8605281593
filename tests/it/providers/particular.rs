//! What is particular to one provider.

use autosend_domains::providers::error::{KeyFault, ProviderError};
use autosend_domains::providers::publish::{self, Applied};
use autosend_domains::providers::variables::Variables;
use autosend_domains::providers::{connect as connect_with, refusal};

use super::fakes::DIALECTS;
use super::server::{Dialect, Fake, Fault};
use super::{connect, done, new, plan, run, wanted};

fn dialect(code: &str) -> Dialect {
    DIALECTS.into_iter().find(|dialect| dialect.code == code).unwrap()
}

/// The error of a look at the fake with these flags.
fn look_with(code: &str, flags: &[&'static str], id: Option<&str>) -> Option<ProviderError> {
    let fake = Fake::start(dialect(code));
    fake.state().flags.extend(flags);
    let connection = connect(&fake, dialect(code), &[]).unwrap().unwrap();
    run(publish::look(&*connection.api, "example.com", id, &[], &["_dmarc.example.com".to_owned()])).err()
}

fn is_wrong_zone(error: Option<&ProviderError>, words: &str) -> bool {
    matches!(error, Some(ProviderError::WrongZone(own)) if own.contains(words))
}

#[test]
fn a_global_key_and_keys_of_a_shut_api_are_refused_with_words() {
    let variables = |name: &'static str| move |asked: &str| (asked == name).then(|| "key".to_owned());
    for (code, name, fault) in [
        ("cloudflare", "CLOUDFLARE_API_KEY", KeyFault::TooPowerful),
        ("cloudflare", "CF_API_KEY", KeyFault::TooPowerful),
        ("hetzner", "HETZNER_API_KEY", KeyFault::Retired),
    ] {
        let get = variables(name);
        let error = connect_with(code, &Variables::new(&get)).err();
        assert_eq!(error, Some(ProviderError::BadKey(fault)), "{name}");
    }
    for code in ["namecheap", "godaddy"] {
        assert!(refusal(code).is_some_and(|words| words.contains("step by step")), "{code}");
        assert!(connect_with(code, &Variables::new(&|_| Some("key".to_owned()))).unwrap().is_none());
    }
}

#[test]
fn of_two_zones_of_a_name_one_is_chosen_by_its_id() {
    for (code, own, other) in [("cloudflare", "z1", "z3"), ("route53", "/hostedzone/Z1", "Z3")] {
        let error = look_with(code, &["two zones"], None);
        assert!(is_wrong_zone(error.as_ref(), "several"), "{code}: {error:?}");
        assert_eq!(look_with(code, &["two zones"], Some(own)), None, "{code}");
        assert_eq!(look_with(code, &["two zones"], Some(other)), Some(ProviderError::NoZone("example.com".to_owned())));
    }
}

#[test]
fn private_and_secondary_zones_are_refused() {
    assert_eq!(look_with("route53", &["private"], None), None, "the public one is taken");
    for (code, flag, id, words) in [
        ("route53", "only private", None, "private"),
        ("route53", "private", Some("ZP"), "private"),
        ("powerdns", "secondary", None, "secondary"),
        ("hetzner", "secondary", None, "secondary"),
        ("vercel", "external", None, "does not serve"),
    ] {
        let error = look_with(code, &[flag], id);
        assert!(is_wrong_zone(error.as_ref(), words), "{code}: {error:?}");
    }
}

#[test]
fn sets_that_are_disabled_protected_or_weighted_are_not_written_to() {
    for (code, flag, special) in
        [("powerdns", "disabled", "disabled"), ("hetzner", "protected", "read-only"), ("route53", "weighted", "routed")]
    {
        let fake = Fake::start(dialect(code));
        fake.state().flags.push(flag);
        let plan = plan(&fake, dialect(code), wanted());
        assert!(plan.seen.iter().all(|record| record.special == Some(special)), "{code}: {:?}", plan.seen);
        assert_eq!(plan.add(), Applied::Nothing(ProviderError::InTheWay("example.com".to_owned())), "{code}");
        assert_eq!(fake.state().writes, 0, "{code}");
    }
}

#[test]
fn powerdns_adds_and_removes_single_records_where_it_can() {
    let fake = Fake::start(dialect("powerdns"));
    fake.state().flags.push("5.0.2");
    let before = fake.state().content();
    let plan = plan(&fake, dialect("powerdns"), wanted());
    let added = done(plan.add());
    let bodies =
        |state: &super::server::State| state.requests.iter().map(|asked| asked.body.clone()).collect::<String>();
    assert_eq!(fake.state().content().len(), before.len() + 4);
    done(plan.take_back(&added));
    assert_eq!(fake.state().content(), before);
    let bodies = bodies(&fake.state());
    assert!(bodies.contains("EXTEND") && bodies.contains("PRUNE") && !bodies.contains("REPLACE"), "{bodies}");
    assert!(!bodies.contains("v=spf1"), "others' values are not even sent: {bodies}");
}

#[test]
fn route_53_refuses_a_set_that_changed_at_the_last_moment() {
    // Between the last look and the batch, which is told by the batch alone.
    let fake = Fake::start(dialect("route53"));
    let plan = plan(&fake, dialect("route53"), wanted());
    fake.state().records.iter_mut().find(|record| record.data == "v=spf1 -all").unwrap().ttl = 60;
    let seen = plan.look_again();
    let connection = connect(&fake, dialect("route53"), &[]).unwrap().unwrap();
    fake.state().add("example.com", "TXT", "somebody else's", 60);
    let result = run(connection.api.add(&plan.zone, &plan.records, &seen));
    assert!(matches!(&result, Err(ProviderError::Refused { status: 400, words }) if words.contains("do not match")));
    assert_eq!(fake.state().at("_dmarc.example.com"), [], "nothing of the batch is done");
}

#[test]
fn desec_and_gandi_create_new_sets_so_that_none_is_overwritten() {
    for (code, name) in [("desec", "desec"), ("gandi", "gandi")] {
        let fake = Fake::start(dialect(code));
        let plan = plan(&fake, dialect(code), vec![new("_dmarc.example.com", "TXT", "v=DMARC1; p=none;")]);
        let connection = connect(&fake, dialect(code), &[]).unwrap().unwrap();
        fake.state().add("_dmarc.example.com", "TXT", "v=DMARC1; p=reject;", 3600);
        let result = run(connection.api.add(&plan.zone, &plan.records, &plan.seen));
        assert!(matches!(result, Err(ProviderError::Refused { status: 400, .. } | ProviderError::Moved(_))), "{name}");
        assert_eq!(fake.state().at("_dmarc.example.com").len(), 1, "{name}");
    }
}

#[test]
fn hetzner_waits_for_its_action_and_reports_its_failure() {
    let fake = Fake::start(dialect("hetzner"));
    let plan = plan(&fake, dialect("hetzner"), vec![new("_dmarc.example.com", "TXT", "v=DMARC1; p=none;")]);
    fake.state().flags.push("fails");
    let failed = ProviderError::Refused { status: 422, words: "Action failed".to_owned() };
    assert_eq!(plan.add(), Applied::Nothing(failed));
}

#[test]
fn ovh_publishes_what_it_has_added_and_removed() {
    let fake = Fake::start(dialect("ovh"));
    let plan = plan(&fake, dialect("ovh"), wanted());
    let added = done(plan.add());
    assert!(fake.state().has("refreshed"));
    done(plan.take_back(&added));
    assert!(fake.state().has("refreshed"));
    fake.state().fault = Fault::None;
    // Its own types for texts.
    fake.state().add("_dmarc.example.com", "DMARC", "v=DMARC1; p=reject;", 3600);
    let found = plan.look_again();
    assert!(found.iter().any(|record| record.is("_dmarc.example.com", "TXT", "v=DMARC1; p=reject;")), "{found:?}");
}

#[test]
fn digital_ocean_gets_no_text_that_it_would_cut() {
    let fake = Fake::start(dialect("digitalocean"));
    let plan = plan(&fake, dialect("digitalocean"), vec![new("k1._domainkey.example.com", "TXT", &"a".repeat(520))]);
    assert!(matches!(plan.add(), Applied::Nothing(ProviderError::Refused { .. })));
    assert_eq!(fake.state().writes, 0);
}
