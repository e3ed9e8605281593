//! Finding the domains that a command is to work on: by name in the project's list, by id without it.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::api_context::ApiContext;
use super::domain_ref::DomainRef;
use crate::api::retry_rate_limited;
use crate::cli::error::CliError;
use crate::core::api_error::ApiError;
use crate::core::api_key::DASHBOARD_URL;
use crate::core::cache::{CachedProject, RemovedDomain, format_age};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{DomainName, canonical_name};
use crate::core::exit::Exit;
use crate::core::failure::{self, Failure};
use crate::ports::Api as _;

/// Why a domain was not found.
pub(super) enum ResolveError {
    /// The project lacks it.
    NotFound(CliError),
    /// AutoSend did not tell.
    Unavailable {
        /// What came instead.
        error: ApiError,
        /// In words.
        cli_error: CliError,
    },
}

impl From<ResolveError> for CliError {
    fn from(miss: ResolveError) -> Self {
        match miss {
            ResolveError::NotFound(cli_error) | ResolveError::Unavailable { cli_error, .. } => cli_error,
        }
    }
}

/// The domains of an account. The list is asked for once at the most.
pub(super) struct DomainResolver<'a> {
    account: &'a ApiContext,
    /// The list by name, the first where a name comes twice: a large project is asked about name by name.
    by_name: HashMap<String, SendingDomain>,
    /// Read where a name is lacking for the first time: of a large project, it is a large file.
    cache: OnceCell<CachedProject>,
}

impl<'a> DomainResolver<'a> {
    /// For the domains that are wanted: asks for the list where one of them goes by its name.
    ///
    /// # Errors
    /// Where the list cannot be read.
    pub(super) async fn for_domains(
        account: &'a ApiContext,
        wanted: impl IntoIterator<Item = &DomainRef>,
    ) -> Result<Self, ResolveError> {
        let is_list_wanted = wanted.into_iter().any(|wanted| matches!(wanted, DomainRef::Name(_)));
        let domains = if is_list_wanted { fetch_list(account).await.map_err(list_error)? } else { Vec::new() };
        let mut list = HashMap::new();
        for domain in domains {
            list.entry(canonical_name(domain.name.raw())).or_insert(domain);
        }
        Ok(Self { account, by_name: list, cache: OnceCell::new() })
    }

    /// The domain.
    ///
    /// # Errors
    /// Where the project lacks it, or where it cannot be read.
    pub(super) async fn resolve(&self, wanted: &DomainRef) -> Result<SendingDomain, ResolveError> {
        match wanted {
            DomainRef::Name(name) => {
                let found = self.by_name.get(&canonical_name(name.as_str())).cloned();
                found.ok_or_else(|| {
                    ResolveError::NotFound(not_found_error(name, self.cache.get_or_init(|| self.account.load_cache())))
                })
            }
            DomainRef::Id(id) => {
                let found = retry_rate_limited(|| self.account.api.fetch_domain(&self.account.credentials, id)).await;
                let name = format!("The domain {}", id.sanitized());
                let found = found.map_err(|error| {
                    let problem = api_error(failure::fetch_failure(&error, &name), &error);
                    if error.status() == Some(404) {
                        ResolveError::NotFound(problem)
                    } else {
                        ResolveError::Unavailable { error, cli_error: problem }
                    }
                })?;
                self.account.cache_domain(&found);
                Ok(found)
            }
        }
    }
}

/// The one domain that a command works on.
///
/// # Errors
/// As [`DomainResolver`].
pub(super) async fn resolve_domain(account: &ApiContext, wanted: &DomainRef) -> Result<SendingDomain, ResolveError> {
    DomainResolver::for_domains(account, [wanted]).await?.resolve(wanted).await
}

/// The whole list, which is kept for the next run.
///
/// # Errors
/// Where it cannot be read.
pub(super) async fn fetch_list(account: &ApiContext) -> Result<Vec<SendingDomain>, ApiError> {
    let list = retry_rate_limited(|| account.api.list_domains(&account.credentials)).await?;
    account.cache_list(&list);
    Ok(list)
}

/// Why the list could not be read.
pub(super) fn list_error(error: ApiError) -> ResolveError {
    let problem = api_error(failure::list_failure(&error), &error);
    ResolveError::Unavailable { error, cli_error: problem }
}

/// A failure in the words of the command line, which names places rather than keys.
pub(super) fn api_error(failure: Failure, error: &ApiError) -> CliError {
    let problem = CliError::from_api_error(failure, None, error);
    if error.status() == Some(401) {
        problem.with_hint(format!("Make another key at {DASHBOARD_URL}."))
    } else {
        problem
    }
}

/// The project has no such domain, though it may have had it.
fn not_found_error(name: &DomainName, recalled: &CachedProject) -> CliError {
    let problem = CliError::new("not-found", Exit::Conflict, format!("This project has no domain {name}"));
    match find_removed(recalled, name) {
        Some(removed) => problem
            .with_detail(format!("It was removed {}.", format_age(removed.age)))
            .with_hint(format!("Its records as they were: autosend-domains records {name} --offline")),
        None => problem.with_hint(format!("Add it: autosend-domains add {name}")),
    }
}

/// The domain of that name among those that were removed.
pub(super) fn find_removed<'r>(recalled: &'r CachedProject, name: &DomainName) -> Option<&'r RemovedDomain> {
    recalled.removed.iter().find(|removed| removed.domain.is_named(name.as_str()))
}

/// Whether the server may answer otherwise in a moment.
pub(super) fn is_transient(error: &ApiError) -> bool {
    match error.status() {
        Some(status) => status == 408 || status == 429 || status >= 500,
        None => true,
    }
}
