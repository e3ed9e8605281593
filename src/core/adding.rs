//! Adding a domain: when the POST is sent, when it is sent again, and how a lost answer is resolved.
//!
//! [`Adding`] decides and does nothing. The wizard and `add` tell it what happened ([`Fact`]) and do what it says
//! ([`Step`]). Its rules:
//!
//! - After "too many requests" the POST is sent again as [`retry_delay`] says. Somebody who watches may send it at once, or
//!   give up.
//! - After an answer that was lost, the POST may have been carried out. It is never sent again by itself; the list is read up
//!   to three times, because it may lag behind.
//! - After 409, the list shows the domain, if that is asked for.
//! - Every other refusal is the end.

use std::mem;
use std::time::Duration;

use super::api_error::{ApiError, CarriedOut};
use super::domain::SendingDomain;
use super::retry_after::{MAX_RETRIES, retry_delay};

/// How many times AutoSend is asked what became of a lost request.
pub const MAX_LOOKUPS: u8 = 3;

/// The pauses before those lookups: they start at 0, 1 and 3 s.
const LOOKUP_DELAYS: [Duration; MAX_LOOKUPS as usize] =
    [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(2)];

/// The pause before the next of [`MAX_LOOKUPS`]; `None` after the last one.
pub(super) fn lookup_delay(lookups: u8) -> Option<Duration> {
    LOOKUP_DELAYS.get(usize::from(lookups)).copied()
}

/// Adding one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adding {
    state: State,
    retries: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Nothing was added, as far as anybody knows.
    Idle,
    Posting,
    WaitingToRetry,
    /// The answer was lost, and the list is read for the `lookups`th time.
    Reconciling {
        cause: Option<ApiError>,
        lookups: u8,
    },
    /// The answer was lost, and the list has not told.
    Unconfirmed {
        cause: Option<ApiError>,
    },
    /// AutoSend answered 409.
    Conflict {
        refusal: ApiError,
    },
    /// The list is read for the domain that was there before.
    FindingExisting {
        refusal: ApiError,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The domain is to be added: for the first time, again, or at once instead of after the pause.
    Submitted,
    /// The POST was answered, or not.
    Posted(Result<SendingDomain, ApiError>),
    /// The pause is over.
    WaitOver,
    /// The list was read: the domain, if the list has it.
    Listed(Option<SendingDomain>),
    /// The list could not be read.
    ListFailed(ApiError),
    /// After a 409: the domain that is there already is to be shown.
    ShowExisting,
    /// The person does not wait any longer. A request under way is canceled.
    GivenUp,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send the POST.
    Post,
    /// Wait, then report [`Fact::WaitOver`].
    Wait {
        /// At least one.
        seconds: u64,
        /// The number of the retry that follows, from 1.
        attempt: u8,
        /// The most retries.
        of: u8,
    },
    /// Read the list.
    ReadList {
        /// After this pause.
        after: Duration,
    },
    /// The domain is there.
    Done(Added),
    /// Nothing more is done unless somebody asks for it.
    Stop(NotAdded),
    /// The fact does not belong to what is under way; nothing changes.
    Ignore,
}

/// A domain that is there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The domain and its records.
    pub domain: SendingDomain,
    /// How that is known.
    pub confirmation: Confirmation,
}

/// How it is known that a domain is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// The POST was answered.
    Response,
    /// The answer was lost, and the list has the domain.
    List {
        /// What became of the answer; `None` if the person stopped waiting.
        cause: Option<ApiError>,
    },
    /// It was there before.
    AlreadyExisted,
}

/// Why a domain was not added, or why nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAdded {
    /// AutoSend refused it, or was not reached.
    Refused(ApiError),
    /// 409: it is there already. [`Fact::ShowExisting`] looks for it.
    Exists(ApiError),
    /// The answer was lost, and the list lacks the name. [`Fact::Submitted`] sends the POST again.
    NotListed {
        /// What became of the answer; `None` if the person stopped waiting.
        cause: Option<ApiError>,
    },
    /// The answer was lost, and the list cannot be read. [`Fact::Submitted`] reads the list, never sends the POST.
    OutcomeUnknown {
        /// What became of the answer; `None` if the person stopped waiting.
        cause: Option<ApiError>,
        /// Why the list cannot be read.
        list_error: ApiError,
    },
    /// 409, but the project's list lacks it.
    AddedElsewhere {
        /// The 409.
        refusal: ApiError,
    },
    /// 409, but the list cannot be read.
    ExistingUnavailable {
        /// Why the list cannot be read.
        list_error: ApiError,
    },
    /// The person has given up; [`Adding::progress`] says what is known.
    GivenUp,
}

