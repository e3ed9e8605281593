//! The states where something is there before the records are added: what is in the way, what stays, what is optional.

use autosend_domains::core::dns::{
    Answer, DnsLookup, Negative, Probe, ProbeLookup, QueryOutcome, Question, RecordData, ServerResponse,
};
use autosend_domains::wizard::Reply::DnsChecked;
use autosend_domains::wizard::{Intent, PaneKind};

use super::fixtures::at_records;
use super::followed::{resolved, survey};
use super::render_text;
use crate::support::domains::domain;
use crate::support::wizard::Wizard;

const NAME: &str = "mail.example.com";

fn found(data: Vec<RecordData>) -> QueryOutcome {
    QueryOutcome::Answer(Answer { data, is_authoritative: true, ttl: 60, ..Answer::default() })
}

fn text(text: &str) -> QueryOutcome {
    found(vec![RecordData::Txt(vec![text.as_bytes().to_vec()])])
}

/// Ownership is right, the others meet what is there: a CNAME, another mail server, an SPF record, a DMARC policy.
fn crowded() -> DnsLookup {
    let mut survey = survey(&domain(NAME));
    let alias = Negative { cname_chain: vec!["keys.example.net".to_owned()], ..Negative::default() };
    let replies = [
        QueryOutcome::Negative(alias),
        found(vec![RecordData::Mx { priority: 20, host: "mail.example.net".to_owned() }]),
        text("v=spf1 include:_spf.example.net -all"),
        text("v=DMARC1; p=quarantine"),
    ];
    for (look, reply) in survey.records.iter_mut().skip(1).zip(replies) {
        for sighting in &mut look.responses {
            sighting.outcome = reply.clone();
        }
    }
    survey
}

/// Each record is there, with one beside it that is in its way; but the first, which is in a zone of its own.
fn doubled() -> DnsLookup {
    let mut survey = resolved(&domain(NAME), &[]);
    let second = [
        RecordData::Txt(vec![b"v=DKIM1; p=AAAA".to_vec()]),
        RecordData::Mx { priority: 20, host: "mail.example.net".to_owned() },
        RecordData::Txt(vec![b"v=spf1 mx -all".to_vec()]),
        RecordData::Txt(vec![b"v=DMARC1; p=reject".to_vec()]),
    ];
    for (look, second) in survey.records.iter_mut().skip(1).zip(second) {
        for sighting in &mut look.responses {
            if let QueryOutcome::Answer(answer) = &mut sighting.outcome {
                answer.data.push(second.clone());
            }
        }
    }
    if let Some(look) = survey.records.first_mut() {
        for sighting in &mut look.responses {
            let zone = Some(look.question.name.clone());
            sighting.outcome = QueryOutcome::Negative(Negative { is_authoritative: true, zone, ..Negative::default() });
        }
    }
    survey
}

/// Every record is right but the last, which the policy of the domain above covers.
fn covered() -> DnsLookup {
    let mut survey = resolved(&domain(NAME), &[]);
    if let Some(look) = survey.records.last_mut() {
        for sighting in &mut look.responses {
            sighting.outcome = QueryOutcome::Negative(Negative { is_authoritative: true, ..Negative::default() });
        }
        let seen = ServerResponse { outcome: text("v=DMARC1; p=reject"), ..look.responses[0].clone() };
        let question = Question::new("_dmarc.example.com", look.question.query_type);
        look.probes.push(ProbeLookup { probe: Probe::OrganizationalDomain, question, responses: vec![seen] });
    }
    survey
}

/// Every record is right, at name servers that customers of several hosts have.
fn shared() -> DnsLookup {
    let mut survey = resolved(&domain(NAME), &[]);
    survey.zone.name_servers = vec!["dns1.p01.nsone.net".to_owned(), "dns2.p01.nsone.net".to_owned()];
    survey
}

