//! The API with the key that a command uses, and the cache of its answers. Every command that sends requests opens one here,
//! so that the key is chosen in one place.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::block_on;
use super::domain_ref::DomainRef;
use super::interrupt::interruptible;
use super::report::Warning;
use crate::api::{ApiClient, BaseUrl, Limits, retry_read};
use crate::cli::environment;
use crate::cli::error::CliError;
use crate::cli::options::ApiArgs;
use crate::cli::output::Output;
use crate::core::api_key::{Credentials, PROJECT_VARIABLE, Project, ProjectId};
use crate::core::cache::CachedProject;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::retry_policy::RequestTimeout;
use crate::dns::{DnsResolver, ResolverConfig};
use crate::files::{RequestLog, RequestSlots};
use crate::ports::{Api as _, RequestObserver, RequestPacer};
use crate::store::{DomainCache, DomainKey, ForgetSummary};

/// How many projects an error lists.
const MAX_LISTED: usize = 20;

/// The API with a key, and the cache of its domains.
pub(super) struct ApiContext {
    /// The client of the API.
    pub(super) client: ApiClient,
    /// The key, with its project.
    pub(super) credentials: Credentials,
    /// `None` if domains are neither cached nor looked up.
    store: Option<DomainCache>,
    /// Domains that were fetched, and when. They are saved together: the file of a large project is not rewritten for each.
    fetched: RefCell<Vec<(SendingDomain, Timestamp)>>,
    /// The log of `--log`.
    log: Option<Arc<RequestLog>>,
    /// A warning about the host that the key goes to, for documents.
    key_host_warning: Option<Warning>,
}

impl ApiContext {
    /// The API of the arguments and the environment; `no_cache` neither caches domains nor looks them up. For an account key
    /// without a project, the API is asked for the project. Must not be called within a tokio runtime.
    ///
    /// # Errors
    /// There is no usable key, no address that it may be sent to, no usable proxy, no project, or the log cannot be
    /// written.
    pub(super) fn open(args: &ApiArgs, no_cache: bool, output: Output) -> Result<Self, CliError> {
        let mut api = Self::without_project_lookup(args, no_cache)?;
        environment::check_proxy(api.client.base())?;
        let warning = environment::announce_key_host(api.client.base(), output);
        api.key_host_warning = warning.map(|message| Warning::new("key-host", message));
        if api.credentials.is_missing_project() {
            api.credentials.project = Some(block_on(resolve_project(&api.client, &api.credentials))?);
        }
        Ok(api)
    }

