//! Adding a domain: when the POST is sent, when it is sent again, and how a lost answer is resolved.
//!
//! [`Adding`] is a state machine without effects. The wizard and `add` report what happened ([`Fact`]) and take the step that
//! it returns ([`Step`]). Its rules:
//!
//! - After "too many requests", the POST is sent again after [`retry_delay`]. The user may send it at once or give up.
//! - After a lost response, the server may have carried out the POST. It is never sent again unasked. The list is read up to
//!   three times, because it may lag behind.
//! - After a 409, the list is read only if the user asks for the existing domain.
//! - Any other error response ends the attempt.

use std::mem;
use std::time::Duration;

use serde_json::{Map, Value};

use super::api_error::{ApiError, CarriedOut};
use super::domain::SendingDomain;
use super::domain_name::DomainName;
use super::region::Region;
use super::retry_policy::{MAX_RETRIES, RequestTimeout, retry_delay};

/// The most lookups after a lost response.
pub const MAX_LOOKUPS: u8 = 3;

/// The pauses before the lookups, which so start at 0, 1 and 3 s.
const LOOKUP_DELAYS: [Duration; MAX_LOOKUPS as usize] =
    [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(2)];

/// The pause before the next lookup after `lookups` lookups; `None` after the last one.
pub(super) fn lookup_delay(lookups: u8) -> Option<Duration> {
    LOOKUP_DELAYS.get(usize::from(lookups)).copied()
}

/// Adding one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adding {
    state: State,
    retries: u8,
    timeout: RequestTimeout,
    /// The sum of the pauses since the domain was submitted.
    waited: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Nothing was sent, or the server refused it.
    Idle,
    Posting,
    WaitingToRetry,
    /// The response was lost, and the list is read for the `lookups`th time.
    Reconciling {
        cause: Option<ApiError>,
        lookups: u8,
    },
    /// The response was lost, and the list could not be read.
    Unconfirmed {
        cause: Option<ApiError>,
    },
    /// AutoSend answered 409.
    Conflict {
        refusal: ApiError,
    },
    /// The list is read for the domain that existed before.
    FindingExisting {
        refusal: ApiError,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The user adds the domain: for the first time, again, or at once instead of after the pause.
    Submitted,
    /// The POST ended.
    Posted(Result<SendingDomain, ApiError>),
    /// The pause is over.
    WaitOver,
    /// The list was read: the domain, if the list has it.
    Listed(Option<SendingDomain>),
    /// The list could not be read.
    ListFailed(ApiError),
    /// After a 409, the user asks for the existing domain.
    ShowExisting,
    /// The user stopped waiting. The caller cancels a running request.
    GivenUp,
}

/// What the caller must do.
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
    /// The domain exists.
    Done(Added),
    /// Nothing, until the user asks for more.
    Stop(NotAdded),
    /// Nothing: the fact does not fit the state.
    Ignore,
}

/// A domain that exists now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The domain and its records.
    pub domain: SendingDomain,
    /// What confirms it.
    pub confirmation: Confirmation,
}

/// What confirms that a domain exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// The response to the POST.
    Response,
    /// The list, because the response was lost.
    List {
        /// Why the response was lost; `None` if the user stopped waiting.
        cause: Option<ApiError>,
    },
    /// The list, after a 409: it existed before.
    AlreadyExisted,
}

/// Why a domain was not added, or why that is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAdded {
    /// AutoSend refused it or was not reached.
    Refused(ApiError),
    /// 409: it exists already. [`Fact::ShowExisting`] looks for it.
    Exists(ApiError),
    /// The response was lost, and the list lacks the name. [`Fact::Submitted`] sends the POST again.
    NotListed {
        /// Why the response was lost; `None` if the user stopped waiting.
        cause: Option<ApiError>,
    },
    /// The response was lost, and the list cannot be read. [`Fact::Submitted`] reads the list and never sends the POST.
    OutcomeUnknown {
        /// Why the response was lost; `None` if the user stopped waiting.
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
    /// The user gave up; [`Adding::progress`] says what is known.
    GivenUp,
}

/// What is known of a running attempt, for a user who quits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddProgress {
    /// It was not added.
    NotAdded,
    /// It may have been added.
    MaybeAdded,
    /// It existed before, and nothing was added.
    AlreadyExisted,
}

impl Default for Adding {
    fn default() -> Self {
        Self::new()
    }
}

impl Adding {
    /// An attempt for which nothing was sent.
    pub const fn new() -> Self {
        Self::with_state(State::Idle)
    }

    /// An attempt whose response was lost before: the list is read first. The cause is `None` if the user stopped waiting.
    pub const fn unconfirmed(cause: Option<ApiError>) -> Self {
        Self::with_state(State::Unconfirmed { cause })
    }

    /// With a limit on the pauses after "too many requests".
    #[must_use]
    pub const fn with_timeout(mut self, timeout: RequestTimeout) -> Self {
        self.timeout = timeout;
        self
    }

    /// The step to take after a fact.
    pub fn next(&mut self, fact: Fact) -> Step {
        match (mem::replace(&mut self.state, State::Idle), fact) {
            (State::Idle, Fact::Submitted) => {
                (self.retries, self.waited) = (0, Duration::ZERO);
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

    /// The number of 429 responses since the domain was submitted.
    pub const fn retries(&self) -> u8 {
        self.retries
    }

    /// The number of the current lookup, from 1 to [`MAX_LOOKUPS`]; 0 if there is none.
    pub const fn lookups(&self) -> u8 {
        match self.state {
            State::Reconciling { lookups, .. } => lookups,
            _ => 0,
        }
    }

    /// Why the response was lost; `None` if it was not, or if the user stopped waiting.
    pub const fn cause(&self) -> Option<&ApiError> {
        match &self.state {
            State::Reconciling { cause, .. } | State::Unconfirmed { cause } => cause.as_ref(),
            _ => None,
        }
    }

    /// What is known now.
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

    const fn with_state(state: State) -> Self {
        Self { state, retries: 0, timeout: RequestTimeout::DEFAULT, waited: Duration::ZERO }
    }

    fn has_time_for(&self, error: &ApiError, delay: Duration) -> bool {
        !self.timeout.counts_pause_after(error) || self.waited + delay < self.timeout.total()
    }

    fn apply_error(&mut self, error: ApiError) -> Step {
        match error.carried_out() {
            CarriedOut::Unknown => self.reconcile(Some(error), 0),
            CarriedOut::No if error.status() == Some(409) => {
                self.stop(State::Conflict { refusal: error.clone() }, NotAdded::Exists(error))
            }
            CarriedOut::No => match retry_delay(&error, self.retries).filter(|delay| self.has_time_for(&error, *delay))
            {
                Some(delay) => {
                    self.retries += 1;
                    self.waited += delay;
                    self.state = State::WaitingToRetry;
                    Step::Wait { seconds: delay.as_secs(), attempt: self.retries, of: MAX_RETRIES }
                }
                None => Step::Stop(NotAdded::Refused(error)),
            },
        }
    }

    /// The next step after a lost response for which the list was read `lookups` times.
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

/// The body of `POST /domains`, which the preview shows as it is sent: `domain`, and `regionKey` unless the region is the project's primary one.
pub fn create_domain_body(name: &DomainName, region: &Region) -> Value {
    let mut body = Map::new();
    body.insert("domain".to_owned(), Value::from(name.as_str()));
    if let Some(key) = region.key() {
        body.insert("regionKey".to_owned(), Value::from(key.as_str()));
    }
    Value::Object(body)
}

#[cfg(test)]
mod tests;
