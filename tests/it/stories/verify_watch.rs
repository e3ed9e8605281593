//! Verifying: AutoSend is asked once, and followed until it is done, whatever is shown meanwhile.

use std::time::Duration;

use autosend_domains::core::api_error::{ApiError, ErrorResponse};
use autosend_domains::core::check_history::{Check, CheckState};
use autosend_domains::core::domain::{AutosendChecks, DomainStatus, SendingDomain};
use autosend_domains::core::open_link::OpenError;
use autosend_domains::core::operation::Operation;
use autosend_domains::core::verify_poll::VerifyOutcome;
use autosend_domains::wizard::Reply::{DomainFetched, LinkOpened, ListingSkipped, OperationFinished};
use autosend_domains::wizard::{Command, Effect, NoticeLevel, PaneKind, Request, Screen, Step, VerifyWatchStage};

use super::dns::check_dns;
use super::fixtures::domain;
use crate::support::wizard::{Wizard, lost, not_sent, rejected};

fn verifying() -> Wizard {
    Wizard::at_records(domain("example.com")).press("v")
}

fn domain_with_checks(status: &str, ownership: bool, dkim: bool) -> SendingDomain {
    SendingDomain {
        status: DomainStatus::parse(status),
        checks: AutosendChecks {
            ownership: Some(ownership),
            dkim: Some(dkim),
            mail_from: Some(false),
            dmarc: Some(false),
        },
        ..domain("example.com")
    }
}

fn pending() -> SendingDomain {
    domain_with_checks("PENDING_CONFIGURATION", false, false)
}

fn stage(wizard: &Wizard) -> &VerifyWatchStage {
    &wizard.model.domain_states.verify_watches().first().expect("a following").stage
}

fn count_verify_requests(wizard: &Wizard) -> usize {
    let verify = |command: &&Command| {
        matches!(command, Command::Request(_, Request::RunOperation { operation: Operation::Verify, .. }))
    };
    wizard.all_commands.iter().filter(verify).count()
}

fn count_notifications(wizard: &Wizard) -> usize {
    wizard.all_commands.iter().filter(|command| matches!(command, Command::Effect(Effect::Notify(_)))).count()
}

#[test]
fn verification_is_requested_once_and_then_polled() {
    let mut wizard = verifying();
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Verify));
    wizard = wizard.reply(OperationFinished(Ok(pending())));
    for pause in [5, 5, 5, 5, 10, 10, 15, 20, 30, 45, 60, 60] {
        wizard = wizard.wait(pause);
        assert!(
            matches!(wizard.commands[..], [Command::Request(_, Request::FetchDomain { .. }), ..]),
            "{:?}",
            wizard.commands
        );
        wizard = wizard.reply(DomainFetched(Ok(pending())));
    }
    assert_eq!(count_verify_requests(&wizard), 1);
    let wizard = wizard.wait(60).reply(DomainFetched(Ok(domain_with_checks("VERIFIED", true, true))));
    assert_eq!(*stage(&wizard), VerifyWatchStage::Ended(VerifyOutcome::Verified));
    assert_eq!(count_notifications(&wizard), 1);
    assert!(matches!(&wizard.model.screen, Screen::Records(screen) if screen.domain.status == DomainStatus::Verified));
}

#[test]
fn polling_continues_in_the_background_and_reports_the_end() {
    let wizard = verifying().reply(OperationFinished(Ok(pending()))).press("<esc>").expect(Step::Records);
    assert_eq!(wizard.model.screen.pane_kind(), None);
    assert_eq!(wizard.notice(), "Still checking in the background. Press v for progress");
    let wizard = wizard.press("<esc>").reply(ListingSkipped).press("<esc>other").expect(Step::Domain);
    let wizard =
        wizard.wait(5).reply(DomainFetched(Ok(domain_with_checks("VERIFIED", true, true)))).expect(Step::Domain);
    assert_eq!(wizard.notice(), "example.com is verified and ready to send. F2 to open it");
    assert_eq!(wizard.model.notice.as_ref().map(|notice| notice.level), Some(NoticeLevel::Success));
    let wizard = wizard.press("<f2>").reply(ListingSkipped);
    assert!(
        matches!(&wizard.model.screen, Screen::Domains(screen)
        if screen.selected().is_some_and(|domain| domain.status == DomainStatus::Verified)),
        "the list knows it"
    );
}

