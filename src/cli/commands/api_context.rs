//! The account that a command works on: where the API is, with which key, and where its answers are kept. Every command
//! that asks AutoSend opens one here, so that what chooses the key is read in one place.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::{block_on, project};
use crate::api::{ApiClient, BaseUrl};
use crate::cli::args::ApiArgs;
use crate::cli::environment;
use crate::cli::error::CliError;
use crate::core::api_key::Credentials;
use crate::core::cache::CachedProject;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::files::RequestLog;
use crate::ports::{Api as _, RequestObserver};
use crate::store::DomainCache;

/// A key at a server, and what was kept of its domains.
pub(super) struct ApiContext {
    /// The API.
    pub(super) api: ApiClient,
    /// The key, with its project.
    pub(super) credentials: Credentials,
    /// `None` where nothing is to be kept or looked up.
    store: Option<DomainCache>,
    /// Domains that were read, and when. They are kept all at once: the file of a large project is not written anew for each.
    fetched: RefCell<Vec<(SendingDomain, Timestamp)>>,
    /// The log of `--log`.
    log: Option<Arc<RequestLog>>,
}

impl ApiContext {
    /// The one that the arguments and the environment tell; `no_cache` keeps nothing and looks nothing up. Of an account
    /// key whose project nobody has named, AutoSend is asked. Not to be called where a runtime of tokio runs.
    ///
    /// # Errors
    /// Where there is no key or none that can be used, no address that it may be sent to, no project, or no log.
    pub(super) fn open(args: &ApiArgs, no_cache: bool) -> Result<Self, CliError> {
        let mut account = Self::without_project_lookup(args, no_cache)?;
        if account.credentials.is_missing_project() {
            account.credentials.project = Some(block_on(project::resolve(&account.api, &account.credentials))?);
        }
        Ok(account)
    }

    /// The same for a command that asks nobody.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub(super) fn offline(args: &ApiArgs) -> Result<Self, CliError> {
        let account = Self::without_project_lookup(args, false)?;
        if account.credentials.is_missing_project() { Err(project::missing_project_error()) } else { Ok(account) }
    }

    fn without_project_lookup(args: &ApiArgs, no_cache: bool) -> Result<Self, CliError> {
        let base = environment::read_base_url()?;
        let credentials = environment::require_credentials(&base, &args.key)?;
        let store = if no_cache { None } else { DomainCache::from_environment() };
        let log = open_log(args.log.as_deref())?;
        Ok(Self { api: build_client(base, log.as_ref()), credentials, store, fetched: RefCell::default(), log })
    }

    /// One that keeps nothing: that of a sandbox.
    ///
    /// # Errors
    /// Where the log cannot be written.
    pub(super) fn ephemeral(base: BaseUrl, credentials: Credentials, args: &ApiArgs) -> Result<Self, CliError> {
        let log = open_log(args.log.as_deref())?;
        Ok(Self { api: build_client(base, log.as_ref()), credentials, store: None, fetched: RefCell::default(), log })
    }

    /// What an earlier run has kept.
    pub(super) fn load_cache(&self) -> CachedProject {
        self.flush_cache();
        self.store.as_ref().map(|store| store.load_domains(&self.base_url(), &self.credentials)).unwrap_or_default()
    }

    /// Keeps the whole list.
    pub(super) fn cache_list(&self, domains: &[SendingDomain]) {
        self.flush_cache();
        if let Some(store) = &self.store {
            store.save_list(&self.base_url(), &self.credentials, domains);
        }
    }

    /// Keeps one domain that was just read, when all is done.
    pub(super) fn cache_domain(&self, domain: &SendingDomain) {
        if self.store.is_some() {
            self.fetched.borrow_mut().push((domain.clone(), Timestamp::now()));
        }
    }

    /// Keeps that this domain was removed just now.
    pub(super) fn cache_removal(&self, domain: &SendingDomain) {
        self.flush_cache();
        if let Some(store) = &self.store {
            store.save_removed(&self.base_url(), &self.credentials, domain);
        }
    }

    /// What there is to know of the way to the server, once it was asked: a stable name and a sentence.
    pub(super) fn warning(&self) -> Option<(&'static str, String)> {
        let log = self.log.as_ref().and_then(|log| log.write_error()).map(|words| ("log-incomplete", words));
        log.or_else(|| self.api.connection_note().map(|remark| ("embedded-certificates", remark)))
    }

    /// The log, for DNS queries.
    pub(super) fn observer(&self) -> Option<Arc<dyn RequestObserver>> {
        to_observer(self.log.as_ref())
    }

    /// Writes down what was read so far.
    fn flush_cache(&self) {
        let read = self.fetched.take();
        if let Some(store) = self.store.as_ref().filter(|_| !read.is_empty()) {
            store.save_domains(&self.base_url(), &self.credentials, &read);
        }
    }

    fn base_url(&self) -> String {
        self.api.base().to_string()
    }
}

impl Drop for ApiContext {
    fn drop(&mut self) {
        self.flush_cache();
    }
}

/// The log that was asked for.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn open_log(path: Option<&Path>) -> Result<Option<Arc<RequestLog>>, CliError> {
    let log = path.map(RequestLog::open).transpose();
    let log = log.map_err(|words| {
        CliError::new("log-failed", Exit::Failed, "The log of the requests cannot be written; nothing was sent")
            .with_detail(format!("{words}."))
    })?;
    Ok(log.map(Arc::new))
}

/// A client whose requests are written down there.
pub(super) fn build_client(base: BaseUrl, log: Option<&Arc<RequestLog>>) -> ApiClient {
    ApiClient::new(base).with_observer(to_observer(log))
}

fn to_observer(log: Option<&Arc<RequestLog>>) -> Option<Arc<dyn RequestObserver>> {
    log.map(|log| Arc::clone(log) as Arc<dyn RequestObserver>)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::core::api_key::ApiKey;
    use crate::core::fixtures::domain;

    #[test]
    fn what_many_domains_are_is_written_once_and_a_removal_is_not_undone_by_it() {
        let folder = TempDir::new().unwrap();
        let credentials = Credentials { key: ApiKey::parse("AS_marker0f3c91d2key").unwrap(), project: None };
        let store = DomainCache::with_dir(folder.path(), Timestamp::now);
        let files = || std::fs::read_dir(folder.path()).unwrap().count();
        let mut account = ApiContext::ephemeral(BaseUrl::default(), credentials, &ApiArgs::default()).unwrap();
        account.store = Some(store.clone());
        let (one, other) = (domain("one.example", Vec::new()), domain("other.example", Vec::new()));
        account.cache_domain(&one);
        account.cache_domain(&one);
        assert_eq!(files(), 0, "it was written before all was done");
        account.cache_removal(&one);
        account.cache_domain(&SendingDomain { id: crate::core::domain::DomainId::new("other"), ..other });
        let (base_url, credentials) = (account.base_url(), account.credentials.clone());
        drop(account);
        let recalled = store.load_domains(&base_url, &credentials);
        let alive: Vec<_> = recalled.domains.unwrap().into_iter().map(|kept| kept.domain.name.sanitized()).collect();
        let removed: Vec<_> = recalled.removed.into_iter().map(|gone| gone.domain.name.sanitized()).collect();
        assert_eq!((alive, removed), (vec!["other.example".to_owned()], vec!["one.example".to_owned()]));
    }
}
