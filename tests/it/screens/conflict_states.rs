//! The states where something is there before the records are added: what is in the way, what stays, what is optional.

use autosend_domains::core::dns::{
    Answer, DnsLookup, Negative, Probe, ProbeLookup, QueryOutcome, Question, RecordData, ServerResponse,
};
use autosend_domains::wizard::Reply::DnsChecked;
use autosend_domains::wizard::{Intent, PaneKind};

use super::domain_states::{dns_lookup, lookup_with_probes};
use super::fixtures::at_records;
use super::render_text;
use super::states::copy_next;
use crate::support::domains::domain;
use crate::support::wizard::Wizard;

const NAME: &str = "mail.example.com";

fn answer(data: Vec<RecordData>) -> QueryOutcome {
    QueryOutcome::Answer(Answer { data, is_authoritative: true, ttl: 60, ..Answer::default() })
}

fn txt_answer(text: &str) -> QueryOutcome {
    answer(vec![RecordData::Txt(vec![text.as_bytes().to_vec()])])
}

/// Ownership is right, the others meet what is there: a CNAME, another mail server, an SPF record, a DMARC policy.
fn conflicting() -> DnsLookup {
    let mut lookup = dns_lookup(&domain(NAME));
    let cname = Negative { cname_chain: vec!["keys.example.net".to_owned()], ..Negative::default() };
    let outcomes = [
        QueryOutcome::Negative(cname),
        answer(vec![RecordData::Mx { priority: 20, host: "mail.example.net".to_owned() }]),
        txt_answer("v=spf1 include:_spf.example.net -all"),
        txt_answer("v=DMARC1; p=quarantine"),
    ];
    for (record_lookup, outcome) in lookup.records.iter_mut().skip(1).zip(outcomes) {
        for response in &mut record_lookup.responses {
            response.outcome = outcome.clone();
        }
    }
    lookup
}

/// Each record is there, with one beside it that is in its way; but the first, which is in a zone of its own.
fn duplicate() -> DnsLookup {
    let mut lookup = lookup_with_probes(&domain(NAME), &[]);
    let second = [
        RecordData::Txt(vec![b"v=DKIM1; p=AAAA".to_vec()]),
        RecordData::Mx { priority: 20, host: "mail.example.net".to_owned() },
        RecordData::Txt(vec![b"v=spf1 mx -all".to_vec()]),
        RecordData::Txt(vec![b"v=DMARC1; p=reject".to_vec()]),
    ];
    for (record_lookup, second) in lookup.records.iter_mut().skip(1).zip(second) {
        for response in &mut record_lookup.responses {
            if let QueryOutcome::Answer(answer) = &mut response.outcome {
                answer.data.push(second.clone());
            }
        }
    }
    if let Some(record_lookup) = lookup.records.first_mut() {
        for response in &mut record_lookup.responses {
            let zone = Some(record_lookup.question.name.clone());
            response.outcome = QueryOutcome::Negative(Negative { is_authoritative: true, zone, ..Negative::default() });
        }
    }
    lookup
}

/// Every record is right but the last, which the policy of the domain above covers.
fn covered() -> DnsLookup {
    let mut lookup = lookup_with_probes(&domain(NAME), &[]);
    if let Some(record_lookup) = lookup.records.last_mut() {
        for response in &mut record_lookup.responses {
            response.outcome = QueryOutcome::Negative(Negative { is_authoritative: true, ..Negative::default() });
        }
        let response =
            ServerResponse { outcome: txt_answer("v=DMARC1; p=reject"), ..record_lookup.responses[0].clone() };
        let question = Question::new("_dmarc.example.com", record_lookup.question.query_type);
        let probe = ProbeLookup { probe: Probe::OrganizationalDomain, question, responses: vec![response] };
        record_lookup.probes.push(probe);
    }
    lookup
}

/// Every record is right, at name servers that customers of several hosts have.
fn shared() -> DnsLookup {
    let mut lookup = lookup_with_probes(&domain(NAME), &[]);
    lookup.zone.name_servers = vec!["dns1.p01.nsone.net".to_owned(), "dns2.p01.nsone.net".to_owned()];
    lookup
}