/// What is certain while it is under way: for somebody who leaves in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddProgress {
    /// It was not added.
    NotAdded,
    /// It may have been added.
    MaybeAdded,
    /// It was there before, and nothing was added.
    AlreadyExisted,
}

impl Default for Adding {
    fn default() -> Self {
        Self::new()
    }
}

impl Adding {
    /// A domain for which nothing was sent.
    #[must_use]
    pub const fn new() -> Self {
        Self { state: State::Idle, retries: 0 }
    }

    /// A domain whose POST was lost before: the list is read first. The cause is `None` if the person stopped waiting.
    #[must_use]
    pub const fn unconfirmed(cause: Option<ApiError>) -> Self {
        Self { state: State::Unconfirmed { cause }, retries: 0 }
    }

    /// What to do now.
    pub fn next(&mut self, fact: Fact) -> Step {
        match (mem::replace(&mut self.state, State::Idle), fact) {
            (State::Idle, Fact::Submitted) => {
                self.retries = 0;
                self.post()
            }
            (State::Posting, Fact::Posted(Ok(domain))) => done(domain, Confirmation::Response),
            (State::Posting, Fact::Posted(Err(error))) => self.apply_error(error),
            (State::Posting, Fact::GivenUp) => self.reconcile(None, 0),
            (State::WaitingToRetry, Fact::WaitOver | Fact::Submitted) => self.post(),
            (State::WaitingToRetry, Fact::GivenUp) => Step::Stop(NotAdded::GivenUp),
            (State::Reconciling { cause, .. }, Fact::Listed(Some(domain))) => {
                done(domain, Confirmation::List { cause })
            }
            (State::Reconciling { cause, lookups }, Fact::Listed(None)) => self.reconcile(cause, lookups),
            (State::Reconciling { cause, .. }, Fact::ListFailed(list_error)) => {
                self.stop(State::Unconfirmed { cause: cause.clone() }, NotAdded::OutcomeUnknown { cause, list_error })
            }
            (State::Reconciling { cause, .. }, Fact::GivenUp) => {
                self.stop(State::Unconfirmed { cause }, NotAdded::GivenUp)
            }
            (State::Unconfirmed { cause }, Fact::Submitted) => self.reconcile(cause, 0),
            (State::Conflict { refusal }, Fact::ShowExisting) => {
                self.state = State::FindingExisting { refusal };
                Step::ReadList { after: Duration::ZERO }
            }
            (State::FindingExisting { .. }, Fact::Listed(Some(domain))) => done(domain, Confirmation::AlreadyExisted),
            (State::FindingExisting { refusal }, Fact::Listed(None)) => {
                Step::Stop(NotAdded::AddedElsewhere { refusal })
            }
            (State::FindingExisting { refusal }, Fact::ListFailed(list_error)) => {
                self.stop(State::Conflict { refusal }, NotAdded::ExistingUnavailable { list_error })
            }
            (State::FindingExisting { refusal }, Fact::GivenUp) => {
                self.stop(State::Conflict { refusal }, NotAdded::GivenUp)
            }
            (state, _) => {
                self.state = state;
                Step::Ignore
            }
        }
    }

    /// How many times AutoSend has answered "too many requests" since the domain was submitted.
    #[must_use]
    pub const fn retries(&self) -> u8 {
        self.retries
    }

    /// Which of [`MAX_LOOKUPS`] is under way or comes next, from 1; 0 if none is needed.
    #[must_use]
    pub const fn lookups(&self) -> u8 {
        match self.state {
            State::Reconciling { lookups, .. } => lookups,
            _ => 0,
        }
    }

    /// What became of a lost answer; `None` if none was lost, or if the person stopped waiting for it.
    #[must_use]
    pub const fn cause(&self) -> Option<&ApiError> {
        match &self.state {
            State::Reconciling { cause, .. } | State::Unconfirmed { cause } => cause.as_ref(),
            _ => None,
        }
    }

