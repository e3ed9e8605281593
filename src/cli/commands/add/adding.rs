//! Adding, once: what is sent, when it is sent again, and what is done where its answer is lost.
//!
//! The rules are the wizard's (experience.md, "Errors" and "When a POST is lost"). Nothing is printed here.

use std::time::Duration;

use tokio::time::sleep;

use crate::api::retry_rate_limited;
use crate::cli::args::IfExists;
use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::api_key::Credentials;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::region::Region;
use crate::ports::Api;

/// How often the request is sent again after "too many requests".
pub(super) const MAX_RETRIES: u32 = 3;

/// The longest pause before it is sent again. An answer that asks for more is the end: a script waits elsewhere.
const MAX_RETRY_DELAY: Duration = Duration::from_secs(60);

/// The pauses before each question to the list: it may lag behind.
const LIST_DELAYS: [Duration; 3] = [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(2)];

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
    WaitingToRetry { delay: Duration, retry: u32 },
    /// The answer was lost, and the list is asked.
    ConfirmingInList,
    /// The project has it already, and the list is asked for it.
    FetchingExisting,
}

/// It was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Added {
    /// The domain and its records.
    pub(super) domain: SendingDomain,
    /// How that is known.
    pub(super) confirmation: Confirmation,
}

/// How a domain is known to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Confirmation {
    /// By the answer to the request.
    Response,
    /// By the list, since this became of the answer.
    List {
        /// What.
        cause: ApiError,
    },
    /// It was there before.
    AlreadyExisted,
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
    OutcomeUnknown {
        /// What became of the answer.
        cause: ApiError,
        /// Why not.
        list_error: ApiError,
    },
    /// AutoSend says that it is there already, but the project's list lacks it.
    AddedElsewhere {
        /// The answer.
        refusal: ApiError,
    },
    /// It is there already, but the list that would show it cannot be read.
    ExistingUnavailable {
        /// Why not.
        list_error: ApiError,
    },
}

impl Adding<'_> {
    /// Sends the request, and tells each stage.
    ///
    /// # Errors
    /// Where it was not added, or where that is not known.
    pub(super) async fn run(&self, api: &impl Api, mut on_stage: impl FnMut(Stage)) -> Result<Added, NotAdded> {
        let mut retry = 0;
        let error = loop {
            on_stage(Stage::Sending);
            match api.create_domain(self.credentials, self.name, self.region).await {
                Ok(domain) => return Ok(Added { domain, confirmation: Confirmation::Response }),
                Err(error) => {
                    let Some(pause) = retry_delay(&error, retry) else { break error };
                    retry += 1;
                    on_stage(Stage::WaitingToRetry { delay: pause, retry });
                    sleep(pause).await;
                }
            }
        };
        match error.carried_out() {
            CarriedOut::No if error.status() == Some(409) && self.if_exists == IfExists::Show => {
                on_stage(Stage::FetchingExisting);
                self.fetch_existing(api, error).await
            }
            CarriedOut::No => Err(NotAdded::Refused(error)),
            CarriedOut::Unknown => {
                on_stage(Stage::ConfirmingInList);
                self.confirm_in_list(api, error).await
            }
        }
    }

    /// Asks the list whether it was added. The request is not sent again.
    async fn confirm_in_list(&self, api: &impl Api, cause: ApiError) -> Result<Added, NotAdded> {
        for pause in LIST_DELAYS {
            sleep(pause).await;
            match api.list_domains(self.credentials).await {
                Ok(domains) => {
                    if let Some(domain) = domains.into_iter().find(|domain| domain.is_named(self.name.as_str())) {
                        return Ok(Added { domain, confirmation: Confirmation::List { cause } });
                    }
                }
                Err(list) => return Err(NotAdded::OutcomeUnknown { cause, list_error: list }),
            }
        }
        Err(NotAdded::NotListed { cause })
    }

    /// Looks for what is there already.
    async fn fetch_existing(&self, api: &impl Api, answer: ApiError) -> Result<Added, NotAdded> {
        let listed = retry_rate_limited(|| api.list_domains(self.credentials)).await;
        let list = listed.map_err(|list| NotAdded::ExistingUnavailable { list_error: list })?;
        match list.into_iter().find(|domain| domain.is_named(self.name.as_str())) {
            Some(domain) => Ok(Added { domain, confirmation: Confirmation::AlreadyExisted }),
            None => Err(NotAdded::AddedElsewhere { refusal: answer }),
        }
    }
}

/// How long to wait before the request is sent again: as told, else 1, 2, 4 s. `None` where it is not.
fn retry_delay(error: &ApiError, repeat: u32) -> Option<Duration> {
    let refusal = error.error_response().filter(|refusal| refusal.status == 429 && repeat < MAX_RETRIES)?;
    let pause = refusal.retry_after.unwrap_or_else(|| Duration::from_secs(1 << repeat));
    Some(pause).filter(|pause| *pause <= MAX_RETRY_DELAY)
}