    /// [`Self::open`] for a command that sends no request.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub(super) fn offline(args: &ApiArgs) -> Result<Self, CliError> {
        let api = Self::without_project_lookup(args, false)?;
        if api.credentials.is_missing_project() {
            let title = "This is an account key (ASA_…), which needs a project ID";
            return Err(no_project_error(title).with_hint(project_hint()));
        }
        Ok(api)
    }

    /// [`Self::offline`] with `--offline`, else [`Self::open`].
    ///
    /// # Errors
    /// As [`Self::open`].
    pub(super) fn open_unless_offline(
        args: &ApiArgs,
        is_offline: bool,
        no_cache: bool,
        output: Output,
    ) -> Result<Self, CliError> {
        if is_offline { Self::offline(args) } else { Self::open(args, no_cache, output) }
    }

    fn without_project_lookup(args: &ApiArgs, no_cache: bool) -> Result<Self, CliError> {
        let base = environment::read_base_url()?;
        let credentials = environment::require_credentials(&base, &args.key)?;
        let store = if no_cache { None } else { DomainCache::from_environment() };
        let mut api = Self::new(base, credentials, args, request_pacer())?;
        api.store = store;
        Ok(api)
    }

    /// An API without a cache, such as that of a sandbox.
    ///
    /// # Errors
    /// The log cannot be written.
    pub(super) fn ephemeral(base: BaseUrl, credentials: Credentials, args: &ApiArgs) -> Result<Self, CliError> {
        Self::new(base, credentials, args, None)
    }

    fn new(
        base: BaseUrl,
        credentials: Credentials,
        args: &ApiArgs,
        pacer: Option<Arc<dyn RequestPacer>>,
    ) -> Result<Self, CliError> {
        let log = open_log(args.log.as_deref())?;
        Ok(Self {
            client: build_client(base, args.timeout, log.as_ref()).with_pacer(pacer),
            key_host_warning: None,
            credentials,
            store: None,
            fetched: RefCell::default(),
            log,
        })
    }

    /// The domains that earlier runs have cached.
    pub(super) fn load_cache(&self) -> CachedProject {
        self.flush_cache();
        self.store.as_ref().map(|store| store.load_domains(&self.base_url(), &self.credentials)).unwrap_or_default()
    }

    /// What earlier runs have cached of one domain; the files of the others are not read.
    pub(super) fn load_cached(&self, domain: &DomainRef) -> CachedProject {
        self.flush_cache();
        let key = match domain {
            DomainRef::Id(id) => DomainKey::Id(id.raw()),
            DomainRef::Name(name) => DomainKey::Name(name.as_str()),
        };
        let store = self.store.as_ref();
        store.map(|store| store.load_domain(&self.base_url(), &self.credentials, key)).unwrap_or_default()
    }

    /// Caches the whole list, which was requested this long ago.
    pub(super) fn cache_list(&self, domains: &[SendingDomain], age: Duration) {
        self.flush_cache();
        if let Some(store) = &self.store {
            // What is not cached is fetched again by the next run.
            let _ = store.save_list(&self.base_url(), &self.credentials, domains, age);
        }
    }

    /// Caches one domain that was just fetched. It is saved when this is dropped.
    pub(super) fn cache_domain(&self, domain: &SendingDomain) {
        if self.store.is_some() {
            self.fetched.borrow_mut().push((domain.clone(), Timestamp::now()));
        }
    }

    /// Caches that a domain was just removed. Returns whether its records can be read from the cache from now on.
    ///
    /// # Errors
    /// Why they cannot, as a message, although this run caches.
    pub(super) fn cache_removal(&self, domain: &SendingDomain) -> Result<bool, String> {
        self.flush_cache();
        let Some(store) = &self.store else { return Ok(false) };
        store.save_removed(&self.base_url(), &self.credentials, domain).map(|()| true)
    }

    /// A warning about the connection or the log, once a request was sent.
    pub(super) fn warning(&self) -> Option<Warning> {
        let log = self.log.as_ref().and_then(|log| log.write_error());
        let log = log.map(|message| Warning::new("log-incomplete", message));
        let log = log.or_else(|| self.key_host_warning.clone());
        log.or_else(|| self.client.connection_note().map(|note| Warning::new("embedded-certificates", note)))
    }

    /// A resolver that asks these servers, or the zone's own if there are none. It logs its queries.
    pub(super) fn dns_resolver(&self, name_servers: &[SocketAddr]) -> DnsResolver {
        let config = ResolverConfig { explicit_servers: name_servers.to_vec(), ..ResolverConfig::default() };
        DnsResolver::new(config).with_observer(to_observer(self.log.as_ref()))
    }

    /// Deletes what is cached of the project; `None` if there is no home folder.
    ///
    /// # Errors
    /// A file cannot be removed: a message with its name.
    pub(super) fn forget_project(&self) -> Result<Option<ForgetSummary>, String> {
        let store = self.store.as_ref();
        store.map(|store| store.forget_project(&self.base_url(), &self.credentials)).transpose()
    }

    /// Saves the domains that were fetched so far.
    fn flush_cache(&self) {
        let fetched = self.fetched.take();
        if let Some(store) = self.store.as_ref().filter(|_| !fetched.is_empty()) {
            // What is not cached is fetched again by the next run.
            let _ = store.save_domains(&self.base_url(), &self.credentials, &fetched);
        }
    }

    fn base_url(&self) -> String {
        self.client.base().to_string()
    }
}

impl Drop for ApiContext {
    fn drop(&mut self) {
        self.flush_cache();
    }
}

/// The cached domains of the key in use; none if there is no key.
pub(in crate::cli) fn cached_domains() -> Vec<SendingDomain> {
    let cached = ApiContext::offline(&ApiArgs::default()).ok().and_then(|api| api.load_cache().domains);
    cached.unwrap_or_default().into_iter().map(|cached| cached.domain).collect()
}

/// Opens the log of the requests.
///
/// # Errors
/// The log cannot be written.
pub(super) fn open_log(path: Option<&Path>) -> Result<Option<Arc<RequestLog>>, CliError> {
    let log = path.map(RequestLog::open).transpose();
    let log = log.map_err(|reason| {
        CliError::new("log-failed", Exit::Failed, "Can't write the log file; nothing was sent")
            .with_detail(format!("{reason}."))
    })?;
    Ok(log.map(Arc::new))
}

