//! Having AutoSend verify a domain: one POST, then GETs until it is verified.
//!
//! [`VerifyPoll`] is a state machine without effects. It sends one POST, and after that only GETs. Verifying usually takes 5 to
//! 30 minutes, and DNS may take up to 48 hours (autosend-api.md 5 and 10).

use std::time::Duration;

use super::api_error::{ApiError, CarriedOut};
use super::domain::SendingDomain;
use super::duration::scheduled_pause;
use super::retry_policy::MAX_RETRY_AFTER;

/// The default time limit.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// How long verifying takes, without a full stop.
pub const TYPICAL_DURATION: &str = "Usually takes 5 to 30 minutes, at most 48 hours";

/// The pauses between two GETs, in seconds; the last one stays.
const INTERVALS_SECS: [u64; 11] = [5, 5, 5, 5, 10, 10, 15, 20, 30, 45, 60];

/// The most GETs that wait for AutoSend to finish checking a domain that can send already.
const EXTRA_POLLS: u32 = 3;

/// The shortest timeout of a request, even if the time limit is nearly reached.
const MIN_REQUEST_TIMEOUT: Duration = Duration::from_secs(5);

/// The verification of one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyPoll {
    timeout: Duration,
    state: State,
    polls: u32,
    last_error: Option<ApiError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    Requesting,
    Waiting,
    Polling,
    Ended,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact<'a> {
    /// The user verifies the domain.
    Started,
    /// The POST or a GET ended.
    Answered {
        /// The domain, as AutoSend returned it.
        result: Result<&'a SendingDomain, &'a ApiError>,
        /// The time since the beginning.
        elapsed: Duration,
    },
    /// The pause is over, or the user skipped it.
    WaitOver,
}

/// What the caller must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send the POST that asks AutoSend to verify.
    Request,
    /// Ask AutoSend for the domain.
    Poll,
    /// Wait, then report [`Fact::WaitOver`].
    Wait(Duration),
    /// It is over.
    Done(VerifyOutcome),
    /// Nothing: the fact does not fit the state.
    Ignore,
}

/// How watching a domain ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyOutcome {
    /// The domain can send.
    Verified,
    /// AutoSend's status says that verifying has failed.
    Failed,
    /// The time is up.
    TimedOut,
    /// The time is up, and the last GET was not answered.
    Unreachable(ApiError),
    /// AutoSend no longer has the domain.
    NotFound(ApiError),
    /// AutoSend refuses to verify the domain, or to say how far it is.
    Rejected(ApiError),
}

impl VerifyPoll {
    /// A verification that has not begun. With a timeout of zero, it ends with the response to the POST.
    pub const fn new(timeout: Duration) -> Self {
        Self { timeout, state: State::New, polls: 0, last_error: None }
    }

    /// The step to take after a fact.
    pub fn next(&mut self, fact: Fact<'_>) -> Step {
        match (self.state, fact) {
            (State::New, Fact::Started) => {
                self.state = State::Requesting;
                Step::Request
            }
            (State::Waiting, Fact::WaitOver) => {
                self.state = State::Polling;
                self.polls = self.polls.saturating_add(1);
                Step::Poll
            }
            (State::Requesting | State::Polling, Fact::Answered { result, elapsed }) => {
                if let Some(outcome) = self.outcome(result, elapsed) {
                    self.state = State::Ended;
                    Step::Done(outcome)
                } else {
                    self.state = State::Waiting;
                    Step::Wait(self.pause(elapsed))
                }
            }
            _ => Step::Ignore,
        }
    }

    /// Why the last GET was not answered, if it was not.
    pub const fn last_error(&self) -> Option<&ApiError> {
        self.last_error.as_ref()
    }

    /// The timeout of a request that begins now.
    pub fn request_timeout(&self, elapsed: Duration) -> Duration {
        self.timeout.saturating_sub(elapsed).max(MIN_REQUEST_TIMEOUT)
    }

