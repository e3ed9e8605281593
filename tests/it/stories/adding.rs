//! Review, Adding, and what becomes of a POST: one POST for one Enter, and never a second one unasked.

use std::time::Duration;

use autosend_domains::core::api_error::{ApiError, ErrorDetail, ErrorResponse};
use autosend_domains::core::region::Region;
use autosend_domains::wizard::{Command, Effect, RegionMode, Request, Screen, Step, Submission};

use super::story::{Story, domain, lost, not_sent, refused};

fn too_many(retry_after: Option<Duration>) -> Result<autosend_domains::core::domain::SendingDomain, ApiError> {
    Err(ApiError::ErrorResponse(ErrorResponse { status: 429, retry_after, ..ErrorResponse::default() }))
}

fn seconds_left(story: &Story) -> u64 {
    match &story.model.screen {
        Screen::Review(screen) => match screen.submission {
            Submission::Waiting { seconds_left, .. } => seconds_left,
            ref other => panic!("not waiting: {other:?}"),
        },
        other => panic!("not Adding: {other:?}"),
    }
}

#[test]
fn enter_sends_one_post_whatever_keys_are_pressed() {
    let story = Story::at_review().keys("<enter><enter><enter>c?<f2>q<up>").at(Step::Adding);
    assert_eq!(story.posts(), 1);
    let story = story.created(Ok(domain("example.com"))).at(Step::Records);
    assert_eq!(story.commands.first(), Some(&Command::Effect(Effect::SaveRegion(Region::Primary))));
    assert_eq!(story.model.last_shown.as_ref().map(|domain| domain.name.raw()), Some("example.com"));
}

#[test]
fn a_late_answer_of_a_post_nobody_waits_for_changes_nothing() {
    let story = Story::posting().created(not_sent()).at(Step::Failure);
    let before = story.model.clone();
    let story = story.created(Ok(domain("example.com")));
    assert_eq!((story.model, story.commands), (before, vec![]));
}

#[test]
fn a_post_that_was_not_sent_is_tried_again_by_enter() {
    let story = Story::posting().created(not_sent()).at(Step::Failure);
    assert!(
        matches!(&story.model.screen, Screen::Failure(screen) if screen.failure.effect.contains("Nothing was sent"))
    );
    let story = story.keys("<enter>").at(Step::Adding);
    assert_eq!(story.posts(), 2);
    Story::posting().created(not_sent()).keys("<esc>").at(Step::Review);
}

fn bad_input(details: &[(&str, &str)]) -> Result<autosend_domains::core::domain::SendingDomain, ApiError> {
    let details = details
        .iter()
        .map(|(field, message)| ErrorDetail { field: Some((*field).into()), message: (*message).into() })
        .collect();
    Err(ApiError::ErrorResponse(ErrorResponse {
        status: 400,
        message: Some("Validation failed".into()),
        details,
        ..ErrorResponse::default()
    }))
}

#[test]
fn a_400_goes_to_the_step_it_speaks_of_with_its_words() {
    let story = Story::posting().created(bad_input(&[("domain", "must be a valid domain name")])).at(Step::Domain);
    let Screen::Domain(screen) = &story.model.screen else { panic!() };
    assert_eq!(screen.field.text(), "example.com");
    assert_eq!(screen.field.error.as_deref(), Some("AutoSend answered 400: must be a valid domain name"));

    let story = Story::posting().created(bad_input(&[("regionKey", "is not known")])).at(Step::Region);
    let Screen::Region(screen) = &story.model.screen else { panic!() };
    assert_eq!(screen.error.as_deref(), Some("AutoSend answered 400: is not known"));

    let story = Story::posting().created(bad_input(&[])).at(Step::Domain);
    let Screen::Domain(screen) = &story.model.screen else { panic!() };
    assert_eq!(screen.field.error.as_deref(), Some("AutoSend answered 400: Validation failed"));
}

#[test]
fn a_typed_region_that_is_refused_is_still_in_its_field() {
    let story = Story::with_list(vec![]).keys("example.com<enter>mars-1<enter><enter><enter>").at(Step::Adding);
    let story = story.created(bad_input(&[("regionKey", "is not known")])).at(Step::Region);
    assert!(matches!(&story.model.screen, Screen::Region(screen)
        if matches!(&screen.mode, RegionMode::Other { field } if field.text() == "mars-1")));
}

#[test]
fn a_401_asks_for_the_key_then_comes_back_to_review() {
    let story = Story::posting().created(refused(401)).at(Step::ApiKey);
    let story = story.keys("AS_better12345<enter>").listed(Ok(vec![])).at(Step::Review);
    assert_eq!(story.posts(), 1, "it is for the person to send it again");
    Story::posting().created(refused(401)).keys("<esc>").at(Step::Review);
}

#[test]
fn clear_refusals_say_that_nothing_was_added() {
    for status in [402, 403, 404, 405, 418] {
        let story = Story::posting().created(refused(status)).at(Step::Failure);
        let Screen::Failure(screen) = &story.model.screen else { panic!() };
        assert_eq!(screen.failure.effect, "example.com was not added.", "{status}");
        assert!(screen.failure.reason.contains("the server's words"), "{status}");
    }
}

