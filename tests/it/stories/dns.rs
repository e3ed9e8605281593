//! Looking into DNS: at the first opening, by d, again and again by w; and publishing in the sandbox.

use std::time::Duration;

use autosend_domains::core::check::{Verdict, question_for};
use autosend_domains::core::copy::CopyOutcome;
use autosend_domains::core::dns::{
    Answer, AnswerSource, DnsLookup, LeftOut, LookupError, LookupLimit, Negative, Probe, ProbeLookup, QueryOutcome,
    RecordData, RecordLookup, Server, ServerResponse, ZoneInfo,
};
use autosend_domains::core::domain::{DomainStatus, SendingDomain};
use autosend_domains::core::publishing::{PublishMode, RecordSelector};
use autosend_domains::core::record::{DnsRecord, Slot};
use autosend_domains::core::terminal_caps::Charset;
use autosend_domains::plain::PlainView;
use autosend_domains::ui::{ColourSupport, Styles};
use autosend_domains::wizard::Reply::{DnsChecked, DomainFetched, ListingSkipped, OperationFinished, RecordsPublished};
use autosend_domains::wizard::keymap::next_binding;
use autosend_domains::wizard::{
    Command, DnsCheck, Effect, Event, GuideCounts, NextAction, NoticeLevel, PaneKind, Request, Screen, Step, Verifiable,
};

use super::fixtures::domain;
use crate::screens::styled::{body_words, draw};
use crate::support::wizard::{Wizard, copy_reply};

const NOTHING_TO_ENTER: GuideCounts = GuideCounts { all: 2, entered: 0, skipped: 0, left: 0 };

pub(super) fn at_records() -> Wizard {
    Wizard::at_records(domain("example.com"))
}

fn server() -> Server {
    Server { name: "ns1.digitalocean.com".to_owned(), address: ([192, 0, 2, 1], 53).into() }
}

fn zone() -> ZoneInfo {
    ZoneInfo {
        name: "example.com".to_owned(),
        is_certain: true,
        name_servers: vec!["ns1.digitalocean.com".to_owned(), "ns2.digitalocean.com".to_owned()],
        servers: vec![server()],
        source: AnswerSource::Authoritative,
    }
}

/// What DNS says where the first so many records are published.
pub(super) fn dns_lookup(domain: &SendingDomain, published: usize) -> DnsLookup {
    let record_lookup = |(index, record): (usize, &autosend_domains::core::record::DnsRecord)| {
        let value = record.published_value().as_bytes().chunks(255).map(<[u8]>::to_vec).collect();
        let outcome = if index < published {
            QueryOutcome::Answer(Answer {
                data: vec![RecordData::Txt(value)],
                is_authoritative: true,
                ttl: 60,
                ..Answer::default()
            })
        } else {
            QueryOutcome::Negative(Negative { is_authoritative: true, ..Negative::default() })
        };
        let responses = vec![ServerResponse { server: server(), outcome, elapsed_ms: 3 }];
        RecordLookup { question: question_for(record), zone: None, responses, probes: Vec::new() }
    };
    DnsLookup {
        zone: zone(),
        records: domain.records.iter().enumerate().map(record_lookup).collect(),
        domain_connect: None,
        wildcard_answers: std::collections::BTreeMap::new(),
        dnssec: autosend_domains::core::dns::Dnssec::default(),
        left_out: LeftOut::default(),
    }
}

pub(super) fn check_dns(wizard: Wizard, published: usize) -> Wizard {
    wizard.reply(DnsChecked(Ok(dns_lookup(&domain("example.com"), published))))
}

fn count_checks(wizard: &Wizard) -> usize {
    wizard.all_requests().filter(|request| matches!(request, Request::CheckDns(_))).count()
}

fn dns_check(wizard: &Wizard) -> &DnsCheck {
    wizard.model.domain_states.dns_checks().next().expect("DNS was looked into")
}

fn verdicts(wizard: &Wizard) -> Vec<Option<Verdict>> {
    let check = dns_check(wizard);
    check.result.record_checks.iter().map(|check| check.as_ref().map(|check| check.verdict)).collect()
}

