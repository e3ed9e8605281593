//! Removing a domain, and inbound mail.

use autosend_domains::core::domain::{DomainStatus, SendingDomain};
use autosend_domains::core::operation::Operation;
use autosend_domains::core::record::{DnsRecord, Priority, RecordType, Slot};
use autosend_domains::wizard::Reply::{DomainFetched, DomainRemoved, DomainsListed, ListingSkipped, OperationFinished};
use autosend_domains::wizard::{Command, Effect, Intent, PaneKind, Request, Screen, Step};

use super::fixtures::domain;
use crate::support::wizard::{Wizard, lost, not_sent, rejected};

fn at_records() -> Wizard {
    Wizard::at_records(domain("example.com"))
}

/// The name is typed, and AutoSend asked.
fn removing() -> Wizard {
    at_records().press("xexample.com<enter>").expect(Step::Removal)
}

fn removals(wizard: &Wizard) -> usize {
    wizard.all_requests().filter(|request| matches!(request, Request::RemoveDomain { .. })).count()
}

fn removal_message(wizard: &Wizard) -> &str {
    match &wizard.model.screen {
        Screen::Removal(screen) => screen.message.as_deref().unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn removal_needs_the_whole_name() {
    let wizard = at_records().press("x<enter>").expect(Step::Removal);
    assert!(matches!(&wizard.model.screen, Screen::Removal(screen)
        if screen.field.error.as_deref() == Some("Type example.com to confirm")));
    assert_eq!(removals(&wizard.press("example.co<enter>")), 0);
    assert_eq!(removals(&at_records().press("x Example.COM.<enter>")), 1, "as names are compared");
    assert_eq!(removals(&at_records().press("xexample.com<esc>").expect(Step::Records)), 0);
}

#[test]
fn a_removed_domain_leaves_the_list_and_stays_cached() {
    let wizard = removing().reply(DomainRemoved(Ok(()))).expect(Step::Domains);
    assert_eq!(wizard.notice(), "example.com was removed");
    assert!(matches!(&wizard.model.screen, Screen::Domains(screen) if screen.rows.is_empty()));
    assert!(
        wizard
            .commands
            .iter()
            .any(|command| matches!(command, Command::Effect(Effect::SaveRemovedToCache { domain, .. })
        if domain.name.raw() == "example.com"))
    );
    assert!(wizard.requests().any(|request| matches!(request, Request::ListDomains { max_age: None, .. })));
    assert_eq!(wizard.model.last_shown, None);
    assert_eq!(wizard.model.outcome.as_deref(), Some("example.com was removed."));
}

#[test]
fn a_404_reports_an_earlier_removal() {
    assert_eq!(
        removing().reply(DomainRemoved(rejected(404))).expect(Step::Domains).notice(),
        "example.com was already removed"
    );
}

#[test]
fn a_rejection_removes_nothing() {
    for (answer, message) in [
        (rejected(403), "example.com was not removed. AutoSend answered 403: the server's words."),
        (not_sent(), "example.com was not removed. Can't reach api.autosend.com: connection refused."),
    ] {
        let wizard = removing().reply(DomainRemoved(answer)).expect(Step::Removal);
        assert_eq!(removal_message(&wizard), message);
        assert_eq!(removals(&wizard.press("<enter>")), 2, "it can be asked again");
    }
}

#[test]
fn after_a_lost_response_the_domain_is_fetched() {
    let checking = || {
        let wizard = removing().reply(DomainRemoved(lost()));
        assert!(
            matches!(wizard.commands[..], [Command::Request(_, Request::FetchDomain { .. })]),
            "{:?}",
            wizard.commands
        );
        wizard
    };
    assert_eq!(
        checking().reply(DomainFetched(rejected(404))).expect(Step::Domains).notice(),
        "example.com was removed: AutoSend no longer lists it"
    );
    let existing = || Ok(domain("example.com"));
    let wizard = checking().reply(DomainFetched(existing())).expect(Step::Removal);
    assert_eq!(removal_message(&wizard), "", "AutoSend may still be removing it");
    let wizard = wizard
        .fire_timer(1000)
        .reply(DomainFetched(existing()))
        .fire_timer(2000)
        .reply(DomainFetched(existing()))
        .expect(Step::Removal);
    assert!(removal_message(&wizard).contains("example.com still exists"), "{}", removal_message(&wizard));
    let wizard = checking().reply(DomainFetched(lost())).expect(Step::Removal);
    assert!(
        removal_message(&wizard).starts_with("We don't know whether example.com was removed"),
        "{}",
        removal_message(&wizard)
    );
    let wizard = wizard.press("<enter>");
    assert_eq!(removals(&wizard), 1, "what may have been carried out is not asked for again");
    assert!(
        matches!(wizard.commands[..], [Command::Request(_, Request::FetchDomain { .. }), ..]),
        "{:?}",
        wizard.commands
    );
}

#[test]
fn a_cancelled_removal_is_checked() {
    let wizard = removing().press("<esc>").expect(Step::Removal);
    assert!(
        matches!(
            wizard.commands[..],
            [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::FetchDomain { .. })]
        ),
        "{:?}",
        wizard.commands
    );
    let wizard = wizard.press("<esc>").expect(Step::Removal);
    assert!(removal_message(&wizard).starts_with("We don't know whether example.com"), "{}", removal_message(&wizard));
    let wizard = wizard.press("<esc>").expect(Step::Records);
    assert!(wizard.requests().any(|request| matches!(request, Request::ListDomains { .. })), "the list tells");
}

#[test]
fn a_rejected_key_leads_back_to_the_removal() {
    let wizard = removing().reply(DomainRemoved(rejected(401))).expect(Step::ApiKey);
    let wizard = wizard
        .press("AS_better12345<enter>")
        .reply(DomainsListed(Ok(vec![domain("example.com")])))
        .expect(Step::Removal);
    assert!(matches!(&wizard.model.screen, Screen::Removal(screen) if screen.field.text() == "example.com"));
}

#[test]
fn delete_in_the_list_removes_the_selected_domain() {
    let wizard = Wizard::with_list(vec![domain("one.com"), domain("two.com")])
        .press("<f2>")
        .reply(ListingSkipped)
        .press("<down><del>");
    let wizard =
        wizard.expect(Step::Removal).press("two.com<enter>").reply(DomainRemoved(Ok(()))).expect(Step::Domains);
    assert!(matches!(&wizard.model.screen, Screen::Domains(screen)
        if screen.rows.len() == 1 && screen.selected().is_some_and(|domain| domain.name.raw() == "one.com")));
}

#[test]
fn no_key_leads_back_to_records_of_a_removed_domain() {
    let wizard =
        at_records().press("<f2><del>").expect(Step::Removal).press("example.com<enter>").reply(DomainRemoved(Ok(())));
    let wizard = wizard.expect(Step::Domains).press("<esc>");
    assert!(!matches!(&wizard.model.screen, Screen::Records(_)), "{:?}", wizard.model.screen.step());
}

#[test]
fn a_removed_domain_is_not_watched() {
    let wizard =
        at_records().press("v").reply(OperationFinished(Ok(domain("example.com")))).press("<esc>xexample.com<enter>");
    assert!(wizard.reply(DomainRemoved(Ok(()))).model.domain_states.verify_watches().is_empty());
}

/// AutoSend turns inbound mail on for verified domains only.
fn verified() -> SendingDomain {
    SendingDomain { status: DomainStatus::Verified, ..domain("example.com") }
}

fn receiving() -> SendingDomain {
    let mut receiving = verified();
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
fn inbound_mail_is_switched_after_a_warning() {
    let wizard = Wizard::at_records(verified()).press("m");
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Inbound));
    assert!(wizard.commands.is_empty(), "nothing is asked by looking");
    let wizard = wizard.press("<enter>");
    assert!(matches!(
        wizard.commands[..],
        [Command::Request(_, Request::RunOperation { operation: Operation::EnableInbound, .. }), ..]
    ));
    let wizard = wizard.reply(OperationFinished(Ok(receiving())));
    assert!(
        matches!(&wizard.model.screen, Screen::Records(screen)
        if screen.selected().is_some_and(|record| record.slot == Slot::InboundMx)),
        "its record is in focus"
    );
    let wizard = wizard.press("m<enter>");
    assert!(matches!(
        wizard.commands[..],
        [Command::Request(_, Request::RunOperation { operation: Operation::DisableInbound, .. }), ..]
    ));
    let wizard = wizard.reply(OperationFinished(Ok(verified())));
    assert!(wizard.notice().starts_with("Inbound mail is off"), "{}", wizard.notice());
}

#[test]
fn inbound_mail_is_not_switched_on_for_an_unverified_domain() {
    let wizard = at_records().press("m<enter>").send(Intent::Submit);
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Inbound));
    assert!(!wizard.all_requests().any(|request| matches!(request, Request::RunOperation { .. })));
}

#[test]
fn a_failed_switch_of_inbound_mail_is_reported() {
    let switching = || Wizard::at_records(verified()).press("m<enter>");
    let wizard = switching().reply(OperationFinished(rejected(400)));
    assert_eq!(wizard.notice(), "Inbound mail is unchanged. AutoSend answered 400: the server's words.");
    let wizard = switching().reply(OperationFinished(lost()));
    assert!(wizard.notice().starts_with("We don't know whether it changed."), "{}", wizard.notice());
    assert!(wizard.requests().any(|request| matches!(request, Request::FetchDomain { .. })));
    switching().reply(OperationFinished(rejected(404))).expect(Step::Failure);
    switching().reply(OperationFinished(rejected(401))).expect(Step::ApiKey);
    let wizard = switching().press("<esc>");
    assert!(
        matches!(
            wizard.commands[..],
            [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::FetchDomain { .. }), ..]
        ),
        "{:?}",
        wizard.commands
    );
}