#[test]
fn v_opens_a_running_watch_instead_of_a_second_request() {
    let wizard = verifying().reply(OperationFinished(Ok(pending()))).press("<esc>v");
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Verify));
    assert_eq!(count_verify_requests(&wizard), 1);
    let wizard = wizard.wait(5).reply(DomainFetched(Ok(domain_with_checks("VERIFIED", true, true)))).press("v");
    assert_eq!(count_verify_requests(&wizard), 1, "a verified domain is not verified again");
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Finish));
}

#[test]
fn verify_watches_are_in_the_order_in_which_they_were_started() {
    let wizard = Wizard::with_list(vec![domain("a.com"), domain("b.com")]).press("<f2>").reply(ListingSkipped);
    let wizard = wizard.press("<down><enter>").expect(Step::Records).press("v").advance(1);
    let wizard = wizard.press("<esc><esc>").reply(ListingSkipped).press("<up><enter>v");
    let names = |wizard: &Wizard| -> Vec<String> {
        wizard.model.domain_states.verify_watches().iter().map(|watch| watch.domain.name.sanitized()).collect()
    };
    assert_eq!(names(&wizard), ["b.com", "a.com"]);
    let wizard = wizard.press("<esc><esc>").reply(ListingSkipped).advance(1).press("<down><enter>vsv");
    assert_eq!(names(&wizard), ["a.com", "b.com"], "a watch that is started again comes last");
}

#[test]
fn a_regressed_check_keeps_its_history() {
    let wizard = verifying().reply(OperationFinished(Ok(domain_with_checks("PENDING_CONFIGURATION", true, false))));
    let wizard = wizard.wait(5).reply(DomainFetched(Ok(pending())));
    let history = wizard.model.domain_states.check_history(&pending());
    assert_eq!(history.state(Check::Ownership), CheckState::Regressed);
    let watch = wizard.model.domain_states.verify_watches()[0];
    assert_eq!(watch.check_history.state(Check::Ownership), CheckState::Regressed);
}

#[test]
fn each_check_keeps_its_time_of_acceptance() {
    let wizard = verifying().reply(OperationFinished(Ok(pending()))).wait(5);
    let wizard = wizard.reply(DomainFetched(Ok(domain_with_checks("PENDING_CONFIGURATION", true, false))));
    let watch = wizard.model.domain_states.verify_watches()[0];
    assert_eq!(watch.accepted_after(Check::Ownership), Some(Duration::from_secs(5)));
    assert_eq!(watch.accepted_after(Check::Dkim), None);
}

#[test]
fn a_failed_poll_is_shown_and_does_not_end_polling() {
    let wizard = verifying().reply(OperationFinished(Ok(pending()))).wait(5).reply(DomainFetched(lost()));
    assert!(matches!(stage(&wizard), VerifyWatchStage::Waiting { .. }));
    assert_eq!(
        wizard.model.domain_states.verify_watches()[0].last_error.as_deref(),
        Some("The response was lost: no response within 30 s.")
    );
    let rate_limited = ApiError::ErrorResponse(ErrorResponse {
        status: 429,
        retry_after: Some(Duration::from_secs(30)),
        ..ErrorResponse::default()
    });
    let wizard = wizard.wait(5).reply(DomainFetched(Err(rate_limited)));
    let is_wait = |command: &Command| matches!(command, Command::Effect(Effect::StartTimer { after, .. }) if after.as_secs() == 30);
    assert!(wizard.commands.iter().any(is_wait), "it waits as it was told: {:?}", wizard.commands);
}

#[test]
fn a_lost_verify_response_is_not_requested_again() {
    let wizard = verifying().reply(OperationFinished(lost()));
    assert!(matches!(stage(&wizard), VerifyWatchStage::Waiting { .. }), "AutoSend may be at it");
    let wizard = verifying().reply(OperationFinished(not_sent()));
    assert!(
        matches!(stage(&wizard), VerifyWatchStage::Ended(VerifyOutcome::Rejected(_))),
        "AutoSend does not know of it"
    );
    assert_eq!(count_verify_requests(&wizard), 1);
}

