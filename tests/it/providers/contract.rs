//! What holds for every provider.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use autosend_domains::providers::error::{KeyFault, ProviderError};
use autosend_domains::providers::publish::Applied;
use autosend_domains::providers::records::HostedRecord;
use autosend_domains::providers::variables::Variables;
use autosend_domains::providers::{PROVIDERS, connect as connect_with};

use super::fakes::{DIALECTS, KEY};
use super::server::{Content, Dialect, Fake, Fault, ZONE};
use super::{Plan, connect, done, new, plan, run, wanted};

/// Runs a test of the contract with every provider.
fn for_each(test: impl Fn(Dialect, &Fake, bool)) {
    let mut broken = Vec::new();
    for (dialect, provider) in DIALECTS.into_iter().zip(&PROVIDERS) {
        assert_eq!(dialect.code, provider.code, "both are in the order of the codes");
        let run = || test(dialect, &Fake::start(dialect), provider.atomic);
        if catch_unwind(AssertUnwindSafe(run)).is_err() {
            broken.push(dialect.code);
        }
    }
    assert_eq!(broken, [""; 0], "these break the contract");
}

/// The zone with these records more.
fn with(before: &[Content], records: &[(&str, &str, &str, u32)]) -> Vec<Content> {
    let mut all = before.to_vec();
    all.extend(
        records
            .iter()
            .map(|(name, rtype, data, ttl)| ((*name).to_owned(), (*rtype).to_owned(), (*data).to_owned(), *ttl)),
    );
    all.sort();
    all
}

#[test]
fn records_are_added_to_others_read_back_and_taken_back() {
    for_each(|dialect, fake, is_atomic| {
        let before = fake.state().content();
        let plan = plan(fake, dialect, wanted());
        assert_eq!(plan.zone.name, ZONE);
        let added = done(plan.add());
        assert_eq!(added.len(), 4);
        let key = super::long_key();
        let expected = [
            ("k1._domainkey.example.com", "TXT", key.as_str(), 3600),
            ("send.example.com", "MX", "10 feedback-smtp.us-east-1.amazonses.com", 3600),
            ("_dmarc.example.com", "TXT", "v=DMARC1; p=none;", 3600),
            // The set's own TTL is kept.
            ("example.com", "TXT", "autosend-verify-1", 7200),
        ];
        assert_eq!(fake.state().content(), with(&before, &expected));
        assert_eq!(fake.state().writes, if is_atomic { 1 } else { 4 }, "each write is sent once");
        let found = plan.look_again();
        for (name, rtype, data, ttl) in expected {
            let is_it = |record: &&HostedRecord| record.is(name, rtype, data) && record.special.is_none();
            assert_eq!(found.iter().find(is_it).map(|record| record.ttl), Some(Some(ttl)), "{name}");
        }
        assert_eq!(done(plan.take_back(&added)), added);
        assert_eq!(fake.state().content(), before, "the zone is as it was");
        let writes = fake.state().writes;
        assert_eq!(done(plan.take_back(&added)), [], "there is nothing left");
        assert_eq!(fake.state().writes, writes);
    });
}

#[test]
fn a_plan_that_is_stale_or_repeated_writes_nothing() {
    for_each(|dialect, fake, _| {
        let stale = plan(fake, dialect, wanted());
        let repeated = plan(fake, dialect, wanted());
        fake.state().add("_dmarc.example.com", "TXT", "v=DMARC1; p=reject;", 3600);
        let moved = || ProviderError::Moved("_dmarc.example.com".to_owned());
        assert_eq!(stale.add(), Applied::Nothing(moved()));
        assert_eq!(fake.state().writes, 0);
        fake.state().records.retain(|record| !record.data.starts_with("v=DMARC1"));
        done(repeated.add());
        let progress = |state: &super::server::State| (state.writes, state.content());
        let before = progress(&fake.state());
        assert!(matches!(repeated.add(), Applied::Nothing(ProviderError::Moved(_))));
        let fresh = plan(fake, dialect, wanted());
        assert!(matches!(fresh.add(), Applied::Nothing(ProviderError::Moved(_))), "they are there already");
        assert_eq!(progress(&fake.state()), before);
    });
}

