//! Verifying: AutoSend is asked once, and followed until it is done, whatever is shown meanwhile.

use std::time::Duration;

use autosend_domains::core::api_error::{ApiError, ErrorResponse};
use autosend_domains::core::check_history::{Check, CheckState};
use autosend_domains::core::domain::{AutosendChecks, DomainStatus, SendingDomain};
use autosend_domains::core::operation::Operation;
use autosend_domains::core::verify_poll::VerifyOutcome;
use autosend_domains::wizard::{Command, Effect, NoticeLevel, PaneKind, Request, Screen, Step, VerifyWatchStage};

use super::story::{Story, domain, lost, not_sent, refused};

fn verifying() -> Story {
    Story::posting().created(Ok(domain("example.com"))).at(Step::Records).keys("v")
}

fn with(status: &str, ownership: bool, dkim: bool) -> SendingDomain {
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
    with("PENDING_CONFIGURATION", false, false)
}

fn stage(story: &Story) -> &VerifyWatchStage {
    &story.model.verify_watches.first().expect("a following").stage
}

fn verifies(story: &Story) -> usize {
    let verify = |command: &&Command| {
        matches!(command, Command::Request(_, Request::RunOperation { operation: Operation::Verify, .. }))
    };
    story.all.iter().filter(verify).count()
}

fn rings(story: &Story) -> usize {
    story.all.iter().filter(|command| matches!(command, Command::Effect(Effect::Notify(_)))).count()
}

#[test]
fn autosend_is_asked_once_and_then_only_how_far_it_is() {
    let mut story = verifying();
    assert_eq!(story.model.screen.pane_kind(), Some(PaneKind::Verify));
    story = story.operated(Ok(pending()));
    for pause in [5, 5, 5, 5, 10, 10, 15, 20, 30, 45, 60, 60] {
        story = story.after(pause).timer(u128::from(pause) * 1000);
        assert!(
            matches!(story.commands[..], [Command::Request(_, Request::FetchDomain { .. }), ..]),
            "{:?}",
            story.commands
        );
        story = story.fetched(Ok(pending()));
    }
    assert_eq!(verifies(&story), 1);
    let story = story.after(60).timer(60_000).fetched(Ok(with("VERIFIED", true, true)));
    assert_eq!(*stage(&story), VerifyWatchStage::Ended(VerifyOutcome::Verified));
    assert_eq!(rings(&story), 1);
    assert!(matches!(&story.model.screen, Screen::Records(screen) if screen.domain.status == DomainStatus::Verified));
}

#[test]
fn it_goes_on_behind_other_screens_and_says_when_it_is_done() {
    let story = verifying().operated(Ok(pending())).keys("<esc>").at(Step::Records);
    assert_eq!(story.model.screen.pane_kind(), None);
    assert_eq!(story.notice(), "It is followed on; v shows how far it is");
    let story = story.keys("<esc>").still_fresh().keys("<esc>other").at(Step::Domain);
    let story = story.after(5).timer(5000).fetched(Ok(with("VERIFIED", true, true))).at(Step::Domain);
    assert_eq!(story.notice(), "example.com is verified: it can send");
    assert_eq!(story.model.notice.as_ref().map(|notice| notice.level), Some(NoticeLevel::Success));
    let story = story.keys("<f2>").still_fresh();
    assert!(
        matches!(&story.model.screen, Screen::Domains(screen)
        if screen.selected().is_some_and(|domain| domain.status == DomainStatus::Verified)),
        "the list knows it"
    );
}

#[test]
fn v_shows_what_is_under_way_instead_of_asking_twice() {
    let story = verifying().operated(Ok(pending())).keys("<esc>v");
    assert_eq!(story.model.screen.pane_kind(), Some(PaneKind::Verify));
    assert_eq!(verifies(&story), 1);
    let story = story.after(5).timer(5000).fetched(Ok(with("VERIFIED", true, true))).keys("v");
    assert_eq!(verifies(&story), 2, "what is over begins anew");
}

#[test]
fn an_answer_that_says_less_takes_nothing_back() {
    let story = verifying().operated(Ok(with("PENDING_CONFIGURATION", true, false)));
    let story = story.after(5).timer(5000).fetched(Ok(pending()));
    let standing = story.model.check_history(&pending());
    assert_eq!(standing.state(Check::Ownership), CheckState::Regressed);
    let Some(follow) = story.model.verify_watches.first() else { panic!("no following") };
    assert_eq!(follow.check_history.state(Check::Ownership), CheckState::Regressed);
}

