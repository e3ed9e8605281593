//! Loads the domain from AutoSend, or from the cache.

use crate::cli::commands::api_context::ApiContext;
use crate::cli::commands::domain_ref::DomainRef;
use crate::cli::commands::report::Warning;
use crate::cli::commands::resolve_domain::{DomainResolver, ResolveError, is_transient};
use crate::cli::commands::targets::Targets;
use crate::cli::error::CliError;
use crate::core::cache::{CachedDomain, CachedProject, Freshness, RemovedDomain, format_age};
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::describe_error;

/// A domain, and its origin.
pub(super) struct LoadedDomain {
    /// The domain with its records.
    pub(super) domain: SendingDomain,
    /// Whether it comes from the cache.
    pub(super) freshness: Freshness,
    /// Warnings about its origin.
    pub(super) warnings: Vec<Warning>,
}

/// Where the domains of a command come from.
pub(super) struct DomainLoader<'a> {
    api: &'a ApiContext,
    /// `None` with `--offline`; the error of AutoSend's list, if it is needed and could not be fetched.
    resolver: Option<Result<DomainResolver<'a>, ResolveError>>,
}

impl<'a> DomainLoader<'a> {
    /// Fetches the list once, if one of the domains is referred to by its name.
    pub(super) async fn open(api: &'a ApiContext, is_offline: bool, targets: &Targets<DomainRef>) -> Self {
        let resolver = if is_offline { None } else { Some(DomainResolver::for_domains(api, targets.domains()).await) };
        Self { api, resolver }
    }

    /// Loads one domain.
    ///
    /// # Errors
    /// The project does not have it, or it is neither at AutoSend nor in the cache.
    pub(super) async fn load(&self, target: &DomainRef) -> Result<LoadedDomain, CliError> {
        let result = match &self.resolver {
            None => return load_cached(self.api.load_cached(target), target),
            Some(Ok(resolver)) => resolver.resolve(target).await,
            Some(Err(error)) => Err(error.clone()),
        };
        let mut warnings: Vec<Warning> = self.api.warning().into_iter().collect();
        match result {
            Ok(domain) => Ok(LoadedDomain { domain, freshness: Freshness::Live, warnings }),
            Err(ResolveError::Unavailable { error, cli_error }) if is_transient(&error) => {
                let CachedProject { domains, warning, .. } = self.api.load_cached(target);
                warnings.extend(warning.map(|message| Warning::new("set-aside", message)));
                let cached =
                    domains.into_iter().flatten().find(|cached| target.matches(&cached.domain)).ok_or(cli_error)?;
                let message = format!("{} {}", describe_error(&error), cached_message(&cached));
                warnings.insert(0, Warning::new("kept", message));
                Ok(LoadedDomain { domain: cached.domain, freshness: Freshness::Fallback(cached.age), warnings })
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Loads the domain from the cache, also if it was removed since.
fn load_cached(project: CachedProject, target: &DomainRef) -> Result<LoadedDomain, CliError> {
    let CachedProject { domains, removed, warning, .. } = project;
    let warning = warning.map(|message| Warning::new("set-aside", message));
    let loaded = |domain, age, origin| LoadedDomain {
        domain,
        freshness: Freshness::Requested(age),
        warnings: std::iter::once(origin).chain(warning.clone()).collect(),
    };
    if let Some(cached) = domains.into_iter().flatten().find(|cached| target.matches(&cached.domain)) {
        let origin = Warning::new("kept", cached_message(&cached));
        return Ok(loaded(cached.domain, cached.age, origin));
    }
    if let Some(RemovedDomain { domain, age }) = removed.into_iter().find(|removed| target.matches(&removed.domain)) {
        let message = format!("This domain was removed {}. Showing its last known records.", format_age(age));
        return Ok(loaded(domain, age, Warning::new("removed", message)));
    }
    let error = CliError::new("not-kept", Exit::NotFound, format!("No saved data for {target} with this key"));
    let error = warning.into_iter().fold(error, |error, warning| error.with_detail(format!("{}.", warning.message)));
    Err(error.with_hint(format!("Fetch it: autosend-domains records {target}")))
}

fn cached_message(cached: &CachedDomain) -> String {
    format!("Showing the records saved {}.", format_age(cached.age))
}