#[test]
fn the_first_opening_checks_dns_once() {
    let wizard = at_records();
    assert_eq!(count_checks(&wizard), 1);
    let wizard = check_dns(wizard, 1);
    assert_eq!(verdicts(&wizard), [Some(Verdict::Match), Some(Verdict::Missing)]);
    let wizard = wizard.press("<esc>").reply(ListingSkipped).press("<enter>").expect(Step::Records);
    assert_eq!(count_checks(&wizard), 1, "it is known");
    assert_eq!(count_checks(&wizard.press("d")), 2, "d looks again");
}

#[test]
fn progress_updates_the_verdicts() {
    use autosend_domains::core::dns::LookupProgress;
    let wizard = at_records();
    let Some(Command::Request(id, Request::CheckDns(domain))) = wizard
        .all_commands
        .iter()
        .rev()
        .find(|command| matches!(command, Command::Request(_, Request::CheckDns(_))))
        .cloned()
    else {
        panic!("DNS is not looked into")
    };
    let wizard = wizard.send(Event::DnsProgress(id, LookupProgress::Zone(zone())));
    let record_lookup = dns_lookup(&domain, 1).records.remove(0);
    let wizard = wizard.send(Event::DnsProgress(id, LookupProgress::Record { index: 0, lookup: record_lookup }));
    assert_eq!(verdicts(&wizard), [Some(Verdict::Match), None]);
}

#[test]
fn name_servers_determine_the_dns_host_unless_one_was_chosen() {
    let wizard = check_dns(at_records(), 0);
    let host =
        |wizard: &Wizard| wizard.model.domain_states.record_prefs(&domain("example.com")).host().map(|host| host.name);
    assert_eq!(host(&wizard), Some("DigitalOcean"));
    let wizard = wizard.press("hhover<enter>");
    assert_eq!(host(&check_dns(wizard.press("d"), 0)), Some("Hover"));
}

#[test]
fn the_source_of_the_zone_is_explained() {
    let zone_message = |wizard: &Wizard| {
        wizard.model.domain_states.record_prefs(&domain("example.com")).zone_message(&domain("example.com"))
    };
    assert!(zone_message(&at_records()).starts_with("Guessed from the name"));
    assert_eq!(zone_message(&check_dns(at_records(), 0)), "DNS reports example.com.");
    assert_eq!(zone_message(&at_records().press("z<enter>")), "You chose this zone.");
    assert_eq!(
        zone_message(&check_dns(at_records().press("z<enter>"), 0)),
        "You chose this zone; DNS reports example.com."
    );
}

#[test]
fn the_watch_checks_with_growing_pauses_until_required_records_are_correct() {
    let mut wizard = check_dns(at_records(), 0).press("w");
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Dns));
    wizard = check_dns(wizard, 0);
    for pause in [5, 10, 20, 30, 30] {
        wizard = wizard.wait(pause);
        assert!(wizard.requests().any(|request| matches!(request, Request::CheckDns(_))));
        wizard = check_dns(wizard, 1);
    }
    let wizard = check_dns(wizard.wait(30), 2);
    assert!(
        wizard.all_commands.iter().any(|command| matches!(command, Command::Effect(Effect::Notify(_)))),
        "it is called out"
    );
    assert!(wizard.notice().contains("OK on every name server; verification started"), "{}", wizard.notice());
    assert_eq!(wizard.model.notice.as_ref().map(|notice| notice.level), Some(NoticeLevel::Success));
    assert!(!dns_check(&wizard).is_watching());
}

/// Where AutoSend asks for records of unknown purposes alone, none is known to be required, and so all are waited for.
#[test]
fn the_watch_ends_if_the_only_record_is_of_an_unknown_kind_and_correct() {
    let mut domain = domain("example.com");
    domain.records.truncate(1);
    domain.records[0].slot = Slot::Other("bimi".into());
    let wizard = Wizard::at_records(domain.clone()).reply(DnsChecked(Ok(dns_lookup(&domain, 0)))).press("w");
    let wizard = wizard.reply(DnsChecked(Ok(dns_lookup(&domain, 0))));
    assert!(dns_check(&wizard).is_watching());
    let wizard = wizard.wait(5).reply(DnsChecked(Ok(dns_lookup(&domain, 1))));
    assert!(!dns_check(&wizard).is_watching());
    assert_eq!(
        wizard.notice(),
        "The required records of example.com are OK on every name server; verification started"
    );
}

