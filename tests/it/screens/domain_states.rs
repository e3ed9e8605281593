//! The states of what is done with domains that are there already: following, removing, inbound mail, and longer lists.

use autosend_domains::core::check::question_for;
use autosend_domains::core::dns::{
    Answer, AnswerSource, DnsLookup, LeftOut, LookupError, Negative, Probe, ProbeLookup, QueryOutcome, RecordData,
    RecordLookup, Server, ServerResponse, ZoneInfo,
};
use autosend_domains::core::domain::{AutosendChecks, DomainStatus, SendingDomain};
use autosend_domains::core::record::{DnsRecord, Priority, Slot};
use autosend_domains::wizard::Reply::{DnsChecked, DomainFetched, DomainRemoved, DomainsListed, OperationFinished};
use autosend_domains::wizard::{Intent, PaneKind, Step};
use tui_input::InputRequest;

use super::fixtures::{at_records, config, listed, with_config};
use crate::support::domains::{domain, record};
use crate::support::wizard::{Wizard, lost, not_sent, rejected_with};

const NAME: &str = "mail.example.com";

fn domain_with_checks(status: &str, ownership: bool, dkim: bool, mail_from: bool) -> SendingDomain {
    SendingDomain {
        status: DomainStatus::parse(status),
        checks: AutosendChecks {
            ownership: Some(ownership),
            dkim: Some(dkim),
            mail_from: Some(mail_from),
            dmarc: Some(false),
        },
        ..domain(NAME)
    }
}

fn pending(ownership: bool) -> SendingDomain {
    domain_with_checks("PENDING_CONFIGURATION", ownership, false, false)
}

fn verifying() -> Wizard {
    at_records(domain(NAME)).send(Intent::Verify)
}

pub(super) fn verification() -> Vec<(&'static str, Wizard)> {
    let waiting = || verifying().reply(OperationFinished(Ok(pending(false))));
    let half = || waiting().wait(5).reply(DomainFetched(Ok(pending(true))));
    let ended = |result| waiting().wait(5).reply(DomainFetched(result));
    vec![
        ("verify__requesting", verifying()),
        ("verify__waiting", waiting().wait(1)),
        ("verify__half", half()),
        ("verify__regressed", half().wait(5).reply(DomainFetched(Ok(pending(false))))),
        ("verify__poll_failed", half().wait(5).reply(DomainFetched(not_sent()))),
        ("verify__in_background", half().press("<esc>")),
        (
            "verify__verified",
            half().wait(5).reply(DomainFetched(Ok(domain_with_checks("VERIFIED", true, true, false)))),
        ),
        (
            "verify__verified_in_background",
            half().press("<esc>").wait(5).reply(DomainFetched(Ok(domain_with_checks("VERIFIED", true, true, false)))),
        ),
        (
            "verify__early",
            at_records(domain(NAME)).reply(DnsChecked(Ok(dns_lookup(&domain(NAME))))).send(Intent::Verify),
        ),
        (
            "finish__of_an_earlier_run",
            at_records(domain_with_checks("VERIFIED", true, true, true)).send(Intent::Verify),
        ),
        (
            "finish__dashboard",
            at_records(domain_with_checks("VERIFIED", true, true, true)).send(Intent::Verify).press("<down><down>"),
        ),
        ("verify__failed", ended(Ok(domain_with_checks("VERIFICATION_FAILED", false, false, false)))),
        ("verify__removed_elsewhere", ended(rejected_with(404, "Domain not found"))),
        (
            "verify__not_sent",
            at_records(domain_with_checks("PENDING_CONFIGURATION", true, true, true))
                .send(Intent::Verify)
                .reply(OperationFinished(not_sent())),
        ),
        (
            "verify__rejected",
            verifying().reply(OperationFinished(rejected_with(403, "This key may not verify domains"))),
        ),
    ]
}

/// A list in which each need has a domain.
fn domains_of_every_attention() -> Vec<SendingDomain> {
    let aged = |domain: SendingDomain, created: &str, checked: &str| SendingDomain {
        created_at: created.parse().ok(),
        last_checked_at: checked.parse().ok(),
        ..domain
    };
    let checks = |own: bool, rest: bool| AutosendChecks {
        ownership: Some(own),
        dkim: Some(own),
        mail_from: Some(rest),
        dmarc: Some(rest),
    };
    let verified =
        |name: &str, rest| SendingDomain { checks: checks(true, rest), ..listed(name, "VERIFIED", "us-east-1") };
    let new = listed("new.example.com", "PENDING_CONFIGURATION", "eu-central-1");
    vec![
        aged(verified("mail.example.com", true), "2024-05-01T00:00:00Z", "2026-11-26T11:58:00Z"),
        aged(verified("news.example.com", false), "2026-03-19T08:00:00Z", "2026-11-25T08:00:00Z"),
        aged(SendingDomain { checks: checks(false, false), ..new }, "2026-11-26T11:30:00Z", "2026-11-26T11:30:00Z"),
        aged(
            listed("old.example.com", "VERIFICATION_FAILED", "us-east-1"),
            "2025-11-26T11:30:00Z",
            "2026-11-20T11:30:00Z",
        ),
        SendingDomain {
            verification_in_progress: true,
            ..listed("shop.example.com", "PENDING_CONFIGURATION", "ap-south-1")
        },
    ]
}

