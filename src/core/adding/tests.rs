//! Every fact in every state, and the body of the POST.

use proptest::prelude::*;

use super::*;
use crate::core::domain_name::assess;
use crate::core::fixtures::{self, lost, not_sent, rate_limited, refused};
use crate::core::region::RegionKey;

fn domain() -> SendingDomain {
    fixtures::domain("example.com", Vec::new())
}

/// The steps that follow from these facts.
fn steps(mut adding: Adding, facts: impl IntoIterator<Item = Fact>) -> Vec<Step> {
    facts.into_iter().map(|fact| adding.next(fact)).collect()
}

fn posted(error: ApiError) -> Fact {
    Fact::Posted(Err(error))
}

fn wait(seconds: u64, attempt: u8) -> Step {
    Step::Wait { seconds, attempt, of: MAX_RETRIES }
}

const fn read_list(seconds: u64) -> Step {
    Step::ReadList { after: Duration::from_secs(seconds) }
}

#[test]
fn one_post_is_enough() {
    let answered = steps(Adding::new(), [Fact::Submitted, Fact::Posted(Ok(domain()))]);
    assert_eq!(answered, [Step::Post, done(domain(), Confirmation::Response)]);
}

#[test]
fn a_429_is_waited_out_three_times() {
    let busy = || posted(rate_limited(None));
    let facts = [Fact::Submitted, busy(), Fact::WaitOver, busy(), Fact::Submitted, busy(), Fact::WaitOver, busy()];
    let refused = Step::Stop(NotAdded::Refused(rate_limited(None)));
    assert_eq!(
        steps(Adding::new(), facts),
        [Step::Post, wait(1, 1), Step::Post, wait(2, 2), Step::Post, wait(4, 3), Step::Post, refused]
    );
}

#[test]
fn a_time_that_was_chosen_includes_the_waits_of_one_submission() {
    let busy = || posted(rate_limited(Some(Duration::from_secs(2))));
    let facts = [Fact::Submitted, busy(), Fact::WaitOver, busy(), Fact::WaitOver, busy(), Fact::Submitted, busy()];
    let refused = Step::Stop(NotAdded::Refused(rate_limited(Some(Duration::from_secs(2)))));
    let chosen = Adding::new().with_timeout(RequestTimeout::new(Duration::from_secs(5)));
    assert_eq!(
        steps(chosen, facts),
        [Step::Post, wait(2, 1), Step::Post, wait(2, 2), Step::Post, refused, Step::Post, wait(2, 1)]
    );
}

#[test]
fn a_wait_can_be_cancelled_and_the_next_submit_counts_anew() {
    let busy = || posted(rate_limited(Some(Duration::from_secs(30))));
    let facts = [Fact::Submitted, busy(), Fact::GivenUp, Fact::Submitted, busy()];
    let given_up = Step::Stop(NotAdded::GivenUp);
    assert_eq!(steps(Adding::new(), facts), [Step::Post, wait(30, 1), given_up, Step::Post, wait(30, 1)]);
}

#[test]
fn a_rejection_ends_it() {
    let later = rate_limited(Some(Duration::from_secs(61)));
    for error in [refused(400), refused(401), refused(402), refused(403), refused(404), not_sent(), later] {
        let facts = [Fact::Submitted, posted(error.clone()), Fact::Submitted];
        let refused = Step::Stop(NotAdded::Refused(error));
        assert_eq!(steps(Adding::new(), facts), [Step::Post, refused, Step::Post]);
    }
}

#[test]
fn after_a_lost_answer_the_list_is_read_and_the_post_not_sent_again() {
    let unreadable = ApiError::InvalidBody { status: 201, reason: "it is no JSON".to_owned() };
    let elsewhere = ApiError::Redirected { status: 307, target: "elsewhere.example".into() };
    for error in [lost(), refused(408), refused(500), refused(503), unreadable, elsewhere] {
        let cause = Some(error.clone());
        let begin = || vec![Fact::Submitted, posted(error.clone())];
        let lists = |facts: &[Fact]| steps(Adding::new(), [begin(), facts.to_vec()].concat()).split_off(1);
        let found = done(domain(), Confirmation::List { cause: cause.clone() });
        assert_eq!(
            lists(&[Fact::Listed(None), Fact::Listed(None), Fact::Listed(Some(domain()))]),
            [read_list(0), read_list(1), read_list(2), found]
        );
        let missing = Step::Stop(NotAdded::NotListed { cause: cause.clone() });
        assert_eq!(
            lists(&[Fact::Listed(None), Fact::Listed(None), Fact::Listed(None), Fact::Submitted]),
            [read_list(0), read_list(1), read_list(2), missing, Step::Post]
        );
        let unknown = Step::Stop(NotAdded::OutcomeUnknown { cause, list_error: refused(401) });
        assert_eq!(lists(&[Fact::ListFailed(refused(401)), Fact::Submitted]), [read_list(0), unknown, read_list(0)]);
    }
}