    /// The outcome, if this result ends the verification.
    fn outcome(&mut self, result: Result<&SendingDomain, &ApiError>, elapsed: Duration) -> Option<VerifyOutcome> {
        let is_over = elapsed >= self.timeout;
        match result {
            Ok(domain) => {
                self.last_error = None;
                // A domain that can send is not called unverified because the time is up.
                let is_checked = is_over || !domain.verification_in_progress || self.polls >= EXTRA_POLLS;
                if domain.status.is_failure() {
                    Some(VerifyOutcome::Failed)
                } else if domain.status.can_send() && is_checked {
                    Some(VerifyOutcome::Verified)
                } else {
                    is_over.then_some(VerifyOutcome::TimedOut)
                }
            }
            Err(error) if error.is_not_found() => Some(VerifyOutcome::NotFound(error.clone())),
            Err(error) if self.is_final(error) => Some(VerifyOutcome::Rejected(error.clone())),
            Err(error) => {
                self.last_error = Some(error.clone());
                is_over.then(|| VerifyOutcome::Unreachable(error.clone()))
            }
        }
    }

    /// Whether another GET is useless: AutoSend refuses, or it was not asked to verify at all. All other errors may pass, and
    /// the POST is not sent again.
    fn is_final(&self, error: &ApiError) -> bool {
        let is_request = self.state == State::Requesting;
        match error.error_response().map(|response| response.status) {
            Some(408 | 429) => is_request,
            Some(400..=499) => true,
            _ => is_request && error.carried_out() == CarriedOut::No,
        }
    }