/// The same, where the resolver says this of every record.
fn lookup_with_probes(published: usize, probes: &[(Probe, QueryOutcome)]) -> DnsLookup {
    let mut lookup = dns_lookup(&domain("example.com"), published);
    for record_lookup in &mut lookup.records {
        for (probe, outcome) in probes {
            let response = ServerResponse { server: server(), outcome: outcome.clone(), elapsed_ms: 3 };
            let question = record_lookup.question.clone();
            record_lookup.probes.push(ProbeLookup { probe: *probe, question, responses: vec![response] });
        }
    }
    lookup
}

/// The wizard of `w`, at the look that finds every record right and this at the resolver.
fn watch_until_correct_but(probes: &[(Probe, QueryOutcome)]) -> Wizard {
    let wizard = check_dns(at_records(), 0).press("w");
    check_dns(wizard, 0).wait(5).reply(DnsChecked(Ok(lookup_with_probes(2, probes))))
}

#[test]
fn a_stale_resolver_answer_does_not_delay_verification() {
    let old = QueryOutcome::Negative(Negative { negative_ttl: Some(120), ..Negative::default() });
    let wizard = watch_until_correct_but(&[(Probe::Resolver, old)]);
    assert!(wizard.notice().contains("verification started"), "{}", wizard.notice());
    assert!(!dns_check(&wizard).is_watching());
}

#[test]
fn the_watch_waits_for_valid_dnssec() {
    let found = QueryOutcome::Negative(Negative::default());
    let bogus =
        [(Probe::Resolver, QueryOutcome::Failed(LookupError::ServFail)), (Probe::ResolverCheckingDisabled, found)];
    let wizard = watch_until_correct_but(&bogus);
    assert!(dns_check(&wizard).is_watching());
    assert!(
        !wizard.all_commands.iter().any(|command| matches!(command, Command::Effect(Effect::Notify(_)))),
        "there is nothing to be called out"
    );
    let wizard = check_dns(wizard.wait(10), 2);
    assert!(wizard.notice().contains("verification started"), "{}", wizard.notice());
}

#[test]
fn the_watch_continues_in_the_background_and_reports_changes() {
    let wizard = check_dns(at_records(), 0).press("w");
    let wizard = check_dns(wizard, 0).press("<esc><esc>").reply(ListingSkipped).expect(Step::Domains);
    let wizard = check_dns(wizard.wait(5), 1);
    assert_eq!(wizard.notice(), "example.com: Ownership: OK");
}

#[test]
fn the_watch_ends_by_w_and_after_an_hour() {
    let wizard = check_dns(at_records(), 0).press("w");
    let wizard = check_dns(wizard, 0).press("w");
    assert!(!dns_check(&wizard).is_watching());
    let wizard = check_dns(at_records(), 0).press("w");
    let wizard = check_dns(check_dns(wizard, 0).advance(3600).fire_timer(5_000), 0);
    assert!(wizard.notice().contains("press w to keep checking"), "{}", wizard.notice());
}

/// The record that the guide is at.
fn guide_index(wizard: &Wizard) -> usize {
    wizard.model.domain_states.record_prefs(&domain("example.com")).guide.record_index(2)
}

#[test]
fn the_guide_omits_correct_records_and_arrow_keys_reach_them() {
    let wizard = check_dns(at_records(), 1).press("g");
    assert_eq!((wizard.model.screen.pane_kind(), guide_index(&wizard)), (Some(PaneKind::Guide), 1));
    assert_eq!(
        wizard.model.omitted_message(&domain("example.com")).as_deref(),
        Some("Nothing to do: Ownership (already OK)")
    );
    let wizard = wizard.press("<up>");
    assert_eq!(guide_index(&wizard), 0);
    let wizard = wizard.press("s s");
    assert_eq!(guide_index(&wizard), 2, "it has no fields, and cannot be skipped");
    assert_eq!(wizard.model.guide_counts(&domain("example.com")), GuideCounts { skipped: 1, ..NOTHING_TO_ENTER });
    let correct = check_dns(at_records(), 2).press("g");
    assert_eq!(guide_index(&correct), 2, "there is nothing to enter");
    let wrong = check_dns(at_records(), 0).press("g");
    assert_eq!((guide_index(&wrong), wrong.model.omitted_message(&domain("example.com"))), (0, None));
    for keys in ["og", "hhover<enter>og", "<down>g"] {
        assert_eq!(guide_index(&check_dns(at_records(), 1).press(keys)), 1, "{keys}");
    }
    let chosen = check_dns(at_records(), 1).press("g<up>hhover<enter>");
    assert_eq!(guide_index(&chosen), 0, "a host that is chosen on the way does not move it");
}