pub(super) fn all() -> Vec<(&'static str, Wizard)> {
    let crowded = || at_records(domain(NAME)).reply(DnsChecked(Ok(crowded())));
    let doubled = || at_records(domain(NAME)).reply(DnsChecked(Ok(doubled())));
    let covered = || at_records(domain(NAME)).reply(DnsChecked(Ok(covered())));
    let guide = |wizard: Wizard| wizard.send(Intent::OpenPane(PaneKind::Guide));
    let on = |wizard: Wizard, times| wizard.press_times("<enter>", times);
    vec![
        ("crowded__table", crowded().press_times("<down>", 3)),
        ("crowded__table_kept", crowded().press_times("<down>", 4)),
        ("crowded__dns", crowded().send(Intent::CheckDns).reply(DnsChecked(Ok(self::crowded())))),
        ("crowded__guide", guide(crowded())),
        ("crowded__guide_merged", on(guide(crowded()).press_times("<down>", 2), 2)),
        ("crowded__guide_kept", guide(crowded()).press_times("<down>", 3)),
        ("crowded__guide_finished", on(guide(crowded()), 13)),
        ("doubled__guide_name", on(guide(doubled()), 1)),
        ("doubled__guide_delete", guide(doubled()).press("<down>")),
        ("doubled__guide_unite", guide(doubled()).press_times("<down>", 3)),
        ("doubled__dns", doubled().send(Intent::CheckDns).reply(DnsChecked(Ok(self::doubled())))),
        ("zone__found", crowded().send(Intent::OpenPane(PaneKind::Zones))),
        ("dns__shared_servers", at_records(domain(NAME)).reply(DnsChecked(Ok(shared()))).send(Intent::CheckDns)),
        ("covered__table", covered().press_times("<down>", 4)),
        ("covered__dns", covered().send(Intent::CheckDns).reply(DnsChecked(Ok(self::covered())))),
        ("covered__guide", guide(covered())),
        ("covered__guide_optional", guide(covered()).send(Intent::StepGuideBack)),
    ]
}

#[test]
fn at_80_columns_the_footer_has_what_goes_on_from_here() {
    let footer = |name: &str| {
        let (_, model) = super::states::all().into_iter().find(|(known, _)| *known == name).expect("the state");
        render_text(&model, (80, 24)).lines().last().unwrap_or_default().trim().to_owned()
    };
    for (name, words) in [
        ("records__five", "c copy value  n copy name  ↑ ↓ move  d check DNS  ? help  Esc domains  q leave"),
        ("crowded__table", "c copy value  n copy name  ↑ ↓ move  d check DNS  ? help  Esc domains  q leave"),
        ("covered__table", "c copy value  v verify  n copy name  ↑ ↓ move  ? help  Esc domains  q leave"),
        ("records__sandbox", "c copy value  ↑ ↓ move  d check DNS  p publish  ? help  Esc domains  q leave"),
        ("publish__all", "Enter publish  Tab only this one  ↑ ↓ move  ? help  Esc records  Ctrl+C leave"),
        ("crowded__dns", "d check  w keep checking  ↑ ↓ scroll  ? help  Esc records  Ctrl+C leave"),
        ("covered__dns", "d check  v verify  ↑ ↓ scroll  ? help  Esc records  Ctrl+C leave"),
    ] {
        assert_eq!(footer(name), words, "{name}");
    }
}

#[test]
fn the_way_of_publishing_in_focus_is_explained_whole_at_every_size() {
    let (_, model) = super::states::all().into_iter().find(|(known, _)| *known == "publish__cut").expect("the state");
    for size in [(120, 40), (80, 24), (60, 16), (40, 12)] {
        let text = render_text(&model, size);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("in a zone that has given the name away to a zone of its own"), "{size:?}: {text}");
        assert!(text.contains("> delegated"), "{size:?}");
    }
}

#[test]
fn what_is_to_be_deleted_is_named_at_every_size() {
    let (_, model) = super::states::all().into_iter().find(|(known, _)| *known == "doubled__guide_delete").expect("it");
    for size in [(120, 40), (80, 24), (60, 16), (40, 12)] {
        let text = render_text(&model, size);
        assert!(text.contains("v=DKIM1; p=AAAA") && !text.contains("Set Type"), "{size:?}: {text}");
    }
}