    /// What is certain now.
    #[must_use]
    pub const fn progress(&self) -> AddProgress {
        match self.state {
            State::Idle | State::WaitingToRetry => AddProgress::NotAdded,
            State::Posting | State::Reconciling { .. } | State::Unconfirmed { .. } => AddProgress::MaybeAdded,
            State::Conflict { .. } | State::FindingExisting { .. } => AddProgress::AlreadyExisted,
        }
    }

    fn post(&mut self) -> Step {
        self.state = State::Posting;
        Step::Post
    }

    fn stop(&mut self, state: State, why: NotAdded) -> Step {
        self.state = state;
        Step::Stop(why)
    }

    fn apply_error(&mut self, error: ApiError) -> Step {
        match error.carried_out() {
            CarriedOut::Unknown => self.reconcile(Some(error), 0),
            CarriedOut::No if error.status() == Some(409) => {
                self.stop(State::Conflict { refusal: error.clone() }, NotAdded::Exists(error))
            }
            CarriedOut::No => match retry_delay(&error, self.retries) {
                Some(delay) => {
                    self.retries += 1;
                    self.state = State::WaitingToRetry;
                    Step::Wait { seconds: delay.as_secs(), attempt: self.retries, of: MAX_RETRIES }
                }
                None => Step::Stop(NotAdded::Refused(error)),
            },
        }
    }

    /// The list was read `lookups` times for a lost POST.
    fn reconcile(&mut self, cause: Option<ApiError>, lookups: u8) -> Step {
        match lookup_delay(lookups) {
            Some(after) => {
                self.state = State::Reconciling { cause, lookups: lookups + 1 };
                Step::ReadList { after }
            }
            None => Step::Stop(NotAdded::NotListed { cause }),
        }
    }
}

fn done(domain: SendingDomain, confirmation: Confirmation) -> Step {
    Step::Done(Added { domain, confirmation })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::fixtures::{self, lost, not_sent, rate_limited, refused};

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
    fn too_many_requests_are_waited_out_three_times() {
        let busy = || posted(rate_limited(None));
        let facts = [Fact::Submitted, busy(), Fact::WaitOver, busy(), Fact::Submitted, busy(), Fact::WaitOver, busy()];
        let refused = Step::Stop(NotAdded::Refused(rate_limited(None)));
        assert_eq!(
            steps(Adding::new(), facts),
            [Step::Post, wait(1, 1), Step::Post, wait(2, 2), Step::Post, wait(4, 3), Step::Post, refused]
        );
    }

    #[test]
    fn a_wait_can_be_given_up_and_the_next_submit_counts_anew() {
        let busy = || posted(rate_limited(Some(Duration::from_secs(30))));
        let facts = [Fact::Submitted, busy(), Fact::GivenUp, Fact::Submitted, busy()];
        let given_up = Step::Stop(NotAdded::GivenUp);
        assert_eq!(steps(Adding::new(), facts), [Step::Post, wait(30, 1), given_up, Step::Post, wait(30, 1)]);
    }

    #[test]
    fn a_clear_refusal_is_the_end() {
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
            assert_eq!(
                lists(&[Fact::ListFailed(refused(401)), Fact::Submitted]),
                [read_list(0), unknown, read_list(0)]
            );
        }
    }

    #[test]
    fn somebody_who_stops_waiting_for_the_answer_or_the_list_leaves_it_open() {
        let mut adding = Adding::new();
        assert_eq!(adding.next(Fact::Submitted), Step::Post);
        assert_eq!(adding.next(Fact::GivenUp), read_list(0));
        assert_eq!(adding.next(Fact::GivenUp), Step::Stop(NotAdded::GivenUp));
        assert_eq!((adding.progress(), adding.cause()), (AddProgress::MaybeAdded, None));
        assert_eq!(adding.next(Fact::Submitted), read_list(0));
        assert_eq!(steps(Adding::unconfirmed(Some(lost())), [Fact::Submitted]), [read_list(0)]);
    }

    #[test]
    fn a_409_is_looked_up_if_that_is_asked_for() {
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
        fn no_post_is_sent_unasked(facts in prop::collection::vec(fact(), 0..80)) {
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
}
