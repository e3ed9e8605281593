//! Removing, once: and what is done where its answer is lost. Nothing is printed here.

use std::time::Duration;

use tokio::time::sleep;

use crate::api::retry_rate_limited;
use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::api_key::Credentials;
use crate::core::domain::DomainId;
use crate::ports::Api;

/// The pauses before each look at what became of it: AutoSend may still be at it.
const CONFIRM_DELAYS: [Duration; 3] = [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(2)];

/// It is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RemoveOutcome {
    /// AutoSend says that it has removed it.
    Removed,
    /// It was gone before.
    AlreadyGone,
    /// The answer was lost, and AutoSend no longer has it.
    ConfirmedGone {
        /// What became of the answer.
        cause: ApiError,
    },
}

/// It is not gone, or nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotRemoved {
    /// It was refused, or never sent.
    Refused(ApiError),
    /// The answer was lost, and the domain is still there.
    StillThere(ApiError),
    /// The answer was lost, and the domain cannot be asked for.
    OutcomeUnknown {
        /// What became of the answer.
        cause: ApiError,
        /// Why not.
        lookup_error: ApiError,
    },
}

/// Sends the request: again only after "too many requests", since nothing was done then.
///
/// # Errors
/// Where it is not gone, or where that is not known.
pub(super) async fn remove(
    api: &impl Api,
    credentials: &Credentials,
    id: &DomainId,
) -> Result<RemoveOutcome, NotRemoved> {
    match retry_rate_limited(|| api.remove_domain(credentials, id)).await {
        Ok(()) => Ok(RemoveOutcome::Removed),
        Err(error) if error.status() == Some(404) => Ok(RemoveOutcome::AlreadyGone),
        Err(error) if error.carried_out() == CarriedOut::No => Err(NotRemoved::Refused(error)),
        Err(cause) => confirm_removal(api, credentials, id, cause).await,
    }
}

/// Asks for the domain: whether it is still there tells what became of the request, which is not sent again.
async fn confirm_removal(
    api: &impl Api,
    credentials: &Credentials,
    id: &DomainId,
    cause: ApiError,
) -> Result<RemoveOutcome, NotRemoved> {
    for pause in CONFIRM_DELAYS {
        sleep(pause).await;
        match retry_rate_limited(|| api.fetch_domain(credentials, id)).await {
            Ok(_still_there) => {}
            Err(error) if error.status() == Some(404) => return Ok(RemoveOutcome::ConfirmedGone { cause }),
            Err(look) => return Err(NotRemoved::OutcomeUnknown { cause, lookup_error: look }),
        }
    }
    Err(NotRemoved::StillThere(cause))
}
