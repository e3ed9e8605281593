//! Tests of the plan: built from a lookup, as a check is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Blocker, KeepReason, NoPlan, Plan, PlannedData, RecordState};
use crate::core::check::{Cause, Conflict, DomainCheck, question_for};
use crate::core::dns::{
    Answer, AnswerSource, DnsLookup, Dnssec, LeftOut, LookupError, Negative, QueryOutcome, RecordData, RecordLookup,
    Server, ServerResponse, ZoneInfo,
};
use crate::core::fixtures;
use crate::core::record::DnsRecord;

const SPF: &str = "v=spf1 include:amazonses.com ~all";
const HOST: &str = "feedback-smtp.us-east-1.amazonses.com";

fn records() -> Vec<DnsRecord> {
    let key = format!("p=MIGf{}", "A".repeat(300));
    vec![
        fixtures::record("ownership", "TXT", "_autosend-verify.Mail.example.com.", "autosend-verify-0123", None),
        fixtures::record("dkim", "TXT", "autosend._domainkey.mail.example.com", &key, None),
        fixtures::record("mailFrom", "MX", "asend.mail.example.com", HOST, Some(10)),
        fixtures::record("mailFrom", "TXT", "asend.mail.example.com", SPF, None),
        fixtures::record("dmarc", "TXT", "_dmarc.mail.example.com", "v=DMARC1; p=none;", None),
    ]
}

fn zone() -> ZoneInfo {
    ZoneInfo {
        name: "Example.com".to_owned(),
        is_certain: true,
        name_servers: vec!["ns1.example.net".to_owned()],
        servers: vec![server(1), server(2)],
        source: AnswerSource::Authoritative,
    }
}

fn server(number: u8) -> Server {
    Server { name: format!("ns{number}.example.net"), address: ([192, 0, 2, number], 53).into() }
}

fn absent() -> QueryOutcome {
    QueryOutcome::Negative(Negative { is_nxdomain: true, is_authoritative: true, ..Negative::default() })
}

fn answer(data: Vec<RecordData>) -> QueryOutcome {
    QueryOutcome::Answer(Answer { data, cname_chain: Vec::new(), ttl: 300, is_authoritative: true })
}

fn txt(texts: &[&str]) -> QueryOutcome {
    answer(
        texts.iter().map(|text| RecordData::Txt(text.as_bytes().chunks(255).map(<[u8]>::to_vec).collect())).collect(),
    )
}

fn mx(priority: u16, host: &str) -> QueryOutcome {
    answer(vec![RecordData::Mx { priority, host: host.to_owned() }])
}

/// A lookup in which both servers give these answers for the records, in their order; further ones are absent.
fn lookup(records: &[DnsRecord], answers: &[QueryOutcome]) -> DnsLookup {
    let answers = answers.iter().cloned().chain(std::iter::repeat_with(absent));
    let looked_up = records.iter().zip(answers).map(|(record, outcome)| RecordLookup {
        question: question_for(record),
        zone: Some(Arc::new(zone())),
        responses: [1, 2]
            .map(|number| ServerResponse { server: server(number), outcome: outcome.clone(), elapsed_ms: 20 })
            .to_vec(),
        probes: Vec::new(),
    });
    DnsLookup {
        zone: zone(),
        records: looked_up.collect(),
        domain_connect: None,
        wildcard_answers: BTreeMap::new(),
        left_out: LeftOut::default(),
        dnssec: Dnssec::default(),
    }
}

fn plan_for(records: Vec<DnsRecord>, lookup: &DnsLookup) -> Result<Plan, NoPlan> {
    let mut check = DomainCheck::new(fixtures::domain("mail.example.com", records));
    check.complete(lookup);
    Plan::new(&check, lookup)
}

fn states(answers: &[QueryOutcome]) -> Vec<RecordState> {
    let plan = plan_for(records(), &lookup(&records(), answers)).unwrap();
    plan.records.into_iter().map(|record| record.state).collect()
}

/// The state of one record of the domain if the name has this.
fn state_of(index: usize, found: QueryOutcome) -> RecordState {
    let answers: Vec<QueryOutcome> = std::iter::repeat_with(absent).take(index).chain([found]).collect();
    states(&answers).swap_remove(index)
}

