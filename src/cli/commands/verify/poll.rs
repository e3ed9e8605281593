//! Watching domains until they are verified, as [`VerifyPoll`] decides it. Nothing is printed here.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::cli::commands::interrupt::GracefulStop;
use crate::cli::error::CliError;
use crate::core::api_error::ApiError;
use crate::core::api_key::Credentials;
use crate::core::check_history::CheckHistory;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::verify_poll::{Fact, Step, VerifyOutcome, VerifyPoll};
use crate::ports::Api;

/// A domain that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PolledDomain {
    /// Its index among the domains of the command line.
    pub(super) index: usize,
    /// The domain, as AutoSend last returned it.
    pub(super) domain: SendingDomain,
    /// What AutoSend has accepted, over all its answers.
    pub(super) check_history: CheckHistory,
    poll: VerifyPoll,
    step: Step,
    has_reported_error: bool,
}

/// What happens on the way.
#[derive(Debug)]
pub(super) enum PollEvent<'a> {
    /// A pause begins.
    Waiting {
        /// The domains that are still watched; at least one.
        waiting: &'a [PolledDomain],
        /// The time since the beginning.
        elapsed: Duration,
        /// The length of the pause.
        pause: Duration,
    },
    /// A request has failed for the first time, which ends nothing.
    PollFailed(&'a PolledDomain, &'a ApiError),
    /// It is over for this domain.
    Finished(&'a PolledDomain, VerifyOutcome),
}

/// How watching has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PollEnd {
    /// It is over for every domain.
    Completed,
    /// A signal has ended it; this many domains were still watched.
    Stopped(Exit, usize),
}

impl PolledDomain {
    /// A domain as AutoSend returned it when it was asked to verify it; without `wait`, that answer is the end.
    pub(super) fn new(index: usize, domain: SendingDomain, wait: Option<Duration>) -> Self {
        let mut poll = VerifyPoll::new(wait.unwrap_or_default());
        poll.next(Fact::Started);
        let step = poll.next(Fact::Answered { result: Ok(&domain), elapsed: Duration::ZERO });
        let check_history = CheckHistory::new(domain.checks);
        Self { index, domain, check_history, poll, step, has_reported_error: false }
    }

    /// How it ended, if it has.
    pub(super) fn outcome(&self) -> Option<&VerifyOutcome> {
        match &self.step {
            Step::Done(outcome) => Some(outcome),
            _ => None,
        }
    }

    const fn pause(&self) -> Duration {
        match self.step {
            Step::Wait(pause) => pause,
            _ => Duration::ZERO,
        }
    }

    fn apply(&mut self, answer: Result<SendingDomain, ApiError>, elapsed: Duration) {
        self.step = self.poll.next(Fact::Answered { result: answer.as_ref(), elapsed });
        if let Ok(domain) = answer {
            self.check_history.update(domain.checks);
            self.domain = domain;
        }
    }

    /// The error of the last request, the first time that there is one.
    fn take_new_error(&mut self) -> Option<ApiError> {
        let error = self.poll.last_error().filter(|_| !self.has_reported_error).cloned();
        self.has_reported_error |= error.is_some();
        error
    }
}

/// Watches the domains until each has an outcome.
///
/// # Errors
/// Those of `on_event`.
pub(super) async fn poll_until_done(
    api: &impl Api,
    credentials: &Credentials,
    mut waiting: Vec<PolledDomain>,
    stop: &mut GracefulStop,
    mut on_event: impl FnMut(PollEvent<'_>) -> Result<(), CliError>,
) -> Result<PollEnd, CliError> {
    let begin = Instant::now();
    while let Some(pause) = waiting.iter().map(PolledDomain::pause).max() {
        on_event(PollEvent::Waiting { waiting: &waiting, elapsed: begin.elapsed(), pause })?;
        if let Err(exit) = stop.sleep(pause).await {
            return Ok(PollEnd::Stopped(exit, waiting.len()));
        }
        let mut index = 0;
        while let Some(polled) = waiting.get_mut(index) {
            polled.poll.next(Fact::WaitOver);
            let limit = polled.poll.request_timeout(begin.elapsed());
            let request = timeout(limit, api.fetch_domain(credentials, &polled.domain.id));
            let answer = match stop.interruptible(request).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(_elapsed)) => Err(ApiError::ResponseLost { reason: "no response in time".to_owned() }),
                Err(exit) => return Ok(PollEnd::Stopped(exit, waiting.len())),
            };
            polled.apply(answer, begin.elapsed());
            if let Some(error) = polled.take_new_error() {
                on_event(PollEvent::PollFailed(polled, &error))?;
            }
            match polled.outcome().cloned() {
                Some(outcome) => on_event(PollEvent::Finished(&waiting.remove(index), outcome))?,
                None => index += 1,
            }
        }
    }
    Ok(PollEnd::Completed)
}
