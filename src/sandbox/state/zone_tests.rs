use super::tests::{KEY, added, at, state};
use super::*;
use crate::core::dns::{QueryType, RecordData};
use crate::core::publishing::{Mistake, PublishMode, RecordSelector};
use crate::sandbox::dns::{VerificationResult, ZoneRecord};

/// The records in the zone of a name, one line for each.
fn zone(state: &SandboxState, name: &str) -> Option<(String, Vec<String>)> {
    let zone = state.find_zone(name)?;
    Some((zone.origin, zone.records.into_iter().map(|entry| entry.name).collect()))
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_name_is_in_the_deepest_zone() {
    let mut state = state();
    for name in ["a.example.org", "b.example.org", "mail.inner.zone-of-nobody", "inner.zone-of-nobody"] {
        added(&mut state, name, at(0));
    }
    let dmarc: RecordSelector = "dmarc".parse().unwrap();
    for name in ["a.example.org", "b.example.org", "inner.zone-of-nobody", "mail.inner.zone-of-nobody"] {
        state.publish(name, &dmarc, PublishMode::Correct, at(0)).unwrap();
    }
    let both = texts(&["_dmarc.a.example.org", "_dmarc.b.example.org"]);
    assert_eq!(zone(&state, "X.Example.ORG."), Some(("example.org".to_owned(), both)));
    for (name, origin) in [
        ("mail.inner.zone-of-nobody", "mail.inner.zone-of-nobody"),
        ("mail2.inner.zone-of-nobody", "inner.zone-of-nobody"),
    ] {
        assert_eq!(zone(&state, name), Some((origin.to_owned(), texts(&[&format!("_dmarc.{origin}")]))), "{name}");
    }
    for outside in ["notexample.org", "org", "", ".", "zone-of-nobody"] {
        assert_eq!(zone(&state, outside), None, "{outside:?}");
    }
}

#[test]
fn the_names_of_the_name_servers_always_resolve() {
    let mut state = state();
    let fixed = texts(&["ns1.sandbox.test", "ns2.sandbox.test", "pages.sandbox.test"]);
    assert_eq!(zone(&state, "ns1.sandbox.test"), Some(("sandbox.test".to_owned(), fixed.clone())));
    // This holds even if a client adds a domain with this name.
    added(&mut state, "sandbox.test", at(0));
    added(&mut state, "ns2.sandbox.test", at(0));
    assert_eq!(zone(&state, "pages.sandbox.test"), Some(("sandbox.test".to_owned(), fixed)));
    assert_eq!(zone(&state, "ns2.sandbox.test"), Some(("ns2.sandbox.test".to_owned(), texts(&["ns2.sandbox.test"]))));
}

#[test]
fn a_domain_of_several_projects_is_published_for_each_by_its_name_and_for_one_by_its_id() {
    let mut state = state();
    let id = added(&mut state, "mail.example.org", at(0));
    let other = "key AS_other";
    let Ok(AddResponse::Immediate(_)) = state.add_domain(other, br#"{"domain":"mail.example.org"}"#, at(0)) else {
        panic!("refused")
    };
    let mut publish =
        |named: &str, how| state.publish(named, &RecordSelector::All, how, at(0)).map(|published| published.len());
    assert_eq!(publish("mail.example.org", PublishMode::Correct), Ok(10));
    assert_eq!(publish(&id, PublishMode::Unpublished), Ok(5));
    assert_eq!(zone(&state, "example.org").map(|(_, names)| names.len()), Some(5));
}

#[test]
fn inbound_records_are_published_while_inbound_mail_is_on() {
    let mut state = state();
    let id = added(&mut state, "example.org", at(0));
    state.verify(KEY, &id, VerificationResult::ALL, at(1)).unwrap();
    state.enable_inbound(KEY, &id, at(10)).unwrap();
    state.publish("example.org", &"inbound-mx".parse().unwrap(), PublishMode::Correct, at(10)).unwrap();
    assert_eq!(zone(&state, "example.org"), Some(("example.org".to_owned(), texts(&["example.org"]))));
    state.disable_inbound(KEY, &id, at(20)).unwrap();
    assert_eq!(zone(&state, "example.org"), Some(("example.org".to_owned(), Vec::new())));
}

#[test]
fn the_resolver_caches_the_previous_answer_for_a_minute() {
    let mut state = state();
    added(&mut state, "mail.example.org", at(0));
    let name = "asend.mail.example.org";
    let mut publish = |how, now| {
        for record in ["mail-from[0]", "mail-from[1]"] {
            state.publish("mail.example.org", &record.parse().unwrap(), how, now).unwrap();
        }
        let resolved = |kind, now| {
            let zone = state.find_zone_for_resolver("ASEND.mail.example.org.", Some(kind), now).unwrap();
            let of_kind = |entry: &ZoneRecord| entry.name == name && entry.query_type() == kind;
            (zone.ttl, zone.records.into_iter().filter(of_kind).map(|entry| entry.data).collect::<Vec<_>>())
        };
        [QueryType::Mx, QueryType::Txt].map(|kind| [now, at(30), at(59), at(60)].map(|now| resolved(kind, now)))
    };
    let right = publish(PublishMode::Correct, at(0)).map(|[(_, now), ..]| now);
    assert_eq!(right.each_ref().map(Vec::len), [1, 1]);
    let from_now = |then: &[Vec<RecordData>; 2]| {
        [0, 1].map(|kind| {
            let [then, right] = [then[kind].clone(), right[kind].clone()];
            [(60, then.clone()), (30, then.clone()), (1, then), (60, right)]
        })
    };
    let nothing = [vec![], vec![]];
    assert_eq!(
        publish(PublishMode::WithMistake(Mistake::OldAnswer), at(0)),
        from_now(&nothing),
        "what is right is not old"
    );

    // The resolver caches the earlier data. Publishing again caches it for another minute.
    let wrong = publish(PublishMode::WithMistake(Mistake::WrongType), at(0)).map(|[(_, now), ..]| now);
    assert_eq!(wrong, nothing, "an address is of another type");
    publish(PublishMode::WithMistake(Mistake::OneServer), at(0));
    assert_eq!(publish(PublishMode::WithMistake(Mistake::OldAnswer), at(0)), from_now(&nothing));
    let [(ttl, _), ..] = publish(PublishMode::WithMistake(Mistake::OldAnswer), at(29))[0].clone();
    assert_eq!(ttl, 60);

    // A correct publication clears the cache.
    let after = publish(PublishMode::Correct, at(0));
    assert!(after.iter().flatten().all(|(ttl, data)| *ttl == 60 && data.len() == 1), "{after:?}");
}

#[test]
fn a_cached_answer_can_have_another_value() {
    let mut state = state();
    added(&mut state, "mail.example.org", at(0));
    let dkim: RecordSelector = "dkim".parse().unwrap();
    let key = |state: &SandboxState, kind, now| {
        let zone = state.find_zone_for_resolver("autosend._domainkey.mail.example.org", kind, now).unwrap();
        zone.records.into_iter().map(|entry| entry.data).collect::<Vec<_>>()
    };
    state.publish("mail.example.org", &dkim, PublishMode::WithMistake(Mistake::OtherKey), at(0)).unwrap();
    let other = key(&state, Some(QueryType::Txt), at(0));
    state.publish("mail.example.org", &dkim, PublishMode::WithMistake(Mistake::OldAnswer), at(0)).unwrap();
    let right = key(&state, Some(QueryType::Txt), at(60));
    assert_ne!(right, other);
    assert_eq!(key(&state, Some(QueryType::Txt), at(59)), other);
    assert_eq!(key(&state, Some(QueryType::Mx), at(0)), right, "that type not checked for");
    assert_eq!(key(&state, None, at(0)), right);
}

#[test]
fn a_delegated_name_is_an_empty_zone() {
    let mut state = state();
    added(&mut state, "mail.example.org", at(0));
    let ownership: RecordSelector = "ownership".parse().unwrap();
    state.publish("mail.example.org", &ownership, PublishMode::WithMistake(Mistake::Delegated), at(0)).unwrap();
    let name = "_autosend-verify.mail.example.org";
    for inside in [name.to_owned(), format!("deep.{name}")] {
        assert_eq!(zone(&state, &inside), Some((name.to_owned(), Vec::new())));
    }
    let parent = state.find_zone("mail.example.org").unwrap();
    assert_eq!((parent.origin.as_str(), parent.zone_cuts.as_slice()), ("example.org", &[name.to_owned()][..]));
    assert_eq!(parent.records.len(), 1, "it is there, and nobody sees it");
}

#[test]
fn one_record_that_fails_dnssec_fails_its_whole_zone() {
    let mut state = state();
    added(&mut state, "a.example.org", at(0));
    added(&mut state, "b.example.net", at(0));
    let dkim: RecordSelector = "dkim".parse().unwrap();
    state.publish("a.example.org", &dkim, PublishMode::WithMistake(Mistake::Dnssec), at(0)).unwrap();
    let is_bogus = |name: &str| state.find_zone(name).unwrap().is_bogus;
    assert_eq!(["example.org", "x.a.example.org", "example.net"].map(is_bogus), [true, true, false]);
}
