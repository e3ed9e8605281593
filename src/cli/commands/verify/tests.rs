//! The requests of the polling, their times, and what ends it: with a scripted API and paused time.

use serde_json::json;

use super::*;
use crate::cli::commands::interrupt::GracefulStop;
use crate::cli::commands::report::Warning;
use crate::cli::commands::scripted_api::{ScriptedApi, credentials, lost, refused};
use crate::core::api_error::{ApiError, ErrorResponse};
use crate::core::domain::{AutosendChecks, DomainStatus};
use crate::core::fixtures;

type Answer = Result<SendingDomain, ApiError>;

fn domain(status: &str) -> SendingDomain {
    SendingDomain { status: DomainStatus::parse(status), ..fixtures::domain("example.com", Vec::new()) }
}

fn pending() -> SendingDomain {
    domain("PENDING_CONFIGURATION")
}

/// Polls one domain, and returns the messages and the seconds of the requests.
async fn follow_one(limit: u64, answers: Vec<Answer>) -> (Vec<String>, Vec<u64>) {
    let api = ScriptedApi::new(answers, Vec::new());
    let mut messages = Vec::new();
    let mut stop = GracefulStop::listen().unwrap();
    let waiting = vec![PolledDomain::new(0, pending(), Some(Duration::from_secs(limit)))];
    let end = poll_until_done(&api, &credentials(), waiting, &mut stop, |event| {
        messages.push(match event {
            PollEvent::Waiting { waiting, elapsed, pause } => message::pause_message(waiting, elapsed, pause),
            PollEvent::PollFailed(polled, error) => message::poll_failed_message(polled, error),
            PollEvent::Finished(polled, end) => {
                format!("{:?} {}", message::outcome_code(&end), polled.domain.status.raw())
            }
        });
        Ok(())
    })
    .await;
    assert_eq!(end, Ok(PollEnd::Completed));
    (messages, api.calls().into_iter().map(|(_, second)| second).collect())
}

#[tokio::test(start_paused = true)]
async fn the_status_is_polled_until_the_domain_is_verified() {
    let answers = vec![Ok(pending()), Ok(pending()), Ok(domain("VERIFIED"))];
    let (messages, requests) = follow_one(600, answers).await;
    let checks = "example.com: waiting for ownership, DKIM, mail-from, DMARC.";
    let expected = [
        format!("{checks} Next check in 5 s."),
        format!("{checks} Waited 5 s. Next check in 5 s."),
        format!("{checks} Waited 10 s. Next check in 5 s."),
        "Some(\"verified\") VERIFIED".to_owned(),
    ];
    assert_eq!((messages, requests), (expected.to_vec(), vec![5, 10, 15]));
}

#[tokio::test(start_paused = true)]
async fn the_pauses_grow_and_the_last_check_is_at_the_time_limit() {
    let (messages, requests) = follow_one(100, vec![Ok(pending()); 20].into_iter().take(10).collect()).await;
    assert_eq!(requests, [5, 10, 15, 20, 30, 40, 55, 75, 100]);
    assert_eq!(messages.last().map(String::as_str), Some("Some(\"not-yet\") PENDING_CONFIGURATION"));
}

#[tokio::test(start_paused = true)]
async fn a_failed_verification_ends_it() {
    let (messages, requests) = follow_one(600, vec![Ok(domain("VERIFICATION_FAILED"))]).await;
    assert_eq!((messages.last().unwrap().as_str(), requests), ("Some(\"failed\") VERIFICATION_FAILED", vec![5]));
    for (status, exit, kind) in [(404, 7, "not-found"), (401, 4, "key-refused"), (403, 4, "forbidden")] {
        let (messages, requests) = follow_one(600, vec![Err(refused(status))]).await;
        assert_eq!((messages.last().unwrap().as_str(), requests.len()), ("None PENDING_CONFIGURATION", 1), "{status}");
        let end = if status == 404 {
            VerifyOutcome::NotFound(refused(404))
        } else {
            VerifyOutcome::Rejected(refused(status))
        };
        let error = message::outcome_error(&PolledDomain::new(0, pending(), None), &end).unwrap();
        assert_eq!((error.exit.code(), &error.to_json_document()["error"]["kind"]), (exit, &json!(kind)));
    }
}