#[test]
fn in_an_empty_zone_every_record_is_added_with_its_name_and_data() {
    let plan = plan_for(records(), &lookup(&records(), &[])).unwrap();
    assert_eq!((plan.zone.as_str(), plan.selected().count(), plan.is_complete()), ("example.com", 5, false));
    let (first, exchange) = (&plan.records[0], &plan.records[2]);
    assert_eq!(first.name, "_autosend-verify.mail.example.com");
    assert_eq!(first.data, Some(PlannedData::Txt("autosend-verify-0123".to_owned())));
    assert_eq!(exchange.data, Some(PlannedData::Mx { priority: 10, host: HOST.to_owned() }));
    let Some(PlannedData::Txt(key)) = &plan.records[1].data else { panic!() };
    assert!(key.starts_with("p=") && key.len() > 255, "a long text is in one piece");
}

#[test]
fn records_that_exist_are_not_added() {
    let values: Vec<QueryOutcome> = records()
        .iter()
        .map(|record| match record.priority {
            Some(_) => mx(10, HOST),
            None => txt(&[record.value.raw()]),
        })
        .collect();
    assert_eq!(states(&values), vec![RecordState::There; 5]);
    let plan = plan_for(records(), &lookup(&records(), &values)).unwrap();
    assert!(plan.is_complete());
    assert_eq!(plan.selected().count(), 0);
}

#[test]
fn a_record_that_some_servers_have_is_there() {
    let mut half = lookup(&records(), &[]);
    half.records[0].responses[0].outcome = txt(&["autosend-verify-0123"]);
    let plan = plan_for(records(), &half).unwrap();
    assert_eq!(plan.records[0].state, RecordState::There);
}

#[test]
fn values_that_can_coexist_do_not_block() {
    assert_eq!(state_of(0, txt(&["another-token"])), RecordState::Add);
    assert_eq!(state_of(3, txt(&["google-site-verification=1"])), RecordState::Add);
}

#[test]
fn an_own_dmarc_policy_stays() {
    let state = state_of(4, txt(&["v=DMARC1; p=reject; rua=mailto:d@example.com"]));
    assert_eq!(state, RecordState::Kept(KeepReason::OwnPolicy("reject".to_owned())));
}

#[test]
fn no_second_spf_dmarc_key_or_mail_server_is_added() {
    for (index, found) in [
        (3, txt(&["v=spf1 include:_spf.google.com ~all"])),
        (3, txt(&[" V=SPF1 -all"])),
        (1, txt(&["p=MIGfOther"])),
        (1, txt(&["k=rsa"])),
        (2, mx(10, "mail.example.net")),
        (4, txt(&["v=DMARC1; p=rejekt"])),
        (4, txt(&["v=DMARC1; p=none;", "v=DMARC1; p=reject"])),
    ] {
        let state = state_of(index, found.clone());
        assert!(matches!(state, RecordState::InTheWay(_) | RecordState::Kept(_)), "{index} {found:?}: {state:?}");
    }
}

#[test]
fn a_lone_mail_server_of_another_priority_is_there() {
    assert_eq!(state_of(2, mx(20, HOST)), RecordState::There);
}

#[test]
fn nothing_is_added_where_a_cname_is_and_the_others_are() {
    let alias = QueryOutcome::Negative(Negative {
        cname_chain: vec!["pages.example.net".to_owned()],
        is_authoritative: true,
        ..Negative::default()
    });
    let states = states(&[absent(), alias]);
    let blocked = |state: &RecordState| {
        matches!(state, RecordState::InTheWay(Blocker::Conflict(Conflict::Remove { .. }) | Blocker::Cname(_)))
    };
    assert!(blocked(&states[1]), "{:?}", states[1]);
    assert_eq!(states.iter().filter(|state| **state == RecordState::Add).count(), 4);
}

#[test]
fn nothing_is_added_where_no_server_answers() {
    let silent = QueryOutcome::Failed(LookupError::Timeout);
    assert_eq!(state_of(1, silent), RecordState::InTheWay(Blocker::NotLookedUp));
    let mut left_out = lookup(&records(), &[]);
    left_out.left_out.records = vec![0];
    assert_eq!(plan_for(records(), &left_out).unwrap().records[0].state, RecordState::InTheWay(Blocker::NotLookedUp));
}

