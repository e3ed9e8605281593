//! Following domains until they are verified: AutoSend is asked how far it is, never again to verify. Nothing is printed
//! here.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::super::super::problem::Problem;
use super::super::finding::may_be_passing;
use super::super::many::Stop;
use crate::core::api_error::ApiError;
use crate::core::api_key::Credentials;
use crate::core::check_history::CheckHistory;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::verify_poll::{VerifyProgress, poll_interval};
use crate::ports::Api;

/// The least that a look may take, though the time is nearly up.
const SHORTEST_LOOK: Duration = Duration::from_secs(5);

/// A domain that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Followed {
    /// Which one, of those that were given.
    pub(super) place: usize,
    /// As AutoSend last told of it.
    pub(super) domain: SendingDomain,
    /// What it has accepted, over all its answers.
    pub(super) standing: CheckHistory,
    /// Why the last look brought no answer, if it brought none.
    pub(super) failed: Option<ApiError>,
    /// Whether a look has failed before.
    has_failed: bool,
}

/// How it is over for a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It can send.
    Verified,
    /// Its status says that it has come to a bad end.
    Failed,
    /// The time is up.
    NotYet,
    /// It is no longer there.
    Vanished(ApiError),
    /// AutoSend does not tell, and will not.
    Refused(ApiError),
    /// The time is up, and the last look brought no answer.
    NotReached(ApiError),
}

/// What is to be told on the way.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// It waits before it looks again.
    Pausing {
        /// Those that are still waited for; at least one.
        waiting: &'a [Followed],
        /// How long they have been.
        since: Duration,
        /// How long until the next look.
        pause: Duration,
    },
    /// A look has failed for the first time, which ends nothing.
    Unreached(&'a Followed, &'a ApiError),
    /// It is over for this one.
    Over(&'a Followed, End),
}

/// How the following has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is over for all of them.
    Through,
    /// It was told to stop; so many were still waited for.
    Stopped(Exit, usize),
}

impl Followed {
    /// A domain as AutoSend answered to being asked to verify it.
    pub(super) fn new(place: usize, domain: SendingDomain) -> Self {
        let standing = CheckHistory::new(domain.checks);
        Self { place, domain, standing, failed: None, has_failed: false }
    }

    /// How it is over by the last answer, if it is; `looks` as in [`VerifyProgress::from_domain`].
    pub(super) fn end(&self, looks: u32) -> Option<End> {
        match VerifyProgress::from_domain(&self.domain, looks) {
            VerifyProgress::Verified => Some(End::Verified),
            VerifyProgress::Failed => Some(End::Failed),
            VerifyProgress::Waiting => None,
        }
    }

    /// How it is over where nobody looks again.
    pub(super) fn last(&self) -> End {
        match (&self.failed, self.end(u32::MAX)) {
            (None, Some(end)) => end,
            (None, None) => End::NotYet,
            (Some(error), _) => End::NotReached(error.clone()),
        }
    }

    /// Takes in what a look has brought, and tells how it is over, if it is.
    fn take(&mut self, answer: Result<SendingDomain, ApiError>, looks: u32) -> Option<End> {
        match answer {
            Ok(domain) => {
                self.standing.update(domain.checks);
                self.domain = domain;
                self.failed = None;
                self.end(looks)
            }
            Err(error) if error.status() == Some(404) => Some(End::Vanished(error)),
            Err(error) if may_be_passing(&error) => {
                self.failed = Some(error);
                None
            }
            Err(error) => Some(End::Refused(error)),
        }
    }

    /// How long AutoSend wants to be left alone.
    fn patience(&self) -> Duration {
        let refusal = self.failed.as_ref().and_then(ApiError::error_response);
        refusal.and_then(|refusal| refusal.retry_after).unwrap_or_default()
    }
}

/// Follows them for so long at the most, and tells what happens.
///
/// # Errors
/// Those of `tell`.
pub(super) async fn follow(
    api: &impl Api,
    credentials: &Credentials,
    limit: Duration,
    mut waiting: Vec<Followed>,
    stop: &mut Stop,
    mut tell: impl FnMut(Event<'_>) -> Result<(), Problem>,
) -> Result<Way, Problem> {
    let begin = Instant::now();
    let mut looks = 0;
    loop {
        let left = limit.saturating_sub(begin.elapsed());
        if waiting.is_empty() || left.is_zero() {
            break;
        }
        let patience = waiting.iter().map(Followed::patience).max().unwrap_or_default();
        let pause = poll_interval(looks).max(patience).min(left);
        tell(Event::Pausing { waiting: &waiting, since: begin.elapsed(), pause })?;
        if let Err(exit) = stop.pause(pause).await {
            return Ok(Way::Stopped(exit, waiting.len()));
        }
        looks += 1;
        let mut place = 0;
        while let Some(followed) = waiting.get_mut(place) {
            let longest = limit.saturating_sub(begin.elapsed()).max(SHORTEST_LOOK);
            let look = timeout(longest, api.fetch_domain(credentials, &followed.domain.id));
            let answer = match stop.or(look).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(_elapsed)) => {
                    Err(ApiError::ResponseLost { reason: "no answer within the time given".to_owned() })
                }
                Err(exit) => return Ok(Way::Stopped(exit, waiting.len())),
            };
            let end = followed.take(answer, looks);
            if let Some(error) = followed.failed.clone().filter(|_| !followed.has_failed) {
                followed.has_failed = true;
                tell(Event::Unreached(followed, &error))?;
            }
            match end {
                Some(end) => tell(Event::Over(&waiting.remove(place), end))?,
                None => place += 1,
            }
        }
    }
    for followed in &waiting {
        tell(Event::Over(followed, followed.last()))?;
    }
    Ok(Way::Through)
}