#[test]
fn when_each_check_was_accepted_is_kept() {
    let story = verifying().operated(Ok(pending())).after(5).timer(5000);
    let story = story.fetched(Ok(with("PENDING_CONFIGURATION", true, false)));
    let follow = &story.model.verify_watches[0];
    assert_eq!(follow.accepted_after(Check::Ownership), Some(Duration::from_secs(5)));
    assert_eq!(follow.accepted_after(Check::Dkim), None);
}

#[test]
fn a_look_that_fails_does_not_end_it_and_is_said() {
    let story = verifying().operated(Ok(pending())).after(5).timer(5000).fetched(lost());
    assert!(matches!(stage(&story), VerifyWatchStage::Waiting { .. }));
    assert_eq!(
        story.model.verify_watches[0].last_error.as_deref(),
        Some("The answer was lost: no answer within 30 s.")
    );
    let busy = ApiError::ErrorResponse(ErrorResponse {
        status: 429,
        retry_after: Some(Duration::from_secs(30)),
        ..ErrorResponse::default()
    });
    let story = story.after(5).timer(5000).fetched(Err(busy));
    let wait = |command: &Command| matches!(command, Command::Effect(Effect::StartTimer { after, .. }) if after.as_secs() == 30);
    assert!(story.commands.iter().any(wait), "it waits as it was told: {:?}", story.commands);
}

#[test]
fn an_answer_to_verify_that_is_lost_is_not_asked_for_again() {
    let story = verifying().operated(lost());
    assert!(matches!(stage(&story), VerifyWatchStage::Waiting { .. }), "AutoSend may be at it");
    let story = verifying().operated(not_sent());
    assert!(
        matches!(stage(&story), VerifyWatchStage::Ended(VerifyOutcome::Rejected(_))),
        "AutoSend does not know of it"
    );
    assert_eq!(verifies(&story), 1);
}

#[test]
fn every_end_has_its_words() {
    let ends = [
        (
            Ok(with("VERIFICATION_FAILED", false, false)),
            "example.com is not verified: AutoSend says VERIFICATION_FAILED",
        ),
        (refused(404), "example.com is no longer there, so it is no longer followed"),
        (refused(401), "example.com is not followed: AutoSend does not accept the key any more"),
        (refused(403), "example.com is not followed: AutoSend answered 403: the server's words."),
    ];
    for (answer, words) in ends {
        let story = verifying().operated(Ok(pending())).keys("<esc>").after(5).timer(5000).fetched(answer);
        assert_eq!((story.notice(), rings(&story)), (words, 1));
        assert!(!story.model.verify_watches[0].is_running());
    }
}

#[test]
fn after_half_an_hour_it_ends() {
    let story = verifying().operated(Ok(pending())).keys("<esc>").after(30 * 60).timer(5000).fetched(Ok(pending()));
    assert_eq!(*stage(&story), VerifyWatchStage::Ended(VerifyOutcome::TimedOut));
    assert_eq!(story.notice(), "example.com is not verified yet, and is no longer followed; v follows it again");
}

#[test]
fn looking_now_ends_the_pause_and_s_ends_it_all() {
    let story = verifying().operated(Ok(pending())).keys("<c-r>");
    assert!(
        matches!(
            story.commands[..],
            [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::FetchDomain { .. }), ..]
        ),
        "{:?}",
        story.commands
    );
    let before = story.model.clone();
    let story = story.keys("<c-r>");
    assert_eq!(story.model, before, "one look at a time");
    let story = story.keys("s").at(Step::Records);
    assert!(story.model.verify_watches.is_empty());
    let model = story.model.clone();
    assert_eq!(story.fetched(Ok(with("VERIFIED", true, true))).model, model, "an answer that nobody waits for");
}

#[test]
fn seconds_are_counted_only_where_they_are_seen() {
    let story = verifying().operated(Ok(pending()));
    let pulses = |story: &Story| {
        let pulse = |command: &&Command| matches!(command, Command::Effect(Effect::StartTimer { after, .. }) if after.as_secs() == 1);
        story.all.iter().filter(pulse).count()
    };
    let before = pulses(&story);
    let story = story.after(1).timer(1000);
    assert_eq!(pulses(&story), before + 1);
    let story = story.keys("<esc>");
    assert!(
        story.commands.iter().any(|command| matches!(command, Command::Effect(Effect::Cancel(_)))),
        "{:?}",
        story.commands
    );
    assert_eq!(pulses(&story), before + 1);
}

#[test]
fn what_comes_next_can_be_copied() {
    let story = verifying().operated(Ok(with("VERIFIED", true, true))).keys("c");
    let [Command::Request(_, Request::CopyText(text))] = &story.commands[..] else { panic!("{:?}", story.commands) };
    assert!(text.contains("curl -X POST 'https://api.autosend.com/v1/senders'"), "{text}");
    assert!(text.contains("Bearer $AUTOSEND_API_KEY") && !text.contains("AS_environment"), "{text}");
}