#[test]
fn every_outcome_has_a_notice() {
    let ends = [
        (
            Ok(domain_with_checks("VERIFICATION_FAILED", false, false)),
            "example.com is not verified: AutoSend reports VERIFICATION_FAILED",
        ),
        (rejected(404), "example.com no longer exists; stopped watching it"),
        (rejected(401), "Not watching example.com: AutoSend no longer accepts the key"),
        (rejected(403), "Not watching example.com: AutoSend answered 403: the server's words."),
    ];
    for (answer, notice) in ends {
        let wizard =
            verifying().reply(OperationFinished(Ok(pending()))).press("<esc>").wait(5).reply(DomainFetched(answer));
        assert_eq!((wizard.notice(), count_notifications(&wizard)), (notice, 1));
        assert!(!wizard.model.domain_states.verify_watches()[0].is_running());
    }
}

#[test]
fn polling_ends_after_half_an_hour() {
    let wizard = verifying()
        .reply(OperationFinished(Ok(pending())))
        .press("<esc>")
        .advance(30 * 60)
        .fire_timer(5000)
        .reply(DomainFetched(Ok(pending())));
    assert_eq!(*stage(&wizard), VerifyWatchStage::Ended(VerifyOutcome::TimedOut));
    assert_eq!(wizard.notice(), "example.com is not verified yet. Stopped watching; press v to resume");
}

#[test]
fn ctrl_r_polls_immediately_and_s_stops() {
    let wizard = verifying().reply(OperationFinished(Ok(pending()))).press("<c-r>");
    assert!(
        matches!(
            wizard.commands[..],
            [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::FetchDomain { .. }), ..]
        ),
        "{:?}",
        wizard.commands
    );
    let before = wizard.model.clone();
    let wizard = wizard.press("<c-r>");
    assert_eq!(wizard.model, before, "one look at a time");
    let wizard = wizard.press("s").expect(Step::Records);
    assert!(wizard.model.domain_states.verify_watches().is_empty());
    let model = wizard.model.clone();
    assert_eq!(
        wizard.reply(DomainFetched(Ok(domain_with_checks("VERIFIED", true, true)))).model,
        model,
        "an answer that nobody waits for"
    );
}

#[test]
fn seconds_tick_only_while_visible() {
    let wizard = verifying().reply(OperationFinished(Ok(pending())));
    let count_ticks = |wizard: &Wizard| {
        let pulse = |command: &&Command| matches!(command, Command::Effect(Effect::StartTimer { after, .. }) if after.as_secs() == 1);
        wizard.all_commands.iter().filter(pulse).count()
    };
    let before = count_ticks(&wizard);
    let wizard = wizard.wait(1);
    assert_eq!(count_ticks(&wizard), before + 1);
    let wizard = wizard.press("<esc>");
    assert!(
        wizard.commands.iter().any(|command| matches!(command, Command::Effect(Effect::Cancel(_)))),
        "{:?}",
        wizard.commands
    );
    assert_eq!(count_ticks(&wizard), before + 1);
}

fn verified() -> SendingDomain {
    domain_with_checks("VERIFIED", true, true)
}

fn pane(wizard: &Wizard) -> Option<PaneKind> {
    wizard.model.screen.pane_kind()
}

#[test]
fn a_command_is_copied_by_enter_and_c() {
    let finish = || verifying().reply(OperationFinished(Ok(verified())));
    for key in ["<enter>", "c"] {
        let wizard = finish().press(key);
        let [Command::Request(_, Request::CopyText(text))] = &wizard.commands[..] else {
            panic!("{:?}", wizard.commands)
        };
        assert!(text.contains("curl -X POST 'https://api.autosend.com/v1/senders'"), "{text}");
        assert!(text.contains("Bearer $AUTOSEND_API_KEY") && !text.contains("AS_0123456789"), "{text}");
        assert!(!text.contains("mails/send"), "one step at a time: {text}");
    }
    let second = finish().press("<down><enter>");
    assert!(
        matches!(&second.commands[..], [Command::Request(_, Request::CopyText(text))] if text.contains("mails/send"))
    );
}

