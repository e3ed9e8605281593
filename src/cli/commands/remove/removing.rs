//! Removing, once: and what is done where its answer is lost. Nothing is printed here.

use std::time::Duration;

use tokio::time::sleep;

use crate::api::retry_rate_limited;
use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::api_key::Credentials;
use crate::core::domain::DomainId;
use crate::ports::Api;

/// The pauses before each look at what became of it: AutoSend may still be at it.
const PAUSES: [Duration; 3] = [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(2)];

/// It is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// AutoSend says that it has removed it.
    Removed,
    /// It was gone before.
    Already,
    /// The answer was lost, and AutoSend no longer has it.
    Missing {
        /// What became of the answer.
        cause: ApiError,
    },
}

/// It is not gone, or nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotGone {
    /// It was refused, or never sent.
    Refused(ApiError),
    /// The answer was lost, and the domain is still there.
    StillThere(ApiError),
    /// The answer was lost, and the domain cannot be asked for.
    NotKnown {
        /// What became of the answer.
        cause: ApiError,
        /// Why not.
        look: ApiError,
    },
}

/// Sends the request: again only after "too many requests", since nothing was done then.
///
/// # Errors
/// Where it is not gone, or where that is not known.
pub(super) async fn remove(api: &impl Api, credentials: &Credentials, id: &DomainId) -> Result<Gone, NotGone> {
    match retry_rate_limited(|| api.remove_domain(credentials, id)).await {
        Ok(()) => Ok(Gone::Removed),
        Err(error) if error.status() == Some(404) => Ok(Gone::Already),
        Err(error) if error.carried_out() == CarriedOut::No => Err(NotGone::Refused(error)),
        Err(cause) => look(api, credentials, id, cause).await,
    }
}

/// Asks for the domain: whether it is still there tells what became of the request, which is not sent again.
async fn look(api: &impl Api, credentials: &Credentials, id: &DomainId, cause: ApiError) -> Result<Gone, NotGone> {
    for pause in PAUSES {
        sleep(pause).await;
        match retry_rate_limited(|| api.fetch_domain(credentials, id)).await {
            Ok(_still_there) => {}
            Err(error) if error.status() == Some(404) => return Ok(Gone::Missing { cause }),
            Err(look) => return Err(NotGone::NotKnown { cause, look }),
        }
    }
    Err(NotGone::StillThere(cause))
}
