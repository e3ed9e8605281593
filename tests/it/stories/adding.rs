//! Review, Adding, and what becomes of a POST: one POST for one Enter, and never a second one unasked.

use std::time::Duration;

use autosend_domains::core::api_error::{ApiError, ErrorDetail, ErrorResponse};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::region::Region;
use autosend_domains::wizard::Reply::{DomainCreated, DomainsListed};
use autosend_domains::wizard::{Command, Effect, RegionMode, Request, Screen, Step, Submission};

use super::fixtures::domain;
use crate::support::wizard::{Wizard, lost, not_sent, rejected};

fn rate_limited(retry_after: Option<Duration>) -> Result<SendingDomain, ApiError> {
    Err(ApiError::ErrorResponse(ErrorResponse { status: 429, retry_after, ..ErrorResponse::default() }))
}

fn seconds_left(wizard: &Wizard) -> u64 {
    match &wizard.model.screen {
        Screen::Review(screen) => match screen.submission {
            Submission::Waiting { seconds_left, .. } => seconds_left,
            ref other => panic!("not waiting: {other:?}"),
        },
        other => panic!("not Adding: {other:?}"),
    }
}

#[test]
fn enter_sends_one_post_whatever_keys_follow() {
    let wizard = Wizard::at_review().press("<enter><enter><enter>c?<f2>q<up>").expect(Step::Adding);
    assert_eq!(wizard.count_posts(), 1);
    let wizard = wizard.reply(DomainCreated(Ok(domain("example.com")))).expect(Step::Records);
    assert_eq!(wizard.commands.first(), Some(&Command::Effect(Effect::SaveRegion(Region::Primary))));
    assert_eq!(wizard.model.last_shown.as_ref().map(|domain| domain.name.raw()), Some("example.com"));
}

#[test]
fn a_late_reply_to_a_post_changes_nothing() {
    let wizard = Wizard::posting().reply(DomainCreated(not_sent())).expect(Step::Failure);
    let before = wizard.model.clone();
    let wizard = wizard.reply(DomainCreated(Ok(domain("example.com"))));
    assert_eq!((wizard.model, wizard.commands), (before, vec![]));
}

#[test]
fn enter_retries_an_unsent_post() {
    let wizard = Wizard::posting().reply(DomainCreated(not_sent())).expect(Step::Failure);
    assert!(
        matches!(&wizard.model.screen, Screen::Failure(screen) if screen.failure.effect.contains("Nothing was sent"))
    );
    let wizard = wizard.press("<enter>").expect(Step::Adding);
    assert_eq!(wizard.count_posts(), 2);
    Wizard::posting().reply(DomainCreated(not_sent())).press("<esc>").expect(Step::Review);
}

/// A 400 that blames one field.
pub(super) fn invalid_field(field: &str) -> Result<SendingDomain, ApiError> {
    validation_failed(&[(field, "no")])
}

