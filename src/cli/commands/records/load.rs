//! Loads the domain from AutoSend, or from the cache.

use super::args::RecordsArgs;
use crate::cli::commands::api_context::ApiContext;
use crate::cli::commands::block_on;
use crate::cli::commands::domain_ref::DomainRef;
use crate::cli::commands::interrupt::interruptible;
use crate::cli::commands::report::Warning;
use crate::cli::commands::resolve_domain::{ResolveError, is_transient, resolve_domain};
use crate::cli::error::CliError;
use crate::cli::output::Output;
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

/// Loads the domain.
///
/// # Errors
/// The project does not have it, or it is neither at AutoSend nor in the cache.
pub(super) fn load_domain(args: &RecordsArgs, target: &DomainRef, output: Output) -> Result<LoadedDomain, CliError> {
    if args.offline {
        return load_cached(ApiContext::offline(&args.api)?.load_cached(target), target);
    }
    let api = ApiContext::open(&args.api, args.no_cache, output)?;
    let result = block_on(interruptible(async { Ok::<_, CliError>(resolve_domain(&api, target).await) }))?;
    let mut warnings: Vec<Warning> = api.warning().into_iter().collect();
    match result {
        Ok(domain) => Ok(LoadedDomain { domain, freshness: Freshness::Live, warnings }),
        Err(ResolveError::Unavailable { error, cli_error }) if is_transient(&error) => {
            let CachedProject { domains, warning, .. } = api.load_cached(target);
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
