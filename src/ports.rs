//! The traits that the shell needs, in the terms of the core: their implementations are adapters
//! ([`crate::api`], [`crate::clipboard`], [`crate::settings`]) or a test's stand-in.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::core::api_error::ApiError;
use crate::core::api_key::{ApiKey, Credentials};
use crate::core::cache::{CachedProject, RecordChoices};
use crate::core::copy::{CopyError, CopyOutcome};
use crate::core::dns::{DnsLookup, LookupProgress};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::DomainName;
use crate::core::file_save::{PathCompletion, SaveError, SavedFile};
use crate::core::open_link::OpenError;
use crate::core::operation::Operation;
use crate::core::publishing::{PublishMode, RecordSelector};
use crate::core::region::Region;
use crate::core::request_log::{DnsLogEntry, RequestLogEntry};
use crate::core::retry_policy::RequestTimeout;

/// AutoSend's domains API.
pub trait Api: Send + Sync + 'static {
    /// `POST /domains`. Sent once: never repeated by the adapter.
    fn create_domain(
        &self,
        credentials: &Credentials,
        name: &DomainName,
        region: &Region,
    ) -> impl Future<Output = Result<SendingDomain, ApiError>> + Send;

    /// `GET /domains`: every domain of the project.
    fn list_domains(
        &self,
        credentials: &Credentials,
    ) -> impl Future<Output = Result<Vec<SendingDomain>, ApiError>> + Send;

    /// `GET /domains/{id}`.
    fn fetch_domain(
        &self,
        credentials: &Credentials,
        id: &DomainId,
    ) -> impl Future<Output = Result<SendingDomain, ApiError>> + Send;

    /// Asks AutoSend to do something with a domain (`POST /domains/{id}/…`), and answers with what it is then.
    fn run_operation(
        &self,
        credentials: &Credentials,
        id: &DomainId,
        operation: Operation,
    ) -> impl Future<Output = Result<SendingDomain, ApiError>> + Send;

    /// `DELETE /domains/{id}`, which cannot be undone.
    fn remove_domain(
        &self,
        credentials: &Credentials,
        id: &DomainId,
    ) -> impl Future<Output = Result<(), ApiError>> + Send;

    /// How long one request may take, with its retries.
    fn timeout(&self) -> RequestTimeout {
        RequestTimeout::DEFAULT
    }

    /// What to know about the way to the server, known once a request was made: in words, where there is anything.
    fn connection_note(&self) -> Option<String>;
}

/// DNS as it is at this moment: negative answers are not cached for the next lookup.
pub trait Resolver: Send + Sync + 'static {
    /// Looks up all records of a domain, side by side, at the authoritative servers. Each answer is reported as it arrives;
    /// dropping the future stops everything. The error says in words why nothing could be queried.
    fn lookup_records(
        &self,
        domain: &SendingDomain,
        on_progress: impl Fn(LookupProgress) + Send + Sync,
    ) -> impl Future<Output = Result<DnsLookup, String>> + Send;
}

/// Is notified of every HTTP request and every DNS query once it is over, with or without a response. The calls may block
/// while a line is written.
pub trait RequestObserver: fmt::Debug + Send + Sync + 'static {
    /// An HTTP request is over.
    fn request_finished(&self, request: &RequestLogEntry);

    /// A DNS query is over.
    fn query_finished(&self, query: &DnsLogEntry);
}

/// Keeps a limit on the rate of requests together with the other processes of the user.
pub trait RequestPacer: fmt::Debug + Send + Sync + 'static {
    /// Reserves the next moment at which a request with this key may start, where at most `count` may start within
    /// `window`, and answers with the time until then. The call may block while a file is written.
    fn reserve(&self, key: &ApiKey, count: usize, window: Duration) -> Duration;
}

/// The user's browser.
pub trait Browser: Send + Sync + 'static {
    /// Asks it to open a link, where there is one; it is not known what becomes of that.
    fn open_link(&self, link: String) -> Pin<Box<dyn Future<Output = Result<(), OpenError>> + Send + '_>>;
}

/// A place that text can be copied to.
pub trait Clipboard: Send + Sync + 'static {
    /// Copies the exact text with the first method that works here, and returns how certain the result is.
    fn copy(&self, text: &str) -> impl Future<Output = Result<CopyOutcome, CopyError>> + Send;
}

/// What outlives a run: the key, where the person wants it kept, and the last region. The calls may block.
pub trait StateStore: Send + Sync + 'static {
    /// Keeps the key; answers with where, or with why not, in words that may be shown.
    ///
    /// # Errors
    /// Where it could not be written.
    fn save_key(&self, credentials: &Credentials) -> Result<String, String>;

    /// Keeps the region for the next run. Nothing depends on it, so nothing is said where it fails.
    fn save_region(&self, region: &Region);

    /// What an earlier run has kept of the project of this key.
    fn load_domains(&self, credentials: &Credentials) -> CachedProject;

    /// Keeps the project's whole list, which was requested this long ago, in place of what was kept before the request.
    /// Nothing depends on it, so nothing is said where it fails.
    fn save_list(&self, credentials: &Credentials, domains: &[SendingDomain], age: Duration);

    /// Keeps one domain that was just read, beside what is kept of the others.
    fn save_domain(&self, credentials: &Credentials, domain: &SendingDomain);

    /// Keeps what the user chose for the records of a domain, if that domain is kept.
    fn save_choices(&self, credentials: &Credentials, domain: &DomainId, choices: &RecordChoices);

    /// Keeps that this domain was removed just now: its records stay, and it is told among the removed ones.
    fn save_removed(&self, credentials: &Credentials, domain: &SendingDomain);
}

/// Files that the person asks for by name. The calls may block.
pub trait Files: Send + Sync + 'static {
    /// Writes the text whole or not at all; `~` stands for the home folder.
    ///
    /// # Errors
    /// Where there is such a file and `replace` is false, or where it could not be written.
    fn save(&self, path: &str, text: &str, replace: bool) -> Result<SavedFile, SaveError>;

    /// What the beginning of a path can become.
    fn complete_path(&self, typed: &str) -> PathCompletion;
}

/// A DNS that records can be published in: the sandbox's own.
pub trait Publisher: Send + Sync + 'static {
    /// Publishes records of a domain in a way; answers with how many.
    ///
    /// # Errors
    /// Where there is nothing to publish in, or it cannot be done; in words.
    fn publish(&self, domain: &DomainId, which: &RecordSelector, how: PublishMode) -> Result<usize, String>;
}

/// Every adapter that the wizard's shell works with.
pub trait Ports: Send + Sync + 'static {
    /// AutoSend's API.
    fn api(&self) -> &impl Api;

    /// The clipboard.
    fn clipboard(&self) -> &impl Clipboard;

    /// The key file, the last region, and the cache.
    fn state_store(&self) -> &impl StateStore;

    /// Files that the user names.
    fn files(&self) -> &impl Files;

    /// DNS.
    fn resolver(&self) -> &impl Resolver;

    /// The user's browser.
    fn browser(&self) -> &dyn Browser;

    /// The sandbox's own DNS, if the program runs one.
    fn publisher(&self) -> Option<&dyn Publisher>;
}
