//! Finds the domains that a command works on: by name in the project's list, by id with a request for each.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::time::Instant;

use super::api_context::ApiContext;
use super::domain_ref::DomainRef;
use super::interrupt::interruptible;
use super::targets::Targets;
use crate::api::retry_read;
use crate::cli::error::CliError;
use crate::core::api_error::ApiError;
use crate::core::api_key::DASHBOARD_URL;
use crate::core::cache::{CachedProject, format_age};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{DomainName, canonical_name};
use crate::core::exit::Exit;
use crate::core::failure::{self, Failure};
use crate::ports::Api as _;

/// Why a domain was not found.
#[derive(Clone)]
pub(super) enum ResolveError {
    /// The project does not have it.
    NotFound(CliError),
    /// The request has failed.
    Unavailable {
        /// The error of the API.
        error: ApiError,
        /// The same, for people and scripts.
        cli_error: CliError,
    },
}

impl From<ResolveError> for CliError {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::NotFound(cli_error) | ResolveError::Unavailable { cli_error, .. } => cli_error,
        }
    }
}

/// Resolves references to domains. The project's list is fetched once at most.
pub(super) struct DomainResolver<'a> {
    api: &'a ApiContext,
    /// The list by canonical name, for the many lookups of a large project; the first domain of a name that occurs twice.
    by_name: HashMap<String, SendingDomain>,
    /// Loaded when the first name is not found: the file of a large project is large.
    cache: OnceCell<CachedProject>,
}

impl<'a> DomainResolver<'a> {
    /// A resolver for the targets of a command.
    ///
    /// # Errors
    /// The list cannot be fetched, or a signal has come.
    pub(super) async fn open(api: &'a ApiContext, targets: &Targets<DomainRef>) -> Result<Self, CliError> {
        interruptible(Self::for_domains(api, targets.domains())).await
    }

    /// A resolver for these domains. It fetches the list if one of them is referred to by its name.
    ///
    /// # Errors
    /// The list cannot be fetched.
    pub(super) async fn for_domains(
        api: &'a ApiContext,
        domains: impl IntoIterator<Item = &DomainRef>,
    ) -> Result<Self, ResolveError> {
        let needs_list = domains.into_iter().any(|domain| matches!(domain, DomainRef::Name(_)));
        let list = if needs_list { fetch_list(api).await.map_err(list_error)? } else { Vec::new() };
        let mut by_name = HashMap::new();
        for domain in list {
            by_name.entry(canonical_name(domain.name.raw())).or_insert(domain);
        }
        Ok(Self { api, by_name, cache: OnceCell::new() })
    }

    /// The domain.
    ///
    /// # Errors
    /// The project does not have it, or it cannot be fetched.
    pub(super) async fn resolve(&self, domain: &DomainRef) -> Result<SendingDomain, ResolveError> {
        let api = self.api;
        match domain {
            DomainRef::Name(name) => self.by_name.get(&canonical_name(name.as_str())).cloned().ok_or_else(|| {
                ResolveError::NotFound(not_found_error(name, self.cache.get_or_init(|| api.load_cache())))
            }),
            DomainRef::Id(id) => {
                let domain = retry_read(&api.client, || api.client.fetch_domain(&api.credentials, id)).await;
                let domain = domain.map_err(|error| {
                    let name = format!("The domain {}", id.sanitized());
                    let cli_error = api_error(failure::fetch_failure(&error, &name), &error);
                    if error.is_not_found() {
                        ResolveError::NotFound(cli_error)
                    } else {
                        ResolveError::Unavailable { error, cli_error }
                    }
                })?;
                api.cache_domain(&domain);
                Ok(domain)
            }
        }
    }
}

/// Resolves the only domain of a command.
///
/// # Errors
/// As [`DomainResolver`].
pub(super) async fn resolve_domain(api: &ApiContext, domain: &DomainRef) -> Result<SendingDomain, ResolveError> {
    DomainResolver::for_domains(api, [domain]).await?.resolve(domain).await
}

/// Fetches the whole list and caches it.
///
/// # Errors
/// The list cannot be fetched.
pub(super) async fn fetch_list(api: &ApiContext) -> Result<Vec<SendingDomain>, ApiError> {
    let start = Instant::now();
    let list = retry_read(&api.client, || api.client.list_domains(&api.credentials)).await?;
    api.cache_list(&list, start.elapsed());
    Ok(list)
}

/// The error of a list that cannot be fetched.
pub(super) fn list_error(error: ApiError) -> ResolveError {
    let cli_error = api_error(failure::list_failure(&error), &error);
    ResolveError::Unavailable { error, cli_error }
}

/// An error of the API, with advice for the command line instead of the wizard.
pub(super) fn api_error(failure: Failure, error: &ApiError) -> CliError {
    let cli_error = CliError::from_api_error(failure, None, error);
    if error.status() == Some(401) {
        cli_error.with_hint(format!("Create another key at {DASHBOARD_URL}."))
    } else {
        cli_error
    }
}

/// The error of a domain that the project does not have, though it may have had it.
fn not_found_error(name: &DomainName, cache: &CachedProject) -> CliError {
    let error = CliError::new("not-found", Exit::NotFound, format!("No domain {name} in this project"));
    match cache.removed.iter().find(|removed| removed.domain.is_named(name.as_str())) {
        Some(removed) => error
            .with_detail(format!("It was removed {}.", format_age(removed.age)))
            .with_hint(format!("Its last known records: autosend-domains records {name} --offline")),
        None => error.with_hint(format!("Add it: autosend-domains add {name}")),
    }
}

/// Whether the same request may succeed in a moment.
pub(super) fn is_transient(error: &ApiError) -> bool {
    match error.status() {
        Some(status) => status == 408 || status == 429 || status >= 500,
        None => true,
    }
}
