//! Adding one domain as [`Adding`] decides it. Nothing is printed here.

use std::time::Duration;

use tokio::time::sleep;

use super::args::IfExists;
use crate::api::retry_read;
use crate::core::adding::{Added, Adding, Fact, NotAdded, Step};
use crate::core::api_key::Credentials;
use crate::core::domain_name::DomainName;
use crate::core::region::Region;
use crate::ports::Api;

/// The domain to add, and the key to add it with.
pub(super) struct AddRequest<'a> {
    /// The key.
    pub(super) credentials: &'a Credentials,
    /// The domain.
    pub(super) name: &'a DomainName,
    /// Its region.
    pub(super) region: &'a Region,
    /// What to do if the project has it already.
    pub(super) if_exists: IfExists,
}

impl AddRequest<'_> {
    /// Adds the domain; `on_step` sees each step before it is taken.
    ///
    /// # Errors
    /// If it was not added, or if that is not known.
    pub(super) async fn run(
        &self,
        adding: &mut Adding,
        api: &impl Api,
        mut on_step: impl FnMut(&Adding, &Step),
    ) -> Result<Added, NotAdded> {
        let mut fact = Fact::Submitted;
        loop {
            let step = adding.next(fact);
            on_step(adding, &step);
            fact = match step {
                Step::Post => Fact::Posted(api.create_domain(self.credentials, self.name, self.region).await),
                Step::Wait { seconds, .. } => {
                    sleep(Duration::from_secs(seconds)).await;
                    Fact::WaitOver
                }
                Step::ReadList { after } => {
                    sleep(after).await;
                    self.read_list(api).await
                }
                Step::Stop(NotAdded::Exists(_)) if self.if_exists == IfExists::Show => Fact::ShowExisting,
                Step::Done(added) => return Ok(added),
                Step::Stop(not_added) => return Err(not_added),
                Step::Ignore => return Err(NotAdded::GivenUp),
            };
        }
    }

    async fn read_list(&self, api: &impl Api) -> Fact {
        match retry_read(api, || api.list_domains(self.credentials)).await {
            Ok(domains) => Fact::Listed(domains.into_iter().find(|domain| domain.is_named(self.name.as_str()))),
            Err(error) => Fact::ListFailed(error),
        }
    }
}