#[test]
fn a_cancelled_wait_for_the_answer_or_the_list_leaves_the_outcome_unknown() {
    let mut adding = Adding::new();
    assert_eq!(adding.next(Fact::Submitted), Step::Post);
    assert_eq!(adding.next(Fact::GivenUp), read_list(0));
    assert_eq!(adding.next(Fact::GivenUp), Step::Stop(NotAdded::GivenUp));
    assert_eq!((adding.progress(), adding.cause()), (AddProgress::MaybeAdded, None));
    assert_eq!(adding.next(Fact::Submitted), read_list(0));
    assert_eq!(steps(Adding::unconfirmed(Some(lost())), [Fact::Submitted]), [read_list(0)]);
}

#[test]
fn a_409_reads_the_list_if_requested() {
    let begin = [Fact::Submitted, posted(refused(409)), Fact::ShowExisting];
    let then = |fact: Fact| steps(Adding::new(), begin.iter().cloned().chain([fact])).split_off(1);
    let exists = Step::Stop(NotAdded::Exists(refused(409)));
    let found = done(domain(), Confirmation::AlreadyExisted);
    assert_eq!(then(Fact::Listed(Some(domain()))), [exists.clone(), read_list(0), found]);
    let elsewhere = Step::Stop(NotAdded::AddedElsewhere { refusal: refused(409) });
    assert_eq!(then(Fact::Listed(None)), [exists.clone(), read_list(0), elsewhere]);
    let unavailable = Step::Stop(NotAdded::ExistingUnavailable { list_error: lost() });
    assert_eq!(then(Fact::ListFailed(lost())), [exists, read_list(0), unavailable]);
}

impl Adding {
    /// Whether nothing is under way.
    fn is_resting(&self) -> bool {
        matches!(self.state, State::Idle | State::Unconfirmed { .. } | State::Conflict { .. })
    }
}

fn error() -> impl Strategy<Value = ApiError> {
    let statuses = prop::sample::select(vec![400, 401, 402, 403, 404, 408, 409, 422, 429, 429, 500, 503]);
    prop_oneof![
        statuses.prop_map(refused),
        (0..90_u64).prop_map(|seconds| rate_limited(Some(Duration::from_secs(seconds)))),
        Just(lost()),
        Just(not_sent()),
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        Just(Fact::Submitted),
        error().prop_map(posted),
        Just(Fact::Posted(Ok(domain()))),
        Just(Fact::WaitOver),
        Just(Fact::Listed(None)),
        Just(Fact::Listed(Some(domain()))),
        error().prop_map(Fact::ListFailed),
        Just(Fact::ShowExisting),
        Just(Fact::GivenUp),
    ]
}

proptest! {
    /// Whatever happens in whatever order: a second POST follows only a 429 or somebody's wish, none follows while an
    /// earlier one may have been carried out, and it comes to an end.
    #[test]
    fn no_post_is_sent_without_a_submit(facts in prop::collection::vec(fact(), 0..80)) {
        let mut adding = Adding::new();
        let mut steps = 0;
        for fact in facts {
            let before = adding.clone();
            let step = adding.next(fact.clone());
            if step == Step::Ignore {
                prop_assert_eq!(&adding, &before);
                continue;
            }
            if step == Step::Post {
                prop_assert!(matches!(fact, Fact::Submitted | Fact::WaitOver), "{:?}", fact);
                prop_assert_eq!(before.progress(), AddProgress::NotAdded);
                prop_assert!(fact == Fact::Submitted || before.retries() > 0);
            }
            steps = if before.is_resting() { 0 } else { steps + 1 };
            prop_assert!(steps <= 2 * MAX_RETRIES + MAX_LOOKUPS + 1, "no end");
        }
    }
}

#[test]
fn the_primary_region_is_not_sent() {
    let name = assess("mail.example.com").name().cloned().unwrap();
    assert_eq!(create_domain_body(&name, &Region::Primary).to_string(), r#"{"domain":"mail.example.com"}"#);
    let key = Region::Key(RegionKey::parse("us-east-1").unwrap());
    let expected = r#"{"domain":"mail.example.com","regionKey":"us-east-1"}"#;
    assert_eq!(create_domain_body(&name, &key).to_string(), expected);
}