#[test]
fn the_guide_restarts_with_open_records_and_down_wraps() {
    let wizard = check_dns(at_records(), 2).press("g<esc>d");
    assert_eq!(guide_index(&wizard), 2);
    let wizard = check_dns(wizard, 0).press("<esc>g");
    assert_eq!(guide_index(&wizard), 0, "they are not there any more");
    let wizard = wizard.press("ss");
    assert_eq!(guide_index(&wizard), 2);
    assert_eq!(guide_index(&wizard.press("<esc>g")), 0, "what was skipped is still to do");
    let later = check_dns(check_dns(at_records(), 0).press("gss<esc>d"), 2);
    assert_eq!(
        later.model.guide_counts(&domain("example.com")),
        NOTHING_TO_ENTER,
        "what is right by now was not skipped"
    );
    let wizard = check_dns(at_records(), 0).press("g<down><down>");
    assert_eq!(guide_index(&wizard), 2);
    assert_eq!(guide_index(&wizard.press("<down>")), 0);
}

#[test]
fn the_guide_advises_verification_if_it_can_succeed() {
    let has_verify_hint =
        |wizard: &Wizard| wizard.model.after_guide_message(&domain("example.com")).contains("or v to verify");
    assert!(has_verify_hint(&at_records()), "nothing is known");
    assert!(!has_verify_hint(&check_dns(at_records(), 0)) && !has_verify_hint(&check_dns(at_records(), 1)));
    assert!(has_verify_hint(&check_dns(at_records(), 2)));
}

#[test]
fn a_partly_published_record_needs_no_action() {
    let mut lookup = dns_lookup(&domain("example.com"), 2);
    for record_lookup in &mut lookup.records {
        let server = Server { name: "ns2.digitalocean.com".to_owned(), address: ([192, 0, 2, 2], 53).into() };
        let outcome = QueryOutcome::Negative(Negative { is_authoritative: true, ..Negative::default() });
        record_lookup.responses.push(ServerResponse { server, outcome, elapsed_ms: 3 });
    }
    let domain = domain("example.com");
    let wizard = at_records().reply(DnsChecked(Ok(lookup))).press("g");
    assert_eq!(guide_index(&wizard), 2);
    assert_eq!(
        wizard.model.omitted_message(&domain).as_deref(),
        Some("Nothing to do: Ownership, DKIM (not on every name server yet)")
    );
    assert_eq!(wizard.model.guide_counts(&domain), NOTHING_TO_ENTER);
    assert_eq!(wizard.model.domain_states.next_action(&domain), NextAction::Wait { count: 2, is_watching: false });
    let wizard = wizard.press("<esc>");
    assert_eq!(next_key(&wizard).as_deref(), Some("w"));
    let wizard = wizard.press("w").press("<esc>");
    assert_eq!(next_key(&wizard).as_deref(), Some("d"), "it is watched: d shows it");
}

#[test]
fn the_guide_ignores_checks_of_changed_records() {
    let mut changed = domain("example.com");
    changed.records[0].value = "autosend-verify-new".into();
    let wizard = check_dns(at_records(), 2).press("<c-r>").reply(DomainFetched(Ok(changed))).press("g");
    assert_eq!(guide_index(&wizard), 0);
}

/// The key of the next action, with which the footer begins.
fn next_key(wizard: &Wizard) -> Option<String> {
    next_binding(&wizard.model).map(|binding| binding.key_label())
}

