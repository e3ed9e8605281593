//! Adding, once: what is sent, when it is sent again, and what is done where its answer is lost.
//!
//! The rules are the wizard's (experience.md, "Errors" and "When a POST is lost"). Nothing is printed here.

use std::time::Duration;

use tokio::time::sleep;

use super::super::super::args::IfExists;
use crate::api::retry_rate_limited;
use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::api_key::Credentials;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::region::Region;
use crate::ports::Api;

/// How often the request is sent again after "too many requests".
pub(super) const REPEATS: u32 = 3;

/// The longest pause before it is sent again. An answer that asks for more is the end: a script waits elsewhere.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The pauses before each question to the list: it may lag behind.
const LIST_PAUSES: [Duration; 3] = [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(2)];

/// What is to be added, and with which key.
pub(super) struct Adding<'a> {
    /// The key.
    pub(super) credentials: &'a Credentials,
    /// The domain.
    pub(super) name: &'a DomainName,
    /// Its region.
    pub(super) region: &'a Region,
    /// What to do where the project has it already.
    pub(super) if_exists: IfExists,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The request is on its way.
    Sending,
    /// It was refused for now, and is sent again after this pause; the count begins with 1.
    Pausing { pause: Duration, repeat: u32 },
    /// The answer was lost, and the list is asked.
    AskingList,
    /// The project has it already, and the list is asked for it.
    Finding,
}

/// It was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Added {
    /// The domain and its records.
    pub(super) domain: SendingDomain,
    /// How that is known.
    pub(super) how: How,
}

/// How a domain is known to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// By the answer to the request.
    Answered,
    /// By the list, since this became of the answer.
    Listed {
        /// What.
        lost: ApiError,
    },
    /// It was there before.
    Existed,
}

/// It was not added, or nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotAdded {
    /// It was refused, or never sent.
    Refused(ApiError),
    /// The answer was lost, and the list lacks the name.
    NotListed {
        /// What became of the answer.
        cause: ApiError,
    },
    /// The answer was lost, and the list cannot be read.
    NotKnown {
        /// What became of the answer.
        cause: ApiError,
        /// Why not.
        list: ApiError,
    },
    /// AutoSend says that it is there already, but the project's list lacks it.
    Elsewhere {
        /// The answer.
        answer: ApiError,
    },
    /// It is there already, but the list that would show it cannot be read.
    NotShown {
        /// Why not.
        list: ApiError,
    },
}

impl Adding<'_> {
    /// Sends the request, and tells each stage.
    ///
    /// # Errors
    /// Where it was not added, or where that is not known.
    pub(super) async fn run(&self, api: &impl Api, mut tell: impl FnMut(Stage)) -> Result<Added, NotAdded> {
        let mut repeat = 0;
        let error = loop {
            tell(Stage::Sending);
            match api.create_domain(self.credentials, self.name, self.region).await {
                Ok(domain) => return Ok(Added { domain, how: How::Answered }),
                Err(error) => {
                    let Some(pause) = pause(&error, repeat) else { break error };
                    repeat += 1;
                    tell(Stage::Pausing { pause, repeat });
                    sleep(pause).await;
                }
            }
        };
        match error.carried_out() {
            CarriedOut::No if error.status() == Some(409) && self.if_exists == IfExists::Show => {
                tell(Stage::Finding);
                self.find(api, error).await
            }
            CarriedOut::No => Err(NotAdded::Refused(error)),
            CarriedOut::Unknown => {
                tell(Stage::AskingList);
                self.look_up(api, error).await
            }
        }
    }

    /// Asks the list whether it was added. The request is not sent again.
    async fn look_up(&self, api: &impl Api, cause: ApiError) -> Result<Added, NotAdded> {
        for pause in LIST_PAUSES {
            sleep(pause).await;
            match api.list_domains(self.credentials).await {
                Ok(domains) => {
                    if let Some(domain) = domains.into_iter().find(|domain| domain.is_named(self.name.as_str())) {
                        return Ok(Added { domain, how: How::Listed { lost: cause } });
                    }
                }
                Err(list) => return Err(NotAdded::NotKnown { cause, list }),
            }
        }
        Err(NotAdded::NotListed { cause })
    }

    /// Looks for what is there already.
    async fn find(&self, api: &impl Api, answer: ApiError) -> Result<Added, NotAdded> {
        let listed = retry_rate_limited(|| api.list_domains(self.credentials)).await;
        let list = listed.map_err(|list| NotAdded::NotShown { list })?;
        match list.into_iter().find(|domain| domain.is_named(self.name.as_str())) {
            Some(domain) => Ok(Added { domain, how: How::Existed }),
            None => Err(NotAdded::Elsewhere { answer }),
        }
    }
}

/// How long to wait before the request is sent again: as told, else 1, 2, 4 s. `None` where it is not.
fn pause(error: &ApiError, repeat: u32) -> Option<Duration> {
    let refusal = error.error_response().filter(|refusal| refusal.status == 429 && repeat < REPEATS)?;
    let pause = refusal.retry_after.unwrap_or_else(|| Duration::from_secs(1 << repeat));
    Some(pause).filter(|pause| *pause <= LONGEST_PAUSE)
}
