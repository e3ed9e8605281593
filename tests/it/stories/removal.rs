//! Removing a domain, and inbound mail.

use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::operation::Operation;
use autosend_domains::core::record::{DnsRecord, Priority, RecordType, Slot};
use autosend_domains::wizard::{Command, Effect, PaneKind, Request, Screen, Step};

use super::story::{Story, domain, lost, not_sent, refused};

fn at_records() -> Story {
    Story::posting().created(Ok(domain("example.com"))).at(Step::Records)
}

/// The name is typed, and AutoSend asked.
fn removing() -> Story {
    at_records().keys("xexample.com<enter>").at(Step::Removal)
}

fn removals(story: &Story) -> usize {
    story.all.iter().filter(|command| matches!(command, Command::Request(_, Request::RemoveDomain { .. }))).count()
}

fn said(story: &Story) -> &str {
    match &story.model.screen {
        Screen::Removal(screen) => screen.message.as_deref().unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_removed_before_its_whole_name_is_typed() {
    let story = at_records().keys("x<enter>").at(Step::Removal);
    assert!(matches!(&story.model.screen, Screen::Removal(screen)
        if screen.field.error.as_deref() == Some("To remove it, type example.com")));
    assert_eq!(removals(&story.keys("example.co<enter>")), 0);
    assert_eq!(removals(&at_records().keys("x Example.COM.<enter>")), 1, "as names are compared");
    assert_eq!(removals(&at_records().keys("xexample.com<esc>").at(Step::Records)), 0);
}

#[test]
fn what_is_removed_is_shown_gone_and_stays_readable() {
    let story = removing().removed(Ok(())).at(Step::Domains);
    assert_eq!(story.notice(), "example.com was removed");
    assert!(matches!(&story.model.screen, Screen::Domains(screen) if screen.rows.is_empty()));
    assert!(
        story
            .commands
            .iter()
            .any(|command| matches!(command, Command::Effect(Effect::SaveRemovedToCache { domain, .. })
        if domain.name.raw() == "example.com"))
    );
    assert!(
        story
            .commands
            .iter()
            .any(|command| matches!(command, Command::Request(_, Request::ListDomains { max_age: None, .. })))
    );
    assert_eq!(story.model.last_shown, None);
    assert_eq!(story.model.outcome.as_deref(), Some("example.com was removed."));
}

#[test]
fn what_was_gone_already_is_said_so() {
    assert_eq!(removing().removed(refused(404)).at(Step::Domains).notice(), "example.com was already gone");
}

#[test]
fn a_refusal_removes_nothing() {
    for (answer, words) in [
        (refused(403), "example.com was not removed. AutoSend answered 403: the server's words."),
        (not_sent(), "example.com was not removed. api.autosend.com was not reached: connection refused."),
    ] {
        let story = removing().removed(answer).at(Step::Removal);
        assert_eq!(said(&story), words);
        assert_eq!(removals(&story.keys("<enter>")), 2, "it can be asked again");
    }
}

#[test]
fn after_a_lost_answer_it_is_found_out_whether_it_is_still_there() {
    let asked = || {
        let story = removing().removed(lost());
        assert!(
            matches!(story.commands[..], [Command::Request(_, Request::FetchDomain { .. })]),
            "{:?}",
            story.commands
        );
        story
    };
    assert_eq!(
        asked().fetched(refused(404)).at(Step::Domains).notice(),
        "example.com was removed: AutoSend no longer has it"
    );
    let there = || Ok(domain("example.com"));
    let story = asked().fetched(there()).at(Step::Removal);
    assert_eq!(said(&story), "", "AutoSend may still be removing it");
    let story = story.timer(1000).fetched(there()).timer(2000).fetched(there()).at(Step::Removal);
    assert!(said(&story).contains("AutoSend still has example.com"), "{}", said(&story));
    let story = asked().fetched(lost()).at(Step::Removal);
    assert!(said(&story).starts_with("Whether example.com was removed is not known"), "{}", said(&story));
    let story = story.keys("<enter>");
    assert_eq!(removals(&story), 1, "what may have been carried out is not asked for again");
    assert!(
        matches!(story.commands[..], [Command::Request(_, Request::FetchDomain { .. }), ..]),
        "{:?}",
        story.commands
    );
}

#[test]
fn who_stops_waiting_is_told_what_became_of_it() {
    let story = removing().keys("<esc>").at(Step::Removal);
    assert!(
        matches!(
            story.commands[..],
            [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::FetchDomain { .. })]
        ),
        "{:?}",
        story.commands
    );
    let story = story.keys("<esc>").at(Step::Removal);
    assert!(said(&story).starts_with("Whether example.com"), "{}", said(&story));
    let story = story.keys("<esc>").at(Step::Records);
    assert!(
        story.commands.iter().any(|command| matches!(command, Command::Request(_, Request::ListDomains { .. }))),
        "the list tells"
    );
}

#[test]
fn a_key_that_is_refused_leads_back_to_the_question() {
    let story = removing().removed(refused(401)).at(Step::ApiKey);
    let story = story.keys("AS_better12345<enter>").listed(Ok(vec![domain("example.com")])).at(Step::Removal);
    assert!(matches!(&story.model.screen, Screen::Removal(screen) if screen.field.text() == "example.com"));
}

#[test]
fn delete_in_the_list_asks_for_the_one_in_focus() {
    let story =
        Story::with_list(vec![domain("one.com"), domain("two.com")]).keys("<f2>").still_fresh().keys("<down><del>");
    let story = story.at(Step::Removal).keys("two.com<enter>").removed(Ok(())).at(Step::Domains);
    assert!(matches!(&story.model.screen, Screen::Domains(screen)
        if screen.rows.len() == 1 && screen.selected().is_some_and(|domain| domain.name.raw() == "one.com")));
}

#[test]
fn no_way_leads_back_to_records_of_what_is_gone() {
    let story = at_records().keys("<f2><del>").at(Step::Removal).keys("example.com<enter>").removed(Ok(()));
    let story = story.at(Step::Domains).keys("<esc>");
    assert!(!matches!(&story.model.screen, Screen::Records(_)), "{:?}", story.model.screen.step());
}

#[test]
fn what_is_removed_is_followed_no_longer() {
    let story = at_records().keys("v").operated(Ok(domain("example.com"))).keys("<esc>xexample.com<enter>");
    assert!(story.removed(Ok(())).model.verify_watches.is_empty());
}

fn receiving() -> SendingDomain {
    let mut receiving = domain("example.com");
    receiving.inbound_enabled_at = "2026-03-19T08:00:00Z".parse().ok();
    receiving.records.push(DnsRecord {
        slot: Slot::InboundMx,
        record_type: RecordType::parse("MX"),
        name: "example.com".into(),
        value: "inbound-smtp.us-east-1.amazonaws.com".into(),
        priority: Some(Priority::Number(10)),
        note: None,
    });
    receiving
}

#[test]
fn inbound_mail_is_turned_on_and_off_after_a_warning() {
    let story = at_records().keys("m");
    assert_eq!(story.model.screen.pane_kind(), Some(PaneKind::Inbound));
    assert!(story.commands.is_empty(), "nothing is asked by looking");
    let story = story.keys("<enter>");
    assert!(matches!(
        story.commands[..],
        [Command::Request(_, Request::RunOperation { operation: Operation::EnableInbound, .. }), ..]
    ));
    let story = story.operated(Ok(receiving()));
    assert!(
        matches!(&story.model.screen, Screen::Records(screen)
        if screen.selected().is_some_and(|record| record.slot == Slot::InboundMx)),
        "its record is in focus"
    );
    let story = story.keys("m<enter>");
    assert!(matches!(
        story.commands[..],
        [Command::Request(_, Request::RunOperation { operation: Operation::DisableInbound, .. }), ..]
    ));
    let story = story.operated(Ok(domain("example.com")));
    assert!(story.notice().starts_with("Inbound mail is off"), "{}", story.notice());
}

#[test]
fn inbound_mail_that_was_not_switched_is_told_as_it_is() {
    let switching = || at_records().keys("m<enter>");
    let story = switching().operated(refused(400));
    assert_eq!(story.notice(), "Inbound mail stays as it was. AutoSend answered 400: the server's words.");
    let story = switching().operated(lost());
    assert!(story.notice().starts_with("Whether it was switched is not known"), "{}", story.notice());
    assert!(story.commands.iter().any(|command| matches!(command, Command::Request(_, Request::FetchDomain { .. }))));
    switching().operated(refused(404)).at(Step::Domains);
    switching().operated(refused(401)).at(Step::ApiKey);
    let story = switching().keys("<esc>");
    assert!(
        matches!(
            story.commands[..],
            [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::FetchDomain { .. }), ..]
        ),
        "{:?}",
        story.commands
    );
}