pub(super) fn all() -> Vec<(&'static str, Wizard)> {
    let conflicting = || at_records(domain(NAME)).reply(DnsChecked(Ok(conflicting())));
    let duplicate = || at_records(domain(NAME)).reply(DnsChecked(Ok(duplicate())));
    let covered = || at_records(domain(NAME)).reply(DnsChecked(Ok(covered())));
    let guide = |wizard: Wizard| wizard.send(Intent::OpenPane(PaneKind::Guide));
    let on = |wizard: Wizard, times| (0..times).fold(wizard, |wizard, _| copy_next(wizard));
    vec![
        ("conflicts__table", conflicting().press_times("<down>", 3)),
        ("conflicts__table_kept", conflicting().press_times("<down>", 4)),
        ("conflicts__dns", conflicting().send(Intent::CheckDns).reply(DnsChecked(Ok(self::conflicting())))),
        ("conflicts__guide", guide(conflicting())),
        ("conflicts__guide_merged", on(guide(conflicting()).press_times("<down>", 2), 1)),
        ("conflicts__guide_kept", guide(conflicting()).press_times("<down>", 3)),
        ("conflicts__guide_finished", on(guide(conflicting()), 7)),
        ("duplicates__guide_name", on(guide(duplicate()), 1)),
        ("duplicates__guide_delete", guide(duplicate()).press("<down>")),
        ("duplicates__guide_merge", guide(duplicate()).press_times("<down>", 3)),
        ("duplicates__dns", duplicate().send(Intent::CheckDns).reply(DnsChecked(Ok(self::duplicate())))),
        ("zone__detected", conflicting().send(Intent::OpenPane(PaneKind::Zones))),
        ("dns__shared_servers", at_records(domain(NAME)).reply(DnsChecked(Ok(shared()))).send(Intent::CheckDns)),
        ("covered__table", covered().press_times("<down>", 4)),
        ("covered__dns", covered().send(Intent::CheckDns).reply(DnsChecked(Ok(self::covered())))),
        ("covered__guide", guide(covered())),
        ("covered__guide_optional", guide(covered()).send(Intent::StepGuideBack)),
    ]
}

#[test]
fn at_80_columns_the_footer_has_the_next_steps() {
    let footer = |name: &str| {
        let (_, model) = super::states::all().into_iter().find(|(known, _)| *known == name).expect("the state");
        render_text(&model, (80, 24)).lines().last().unwrap_or_default().trim().to_owned()
    };
    for (name, words) in [
        ("records__five", "g step by step  c copy value  ↑ ↓ move  d check  ? help  Esc back  q quit"),
        ("conflicts__table", "d what's wrong  c copy value  n name  ↑ ↓ move  ? help  Esc back  q quit"),
        ("covered__table", "v verify  c copy value  n name  ↑ ↓ move  ? help  Esc back  q quit"),
        ("records__sandbox", "g step by step  c copy value  ↑ ↓ move  p publish  ? help  Esc back  q quit"),
        ("publish__all", "Enter publish  Tab this record only  ↑ ↓ move  F1 help  Esc back  Ctrl+C quit"),
        ("conflicts__dns", "g step by step  d check again  ↑ ↓ move  ? help  Esc back  Ctrl+C quit"),
        ("covered__dns", "v verify  d check again  ↑ ↓ move  ? help  Esc back  Ctrl+C quit"),
    ] {
        assert_eq!(footer(name), words, "{name}");
    }
}

#[test]
fn the_selected_publish_mode_is_explained_at_every_size() {
    let (_, model) =
        super::states::all().into_iter().find(|(known, _)| *known == "publish__delegated").expect("the state");
    for size in [(120, 40), (80, 24), (60, 16), (40, 12)] {
        let text = render_text(&model, size);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("in a zone that delegates the name elsewhere"), "{size:?}: {text}");
        assert!(text.contains("▌ In a zone that is delegated"), "{size:?}");
    }
}

#[test]
fn a_record_to_delete_is_named_at_every_size() {
    let (_, model) =
        super::states::all().into_iter().find(|(known, _)| *known == "duplicates__guide_delete").expect("it");
    for size in [(120, 40), (80, 24), (60, 16), (40, 12)] {
        let text = render_text(&model, size);
        assert!(text.contains("v=DKIM1; p=AAAA") && !text.contains("Set Type"), "{size:?}: {text}");
    }
}
