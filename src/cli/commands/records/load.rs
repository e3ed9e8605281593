//! Where the records come from: AutoSend, else what was kept.

use std::time::Duration;

use crate::cli::args::RecordsArgs;
use crate::cli::commands::api_context::ApiContext;
use crate::cli::commands::block_on;
use crate::cli::commands::domain_arg::Warning;
use crate::cli::commands::domain_ref::DomainRef;
use crate::cli::commands::interrupt::interruptible;
use crate::cli::commands::resolve_domain::{ResolveError, is_transient, resolve_domain};
use crate::cli::error::CliError;
use crate::core::cache::{CachedDomain, CachedProject, RemovedDomain, format_age};
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::describe_error;

/// A domain, and how it is known.
pub(super) struct LoadedDomain {
    /// The domain with its records.
    pub(super) domain: SendingDomain,
    /// How long ago AutoSend told of it, where an earlier run has kept it.
    pub(super) age: Option<Duration>,
    /// What to know of it.
    pub(super) warnings: Vec<Warning>,
}

/// Finds the domain.
///
/// # Errors
/// Where the project lacks it, or neither AutoSend nor an earlier run tells of it.
pub(super) fn load_domain(args: &RecordsArgs, wanted: &DomainRef) -> Result<LoadedDomain, CliError> {
    if args.offline {
        return load_cached(ApiContext::offline(&args.api)?.load_cache(), wanted);
    }
    let account = ApiContext::open(&args.api, args.no_cache)?;
    let result = block_on(interruptible(async { Ok::<_, CliError>(resolve_domain(&account, wanted).await) }))?;
    let mut remarks: Vec<Warning> = account.warning().into_iter().collect();
    match result {
        Ok(domain) => Ok(LoadedDomain { domain, age: None, warnings: remarks }),
        Err(ResolveError::Unavailable { error, cli_error }) if is_transient(&error) => {
            let recalled = account.load_cache();
            remarks.extend(recalled.warning.map(|remark| ("set-aside", remark)));
            let mut domains = recalled.domains.into_iter().flatten();
            let kept = domains.find(|kept| wanted.matches(&kept.domain)).ok_or(cli_error)?;
            remarks.insert(0, ("kept", format!("{} {}", describe_error(&error), cached_message(&kept))));
            Ok(LoadedDomain { domain: kept.domain, age: Some(kept.age), warnings: remarks })
        }
        Err(miss) => Err(miss.into()),
    }
}

/// What an earlier run has kept of it, also where it was removed since.
fn load_cached(recalled: CachedProject, wanted: &DomainRef) -> Result<LoadedDomain, CliError> {
    let CachedProject { domains, removed, warning } = recalled;
    let remarks = warning.map(|remark| ("set-aside", remark)).into_iter();
    if let Some(kept) = domains.into_iter().flatten().find(|kept| wanted.matches(&kept.domain)) {
        let remarks = std::iter::once(("kept", cached_message(&kept))).chain(remarks).collect();
        return Ok(LoadedDomain { domain: kept.domain, age: Some(kept.age), warnings: remarks });
    }
    if let Some(RemovedDomain { domain, age }) = removed.into_iter().find(|removed| wanted.matches(&removed.domain)) {
        let words = format!("It was removed {}. These are its records as AutoSend told them before.", format_age(age));
        let remarks = std::iter::once(("removed", words)).chain(remarks).collect();
        return Ok(LoadedDomain { domain, age: Some(age), warnings: remarks });
    }
    let problem = CliError::new("not-kept", Exit::Conflict, format!("Nothing is kept of {wanted} for this key"));
    let told = remarks.map(|(_, words)| format!("{words}."));
    Err(told
        .fold(problem, CliError::with_detail)
        .with_hint(format!("Without --offline, AutoSend is asked: autosend-domains records {wanted}")))
}

fn cached_message(kept: &CachedDomain) -> String {
    format!("These are the records as AutoSend told them {}.", format_age(kept.age))
}