#[test]
fn the_dashboard_opens_by_o_or_enter_but_not_from_the_sandbox() {
    let finish = || verifying().reply(OperationFinished(Ok(verified())));
    let link = "https://autosend.com/settings/domains";
    for keys in ["o", "3<enter>", "<down><down><enter>"] {
        let wizard = finish().press(keys);
        let is_open = |request: &Request| matches!(request, Request::OpenLink(opened) if opened == link);
        assert_eq!(wizard.all_requests().filter(|request| is_open(request)).count(), 1, "{keys}");
        let wizard = wizard.reply(LinkOpened(Ok(())));
        assert_eq!((pane(&wizard), wizard.notice()), (Some(PaneKind::Finish), "Opening it in your browser…"));
    }
    let failed = finish().press("o").reply(LinkOpened(Err(OpenError::OverSsh)));
    assert_eq!(failed.notice(), "Not opened: this is an SSH session. Open the link on your own computer.");
    let mut sandbox = finish();
    sandbox.model.config.sandbox = true;
    let sandbox = sandbox.press("o");
    assert!(sandbox.notice().starts_with("Not opened: the sandbox"), "{}", sandbox.notice());
    assert!(!sandbox.all_requests().any(|request| matches!(request, Request::OpenLink(_))));
}

#[test]
fn another_domain_is_added_from_the_finish() {
    let wizard = verifying().reply(OperationFinished(Ok(verified()))).press("4<enter>").expect(Step::Domain);
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.field.text().is_empty()));
}

#[test]
fn the_finish_opens_where_the_records_are_and_is_announced_elsewhere() {
    let polled = || verifying().reply(OperationFinished(Ok(pending()))).press("<esc>");
    let end = |wizard: Wizard| wizard.wait(5).reply(DomainFetched(Ok(verified())));
    for keys in ["", "v", "d"] {
        let wizard = end(polled().press(keys));
        assert_eq!(pane(&wizard), Some(PaneKind::Finish), "{keys:?}");
        assert_eq!(pane(&wizard.press("<esc>")), None);
    }
    let exporting = end(polled().press("e"));
    assert_eq!(pane(&exporting), Some(PaneKind::Export), "nothing takes its place");
    assert_eq!(exporting.notice(), "example.com is verified and ready to send. Esc, then v for the next steps");
    assert_eq!(pane(&exporting.press("<esc>v")), Some(PaneKind::Finish));
    let reading = end(polled().press("?"));
    assert_eq!(pane(&reading), None, "the help stays open");
    let took = verifying().reply(OperationFinished(Ok(pending()))).wait(5).reply(DomainFetched(Ok(verified())));
    let watch = took.model.domain_states.verify_watches()[0];
    assert_eq!(watch.verified_after(), Some(Duration::from_secs(5)));
}

#[test]
fn v_shows_the_finish_of_a_verified_domain_and_sends_nothing() {
    let wizard = Wizard::at_records(verified());
    let requests = wizard.all_requests().count();
    let wizard = wizard.press("v");
    assert_eq!((pane(&wizard), wizard.all_requests().count()), (Some(PaneKind::Finish), requests));
    let wizard = wizard.press("<esc>dv");
    assert_eq!((pane(&wizard), count_verify_requests(&wizard)), (Some(PaneKind::Finish), 0));
}

#[test]
fn a_verification_without_prospect_needs_a_confirmation() {
    let early = || check_dns(Wizard::at_records(domain("example.com")), 1).press("v");
    assert_eq!((pane(&early()), count_verify_requests(&early())), (Some(PaneKind::VerifyWarning), 0));
    let anyway = early().press("v");
    assert_eq!((pane(&anyway), count_verify_requests(&anyway)), (Some(PaneKind::Verify), 1));
    let missing = early().press("d");
    assert_eq!((pane(&missing), count_verify_requests(&missing)), (Some(PaneKind::Dns), 0));
    assert_eq!(pane(&early().press("<esc>")), None);
    let watching = check_dns(early().press("w"), 1);
    assert_eq!((pane(&watching), count_verify_requests(&watching)), (Some(PaneKind::Dns), 0));
    let found = check_dns(watching.wait(5), 2);
    assert_eq!((pane(&found), count_verify_requests(&found)), (Some(PaneKind::Verify), 1), "it verifies by itself");
    // DNS that was not checked, or has all, gives no reason to ask.
    for wizard in [Wizard::at_records(domain("example.com")), check_dns(Wizard::at_records(domain("example.com")), 2)] {
        assert_eq!(count_verify_requests(&wizard.press("v")), 1);
    }
}

#[test]
fn w_does_not_verify_a_domain_that_can_send() {
    let wizard = check_dns(Wizard::at_records(verified()), 1).press("w");
    let wizard = check_dns(check_dns(wizard, 1).wait(5), 2);
    assert_eq!(count_verify_requests(&wizard), 0);
    assert!(wizard.notice().contains("are OK on every name server"), "{}", wizard.notice());
}