/// The records after a check that found this text of each record, or nothing.
pub(super) fn checked_records(texts: &[Option<&str>]) -> Wizard {
    let spf = |index: usize| DnsRecord {
        slot: Slot::MailFrom,
        name: format!("asend{index}.example.com").into(),
        value: "v=spf1 include:amazonses.com ~all".into(),
        ..domain("example.com").records.swap_remove(0)
    };
    let mut domain = domain("example.com");
    domain.records.extend((2..texts.len()).map(spf));
    let mut lookup = dns_lookup(&domain, 0);
    for (record_lookup, text) in lookup.records.iter_mut().zip(texts) {
        let Some(text) = text else { continue };
        let data = vec![RecordData::Txt(text.as_bytes().chunks(255).map(<[u8]>::to_vec).collect())];
        record_lookup.responses[0].outcome = QueryOutcome::Answer(Answer { data, ..Answer::default() });
    }
    Wizard::at_records(domain).reply(DnsChecked(Ok(lookup)))
}

fn next_action(wizard: &Wizard) -> NextAction {
    wizard.model.next_action().expect("the table of records is shown")
}

#[test]
fn the_next_action_follows_from_the_check() {
    let right = domain("example.com");
    let value = |index: usize| right.records[index].published_value().into_owned();
    let (own, key, spf) = (value(0), value(1), "v=spf1 include:amazonses.com ~all");
    let (own, key, spf, other) = (Some(own.as_str()), Some(key.as_str()), Some(spf), Some("v=spf1 mx -all"));
    let add = |count, is_rest| NextAction::Add { count, is_rest, provider: Some("DigitalOcean") };
    for (texts, expected, sentence, pressed) in [
        (vec![None, None], add(2, false), "Add these 2 records at DigitalOcean", "g"),
        // Another SPF record was there before: the guide says what to do with it.
        (vec![None, None, other], add(3, false), "Add these 3 records at DigitalOcean", "g"),
        (vec![own, None], add(1, true), "Add the missing record at DigitalOcean", "g"),
        (vec![own, None, None], add(2, true), "Add the 2 missing records at DigitalOcean", "g"),
        (vec![own, None, other], NextAction::Fix { count: 1 }, "Fix 1 record that is wrong in DNS", "d"),
        (vec![own, Some("v=DKIM1"), other], NextAction::Fix { count: 2 }, "Fix 2 records that are wrong in DNS", "d"),
        (
            vec![own, key, None],
            NextAction::Verify(Verifiable::Required),
            "The required records are OK. Verify the domain now",
            "v",
        ),
        (
            vec![own, key, other, other],
            NextAction::Verify(Verifiable::Required),
            "The required records are OK. Verify the domain now",
            "v",
        ),
        (
            vec![own, key, spf],
            NextAction::Verify(Verifiable::All(3)),
            "All 3 records are OK. Verify the domain now",
            "v",
        ),
    ] {
        let wizard = checked_records(&texts);
        assert_eq!(next_action(&wizard), expected, "{texts:?}");
        assert_eq!(expected.sentence(), sentence);
        assert_eq!(next_key(&wizard).as_deref(), Some(pressed), "{texts:?}");
    }
}

#[test]
fn before_a_check_records_are_added_and_a_check_without_answers_is_repeated() {
    let wizard = at_records();
    assert_eq!(next_action(&wizard), NextAction::Add { count: 2, is_rest: false, provider: None });
    assert_eq!(next_action(&wizard).sentence(), "Add these 2 records at your DNS provider");
    assert_eq!(next_key(&wizard).as_deref(), Some("g"));
    let failed = wizard.reply(DnsChecked(Err("no server could be asked".to_owned())));
    let mut silent = dns_lookup(&domain("example.com"), 0);
    for record_lookup in &mut silent.records {
        record_lookup.responses[0].outcome = QueryOutcome::Failed(LookupError::Timeout);
    }
    for wizard in [failed, at_records().reply(DnsChecked(Ok(silent)))] {
        assert_eq!(next_action(&wizard), NextAction::CheckAgain);
        assert_eq!(next_key(&wizard).as_deref(), Some("d"));
    }
}

#[test]
fn records_that_were_entered_are_waited_for() {
    let mut wizard = check_dns(at_records(), 0).press("g");
    while wizard.model.guide_counts(&domain("example.com")).entered < 2 {
        wizard = wizard.press("<enter>");
        if wizard.requests().any(|request| matches!(request, Request::CopyText(_))) {
            wizard = wizard.reply(copy_reply(7, Ok(CopyOutcome::System)));
        }
    }
    let wizard = wizard.press("<esc>").expect(Step::Records);
    assert_eq!(next_action(&wizard), NextAction::Wait { count: 2, is_watching: false });
    assert_eq!(
        next_action(&check_dns(wizard.press("d"), 1).press("<esc>")),
        NextAction::Wait { count: 1, is_watching: false }
    );
}