#[test]
fn a_cname_prevents_an_addition() {
    for_each(|dialect, fake, _| {
        fake.state().add("_dmarc.example.com", "CNAME", "policy.other.example", 3600);
        let plan = plan(fake, dialect, wanted());
        assert!(plan.seen.iter().any(|record| record.is("_dmarc.example.com", "CNAME", "policy.other.example")));
        assert_eq!(plan.add(), Applied::Nothing(ProviderError::InTheWay("_dmarc.example.com".to_owned())));
        assert_eq!(fake.state().writes, 0);
    });
}

#[test]
fn a_delegated_name_and_one_outside_the_zone_get_no_record() {
    for_each(|dialect, fake, _| {
        fake.state().add("send.example.com", "NS", "ns1.other.example", 3600);
        let delegated = plan(fake, dialect, wanted());
        assert_eq!(delegated.add(), Applied::Nothing(ProviderError::InTheWay("send.example.com".to_owned())));
        let outside = plan(fake, dialect, vec![new("_dmarc.example.org", "TXT", "v=DMARC1; p=none;")]);
        assert!(matches!(outside.add(), Applied::Nothing(ProviderError::WrongZone(_))));
        assert_eq!(fake.state().writes, 0);
    });
}

#[test]
fn undo_leaves_what_others_have_made_of_it() {
    for_each(|dialect, fake, _| {
        let plan = plan(fake, dialect, wanted());
        let added = done(plan.add());
        {
            let mut state = fake.state();
            state.add("k1._domainkey.example.com", "TXT", "of somebody else", 3600);
            let dmarc = state.records.iter_mut().find(|record| record.name == "_dmarc.example.com").unwrap();
            dmarc.data = "v=DMARC1; p=reject;".to_owned();
        }
        let undone = done(plan.take_back(&added));
        assert_eq!(undone.len(), 3);
        let state = fake.state();
        let data = |name: &str| state.at(name).into_iter().map(|record| record.data).collect::<Vec<_>>();
        assert_eq!(data("k1._domainkey.example.com"), ["of somebody else"]);
        assert_eq!(data("_dmarc.example.com"), ["v=DMARC1; p=reject;"]);
        assert_eq!(data("send.example.com"), [""; 0]);
    });
}

#[test]
fn a_wrong_key_is_an_error_without_the_key() {
    for_each(|dialect, fake, _| {
        let wrong = (dialect.variables[0].0, "another-sekret-9");
        // Signatures are not checked by the fakes, so that the id of the key is the wrong part there.
        let other = match dialect.code {
            "route53" => ("AWS_ACCESS_KEY_ID", "AKIDOTHER"),
            "ovh" => ("OVH_CONSUMER_KEY", "another-sekret-9"),
            _ => wrong,
        };
        let error = Plan::make(connect(fake, dialect, &[other]).unwrap().unwrap(), wanted()).err();
        assert_eq!(error, Some(ProviderError::BadKey(KeyFault::Unknown)));
        assert_eq!(fake.state().writes, 0);
    });
}

#[test]
fn a_type_that_the_key_may_not_write_stops_the_plan() {
    for_each(|dialect, fake, is_atomic| {
        let before = fake.state().content();
        let plan = plan(fake, dialect, wanted());
        fake.state().fault = Fault::Deny("MX");
        match (plan.add(), is_atomic) {
            (Applied::Nothing(error), true) => {
                assert_eq!(error, ProviderError::NotAllowed("not this type".to_owned()));
                assert_eq!(fake.state().content(), before);
            }
            (Applied::Partly(added, error), false) => {
                assert_eq!(error, ProviderError::NotAllowed("not this type".to_owned()));
                assert_eq!(added.len(), 1, "the key alone");
                assert_eq!(fake.state().writes, 2, "the others were not tried");
                fake.state().fault = Fault::None;
                done(plan.take_back(&added));
                assert_eq!(fake.state().content(), before);
            }
            (other, _) => panic!("{other:?}"),
        }
    });
}

