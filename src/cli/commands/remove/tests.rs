//! The requests of `remove`, their times and the outcome: with a scripted API and paused time.

use super::*;
use crate::cli::commands::scripted_api::{ScriptedApi, credentials, lost, refused};
use crate::core::api_error::ApiError;
use crate::core::domain::DomainId;
use crate::core::fixtures;

fn domain() -> SendingDomain {
    fixtures::domain("example.com", Vec::new())
}

fn still_there(cause: &ApiError) -> NotRemoved {
    NotRemoved::StillThere { cause: Some(cause.clone()), domain: Box::new(domain()) }
}

async fn removing(
    removed: Vec<Result<(), ApiError>>,
    fetched: Vec<Result<SendingDomain, ApiError>>,
) -> (Result<Removed, NotRemoved>, Vec<(&'static str, u64)>) {
    let api = ScriptedApi::new(fetched, removed);
    let result = remove(&api, &credentials(), &DomainId::new("1")).await;
    (result, api.calls())
}

#[tokio::test(start_paused = true)]
async fn one_delete_is_enough_and_404_counts_as_removed() {
    assert_eq!(removing(vec![Ok(())], vec![]).await, (Ok(Removed::Response), vec![("delete", 0)]));
    assert_eq!(removing(vec![Err(refused(404))], vec![]).await, (Ok(Removed::AlreadyGone), vec![("delete", 0)]));
}

#[tokio::test(start_paused = true)]
async fn a_rejection_ends_it_and_a_429_is_retried() {
    for status in [400, 401, 403, 409] {
        let (result, calls) = removing(vec![Err(refused(status))], vec![]).await;
        assert_eq!((result, calls.len()), (Err(NotRemoved::Refused(refused(status))), 1));
    }
    let (result, calls) = removing(vec![Err(refused(429)), Ok(())], vec![]).await;
    assert_eq!((result, calls), (Ok(Removed::Response), vec![("delete", 0), ("delete", 1)]));
}

#[tokio::test(start_paused = true)]
async fn after_a_lost_answer_the_domain_is_read_and_the_delete_is_not_sent_again() {
    for cause in [lost(), refused(500), refused(408)] {
        let (result, calls) = removing(vec![Err(cause.clone())], vec![Ok(domain()), Err(refused(404))]).await;
        assert_eq!(result, Ok(Removed::Confirmed { cause: Some(cause.clone()) }));
        assert_eq!(calls, [("delete", 0), ("get", 0), ("get", 1)]);
        let (result, calls) = removing(vec![Err(cause.clone())], vec![Ok(domain()), Ok(domain()), Ok(domain())]).await;
        assert_eq!(result, Err(still_there(&cause)));
        assert_eq!(calls, [("delete", 0), ("get", 0), ("get", 1), ("get", 3)]);
        let (result, _) = removing(vec![Err(cause.clone())], vec![Err(refused(502)); 4]).await;
        assert_eq!(result, Err(NotRemoved::OutcomeUnknown { cause: Some(cause), lookup_error: refused(502) }));
    }
}

#[test]
fn an_unknown_outcome_is_reported_as_unknown() {
    let describe = |not_removed| {
        let document = not_removed_error(not_removed, "example.com").to_json_document();
        let text = |member: &str| document["error"][member].as_str().unwrap_or_default().to_owned();
        (text("kind"), text("message"))
    };
    let (kind, message) = describe(NotRemoved::OutcomeUnknown { cause: Some(lost()), lookup_error: refused(502) });
    assert_eq!(kind, "outcome-unknown");
    assert!(message.starts_with("example.com may or may not have been removed."), "{message}");
    let (kind, message) = describe(still_there(&lost()));
    assert_eq!(kind, "still-there");
    assert!(message.contains("AutoSend still lists example.com: it was not removed"), "{message}");
    let warning = lost_answer_warning(&Removed::Confirmed { cause: Some(lost()) }, &domain());
    assert_eq!(warning.map(|warning| warning.code), Some("answer-lost"));
}