pub(super) fn lists() -> Vec<(&'static str, Wizard)> {
    let start = || {
        with_config(config())
            .reply(DomainsListed(Ok(domains_of_every_attention())))
            .send(Intent::OpenDomains)
            .reply(DomainsListed(Ok(domains_of_every_attention())))
    };
    vec![
        ("domains__groups", start()),
        ("domains__groups_last", start().press_times("<down>", 4)),
        ("domains__fuzzy", start().press("nexcom")),
        ("domains__by_name", start().send(Intent::CycleSortOrder)),
        (
            "domains__newest",
            start().send(Intent::CycleSortOrder).send(Intent::CycleSortOrder).send(Intent::CycleSortOrder),
        ),
    ]
}

pub(super) fn removing() -> Vec<(&'static str, Wizard)> {
    let asked = || at_records(domain(NAME)).send(Intent::RemoveDomain).expect(Step::Removal);
    let named = || asked().press(NAME);
    vec![
        ("removal__prompt", asked()),
        ("removal__wrong_name", asked().press("mail.example.con<enter>")),
        ("removal__name_typed", named()),
        ("removal__pending", named().press("<enter>")),
        (
            "removal__rejected",
            named().press("<enter>").reply(DomainRemoved(rejected_with(403, "This key may not remove domains"))),
        ),
        ("removal__lost", named().press("<enter>").reply(DomainRemoved(lost()))),
        (
            "removal__still_there",
            named()
                .press("<enter>")
                .reply(DomainRemoved(lost()))
                .reply(DomainFetched(Ok(domain(NAME))))
                .wait(1)
                .reply(DomainFetched(Ok(domain(NAME))))
                .wait(2)
                .reply(DomainFetched(Ok(domain(NAME)))),
        ),
        (
            "removal__unconfirmed",
            named().press("<enter>").reply(DomainRemoved(lost())).reply(DomainFetched(not_sent())),
        ),
        ("removal__done", named().press("<enter>").reply(DomainRemoved(Ok(()))).expect(Step::Domains)),
        ("removal__typed_over", asked().press("x").send(Intent::Edit(InputRequest::DeletePrevChar)).press("mail")),
    ]
}

fn receiving() -> SendingDomain {
    let mut receiving = domain_with_checks("VERIFIED", true, true, true);
    receiving.inbound_enabled_at = "2026-11-26T11:00:00Z".parse().ok();
    receiving.records.push(record(Slot::InboundMx, "MX", NAME, "inbound-smtp.eu-central-1.amazonaws.com", "inbound"));
    receiving
}

pub(super) fn inbound() -> Vec<(&'static str, Wizard)> {
    let open = |domain| at_records(domain).send(Intent::OpenPane(PaneKind::Inbound));
    let verified = || domain_with_checks("VERIFIED", true, true, true);
    let top = SendingDomain { name: "example.com".into(), ..verified() };
    vec![
        ("inbound__off", open(verified())),
        ("inbound__not_verified", open(domain(NAME))),
        ("inbound__top_of_zone", open(top)),
        ("inbound__switching", open(verified()).press("<enter>").tick(3)),
        ("inbound__turned_on", open(verified()).press("<enter>").reply(OperationFinished(Ok(receiving())))),
        ("inbound__on", open(receiving())),
        (
            "inbound__rejected",
            open(verified()).press("<enter>").reply(OperationFinished(rejected_with(400, "Domain must be verified"))),
        ),
    ]
}

