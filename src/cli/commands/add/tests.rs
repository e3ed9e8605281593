//! The requests of `add` and their times: with a scripted API and paused time.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

use super::adding::AddRequest;
use super::args::IfExists;
use super::message::{interrupted_error, not_added_error};
use crate::core::adding::{AddProgress, Added, Adding, Confirmation, NotAdded, Step};
use crate::core::api_error::{ApiError, ErrorResponse};
use crate::core::api_key::{ApiKey, Credentials};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::{DomainName, assess};
use crate::core::exit::Exit;
use crate::core::fixtures;
use crate::core::operation::Operation;
use crate::core::region::Region;
use crate::ports::Api;

/// A request, and its time in seconds after the start.
type Event = (&'static str, u64);

/// An API that answers each request with the next of the answers it was given.
struct Scripted {
    created: Mutex<VecDeque<Result<SendingDomain, ApiError>>>,
    listed: Mutex<VecDeque<Result<Vec<SendingDomain>, ApiError>>>,
    asked: Mutex<Vec<Event>>,
    start: Instant,
}

impl Scripted {
    fn asked(&self, what: &'static str) {
        self.asked.lock().unwrap().push((what, self.start.elapsed().as_secs()));
    }
}

impl Api for Scripted {
    async fn create_domain(
        &self,
        _credentials: &Credentials,
        _name: &DomainName,
        _region: &Region,
    ) -> Result<SendingDomain, ApiError> {
        self.asked("post");
        self.created.lock().unwrap().pop_front().expect("one request more than answers")
    }

    async fn list_domains(&self, _credentials: &Credentials) -> Result<Vec<SendingDomain>, ApiError> {
        self.asked("list");
        self.listed.lock().unwrap().pop_front().expect("one request more than answers")
    }

    async fn fetch_domain(&self, _credentials: &Credentials, _id: &DomainId) -> Result<SendingDomain, ApiError> {
        unreachable!("no id is known")
    }

    async fn run_operation(
        &self,
        _credentials: &Credentials,
        _id: &DomainId,
        _operation: Operation,
    ) -> Result<SendingDomain, ApiError> {
        unreachable!("no id is known")
    }

    async fn remove_domain(&self, _credentials: &Credentials, _id: &DomainId) -> Result<(), ApiError> {
        unreachable!("nothing is removed")
    }

    fn connection_note(&self) -> Option<String> {
        None
    }
}

type Created = Result<SendingDomain, ApiError>;
type Listed = Result<Vec<SendingDomain>, ApiError>;

/// Adds example.com, and answers with what came of it, what was asked when, and each step.
async fn add_example(created: Vec<Created>, listed: Vec<Listed>) -> (Result<Added, NotAdded>, Vec<Event>, Vec<Step>) {
    add_or_show_example(created, listed, IfExists::Fail).await
}

/// The same, with what to do if the project has it already.
async fn add_or_show_example(
    created: Vec<Created>,
    listed: Vec<Listed>,
    if_exists: IfExists,
) -> (Result<Added, NotAdded>, Vec<Event>, Vec<Step>) {
    let api = Scripted {
        created: Mutex::new(created.into()),
        listed: Mutex::new(listed.into()),
        asked: Mutex::default(),
        start: Instant::now(),
    };
    let credentials = Credentials { key: ApiKey::parse("AS_marker0f3c91d2key").unwrap(), project: None };
    let name = assess("example.com").name().unwrap().clone();
    let mut steps = Vec::new();
    let request = AddRequest { credentials: &credentials, name: &name, region: &Region::Primary, if_exists };
    let on_step = |_: &Adding, step: &Step| {
        if !matches!(step, Step::Done(_) | Step::Stop(_)) {
            steps.push(step.clone());
        }
    };
    let result = request.run(&mut Adding::new(), &api, on_step).await;
    let asked = api.asked.lock().unwrap().clone();
    (result, asked, steps)
}

fn domain(name: &str) -> SendingDomain {
    fixtures::domain(name, Vec::new())
}

fn refused(status: u16, retry_after: Option<u64>) -> ApiError {
    let retry_after = retry_after.map(Duration::from_secs);
    ApiError::ErrorResponse(ErrorResponse { status, retry_after, ..ErrorResponse::default() })
}

fn lost() -> ApiError {
    ApiError::ResponseLost { reason: "no response within 30 s".to_owned() }
}

#[tokio::test(start_paused = true)]
async fn one_request_is_enough() {
    let (result, asked, steps) = add_example(vec![Ok(domain("example.com"))], vec![]).await;
    assert_eq!(result, Ok(Added { domain: domain("example.com"), confirmation: Confirmation::Response }));
    assert_eq!((asked, steps), (vec![("post", 0)], vec![Step::Post]));
}

#[tokio::test(start_paused = true)]
async fn a_429_is_retried_three_times_at_most() {
    let busy = || Err(refused(429, None));
    let (result, asked, steps) = add_example(vec![busy(), busy(), busy(), busy()], vec![]).await;
    assert_eq!(result, Err(NotAdded::Refused(refused(429, None))));
    assert_eq!(asked, [("post", 0), ("post", 1), ("post", 3), ("post", 7)]);
    assert_eq!(steps.get(5), Some(&Step::Wait { seconds: 4, attempt: 3, of: 3 }));
}

#[tokio::test(start_paused = true)]
async fn it_waits_for_the_retry_delay_but_no_longer_than_a_minute() {
    let answers = vec![Err(refused(429, Some(60))), Ok(domain("example.com"))];
    let (result, asked, _) = add_example(answers, vec![]).await;
    assert!(result.is_ok());
    assert_eq!(asked, [("post", 0), ("post", 60)]);
    let (result, asked, _) = add_example(vec![Err(refused(429, Some(61)))], vec![]).await;
    assert_eq!(result, Err(NotAdded::Refused(refused(429, Some(61)))));
    assert_eq!(asked, [("post", 0)]);
}

#[tokio::test(start_paused = true)]
async fn a_rejection_ends_it() {
    for error in [
        refused(400, None),
        refused(401, None),
        refused(402, None),
        refused(403, None),
        refused(409, None),
        fixtures::not_sent(),
    ] {
        let (result, asked, _) = add_example(vec![Err(error.clone())], vec![]).await;
        let refused = if error.status() == Some(409) { NotAdded::Exists(error) } else { NotAdded::Refused(error) };
        assert_eq!((result, asked), (Err(refused), vec![("post", 0)]));
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_lost_answer_the_list_is_read_and_the_post_is_not_sent_again() {
    for cause in [
        lost(),
        refused(408, None),
        refused(500, None),
        refused(503, Some(1)),
        ApiError::InvalidBody { status: 201, reason: "it is no JSON".to_owned() },
        ApiError::Redirected { status: 307, target: "elsewhere.example".into() },
    ] {
        let lists =
            vec![Ok(vec![]), Ok(vec![domain("other.com")]), Ok(vec![domain("other.com"), domain("Example.com.")])];
        let (result, asked, steps) = add_example(vec![Err(cause.clone())], lists).await;
        assert_eq!(
            result,
            Ok(Added {
                domain: domain("Example.com."),
                confirmation: Confirmation::List { cause: Some(cause.clone()) }
            })
        );
        assert_eq!(asked, [("post", 0), ("list", 0), ("list", 1), ("list", 3)], "{cause:?}");
        assert_eq!(steps, [Step::Post, read_list(0), read_list(1), read_list(2)]);

        let (result, asked, _) = add_example(vec![Err(cause.clone())], vec![Ok(vec![]), Ok(vec![]), Ok(vec![])]).await;
        assert_eq!(result, Err(NotAdded::NotListed { cause: Some(cause.clone()) }));
        assert_eq!(asked, [("post", 0), ("list", 0), ("list", 1), ("list", 3)]);

        let list = refused(401, None);
        let (result, asked, _) = add_example(vec![Err(cause.clone())], vec![Ok(vec![]), Err(list.clone())]).await;
        assert_eq!(result, Err(NotAdded::OutcomeUnknown { cause: Some(cause), list_error: list }));
        assert_eq!(asked, [("post", 0), ("list", 0), ("list", 1)]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_existing_domain_is_shown_if_requested() {
    let show = |lists| add_or_show_example(vec![Err(refused(409, None))], lists, IfExists::Show);
    let (result, asked, steps) = show(vec![Ok(vec![domain("other.com"), domain("example.com")])]).await;
    assert_eq!(result, Ok(Added { domain: domain("example.com"), confirmation: Confirmation::AlreadyExisted }));
    assert_eq!((asked, steps), (vec![("post", 0), ("list", 0)], vec![Step::Post, read_list(0)]));
    let (result, ..) = show(vec![Ok(vec![])]).await;
    assert_eq!(result, Err(NotAdded::AddedElsewhere { refusal: refused(409, None) }));
    let (result, asked, _) = show([vec![Err(refused(429, None))], vec![Err(lost()); 3]].concat()).await;
    assert_eq!((result, asked.len()), (Err(NotAdded::ExistingUnavailable { list_error: lost() }), 5));
}

const fn read_list(seconds: u64) -> Step {
    Step::ReadList { after: Duration::from_secs(seconds) }
}

/// Kind, exit code and hint of the error.
fn describe(not_added: NotAdded) -> (String, u8, String) {
    let name = assess("example.com").name().unwrap().clone();
    let error = not_added_error(not_added, &name, "LOOK");
    let document = error.to_json_document();
    let text = |member: &str| document["error"][member].as_str().unwrap_or_default().to_owned();
    (text("kind"), error.exit.code(), text("hint"))
}

#[test]
fn an_unknown_outcome_has_its_own_exit_code() {
    let hint = "It should be safe to try again: if it was added after all, AutoSend will say so.";
    assert_eq!(describe(NotAdded::NotListed { cause: Some(lost()) }), ("not-listed".to_owned(), 6, hint.to_owned()));
    let (kind, exit, _) = describe(NotAdded::NotListed { cause: Some(refused(500, None)) });
    assert_eq!((kind.as_str(), exit), ("not-listed", 6));
    let not_known = NotAdded::OutcomeUnknown { cause: Some(lost()), list_error: refused(500, None) };
    assert_eq!(describe(not_known), ("outcome-unknown".to_owned(), 6, "LOOK".to_owned()));
    let elsewhere = NotAdded::AddedElsewhere { refusal: refused(409, None) };
    let (kind, exit, _) = describe(elsewhere);
    assert_eq!((kind.as_str(), exit), ("added-elsewhere", 5));
    assert_eq!(describe(NotAdded::ExistingUnavailable { list_error: refused(500, None) }).1, 6);
    assert_eq!(describe(NotAdded::Exists(refused(409, None))), ("already-added".to_owned(), 5, "LOOK".to_owned()));
}

#[test]
fn an_interruption_reports_whether_the_domain_can_have_been_added() {
    let name = assess("example.com").name().unwrap().clone();
    let message = |progress| interrupted_error(progress, &name, Exit::Interrupted, "LOOK").message();
    let unknown = "error: Cancelled while adding: example.com may have been added\n  LOOK\n";
    assert_eq!(message(AddProgress::MaybeAdded), unknown);
    assert_eq!(message(AddProgress::NotAdded), "error: Cancelled: example.com was not added\n");
}