#[test]
fn a_verification_is_followed_and_then_done() {
    let wizard = check_dns(at_records(), 2).press("v");
    assert_eq!(wizard.model.next_action(), None, "a pane has its own keys");
    let following = wizard.press("<esc>");
    assert_eq!((next_action(&following), next_key(&following).as_deref()), (NextAction::FollowVerification, Some("v")));
    let verified = SendingDomain { status: DomainStatus::Verified, ..domain("example.com") };
    let done = following.reply(OperationFinished(Ok(verified.clone()))).press("<esc>");
    assert_eq!(next_action(&done), NextAction::Finish);
    let requests = done.all_requests().count();
    let shown = done.press("v");
    assert_eq!((shown.model.screen.pane_kind(), shown.all_requests().count()), (Some(PaneKind::Finish), requests));

    let opened = Wizard::at_records(verified.clone());
    assert_eq!((next_action(&opened), next_key(&opened).as_deref()), (NextAction::Finish, Some("v")));
    let lost = opened.reply(DnsChecked(Ok(dns_lookup(&verified, 1))));
    assert_eq!(next_action(&lost), NextAction::Fix { count: 1 }, "DNS lost a record that is required");
}

#[test]
fn without_records_they_are_loaded_again() {
    let mut empty = domain("example.com");
    empty.records.clear();
    let wizard = Wizard::at_records(empty);
    assert_eq!((next_action(&wizard), next_key(&wizard).as_deref()), (NextAction::LoadRecords, Some("Ctrl+R")));
}

#[test]
fn a_failed_check_keeps_its_error() {
    let wizard = at_records().reply(DnsChecked(Err("no server could be asked".to_owned())));
    assert_eq!(dns_check(&wizard).last_error.as_deref(), Some("no server could be asked"));
    assert_eq!(dns_check(&wizard).last_run_at, None);
}

#[test]
fn a_check_does_not_apply_to_changed_records() {
    let wizard = check_dns(at_records(), 2);
    let mut changed = domain("example.com");
    changed.records[0].value = "autosend-verify-new".into();
    let wizard = wizard.press("<c-r>").reply(DomainFetched(Ok(changed)));
    let check = dns_check(&wizard);
    assert_ne!(check.result.domain.records[0].value.raw(), "autosend-verify-new");
    assert_eq!(count_checks(&wizard.press("d")), 2);
}

#[test]
fn the_sandbox_publishes_records_and_checks_dns() {
    let mut wizard = check_dns(at_records(), 0);
    wizard.model.config.sandbox = true;
    let wizard = wizard.press("p");
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Publish));
    let wizard = wizard.press("<enter>");
    assert!(matches!(
        &wizard.commands[..],
        [Command::Request(_, Request::PublishRecords { scope: RecordSelector::All, mode: PublishMode::Correct, .. })]
    ));
    let wizard = wizard.reply(RecordsPublished(Ok(2)));
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Dns));
    assert_eq!(count_checks(&wizard), 2);
    let wizard = wizard.press("<esc><down>p<tab><down><enter>");
    assert!(
        matches!(&wizard.commands[..], [Command::Request(_, Request::PublishRecords { scope: RecordSelector::One(index), mode: PublishMode::Unpublished, .. })]
        if index.to_string() == "dkim")
    );
    let wizard = wizard.reply(RecordsPublished(Err("there is no such record".to_owned())));
    assert_eq!(wizard.notice(), "Nothing was published: there is no such record");
}

#[test]
fn publishing_needs_the_sandbox() {
    assert_eq!(at_records().press("p").model.screen.pane_kind(), None);
}

#[test]
fn seconds_tick_only_while_visible() {
    let wizard = check_dns(check_dns(at_records(), 0).press("w"), 0);
    let second = |command: &&Command| matches!(command, Command::Effect(Effect::StartTimer { after, .. }) if *after == Duration::from_secs(1));
    assert!(wizard.all_commands.iter().any(|command| second(&command)));
    let before = wizard.all_commands.iter().filter(second).count();
    let wizard = wizard.press("<esc>");
    assert_eq!(wizard.all_commands.iter().filter(second).count(), before);
}