fn validation_failed(details: &[(&str, &str)]) -> Result<SendingDomain, ApiError> {
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
fn a_400_goes_to_the_step_of_its_field_with_the_error() {
    let wizard = Wizard::posting()
        .reply(DomainCreated(validation_failed(&[("domain", "must be a valid domain name")])))
        .expect(Step::Domain);
    let Screen::Domain(screen) = &wizard.model.screen else { panic!() };
    assert_eq!(screen.field.text(), "example.com");
    assert_eq!(screen.field.error.as_deref(), Some("AutoSend answered 400: must be a valid domain name"));

    let wizard = Wizard::posting()
        .reply(DomainCreated(validation_failed(&[("regionKey", "is not known")])))
        .expect(Step::Region);
    let Screen::Region(screen) = &wizard.model.screen else { panic!() };
    assert_eq!(screen.error.as_deref(), Some("AutoSend answered 400: is not known"));

    let wizard = Wizard::posting().reply(DomainCreated(validation_failed(&[]))).expect(Step::Domain);
    let Screen::Domain(screen) = &wizard.model.screen else { panic!() };
    assert_eq!(screen.field.error.as_deref(), Some("AutoSend answered 400: Validation failed"));
}

#[test]
fn a_rejected_region_stays_in_its_field() {
    let wizard = Wizard::with_list(vec![]).press("example.com<enter>mars-1<enter><enter><enter>").expect(Step::Adding);
    let wizard = wizard.reply(DomainCreated(validation_failed(&[("regionKey", "is not known")]))).expect(Step::Region);
    assert!(matches!(&wizard.model.screen, Screen::Region(screen)
        if matches!(&screen.mode, RegionMode::Other { field } if field.text() == "mars-1")));
}

#[test]
fn a_401_prompts_for_the_key_and_returns_to_review() {
    let wizard = Wizard::posting().reply(DomainCreated(rejected(401))).expect(Step::ApiKey);
    let wizard = wizard.press("AS_better12345<enter>").reply(DomainsListed(Ok(vec![]))).expect(Step::Review);
    assert_eq!(wizard.count_posts(), 1, "it is for the person to send it again");
    Wizard::posting().reply(DomainCreated(rejected(401))).press("<esc>").expect(Step::Review);
}

#[test]
fn definite_rejections_add_nothing() {
    for status in [402, 403, 404, 405, 418] {
        let wizard = Wizard::posting().reply(DomainCreated(rejected(status))).expect(Step::Failure);
        let Screen::Failure(screen) = &wizard.model.screen else { panic!() };
        assert_eq!(screen.failure.effect, "example.com was not added.", "{status}");
        assert!(screen.failure.reason.contains("the server's words"), "{status}");
    }
}

#[test]
fn a_429_is_waited_out_and_retried_at_most_three_times() {
    let mut wizard = Wizard::posting();
    for seconds in [1, 2, 4] {
        wizard = wizard.reply(DomainCreated(rate_limited(None))).expect(Step::Adding);
        assert_eq!(seconds_left(&wizard), seconds);
        for _ in 0..seconds {
            wizard = wizard.fire_timer(1000);
        }
    }
    assert_eq!(wizard.count_posts(), 4);
    let wizard = wizard.reply(DomainCreated(rate_limited(None))).expect(Step::Failure);
    assert_eq!(wizard.count_posts(), 4);
}

#[test]
fn a_retry_after_is_obeyed_in_whole_seconds() {
    assert_eq!(
        seconds_left(&Wizard::posting().reply(DomainCreated(rate_limited(Some(Duration::from_millis(4200)))))),
        5
    );
    assert_eq!(seconds_left(&Wizard::posting().reply(DomainCreated(rate_limited(Some(Duration::ZERO))))), 1);
}

#[test]
fn a_retry_after_beyond_a_minute_is_not_waited_out() {
    assert_eq!(seconds_left(&Wizard::posting().reply(DomainCreated(rate_limited(Some(Duration::from_secs(60)))))), 60);
    let wizard =
        Wizard::posting().reply(DomainCreated(rate_limited(Some(Duration::from_secs(61))))).expect(Step::Failure);
    assert_eq!(wizard.count_posts(), 1);
    assert_eq!(wizard.press("<enter>").expect(Step::Adding).count_posts(), 2);
}

#[test]
fn during_the_delay_enter_posts_and_esc_cancels() {
    let wizard = Wizard::posting().reply(DomainCreated(rate_limited(None))).press("<enter>").expect(Step::Adding);
    assert_eq!(wizard.count_posts(), 2);
    let wizard = Wizard::posting().reply(DomainCreated(rate_limited(None))).press("<esc>").expect(Step::Review);
    assert_eq!(wizard.count_posts(), 1);
    assert!(wizard.model.unconfirmed.is_empty(), "a 429 was not carried out");
}

#[test]
fn a_lost_post_is_found_in_the_list() {
    for error in [
        lost(),
        rejected(500),
        rejected(503),
        rejected(408),
        Err(ApiError::InvalidBody { status: 201, reason: "not JSON".to_owned() }),
        Err(ApiError::Redirected { status: 307, target: "elsewhere.example".into() }),
    ] {
        let wizard = Wizard::posting().reply(DomainCreated(error)).expect(Step::Adding);
        assert!(matches!(wizard.commands[..], [Command::Request(_, Request::ListDomains { max_age: None, .. })]));
        let wizard = wizard.reply(DomainsListed(Ok(vec![domain("Example.COM")]))).expect(Step::Records);
        assert_eq!((wizard.count_posts(), wizard.model.unconfirmed.len()), (1, 0));
        assert!(wizard.notice().contains("was added"), "{}", wizard.notice());
    }
}

#[test]
fn after_three_lists_without_a_lost_post_enter_retries_it() {
    let wizard = Wizard::posting()
        .reply(DomainCreated(lost()))
        .reply(DomainsListed(Ok(vec![])))
        .fire_timer(1000)
        .reply(DomainsListed(Ok(vec![])))
        .fire_timer(2000);
    let wizard = wizard.reply(DomainsListed(Ok(vec![]))).expect(Step::Failure);
    assert_eq!(wizard.count_posts(), 1);
    let Screen::Failure(screen) = &wizard.model.screen else { panic!() };
    assert_eq!(screen.failure.title, "Probably not added");
    assert_eq!(wizard.press("<enter>").expect(Step::Adding).count_posts(), 2);
}

#[test]
fn a_lost_post_is_found_in_a_later_list() {
    let wizard = Wizard::posting().reply(DomainCreated(lost())).reply(DomainsListed(Ok(vec![]))).fire_timer(1000);
    wizard.reply(DomainsListed(Ok(vec![domain("example.com")]))).expect(Step::Records);
}

#[test]
fn without_a_list_enter_requests_the_list_and_never_the_post() {
    let wizard = Wizard::posting().reply(DomainCreated(lost())).reply(DomainsListed(not_sent())).expect(Step::Failure);
    let Screen::Failure(screen) = &wizard.model.screen else { panic!() };
    assert_eq!(screen.failure.title, "example.com may or may not have been added");
    let wizard = wizard.press("<enter>").expect(Step::Adding);
    assert!(matches!(wizard.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    assert_eq!(wizard.count_posts(), 1);
    let wizard = wizard
        .reply(DomainsListed(rejected(500)))
        .expect(Step::Failure)
        .press("<esc>")
        .expect(Step::Review)
        .press("<enter>");
    assert_eq!(wizard.expect(Step::Adding).count_posts(), 1);
}

#[test]
fn esc_cancels_the_post_and_requests_the_list() {
    let wizard = Wizard::posting().press("<esc>").expect(Step::Adding);
    assert!(matches!(
        wizard.commands[..],
        [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::ListDomains { .. })]
    ));
    let wizard = wizard.press("<esc>").expect(Step::Review);
    assert_eq!(wizard.model.unconfirmed.len(), 1);
    let wizard = wizard.press("<enter>").expect(Step::Adding);
    assert!(matches!(
        wizard.commands[..],
        [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::ListDomains { .. }), ..]
    ));
    assert_eq!(wizard.count_posts(), 1);
}

#[test]
fn esc_leaves_the_pause_between_two_lists() {
    let wizard = Wizard::posting()
        .reply(DomainCreated(lost()))
        .reply(DomainsListed(Ok(vec![])))
        .press("<esc>")
        .expect(Step::Review);
    assert_eq!(wizard.model.unconfirmed.len(), 1);
}

#[test]
fn a_rejected_key_keeps_a_lost_post_unconfirmed() {
    let wizard =
        Wizard::posting().reply(DomainCreated(lost())).reply(DomainsListed(rejected(401))).expect(Step::ApiKey);
    assert_eq!(wizard.model.unconfirmed.len(), 1);
    let wizard =
        wizard.press("AS_better12345<enter>").reply(DomainsListed(Ok(vec![]))).expect(Step::Review).press("<enter>");
    assert_eq!(wizard.expect(Step::Adding).count_posts(), 1, "the list is asked first");
}

#[test]
fn a_409_shows_the_records_that_the_list_has() {
    let wizard = Wizard::posting()
        .reply(DomainCreated(rejected(409)))
        .expect(Step::Conflict)
        .press("<enter>")
        .expect(Step::Conflict);
    let wizard = wizard.reply(DomainsListed(Ok(vec![domain("example.com")]))).expect(Step::Records);
    assert!(wizard.requests().any(|request| matches!(request, Request::FetchDomain { .. })));
}

#[test]
fn a_409_for_an_unlisted_name_is_a_failure() {
    let wizard = Wizard::posting()
        .reply(DomainCreated(rejected(409)))
        .press("<enter>")
        .reply(DomainsListed(Ok(vec![])))
        .expect(Step::Failure);
    let Screen::Failure(screen) = &wizard.model.screen else { panic!() };
    assert!(screen.failure.reason.contains("it isn't in this project"), "{screen:?}");
    wizard.press("<down><enter>").expect(Step::Domain);
}

#[test]
fn esc_leaves_a_409_to_change_the_name() {
    let wizard = Wizard::posting().reply(DomainCreated(rejected(409))).press("<esc>").expect(Step::Domain);
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.field.text() == "example.com"));
}