/// A client that logs its requests. Without a timeout, the default one holds.
pub(super) fn build_client(base: BaseUrl, timeout: Option<RequestTimeout>, log: Option<&Arc<RequestLog>>) -> ApiClient {
    let limits = timeout.map(Limits::with_timeout).unwrap_or_default();
    ApiClient::with_limits(base, limits).with_observer(to_observer(log))
}

/// What keeps AutoSend's limit on the rate together with other processes.
pub(super) fn request_pacer() -> Option<Arc<dyn RequestPacer>> {
    RequestSlots::from_environment().map(|slots| Arc::new(slots) as Arc<dyn RequestPacer>)
}

fn to_observer(log: Option<&Arc<RequestLog>>) -> Option<Arc<dyn RequestObserver>> {
    log.map(|log| Arc::clone(log) as Arc<dyn RequestObserver>)
}

/// Asks the API for the projects of an account key, and takes the only one.
///
/// # Errors
/// There is no project or more than one, or the request fails.
pub(super) async fn resolve_project(client: &ApiClient, credentials: &Credentials) -> Result<ProjectId, CliError> {
    let mut projects = interruptible(async {
        let projects = retry_read(client, || client.list_projects(credentials)).await;
        projects.map_err(|error| CliError::from_api_error(failure::projects_failure(&error), None, &error))
    })
    .await?;
    match projects.len() {
        0 => Err(no_project_error("This account key has no projects").with_hint("Create one in AutoSend's dashboard.")),
        1 => Ok(projects.remove(0).id),
        _ => Err(ambiguous_project_error(&projects)),
    }
}

fn ambiguous_project_error(projects: &[Project]) -> CliError {
    let title = format!("This account key has access to {} projects: choose one", projects.len());
    let listed = projects.iter().take(MAX_LISTED).map(|project| {
        let name = project.name.sanitized();
        if name.is_empty() { project.id.as_str().to_owned() } else { format!("{}  {name}", project.id.as_str()) }
    });
    let error = listed.fold(no_project_error(&title), CliError::with_detail);
    let more = projects.len().saturating_sub(MAX_LISTED);
    let error = if more > 0 { error.with_detail(format!("and {more} more")) } else { error };
    error.with_hint(project_hint())
}

fn no_project_error(title: &str) -> CliError {
    CliError::new("no-project", Exit::NotAllowed, title)
}

fn project_hint() -> String {
    format!("Use --project ID or {PROJECT_VARIABLE}. To save it with the key: auth login --project ID")
}

#[cfg(test)]
impl ApiContext {
    /// An API that is never asked.
    pub(super) fn for_tests() -> Self {
        let client = build_client(BaseUrl::default(), None, None);
        let credentials = super::scripted_api::credentials();
        Self { client, credentials, store: None, fetched: RefCell::default(), log: None, key_host_warning: None }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::core::domain::DomainId;
    use crate::core::fixtures::domain;

    #[test]
    fn many_domains_are_cached_in_one_write_and_it_undoes_no_removal() {
        let folder = TempDir::new().unwrap();
        let store = DomainCache::with_dir(folder.path(), Timestamp::now);
        let files = || std::fs::read_dir(folder.path()).unwrap().count();
        let mut api = ApiContext::for_tests();
        api.store = Some(store.clone());
        let (one, other) = (domain("one.example", Vec::new()), domain("other.example", Vec::new()));
        api.cache_domain(&one);
        api.cache_domain(&one);
        assert_eq!(files(), 0, "it was written before all was done");
        assert_eq!(api.cache_removal(&one), Ok(true));
        api.cache_domain(&SendingDomain { id: DomainId::new("other"), ..other });
        let (base_url, credentials) = (api.base_url(), api.credentials.clone());
        drop(api);
        let cached = store.load_domains(&base_url, &credentials);
        let alive: Vec<_> = cached.domains.unwrap().into_iter().map(|cached| cached.domain.name.sanitized()).collect();
        let removed: Vec<_> = cached.removed.into_iter().map(|removed| removed.domain.name.sanitized()).collect();
        assert_eq!((alive, removed), (vec!["other.example".to_owned()], vec!["one.example".to_owned()]));
    }
}