    /// At least as long as AutoSend asks for, but not beyond the end: the last GET is sent when the time is up.
    fn pause(&self, elapsed: Duration) -> Duration {
        let interval = scheduled_pause(&INTERVALS_SECS, self.polls);
        let retry_after =
            self.last_error.as_ref().and_then(ApiError::error_response).and_then(|error| error.retry_after);
        interval.max(retry_after.unwrap_or_default().min(MAX_RETRY_AFTER)).min(self.timeout.saturating_sub(elapsed))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::domain::DomainStatus;
    use crate::core::fixtures::{self, lost, not_sent, rate_limited, refused};

    type Answer = Result<SendingDomain, ApiError>;

    fn domain(status: &str) -> SendingDomain {
        SendingDomain { status: DomainStatus::parse(status), ..fixtures::domain("example.com", Vec::new()) }
    }

    fn pending() -> SendingDomain {
        domain("PENDING_CONFIGURATION")
    }

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// When each GET is sent, in seconds, and how it ends; the last answer stays.
    fn run(timeout: u64, answers: &[Answer]) -> (Vec<u64>, VerifyOutcome) {
        let (mut poll, mut elapsed, mut polls) = (VerifyPoll::new(seconds(timeout)), Duration::ZERO, Vec::new());
        let mut answers = answers.iter().chain(answers.last().into_iter().cycle());
        let mut step = poll.next(Fact::Started);
        loop {
            step = match step {
                Step::Request | Step::Poll => {
                    let result = answers.next().unwrap().as_ref();
                    poll.next(Fact::Answered { result, elapsed })
                }
                Step::Wait(pause) => {
                    elapsed += pause;
                    polls.push(elapsed.as_secs());
                    poll.next(Fact::WaitOver)
                }
                Step::Done(outcome) => return (polls, outcome),
                Step::Ignore => unreachable!(),
            }
        }
    }

    #[test]
    fn the_pauses_grow_from_5_s_to_60_s_and_the_last_get_is_sent_at_the_time_limit() {
        let (polls, outcome) = run(300, &[Ok(pending())]);
        assert_eq!(polls, [5, 10, 15, 20, 30, 40, 55, 75, 105, 150, 210, 270, 300]);
        assert_eq!(outcome, VerifyOutcome::TimedOut);
        assert_eq!(run(0, &[Ok(pending())]), (Vec::new(), VerifyOutcome::TimedOut));
    }

    #[test]
    fn the_status_ends_it() {
        assert_eq!(
            run(60, &[Ok(pending()), Ok(pending()), Ok(domain("VERIFIED"))]),
            (vec![5, 10], VerifyOutcome::Verified)
        );
        assert_eq!(run(60, &[Ok(domain("VERIFICATION_FAILED"))]), (vec![], VerifyOutcome::Failed));
    }

    #[test]
    fn waiting_for_a_domain_that_can_send_is_brief() {
        let checking = SendingDomain { verification_in_progress: true, ..domain("VERIFIED") };
        assert_eq!(run(600, &[Ok(checking.clone())]), (vec![5, 10, 15], VerifyOutcome::Verified));
        assert_eq!(run(5, &[Ok(checking)]), (vec![5], VerifyOutcome::Verified));
    }

    #[test]
    fn a_rejection_ends_it_and_other_errors_do_not() {
        assert_eq!(run(60, &[Ok(pending()), Err(refused(404))]).1, VerifyOutcome::NotFound(refused(404)));
        for status in [400, 401, 403, 409] {
            assert_eq!(run(60, &[Ok(pending()), Err(refused(status))]).1, VerifyOutcome::Rejected(refused(status)));
        }
        let unreadable = ApiError::InvalidBody { status: 200, reason: "it is no JSON".to_owned() };
        for error in [refused(408), refused(429), refused(502), lost(), not_sent(), unreadable] {
            let passing = run(60, &[Ok(pending()), Err(error.clone()), Ok(domain("VERIFIED"))]);
            assert_eq!(passing, (vec![5, 10], VerifyOutcome::Verified));
            assert_eq!(run(5, &[Ok(pending()), Err(error.clone())]).1, VerifyOutcome::Unreachable(error));
        }
    }

    #[test]
    fn a_post_that_may_have_been_carried_out_is_not_sent_again() {
        for error in [refused(408), refused(429), refused(403), not_sent()] {
            assert_eq!(run(60, &[Err(error.clone())]), (vec![], VerifyOutcome::Rejected(error)));
        }
        assert_eq!(run(60, &[Err(lost()), Ok(domain("VERIFIED"))]), (vec![5], VerifyOutcome::Verified));
    }

    #[test]
    fn it_waits_for_the_retry_delay_but_no_longer_than_a_minute() {
        let busy = |retry_after| Err(rate_limited(Some(seconds(retry_after))));
        let verified = || Ok(domain("VERIFIED"));
        assert_eq!(run(600, &[Ok(pending()), busy(17), verified()]).0, [5, 22]);
        assert_eq!(run(600, &[Ok(pending()), busy(1), verified()]).0, [5, 10]);
        assert_eq!(run(600, &[Ok(pending()), busy(3600), verified()]).0, [5, 65]);
        assert_eq!(run(30, &[Ok(pending()), busy(60), Ok(pending())]).0, [5, 30]);
    }

    fn answer() -> impl Strategy<Value = Answer> {
        prop_oneof![
            Just(Ok(pending())),
            Just(Ok(SendingDomain { verification_in_progress: true, ..domain("VERIFIED") })),
            prop::sample::select(vec![408, 429, 500, 503]).prop_map(|status| Err(refused(status))),
            (0..9999_u64).prop_map(|retry_after| Err(rate_limited(Some(seconds(retry_after))))),
            Just(Err(lost())),
            Just(Err(not_sent())),
        ]
    }

    proptest! {
        #[test]
        fn it_ends_in_time(timeout in 0..10_000_u64, mut answers in prop::collection::vec(answer(), 1..50)) {
            answers.push(Ok(pending()));
            let (polls, _) = run(timeout, &answers);
            prop_assert!(polls.iter().all(|poll| *poll <= timeout));
            prop_assert!(polls.len() as u64 <= timeout / 60 + 12, "{polls:?}");
        }

        /// The POST is sent once, whatever happens in whatever order.
        #[test]
        fn the_post_is_sent_once(facts in prop::collection::vec((0..3_u8, answer()), 0..50)) {
            let mut poll = VerifyPoll::new(DEFAULT_TIMEOUT);
            let mut posts = 0;
            for (kind, answer) in facts {
                let step = poll.next(match kind {
                    0 => Fact::Started,
                    1 => Fact::WaitOver,
                    _ => Fact::Answered { result: answer.as_ref(), elapsed: Duration::ZERO },
                });
                posts += u32::from(step == Step::Request);
            }
            prop_assert!(posts <= 1);
        }
    }
}