/// What DNS says where the first record is right, the second has quotes in it and the others are missing.
pub(super) fn dns_lookup(domain: &SendingDomain) -> DnsLookup {
    let server =
        |number: u8| Server { name: format!("ns{number}.digitalocean.com"), address: ([192, 0, 2, number], 53).into() };
    let zone = ZoneInfo {
        name: "example.com".to_owned(),
        is_certain: true,
        name_servers: vec![server(1).name, server(2).name],
        servers: vec![server(1), server(2)],
        source: AnswerSource::Authoritative,
    };
    let outcome = |index: usize, record: &DnsRecord| {
        let value = record.published_value().into_owned();
        let text = if index == 0 { value } else { format!("\"{value}\"") };
        let strings = text.as_bytes().chunks(255).map(<[u8]>::to_vec).collect();
        match index {
            0 | 1 => QueryOutcome::Answer(Answer {
                data: vec![RecordData::Txt(strings)],
                is_authoritative: true,
                ttl: 60,
                ..Answer::default()
            }),
            _ => QueryOutcome::Negative(Negative { is_authoritative: true, ..Negative::default() }),
        }
    };
    let record_lookups = domain.records.iter().enumerate().map(|(index, record)| {
        let response =
            |number| ServerResponse { server: server(number), outcome: outcome(index, record), elapsed_ms: 4 };
        RecordLookup {
            question: question_for(record),
            zone: None,
            responses: vec![response(1), response(2)],
            probes: Vec::new(),
        }
    });
    DnsLookup {
        zone,
        records: record_lookups.collect(),
        domain_connect: Some("domainconnect.digitalocean.com".to_owned()),
        wildcard_answers: std::collections::BTreeMap::new(),
        dnssec: autosend_domains::core::dns::Dnssec::default(),
        left_out: LeftOut::default(),
    }
}

/// What DNS says where every record is right, but the resolver's answers are these.
pub(super) fn lookup_with_probes(domain: &SendingDomain, probes: &[(Probe, QueryOutcome)]) -> DnsLookup {
    let mut lookup = dns_lookup(domain);
    for (record_lookup, record) in lookup.records.iter_mut().zip(&domain.records) {
        let value = record.published_value().into_owned();
        let data = match &record.priority {
            Some(Priority::Number(priority)) => RecordData::Mx { priority: *priority, host: value },
            _ => RecordData::Txt(value.as_bytes().chunks(255).map(<[u8]>::to_vec).collect()),
        };
        for response in &mut record_lookup.responses {
            let answer = Answer { data: vec![data.clone()], is_authoritative: true, ttl: 60, ..Answer::default() };
            response.outcome = QueryOutcome::Answer(answer);
        }
        let response = record_lookup.responses[0].clone();
        let question = &record_lookup.question;
        let probe = |(probe, outcome): &(Probe, QueryOutcome)| ProbeLookup {
            probe: *probe,
            question: question.clone(),
            responses: vec![ServerResponse { outcome: outcome.clone(), ..response.clone() }],
        };
        record_lookup.probes = probes.iter().map(probe).collect();
    }
    lookup
}

pub(super) fn dns() -> Vec<(&'static str, Wizard)> {
    let records = || at_records(domain(NAME));
    let checked = || records().reply(DnsChecked(Ok(dns_lookup(&domain(NAME)))));
    let absent = QueryOutcome::Negative(Negative { negative_ttl: Some(300), ..Negative::default() });
    let bogus = [
        (Probe::Resolver, QueryOutcome::Failed(LookupError::ServFail)),
        (Probe::ResolverCheckingDisabled, absent.clone()),
    ];
    let resolving =
        |probes: &[(Probe, QueryOutcome)]| records().reply(DnsChecked(Ok(lookup_with_probes(&domain(NAME), probes))));
    let sandbox = || {
        let mut sandbox = checked();
        sandbox.model.config.sandbox = true;
        sandbox.send(Intent::OpenPane(PaneKind::Publish))
    };
    vec![
        ("dns__checking", records().send(Intent::CheckDns)),
        ("dns__checked", checked().send(Intent::CheckDns).reply(DnsChecked(Ok(dns_lookup(&domain(NAME)))))),
        (
            "dns__checked_again",
            checked()
                .send(Intent::CheckDns)
                .reply(DnsChecked(Ok(dns_lookup(&domain(NAME)))))
                .press("<down>")
                .send(Intent::CheckDns)
                .reply(DnsChecked(Ok(dns_lookup(&domain(NAME))))),
        ),
        (
            "dns__of_a_verified_domain",
            at_records(domain_with_checks("VERIFIED", true, true, true))
                .reply(DnsChecked(Ok(lookup_with_probes(&domain(NAME), &[]))))
                .send(Intent::CheckDns)
                .reply(DnsChecked(Ok(lookup_with_probes(&domain(NAME), &[])))),
        ),
        ("dns__table", checked().press("<down>")),
        ("dns__watching", checked().send(Intent::ToggleDnsWatch).reply(DnsChecked(Ok(dns_lookup(&domain(NAME)))))),
        ("dns__old_answer", resolving(&[(Probe::Resolver, absent.clone())]).send(Intent::CheckDns)),
        ("dns__dnssec", resolving(&bogus).send(Intent::CheckDns)),
        ("dns__dnssec_table", resolving(&bogus)),
        (
            "dns__failed",
            records().reply(DnsChecked(Err("no name server could be asked".to_owned()))).send(Intent::CheckDns),
        ),
        ("publish__delegated", sandbox().press_times("<down>", 6)),
        ("publish__all", sandbox()),
    ]
}
