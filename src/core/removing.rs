//! Removing a domain: when the DELETE is sent, and how a lost answer is resolved.
//!
//! [`Removing`] is a state machine without effects, like [`Adding`](super::adding::Adding). After a lost response, the domain
//! is fetched up to three times, because AutoSend may still be removing it. The DELETE is never sent again unasked.

use std::mem;
use std::time::Duration;

use super::adding::lookup_delay;
use super::api_error::{ApiError, CarriedOut};
use super::domain::SendingDomain;

/// The consequences of removing (AutoSend's page "Delete domain").
pub const REMOVAL_CONSEQUENCES: &str =
    "Removing a domain can't be undone. Senders and campaigns that use it may be affected.";

/// What removing does not change.
pub const REMOVAL_KEEPS_DNS: &str = "Your DNS records are not changed; remove them yourself.";

/// Removing one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removing {
    state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Nothing was sent, or the server refused it.
    Idle,
    Deleting,
    /// The response was lost, and the domain is fetched for the `lookups`th time.
    Confirming {
        cause: Option<ApiError>,
        lookups: u8,
    },
    /// The response was lost, and the domain could not be fetched.
    Unconfirmed {
        cause: Option<ApiError>,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The user removes the domain.
    Submitted,
    /// The DELETE ended.
    Deleted(Result<(), ApiError>),
    /// Fetching the domain ended.
    Fetched(Result<SendingDomain, ApiError>),
    /// The user stopped waiting. The caller cancels a running request.
    GivenUp,
}

/// What the caller must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send the DELETE.
    Delete,
    /// Fetch the domain.
    Fetch {
        /// After this pause.
        after: Duration,
    },
    /// The domain is gone.
    Done(Removed),
    /// Nothing, until the user asks for more.
    Stop(NotRemoved),
    /// Nothing: the fact does not fit the state.
    Ignore,
}

/// What confirms that a domain is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removed {
    /// The response to the DELETE.
    Response,
    /// A 404: it was gone before.
    AlreadyGone,
    /// A 404 to the lookup, because the response was lost.
    Confirmed {
        /// Why the response was lost; `None` if the user stopped waiting.
        cause: Option<ApiError>,
    },
}

/// Why a domain was not removed, or why that is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRemoved {
    /// AutoSend refused it or was not reached.
    Refused(ApiError),
    /// The response was lost, and AutoSend still has the domain. [`Fact::Submitted`] sends the DELETE again.
    StillThere {
        /// Why the response was lost; `None` if the user stopped waiting.
        cause: Option<ApiError>,
        /// The domain, as AutoSend returned it.
        domain: Box<SendingDomain>,
    },
    /// The response was lost, and the domain cannot be fetched. [`Fact::Submitted`] fetches it and never sends the DELETE.
    OutcomeUnknown {
        /// Why the response was lost; `None` if the user stopped waiting.
        cause: Option<ApiError>,
        /// Why the domain cannot be fetched.
        lookup_error: ApiError,
    },
    /// The user gave up; [`Removing::is_unconfirmed`] says what is known.
    GivenUp,
}

impl Default for Removing {
    fn default() -> Self {
        Self::new()
    }
}

impl Removing {
    /// An attempt for which nothing was sent.
    pub const fn new() -> Self {
        Self { state: State::Idle }
    }

    /// The step to take after a fact.
    pub fn next(&mut self, fact: Fact) -> Step {
        match (mem::replace(&mut self.state, State::Idle), fact) {
            (State::Idle, Fact::Submitted) => {
                self.state = State::Deleting;
                Step::Delete
            }
            (State::Unconfirmed { cause }, Fact::Submitted) => self.confirm(cause, 0),
            (State::Deleting, Fact::Deleted(Ok(()))) => Step::Done(Removed::Response),
            (State::Deleting, Fact::Deleted(Err(error))) => match error.carried_out() {
                CarriedOut::No if error.is_not_found() => Step::Done(Removed::AlreadyGone),
                CarriedOut::No => Step::Stop(NotRemoved::Refused(error)),
                CarriedOut::Unknown => self.confirm(Some(error), 0),
            },
            (State::Deleting, Fact::GivenUp) => self.confirm(None, 0),
            (State::Confirming { cause, lookups }, Fact::Fetched(Ok(domain))) => match lookup_delay(lookups) {
                Some(_) => self.confirm(cause, lookups),
                None => Step::Stop(NotRemoved::StillThere { cause, domain: Box::new(domain) }),
            },
            (State::Confirming { cause, .. }, Fact::Fetched(Err(error))) if error.is_not_found() => {
                Step::Done(Removed::Confirmed { cause })
            }
            (State::Confirming { cause, .. }, Fact::Fetched(Err(lookup_error))) => {
                self.state = State::Unconfirmed { cause: cause.clone() };
                Step::Stop(NotRemoved::OutcomeUnknown { cause, lookup_error })
            }
            (State::Confirming { cause, .. }, Fact::GivenUp) => {
                self.state = State::Unconfirmed { cause };
                Step::Stop(NotRemoved::GivenUp)
            }
            (state, _) => {
                self.state = state;
                Step::Ignore
            }
        }
    }

