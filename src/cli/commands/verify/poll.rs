//! Following domains until they are verified: AutoSend is asked how far it is, never again to verify. Nothing is printed
//! here.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::cli::commands::batch::GracefulStop;
use crate::cli::commands::resolve_domain::is_transient;
use crate::cli::error::CliError;
use crate::core::api_error::ApiError;
use crate::core::api_key::Credentials;
use crate::core::check_history::CheckHistory;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::verify_poll::{VerifyProgress, poll_interval};
use crate::ports::Api;

/// The least that a look may take, though the time is nearly up.
const MIN_POLL_TIMEOUT: Duration = Duration::from_secs(5);

/// A domain that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PolledDomain {
    /// Which one, of those that were given.
    pub(super) index: usize,
    /// As AutoSend last told of it.
    pub(super) domain: SendingDomain,
    /// What it has accepted, over all its answers.
    pub(super) check_history: CheckHistory,
    /// Why the last look brought no answer, if it brought none.
    pub(super) last_error: Option<ApiError>,
    /// Whether a look has failed before.
    has_reported_error: bool,
}

/// How it is over for a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum VerifyOutcome {
    /// It can send.
    Verified,
    /// Its status says that it has come to a bad end.
    Failed,
    /// The time is up.
    NotYet,
    /// It is no longer there.
    NotFound(ApiError),
    /// AutoSend does not tell, and will not.
    Refused(ApiError),
    /// The time is up, and the last look brought no answer.
    Unreachable(ApiError),
}

/// What is to be told on the way.
#[derive(Debug)]
pub(super) enum PollEvent<'a> {
    /// It waits before it looks again.
    Waiting {
        /// Those that are still waited for; at least one.
        waiting: &'a [PolledDomain],
        /// How long they have been.
        elapsed: Duration,
        /// How long until the next look.
        pause: Duration,
    },
    /// A look has failed for the first time, which ends nothing.
    PollFailed(&'a PolledDomain, &'a ApiError),
    /// It is over for this one.
    Finished(&'a PolledDomain, VerifyOutcome),
}

/// How the following has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PollEnd {
    /// It is over for all of them.
    Completed,
    /// It was told to stop; so many were still waited for.
    Stopped(Exit, usize),
}

impl PolledDomain {
    /// A domain as AutoSend answered to being asked to verify it.
    pub(super) fn new(place: usize, domain: SendingDomain) -> Self {
        let standing = CheckHistory::new(domain.checks);
        Self { index: place, domain, check_history: standing, last_error: None, has_reported_error: false }
    }

    /// How it is over by the last answer, if it is; `looks` as in [`VerifyProgress::from_domain`].
    pub(super) fn outcome(&self, polls: u32) -> Option<VerifyOutcome> {
        match VerifyProgress::from_domain(&self.domain, polls) {
            VerifyProgress::Verified => Some(VerifyOutcome::Verified),
            VerifyProgress::Failed => Some(VerifyOutcome::Failed),
            VerifyProgress::Waiting => None,
        }
    }

    /// How it is over where nobody looks again.
    pub(super) fn final_outcome(&self) -> VerifyOutcome {
        match (&self.last_error, self.outcome(u32::MAX)) {
            (None, Some(end)) => end,
            (None, None) => VerifyOutcome::NotYet,
            (Some(error), _) => VerifyOutcome::Unreachable(error.clone()),
        }
    }

    /// Takes in what a look has brought, and tells how it is over, if it is.
    fn apply(&mut self, answer: Result<SendingDomain, ApiError>, polls: u32) -> Option<VerifyOutcome> {
        match answer {
            Ok(domain) => {
                self.check_history.update(domain.checks);
                self.domain = domain;
                self.last_error = None;
                self.outcome(polls)
            }
            Err(error) if error.status() == Some(404) => Some(VerifyOutcome::NotFound(error)),
            Err(error) if is_transient(&error) => {
                self.last_error = Some(error);
                None
            }
            Err(error) => Some(VerifyOutcome::Refused(error)),
        }
    }

    /// How long AutoSend wants to be left alone.
    fn retry_after(&self) -> Duration {
        let refusal = self.last_error.as_ref().and_then(ApiError::error_response);
        refusal.and_then(|refusal| refusal.retry_after).unwrap_or_default()
    }
}

/// Follows them for so long at the most, and tells what happens.
///
/// # Errors
/// Those of `tell`.
pub(super) async fn poll_until_done(
    api: &impl Api,
    credentials: &Credentials,
    limit: Duration,
    mut waiting: Vec<PolledDomain>,
    stop: &mut GracefulStop,
    mut on_event: impl FnMut(PollEvent<'_>) -> Result<(), CliError>,
) -> Result<PollEnd, CliError> {
    let begin = Instant::now();
    let mut polls = 0;
    loop {
        let left = limit.saturating_sub(begin.elapsed());
        if waiting.is_empty() || left.is_zero() {
            break;
        }
        let patience = waiting.iter().map(PolledDomain::retry_after).max().unwrap_or_default();
        let pause = poll_interval(polls).max(patience).min(left);
        on_event(PollEvent::Waiting { waiting: &waiting, elapsed: begin.elapsed(), pause })?;
        if let Err(exit) = stop.sleep(pause).await {
            return Ok(PollEnd::Stopped(exit, waiting.len()));
        }
        polls += 1;
        let mut index = 0;
        while let Some(followed) = waiting.get_mut(index) {
            let longest = limit.saturating_sub(begin.elapsed()).max(MIN_POLL_TIMEOUT);
            let request = timeout(longest, api.fetch_domain(credentials, &followed.domain.id));
            let answer = match stop.interruptible(request).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(_elapsed)) => {
                    Err(ApiError::ResponseLost { reason: "no answer within the time given".to_owned() })
                }
                Err(exit) => return Ok(PollEnd::Stopped(exit, waiting.len())),
            };
            let end = followed.apply(answer, polls);
            if let Some(error) = followed.last_error.clone().filter(|_| !followed.has_reported_error) {
                followed.has_reported_error = true;
                on_event(PollEvent::PollFailed(followed, &error))?;
            }
            match end {
                Some(end) => on_event(PollEvent::Finished(&waiting.remove(index), end))?,
                None => index += 1,
            }
        }
    }
    for followed in &waiting {
        on_event(PollEvent::Finished(followed, followed.final_outcome()))?;
    }
    Ok(PollEnd::Completed)
}