#[test]
fn a_zone_that_the_delegation_does_not_show_has_no_plan() {
    for source in [AnswerSource::Resolver, AnswerSource::Intercepted, AnswerSource::Undelegated] {
        let mut other = lookup(&records(), &[]);
        other.zone.source = source;
        assert_eq!(plan_for(records(), &other), Err(NoPlan::ZoneUncertain), "{source:?}");
    }
    let mut guessed = lookup(&records(), &[]);
    guessed.zone.is_certain = false;
    assert_eq!(plan_for(records(), &guessed), Err(NoPlan::ZoneUncertain));
}

#[test]
fn names_outside_the_zone_or_the_domain_and_values_that_cannot_be_written_are_not_added() {
    let mut child = lookup(&records(), &[]);
    child.records[2].zone = Some(Arc::new(ZoneInfo { name: "asend.mail.example.com".to_owned(), ..zone() }));
    let plan = plan_for(records(), &child).unwrap();
    assert_eq!(plan.records[2].state, RecordState::InTheWay(Blocker::OtherZone), "delegated");

    let foreign = vec![
        fixtures::record("ownership", "TXT", "_autosend-verify.example.com", "token", None),
        fixtures::record("ownership", "TXT", "_autosend-verify.mail.example.com", "to\nken", None),
        fixtures::record("ownership", "TXT", "_autosend-verify.mail.example.com", " ", None),
        fixtures::record("mailFrom", "MX", "asend.mail.example.com", HOST, None),
        fixtures::record("mailFrom", "CNAME", "asend.mail.example.com", HOST, None),
    ];
    let plan = plan_for(foreign.clone(), &lookup(&foreign, &[])).unwrap();
    let states: Vec<&RecordState> = plan.records.iter().map(|record| &record.state).collect();
    let invalid = RecordState::InTheWay(Blocker::Invalid);
    assert_eq!(states[0], &RecordState::InTheWay(Blocker::OtherZone), "the parent of the domain");
    assert_eq!(states[1..], [&invalid, &invalid, &invalid, &invalid]);
}

#[test]
fn only_records_that_can_be_added_are_taken_out_and_put_back() {
    let answers = [txt(&["autosend-verify-0123"])];
    let mut plan = plan_for(records(), &lookup(&records(), &answers)).unwrap();
    plan.toggle(0);
    plan.toggle(1);
    plan.toggle(9);
    assert_eq!(plan.selected().map(|record| record.index).collect::<Vec<_>>(), [2, 3, 4]);
    plan.toggle(1);
    assert_eq!(plan.selected().count(), 4);
}

/// The state of the second record, a key, if its check has this cause besides.
fn state_with_cause(found: QueryOutcome, cause: Cause) -> RecordState {
    let lookup = lookup(&records(), &[absent(), found]);
    let mut check = DomainCheck::new(fixtures::domain("mail.example.com", records()));
    check.complete(&lookup);
    check.record_checks[1].as_mut().unwrap().causes = vec![cause];
    Plan::new(&check, &lookup).unwrap().records.swap_remove(1).state
}

#[test]
fn a_wildcard_that_answers_for_the_name_does_not_block_and_one_that_the_domain_needs_does() {
    let (owner, domain) = ("*.example.com".to_owned(), "mail.example.com".to_owned());
    let answers = Cause::Wildcard { owner: owner.clone(), domain: domain.clone() };
    assert_eq!(state_with_cause(txt(&["v=spf1 -all"]), answers), RecordState::Add);
    let other = Cause::OtherValue { can_coexist: true };
    let occupied = Blocker::Occupied(vec!["v=spf1 -all".to_owned()]);
    assert_eq!(state_with_cause(txt(&["v=spf1 -all"]), other), RecordState::InTheWay(occupied));
    let records = vec!["mail A 192.0.2.1".to_owned()];
    let ends = Cause::WildcardEnds { domain, owner: owner.clone(), records: records.clone() };
    let blocker = Blocker::EndsWildcard { owner, records };
    assert_eq!(state_with_cause(absent(), ends), RecordState::InTheWay(blocker));
}