    /// Whether a DELETE may have been carried out.
    pub const fn is_unconfirmed(&self) -> bool {
        !matches!(self.state, State::Idle)
    }

    fn confirm(&mut self, cause: Option<ApiError>, lookups: u8) -> Step {
        let after = lookup_delay(lookups).unwrap_or_default();
        self.state = State::Confirming { cause, lookups: lookups + 1 };
        Step::Fetch { after }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::adding::MAX_LOOKUPS;
    use crate::core::fixtures::{self, lost, not_sent, refused};

    fn domain() -> SendingDomain {
        fixtures::domain("example.com", Vec::new())
    }

    fn steps(facts: impl IntoIterator<Item = Fact>) -> Vec<Step> {
        let mut removing = Removing::new();
        facts.into_iter().map(|fact| removing.next(fact)).collect()
    }

    const fn fetch(seconds: u64) -> Step {
        Step::Fetch { after: Duration::from_secs(seconds) }
    }

    #[test]
    fn one_delete_is_enough_and_404_means_already_removed() {
        let removed = |answer| steps([Fact::Submitted, Fact::Deleted(answer)]);
        assert_eq!(removed(Ok(())), [Step::Delete, Step::Done(Removed::Response)]);
        assert_eq!(removed(Err(refused(404))), [Step::Delete, Step::Done(Removed::AlreadyGone)]);
    }

    #[test]
    fn a_rejection_ends_it_and_it_can_be_submitted_again() {
        for error in [refused(400), refused(401), refused(403), refused(409), refused(429), not_sent()] {
            let facts = [Fact::Submitted, Fact::Deleted(Err(error.clone())), Fact::Submitted];
            assert_eq!(steps(facts), [Step::Delete, Step::Stop(NotRemoved::Refused(error)), Step::Delete]);
        }
    }

    #[test]
    fn after_a_lost_answer_the_domain_is_read_and_the_delete_is_not_sent_again() {
        for error in [lost(), refused(500), refused(408)] {
            let cause = Some(error.clone());
            let lookups = |facts: &[Fact]| {
                steps([vec![Fact::Submitted, Fact::Deleted(Err(error.clone()))], facts.to_vec()].concat()).split_off(1)
            };
            let (there, gone) = (Fact::Fetched(Ok(domain())), Fact::Fetched(Err(refused(404))));
            let confirmed = Step::Done(Removed::Confirmed { cause: cause.clone() });
            assert_eq!(lookups(&[there.clone(), gone]), [fetch(0), fetch(1), confirmed]);
            let still_there = Step::Stop(NotRemoved::StillThere { cause: cause.clone(), domain: Box::new(domain()) });
            assert_eq!(
                lookups(&[there.clone(), there.clone(), there, Fact::Submitted]),
                [fetch(0), fetch(1), fetch(2), still_there, Step::Delete]
            );
            let unknown = Step::Stop(NotRemoved::OutcomeUnknown { cause, lookup_error: refused(502) });
            let failed = Fact::Fetched(Err(refused(502)));
            assert_eq!(lookups(&[failed, Fact::Submitted]), [fetch(0), unknown, fetch(0)]);
        }
    }

    #[test]
    fn a_cancelled_wait_leaves_the_outcome_unknown() {
        let mut removing = Removing::new();
        assert_eq!(removing.next(Fact::Submitted), Step::Delete);
        assert_eq!(removing.next(Fact::GivenUp), fetch(0));
        assert_eq!(removing.next(Fact::GivenUp), Step::Stop(NotRemoved::GivenUp));
        assert!(removing.is_unconfirmed());
        assert_eq!(removing.next(Fact::Submitted), fetch(0));
    }

    fn fact() -> impl Strategy<Value = Fact> {
        let error = || {
            prop_oneof![
                prop::sample::select(vec![400, 401, 404, 408, 429, 500]).prop_map(refused),
                Just(lost()),
                Just(not_sent()),
            ]
        };
        prop_oneof![
            Just(Fact::Submitted),
            Just(Fact::Deleted(Ok(()))),
            error().prop_map(|error| Fact::Deleted(Err(error))),
            Just(Fact::Fetched(Ok(domain()))),
            error().prop_map(|error| Fact::Fetched(Err(error))),
            Just(Fact::GivenUp),
        ]
    }

    proptest! {
        /// Whatever happens in whatever order: a DELETE follows only somebody's wish, none follows while an earlier one may
        /// have been carried out, and it comes to an end.
        #[test]
        fn no_delete_is_sent_without_a_submit(facts in prop::collection::vec(fact(), 0..60)) {
            let mut removing = Removing::new();
            let mut steps = 0;
            for fact in facts {
                let before = removing.clone();
                let step = removing.next(fact.clone());
                match step {
                    Step::Ignore => prop_assert_eq!(&removing, &before),
                    Step::Delete => {
                        prop_assert_eq!(fact, Fact::Submitted);
                        prop_assert!(!before.is_unconfirmed());
                        steps = 0;
                    }
                    _ if matches!(before.state, State::Unconfirmed { .. }) => steps = 0,
                    _ => steps += 1,
                }
                prop_assert!(steps <= MAX_LOOKUPS + 1, "no end");
            }
        }
    }
}
