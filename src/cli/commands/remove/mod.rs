//! `remove`: a domain, for good. Its records stay readable in what is kept.

#[cfg(test)]
mod tests;

use serde_json::json;
use tokio::time::sleep;

use super::api_context::ApiContext;
use super::block_on;
use super::domain_arg::{Warning, warnings_json};
use super::domain_ref::DomainRef;
use super::dry_run::DryRun;
use super::interrupt::{interruptible, interruptible_mutation};
use super::resolve_domain::{api_error, resolve_domain};
use crate::api::{remove_request, retry_rate_limited};
use crate::cli::args::RemoveArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::Credentials;
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::exit::Exit;
use crate::core::failure::{self, describe_lost_answer};
use crate::core::removing::{Fact, NotRemoved, REMOVAL_CONSEQUENCES, Removed, Removing, Step};
use crate::export::{SCHEMA_VERSION, status_json};
use crate::ports::Api;

/// Runs the command.
pub(in crate::cli) fn run(args: &RemoveArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.print_error(&problem))
}

fn perform(args: &RemoveArgs, output: Output) -> Result<Exit, CliError> {
    let (wanted, mut warnings) = DomainRef::parse_and_note(&args.domain, output)?;
    if args.dry_run {
        let plan = DryRun::new(&args.api.key, args.no_cache, output)?;
        return plan.print_for_domain(&wanted, warnings, remove_request);
    }
    if !args.yes {
        return Err(unconfirmed_error(&wanted));
    }
    let account = ApiContext::open(&args.api, args.no_cache)?;
    let (domain, gone) = block_on(find_and_remove(&account, &wanted))?;
    account.cache_removal(&domain);
    for (kind, words) in account.warning().into_iter().chain(lost_answer_warning(&gone, &domain)) {
        output.note(&format!("warning: {words}"));
        warnings.push((kind, words));
    }
    let name = domain.name.sanitized();
    let (words, outcome) = match gone {
        Removed::Response | Removed::Confirmed { .. } => (format!("{name} is removed.\n"), "removed"),
        Removed::AlreadyGone => (format!("{name} was gone already.\n"), "already-gone"),
    };
    output.print_result(
        || words,
        || {
            json!({
                "version": SCHEMA_VERSION,
                "domain": status_json(&domain),
                "outcome": outcome,
                "warnings": warnings_json(&warnings),
            })
        },
    )?;
    if !args.no_cache {
        output.note(&format!("Its records, to clear them from DNS: autosend-domains records {name} --offline"));
    }
    Ok(Exit::Success)
}

async fn find_and_remove(account: &ApiContext, wanted: &DomainRef) -> Result<(SendingDomain, Removed), CliError> {
    let domain = interruptible(resolve_domain(account, wanted)).await?;
    let name = domain.name.sanitized();
    let removing = remove(&account.api, &account.credentials, &domain.id);
    let gone = interruptible_mutation(removing, format!("{name} may have been removed"), &name).await?;
    match gone {
        Ok(gone) => Ok((domain, gone)),
        Err(not_gone) => Err(not_removed_error(not_gone, &name)),
    }
}

/// Removes the domain, as [`Removing`] decides it.
///
/// # Errors
/// If it is not gone, or if that is not known.
async fn remove(api: &impl Api, credentials: &Credentials, id: &DomainId) -> Result<Removed, NotRemoved> {
    let mut removing = Removing::new();
    let mut fact = Fact::Submitted;
    loop {
        fact = match removing.next(fact) {
            Step::Delete => Fact::Deleted(retry_rate_limited(|| api.remove_domain(credentials, id)).await),
            Step::Fetch { after } => {
                sleep(after).await;
                Fact::Fetched(retry_rate_limited(|| api.fetch_domain(credentials, id)).await)
            }
            Step::Done(removed) => return Ok(removed),
            Step::Stop(not_removed) => return Err(not_removed),
            Step::Ignore => return Err(NotRemoved::GivenUp),
        };
    }
}

/// Says so if AutoSend did not answer plainly that the domain is gone.
fn lost_answer_warning(gone: &Removed, domain: &SendingDomain) -> Option<Warning> {
    let Removed::Confirmed { cause } = gone else { return None };
    let (name, cause) = (domain.name.sanitized(), describe_lost_answer(cause.as_ref()));
    Some(("answer-lost", format!("{cause} AutoSend no longer has {name}, so it was removed.")))
}

fn not_removed_error(not_gone: NotRemoved, name: &str) -> CliError {
    match not_gone {
        NotRemoved::Refused(error) => api_error(failure::removal_failure(&error, name), &error),
        NotRemoved::StillThere { cause, .. } => {
            let cause = cause.as_ref();
            CliError::from_api_error(failure::lost_removal_still_listed(cause, name), Some("still-there"), cause)
        }
        NotRemoved::OutcomeUnknown { cause, lookup_error } => CliError::from_api_error(
            failure::lost_removal_unconfirmed(cause.as_ref(), &lookup_error, name),
            Some("outcome-unknown"),
            cause.as_ref(),
        )
        .with_hint(format!("Look: autosend-domains status {name}")),
        NotRemoved::GivenUp => {
            CliError::new("interrupted", Exit::Interrupted, format!("Broken off: {name} was not removed"))
        }
    }
}

fn unconfirmed_error(wanted: &DomainRef) -> CliError {
    CliError::new("not-confirmed", Exit::Usage, format!("Without --yes, {wanted} is not removed"))
        .with_detail(REMOVAL_CONSEQUENCES)
        .with_hint(format!("To remove it: autosend-domains remove {wanted} --yes"))
}