#[tokio::test(start_paused = true)]
async fn transient_errors_are_reported_once_and_do_not_end_it() {
    let busy = ApiError::ErrorResponse(ErrorResponse {
        status: 429,
        retry_after: Some(Duration::from_secs(17)),
        ..ErrorResponse::default()
    });
    let answers = vec![Err(refused(502)), Err(busy), Err(lost()), Ok(domain("VERIFIED"))];
    let (messages, requests) = follow_one(600, answers).await;
    assert_eq!(requests, [5, 10, 27, 32], "it waits as AutoSend wants it");
    let warnings: Vec<_> = messages.iter().filter(|words| words.starts_with("warning: ")).collect();
    let words = "warning: AutoSend answered 502 with no message. Retrying example.com until the time is up.";
    assert_eq!(warnings, [words]);
    assert_eq!(messages.last().unwrap(), "Some(\"verified\") VERIFIED");
}

#[tokio::test(start_paused = true)]
async fn if_the_last_check_fails_too_the_result_is_unknown() {
    let (messages, requests) = follow_one(10, vec![Ok(pending()), Err(refused(500))]).await;
    assert_eq!((messages.last().unwrap().as_str(), requests), ("None PENDING_CONFIGURATION", vec![5, 10]));
    let error =
        message::outcome_error(&PolledDomain::new(0, pending(), None), &VerifyOutcome::Unreachable(refused(500)))
            .unwrap();
    assert_eq!(error.exit, Exit::NotReached);
    assert!(error.message().starts_with("error: Time is up and AutoSend can't be reached"));
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_domain_that_can_send_is_brief() {
    let goes_on = SendingDomain { verification_in_progress: true, ..domain("VERIFIED") };
    let (messages, requests) = follow_one(600, vec![Ok(goes_on.clone()); 3]).await;
    assert_eq!((messages.last().unwrap().as_str(), requests), ("Some(\"verified\") VERIFIED", vec![5, 10, 15]));
    // Also if the time is up before.
    let (messages, _) = follow_one(5, vec![Ok(goes_on)]).await;
    assert_eq!(messages.last().unwrap(), "Some(\"verified\") VERIFIED");
}

#[tokio::test(start_paused = true)]
async fn an_answer_with_fewer_passed_checks_is_reported_as_inconsistent() {
    let with = |ownership| SendingDomain {
        checks: AutosendChecks { ownership: Some(ownership), ..AutosendChecks::default() },
        ..pending()
    };
    let api = ScriptedApi::new(vec![Ok(with(true)), Ok(with(false))], Vec::new());
    let mut stop = GracefulStop::listen().unwrap();
    let mut finished = None;
    let end = poll_until_done(
        &api,
        &credentials(),
        vec![PolledDomain::new(0, pending(), Some(Duration::from_secs(10)))],
        &mut stop,
        |event| {
            if let PollEvent::Finished(polled, _) = event {
                finished = Some(polled.clone());
            }
            Ok(())
        },
    )
    .await;
    assert_eq!(end, Ok(PollEnd::Completed));
    let words = "AutoSend's responses differ: passed before, but not in the latest one: ownership";
    assert_eq!(message::inconsistency_warning(&finished.unwrap()), Some(Warning::new("answers-differ", words)));
    assert_eq!(message::inconsistency_warning(&PolledDomain::new(0, pending(), None)), None);
}

#[tokio::test(start_paused = true)]
async fn several_domains_are_polled_in_rounds() {
    let api = ScriptedApi::new(
        vec![Ok(pending()), Ok(domain("VERIFIED")), Err(refused(404)), Ok(domain("VERIFIED"))],
        Vec::new(),
    );
    let mut stop = GracefulStop::listen().unwrap();
    let (mut finished, mut pausing) = (Vec::new(), Vec::new());
    let waiting = (0..3).map(|place| PolledDomain::new(place, pending(), Some(Duration::from_secs(60)))).collect();
    let end = poll_until_done(&api, &credentials(), waiting, &mut stop, |event| {
        match event {
            PollEvent::Finished(polled, end) => finished.push((polled.index, message::outcome_exit(&end))),
            PollEvent::Waiting { waiting, elapsed, pause } => {
                pausing.push(message::pause_message(waiting, elapsed, pause));
            }
            PollEvent::PollFailed(..) => unreachable!("all looks were answered"),
        }
        Ok(())
    })
    .await;
    assert_eq!(end, Ok(PollEnd::Completed));
    assert_eq!(finished, [(1, Exit::Success), (2, Exit::Failed), (0, Exit::Success)]);
    assert_eq!(pausing[0], "3 not verified yet. Next check in 5 s.");
    assert_eq!(pausing.len(), 2);
    let seconds: Vec<_> = api.calls().into_iter().map(|(_, second)| second).collect();
    assert_eq!(seconds, [5, 5, 5, 10]);
}