#[test]
fn the_screen_and_plain_lines_name_the_limits_of_a_check() {
    let left_out = LeftOut { records: vec![1], limits: vec![LookupLimit::Zones, LookupLimit::Questions] };
    let mut lookup = DnsLookup { left_out, ..dns_lookup(&domain("example.com"), 1) };
    lookup.records[1].responses.clear();
    let wizard = at_records().reply(DnsChecked(Ok(lookup))).press("d");
    let sentence = "1 of 2 records was not checked: a check is limited to 16 zones and 2000 questions.";
    let drawn = draw(&wizard.model, &Styles::new(Charset::Unicode, ColourSupport::None), (120, 40));
    let screen: Vec<String> = body_words(&drawn).into_iter().map(|(word, _)| word).collect();
    assert!(screen.join(" ").contains(sentence), "{screen:?}");
    assert!(screen.join(" ").contains("left out by limits"), "{screen:?}");
    let lines = PlainView::new(Charset::Unicode, true).render_updates(&wizard.model);
    assert!(lines.iter().any(|line| line.contains(sentence)), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("left out by limits")), "{lines:?}");
}

/// The DNS check after one that found another text of the second record and nothing of the first.
fn wrong_value() -> Wizard {
    let wizard = checked_records(&[None, Some("p=another-key"), None]);
    wizard.press("d")
}

#[test]
fn keys_of_the_check_act_on_the_chosen_row() {
    let copied = |wizard: &Wizard| -> Option<String> {
        wizard.commands.iter().find_map(|command| match command {
            Command::Request(_, Request::CopyText(text)) => Some(text.clone()),
            _ => None,
        })
    };
    let domain = domain("example.com");
    let value = |index: usize| domain.records[index].published_value().into_owned();
    let chosen = |wizard: &Wizard| match &wizard.model.screen {
        Screen::Records(screen) => screen.cursor,
        _ => usize::MAX,
    };
    let first = wrong_value().press("c");
    assert_eq!((chosen(&first), copied(&first)), (1, Some(value(1))), "the worst cause comes first");
    let second = wrong_value().press("<down>c");
    assert_eq!((chosen(&second), copied(&second)), (0, Some(value(0))));
    let full_name = domain.records[0].name.sanitized();
    assert_eq!(copied(&wrong_value().press("<down>N")), Some(full_name));
    let guide = wrong_value().press("<down><down>g<esc>g");
    let at = guide.model.domain_states.record_prefs(&domain).guide.record_index(9);
    assert_eq!((guide.model.screen.pane_kind(), at), (Some(PaneKind::Guide), 2));
    let digit = wrong_value().press("2");
    assert_eq!(chosen(&digit), 1);
}

#[test]
fn the_footer_of_the_check_begins_with_what_repairs_the_chosen_row() {
    let key_after = |texts: &[Option<&str>]| next_key(&checked_records(texts).press("d"));
    assert_eq!(key_after(&[None, None]).as_deref(), Some("g"), "records are added");
    let changed = checked_records(&[None, Some("p=another-key")]).press("d");
    assert_eq!(next_key(&changed).as_deref(), Some("c"), "a value is replaced");
    let all = check_dns(check_dns(at_records(), 2).press("d"), 2);
    assert_eq!(next_key(&all).as_deref(), Some("v"));
}

#[test]
fn a_check_that_found_nothing_new_says_so() {
    let wizard = check_dns(check_dns(at_records(), 1).press("d"), 1);
    assert!(dns_check(&wizard).changes.is_empty());
    assert_eq!(dns_check(&wizard).runs, 2);
    let wizard = check_dns(wizard.press("d"), 2);
    assert_eq!(dns_check(&wizard).changes, ["DKIM: OK"]);
}

#[test]
fn the_notice_of_publishing_goes_when_the_check_is_done() {
    let mut wizard = check_dns(at_records(), 0);
    wizard.model.config.sandbox = true;
    let wizard = wizard.press("p<enter>").reply(RecordsPublished(Ok(2)));
    assert_eq!(wizard.notice(), "2 records published to the sandbox; checking…");
    assert_eq!(check_dns(wizard, 2).model.notice, None);
}
