//! The account that a command works on: where the API is, with which key, and where its answers are kept. Every command
//! that asks AutoSend opens one here, so that what chooses the key is read in one place.

use super::super::args::AccountArgs;
use super::super::problem::Problem;
use super::super::surroundings;
use crate::api::{ApiClient, BaseUrl};
use crate::core::api_key::Credentials;
use crate::core::domain::SendingDomain;
use crate::core::kept::Recalled;
use crate::ports::Api as _;
use crate::store::Store;

/// A key at a server, and what was kept of its domains.
pub(super) struct Account {
    /// The API.
    pub(super) api: ApiClient,
    /// The key, with its project.
    pub(super) credentials: Credentials,
    /// `None` where nothing is to be kept or looked up.
    store: Option<Store>,
}

impl Account {
    /// The one that the arguments and the environment tell; `no_cache` keeps nothing and looks nothing up.
    ///
    /// # Errors
    /// Where there is no key or none that can be used, or no address that it may be sent to.
    pub(super) fn open(args: &AccountArgs, no_cache: bool) -> Result<Self, Problem> {
        let base = surroundings::base_url()?;
        let credentials = surroundings::credentials(&base, args)?;
        let store = if no_cache { None } else { Store::from_environment() };
        Ok(Self { api: ApiClient::new(base), credentials, store })
    }

    /// One that keeps nothing: that of a sandbox.
    pub(super) fn passing(base: BaseUrl, credentials: Credentials) -> Self {
        Self { api: ApiClient::new(base), credentials, store: None }
    }

    /// What an earlier run has kept.
    pub(super) fn recall(&self) -> Recalled {
        self.store.as_ref().map(|store| store.recall(&self.base_url(), &self.credentials)).unwrap_or_default()
    }

    /// Keeps the whole list.
    pub(super) fn remember_list(&self, domains: &[SendingDomain]) {
        if let Some(store) = &self.store {
            store.remember_list(&self.base_url(), &self.credentials, domains);
        }
    }

    /// Keeps one domain that was just read.
    pub(super) fn remember_domain(&self, domain: &SendingDomain) {
        if let Some(store) = &self.store {
            store.remember_domain(&self.base_url(), &self.credentials, domain);
        }
    }

    /// Keeps that this domain was removed just now.
    pub(super) fn remember_removed(&self, domain: &SendingDomain) {
        if let Some(store) = &self.store {
            store.remember_removed(&self.base_url(), &self.credentials, domain);
        }
    }

    /// What there is to know of the way to the server, once it was asked: a stable name and a sentence.
    pub(super) fn remark(&self) -> Option<(&'static str, String)> {
        self.api.remark().map(|remark| ("embedded-certificates", remark))
    }

    fn base_url(&self) -> String {
        self.api.base().to_string()
    }
}