#[test]
fn a_failed_list_after_a_409_is_retried() {
    let wizard = Wizard::posting()
        .reply(DomainCreated(rejected(409)))
        .press("<enter>")
        .reply(DomainsListed(not_sent()))
        .expect(Step::Failure);
    let wizard = wizard.press("<enter>").expect(Step::Conflict);
    assert!(matches!(wizard.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    wizard.reply(DomainsListed(not_sent())).expect(Step::Failure).press("<esc>").expect(Step::Conflict);
}

#[test]
fn review_goes_back_with_the_region_selected() {
    let wizard = Wizard::with_list(vec![]).press("example.com<enter>frank<enter>").expect(Step::Review);
    let wizard = wizard.press("<esc>").expect(Step::Region).press("<enter>").expect(Step::Review);
    assert!(
        matches!(&wizard.model.screen, Screen::Review(screen) if screen.new_domain.region.label().contains("Frankfurt"))
    );
}

#[test]
fn a_listed_name_is_opened_instead_of_posted() {
    let wizard =
        Wizard::with_key().press("example.com<enter><enter>").reply(DomainsListed(Ok(vec![domain("example.com")])));
    let wizard = wizard.expect(Step::Review).press("<enter>").expect(Step::Records);
    assert_eq!(wizard.count_posts(), 0);
}

#[test]
fn the_cause_of_an_unconfirmed_post_stays_visible() {
    let wizard =
        Wizard::posting().reply(DomainCreated(rejected(500))).reply(DomainsListed(rejected(500))).expect(Step::Failure);
    let wizard = wizard.press("<enter>").expect(Step::Adding).reply(DomainsListed(rejected(500))).expect(Step::Failure);
    let Screen::Failure(screen) = &wizard.model.screen else { panic!() };
    assert!(screen.failure.reason.starts_with("AutoSend answered 500: the server's words."), "{screen:?}");
}

#[test]
fn a_cancelled_post_is_not_called_lost() {
    let wizard =
        Wizard::posting().press("<esc>").reply(DomainsListed(Ok(vec![domain("example.com")]))).expect(Step::Records);
    assert_eq!(wizard.notice(), "You stopped waiting, but example.com was added");
    assert!(wizard.all_commands.iter().any(|command| matches!(command, Command::Effect(Effect::SaveRegion(_)))));
}

#[test]
fn listed_records_confirm_the_post() {
    let wizard = Wizard::posting().reply(DomainCreated(lost())).press("<esc>").expect(Step::Review);
    assert_eq!(wizard.model.unconfirmed.len(), 1);
    let wizard = wizard.press("<f2>").reply(DomainsListed(Ok(vec![domain("example.com")])));
    assert_eq!(wizard.model.unconfirmed.len(), 0);
}

#[test]
fn errors_of_both_fields_are_shown() {
    let wizard =
        Wizard::posting().reply(DomainCreated(validation_failed(&[("domain", "is bad"), ("regionKey", "is worse")])));
    let Screen::Domain(screen) = &wizard.expect(Step::Domain).model.screen else { panic!() };
    let error = screen.field.error.clone().unwrap_or_default();
    assert!(error.contains("is bad") && error.contains("is worse"), "{error}");
}

#[test]
fn leaving_reports_the_outcome_of_the_post() {
    let wizard = Wizard::posting().reply(DomainCreated(rejected(402))).press("<c-c>");
    let outcome = wizard.model.outcome.as_deref();
    assert_eq!(outcome, Some("Your plan doesn't allow this. example.com was not added."));
}

#[test]
fn after_a_409_the_domain_step_learns_the_listed_name() {
    let wizard = Wizard::posting().reply(DomainCreated(rejected(409))).press("<esc>").expect(Step::Domain);
    let wizard = wizard.reply(DomainsListed(Ok(vec![domain("example.com")])));
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.existing_domain().is_some()));
}