#[test]
fn a_lost_answer_is_an_unknown_outcome_and_nothing_is_sent_again() {
    for_each(|dialect, fake, is_atomic| {
        let before = fake.state().content();
        let plan = plan(fake, dialect, wanted());
        let lost = if is_atomic { 1 } else { 2 };
        fake.state().fault = Fault::Lose(lost);
        let Applied::Unknown(added, error) = plan.add() else { panic!("in doubt") };
        assert!(error.is_in_doubt(), "{error:?}");
        assert_eq!((added.len(), fake.state().writes), (lost - 1, lost));
        // It was carried out, which reading shows, so that it can be taken back.
        fake.state().fault = Fault::None;
        let found = run(super::publish::read_back(&*plan.connection.api, &plan.zone, &plan.records)).unwrap();
        assert_eq!(found.len(), if is_atomic { 4 } else { 2 });
        assert_eq!(done(plan.take_back(&found)), found);
        assert_eq!(fake.state().content(), before);
    });
}

#[test]
fn a_failure_at_the_third_record_reports_the_added_ones() {
    for_each(|dialect, fake, is_atomic| {
        let before = fake.state().content();
        for status in [422, 503] {
            let plan = plan(fake, dialect, wanted());
            let at = if is_atomic { 1 } else { 3 };
            fake.state().writes = 0;
            fake.state().fault = Fault::Refuse(at, status);
            let applied = plan.add();
            let told = format!("{applied:?}");
            assert!(!told.contains(KEY) && told.contains("said to …"), "{told}");
            let added = match (applied, status) {
                (Applied::Nothing(ProviderError::Refused { status: 422, .. }), 422) if is_atomic => Vec::new(),
                // A gateway's error says nothing about what is behind it.
                (Applied::Partly(added, ProviderError::Refused { status: 422, .. }), 422)
                | (Applied::Unknown(added, ProviderError::Lost(_)), 503) => added,
                (other, _) => panic!("{other:?}"),
            };
            assert_eq!(added.len(), at - 1);
            fake.state().fault = Fault::None;
            done(plan.take_back(&added));
            assert_eq!(fake.state().content(), before);
        }
    });
}

#[test]
fn too_many_requests_and_redirects_end_it() {
    for_each(|dialect, fake, _| {
        let plan = plan(fake, dialect, wanted());
        fake.state().fault = Fault::TooOften;
        let wait = Some(Duration::from_secs(7));
        assert_eq!(plan.add(), Applied::Nothing(ProviderError::TooOften(wait)));
        let elsewhere = Fake::start(dialect);
        fake.state().fault = Fault::Redirect(elsewhere.port());
        assert!(matches!(plan.add(), Applied::Nothing(ProviderError::Refused { status: 302, .. })));
        assert_eq!(elsewhere.state().requests.len(), 0, "the key is sent to nobody else");
    });
}

#[test]
fn only_the_zone_that_the_delegation_leads_to_is_taken() {
    for_each(|dialect, fake, _| {
        let connection = connect(fake, dialect, &[]).unwrap().unwrap();
        let look = |zone: &str, server: &str| {
            let name = format!("_dmarc.{zone}");
            run(super::publish::look(&*connection.api, zone, None, &[server.to_owned()], &[name])).err()
        };
        assert_eq!(look("example.com", "ns1.provider.example."), None);
        let elsewhere = look("example.com", "ns1.elsewhere.example");
        assert!(matches!(elsewhere, Some(ProviderError::WrongZone(_))), "{elsewhere:?}");
        assert_eq!(look("example.org", "ns1.provider.example"), Some(ProviderError::NoZone("example.org".to_owned())));
        assert_eq!(fake.state().writes, 0);
    });
}

#[test]
fn credentials_come_from_files_too_and_are_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, format!("{KEY}\n")).unwrap();
    let path = path.display().to_string();
    for_each(|dialect, fake, _| {
        let file = format!("{}_FILE", dialect.variables[0].0);
        let get = |name: &str| match name {
            _ if name == dialect.variables[0].0 => None,
            _ if name == file => Some(path.clone()),
            _ => dialect.variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned()),
        };
        let variables = Variables::new(&get);
        let connection = super::connect_at(dialect.code, Some(&fake.base_url()), &variables).unwrap().unwrap();
        Plan::make(connection, vec![new("_dmarc.example.com", "TXT", "v=DMARC1; p=none;")]).unwrap();
        assert!(connect_with(dialect.code, &Variables::new(&|_| None)).unwrap().is_none(), "no key, no adapter");
        // To another machine only over TLS.
        let far = super::connect_at(dialect.code, Some("http://dns.example/v1"), &variables);
        assert!(far.is_err(), "plain http");
    });
}