#[test]
fn a_429_is_waited_out_and_sent_again_three_times_at_most() {
    let mut story = Story::posting();
    for seconds in [1, 2, 4] {
        story = story.created(too_many(None)).at(Step::Adding);
        assert_eq!(seconds_left(&story), seconds);
        for _ in 0..seconds {
            story = story.timer(1000);
        }
    }
    assert_eq!(story.posts(), 4);
    let story = story.created(too_many(None)).at(Step::Failure);
    assert_eq!(story.posts(), 4);
}

#[test]
fn a_429_that_tells_how_long_is_believed_and_parts_of_seconds_count_as_whole() {
    assert_eq!(seconds_left(&Story::posting().created(too_many(Some(Duration::from_millis(4200))))), 5);
    assert_eq!(seconds_left(&Story::posting().created(too_many(Some(Duration::ZERO)))), 1);
}

#[test]
fn a_429_that_asks_for_more_than_a_minute_is_not_waited_out() {
    assert_eq!(seconds_left(&Story::posting().created(too_many(Some(Duration::from_secs(60))))), 60);
    let story = Story::posting().created(too_many(Some(Duration::from_secs(61)))).at(Step::Failure);
    assert_eq!(story.posts(), 1);
    assert_eq!(story.keys("<enter>").at(Step::Adding).posts(), 2);
}

#[test]
fn while_a_429_is_waited_out_enter_sends_at_once_and_esc_gives_up() {
    let story = Story::posting().created(too_many(None)).keys("<enter>").at(Step::Adding);
    assert_eq!(story.posts(), 2);
    let story = Story::posting().created(too_many(None)).keys("<esc>").at(Step::Review);
    assert_eq!(story.posts(), 1);
    assert!(story.model.unconfirmed.is_empty(), "a 429 was not carried out");
}

#[test]
fn a_lost_post_is_looked_up_and_found() {
    for error in [
        lost(),
        refused(500),
        refused(503),
        refused(408),
        Err(ApiError::InvalidBody { status: 201, reason: "not JSON".to_owned() }),
        Err(ApiError::Redirected { status: 307, target: "elsewhere.example".into() }),
    ] {
        let story = Story::posting().created(error).at(Step::Adding);
        assert!(matches!(story.commands[..], [Command::Request(_, Request::ListDomains { max_age: None, .. })]));
        let story = story.listed(Ok(vec![domain("Example.COM")])).at(Step::Records);
        assert_eq!((story.posts(), story.model.unconfirmed.len()), (1, 0));
        assert!(story.notice().contains("it was added"), "{}", story.notice());
    }
}

#[test]
fn a_lost_post_is_looked_up_three_times_then_enter_sends_it_again() {
    let story = Story::posting().created(lost()).listed(Ok(vec![])).timer(1000).listed(Ok(vec![])).timer(2000);
    let story = story.listed(Ok(vec![])).at(Step::Failure);
    assert_eq!(story.posts(), 1);
    let Screen::Failure(screen) = &story.model.screen else { panic!() };
    assert_eq!(screen.failure.title, "Not added, as far as AutoSend's list shows");
    assert_eq!(story.keys("<enter>").at(Step::Adding).posts(), 2);
}

#[test]
fn a_lost_post_that_appears_in_the_list_later_is_found_later() {
    let story = Story::posting().created(lost()).listed(Ok(vec![])).timer(1000);
    story.listed(Ok(vec![domain("example.com")])).at(Step::Records);
}

#[test]
fn where_the_list_cannot_be_read_either_enter_asks_the_list_and_never_the_post() {
    let story = Story::posting().created(lost()).listed(not_sent()).at(Step::Failure);
    let Screen::Failure(screen) = &story.model.screen else { panic!() };
    assert_eq!(screen.failure.title, "Not known whether example.com was added");
    let story = story.keys("<enter>").at(Step::Adding);
    assert!(matches!(story.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    assert_eq!(story.posts(), 1);
    let story = story.listed(refused(500)).at(Step::Failure).keys("<esc>").at(Step::Review).keys("<enter>");
    assert_eq!(story.at(Step::Adding).posts(), 1);
}

#[test]
fn esc_stops_waiting_for_a_post_and_the_list_is_asked() {
    let story = Story::posting().keys("<esc>").at(Step::Adding);
    assert!(matches!(
        story.commands[..],
        [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::ListDomains { .. })]
    ));
    let story = story.keys("<esc>").at(Step::Review);
    assert_eq!(story.model.unconfirmed.len(), 1);
    let story = story.keys("<enter>").at(Step::Adding);
    assert!(matches!(
        story.commands[..],
        [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::ListDomains { .. }), ..]
    ));
    assert_eq!(story.posts(), 1);
}

#[test]
fn a_pause_between_two_questions_can_be_left() {
    let story = Story::posting().created(lost()).listed(Ok(vec![])).keys("<esc>").at(Step::Review);
    assert_eq!(story.model.unconfirmed.len(), 1);
}

#[test]
fn a_key_refused_while_a_lost_post_is_looked_up_keeps_the_doubt() {
    let story = Story::posting().created(lost()).listed(refused(401)).at(Step::ApiKey);
    assert_eq!(story.model.unconfirmed.len(), 1);
    let story = story.keys("AS_better12345<enter>").listed(Ok(vec![])).at(Step::Review).keys("<enter>");
    assert_eq!(story.at(Step::Adding).posts(), 1, "the list is asked first");
}

#[test]
fn a_409_shows_the_records_that_the_list_has() {
    let story = Story::posting().created(refused(409)).at(Step::Conflict).keys("<enter>").at(Step::Conflict);
    let story = story.listed(Ok(vec![domain("example.com")])).at(Step::Records);
    assert!(story.commands.iter().any(|command| matches!(command, Command::Request(_, Request::FetchDomain { .. }))));
}

#[test]
fn a_409_for_a_name_that_the_list_lacks_says_so() {
    let story = Story::posting().created(refused(409)).keys("<enter>").listed(Ok(vec![])).at(Step::Failure);
    let Screen::Failure(screen) = &story.model.screen else { panic!() };
    assert!(screen.failure.reason.contains("this project's list lacks it"), "{screen:?}");
    story.keys("<enter>").at(Step::Domain);
}

#[test]
fn a_409_can_be_left_to_change_the_name() {
    let story = Story::posting().created(refused(409)).keys("<esc>").at(Step::Domain);
    assert!(matches!(&story.model.screen, Screen::Domain(screen) if screen.field.text() == "example.com"));
}

#[test]
fn a_list_that_fails_behind_a_409_is_asked_again() {
    let story = Story::posting().created(refused(409)).keys("<enter>").listed(not_sent()).at(Step::Failure);
    let story = story.keys("<enter>").at(Step::Conflict);
    assert!(matches!(story.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    story.listed(not_sent()).at(Step::Failure).keys("<esc>").at(Step::Conflict);
}

#[test]
fn review_goes_back_with_the_choice_kept() {
    let story = Story::with_list(vec![]).keys("example.com<enter>frank<enter>").at(Step::Review);
    let story = story.keys("<esc>").at(Step::Region).keys("<enter>").at(Step::Review);
    assert!(
        matches!(&story.model.screen, Screen::Review(screen) if screen.new_domain.region.label().contains("Frankfurt"))
    );
}

#[test]
fn a_name_that_turns_out_to_be_in_the_list_is_opened_rather_than_sent() {
    let story = Story::with_key().keys("example.com<enter><enter>").listed(Ok(vec![domain("example.com")]));
    let story = story.at(Step::Review).keys("<enter>").at(Step::Records);
    assert_eq!(story.posts(), 0);
}

#[test]
fn why_a_post_is_in_doubt_is_remembered() {
    let story = Story::posting().created(refused(500)).listed(refused(500)).at(Step::Failure);
    let story = story.keys("<enter>").at(Step::Adding).listed(refused(500)).at(Step::Failure);
    let Screen::Failure(screen) = &story.model.screen else { panic!() };
    assert!(screen.failure.reason.starts_with("AutoSend answered 500: the server's words."), "{screen:?}");
}

#[test]
fn who_stopped_waiting_is_not_told_that_the_answer_was_lost() {
    let story = Story::posting().keys("<esc>").listed(Ok(vec![domain("example.com")])).at(Step::Records);
    assert_eq!(story.notice(), "You stopped waiting, but AutoSend's list has example.com: it was added");
    assert!(story.all.iter().any(|command| matches!(command, Command::Effect(Effect::SaveRegion(_)))));
}

#[test]
fn seen_records_end_the_doubt() {
    let story = Story::posting().created(lost()).keys("<esc>").at(Step::Review);
    assert_eq!(story.model.unconfirmed.len(), 1);
    let story = story.keys("<f2>").listed(Ok(vec![domain("example.com")]));
    assert_eq!(story.model.unconfirmed.len(), 0);
}

#[test]
fn words_on_both_fields_are_both_said() {
    let story = Story::posting().created(bad_input(&[("domain", "is bad"), ("regionKey", "is worse")]));
    let Screen::Domain(screen) = &story.at(Step::Domain).model.screen else { panic!() };
    let words = screen.field.error.clone().unwrap_or_default();
    assert!(words.contains("is bad") && words.contains("is worse"), "{words}");
}

#[test]
fn how_an_attempt_ended_is_told_on_leaving() {
    let story = Story::posting().created(refused(402)).keys("<c-c>");
    let told = story.model.outcome.as_deref();
    assert_eq!(told, Some("AutoSend asks for another plan. example.com was not added."));
}

#[test]
fn after_a_409_the_domain_step_learns_that_the_name_is_there() {
    let story = Story::posting().created(refused(409)).keys("<esc>").at(Step::Domain);
    let story = story.listed(Ok(vec![domain("example.com")]));
    assert!(matches!(&story.model.screen, Screen::Domain(screen) if screen.existing_domain().is_some()));
}
