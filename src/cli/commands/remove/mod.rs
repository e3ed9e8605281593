//! `remove`: a domain, for good. Its records stay readable in what is kept.

mod removal;
#[cfg(test)]
mod tests;

use serde_json::json;

use self::removal::{NotRemoved, RemoveOutcome, remove};
use super::api_context::ApiContext;
use super::block_on;
use super::domain_arg::{Warning, warnings_json};
use super::domain_ref::DomainRef;
use super::dry_run::DryRun;
use super::interrupt::{interruptible, interruptible_mutation};
use super::resolve_domain::{api_error, resolve_domain};
use crate::api::remove_request;
use crate::cli::args::RemoveArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::{self, describe_error};
use crate::core::removing::REMOVAL_CONSEQUENCES;
use crate::export::{SCHEMA_VERSION, status_json};

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
        RemoveOutcome::Removed | RemoveOutcome::ConfirmedGone { .. } => (format!("{name} is removed.\n"), "removed"),
        RemoveOutcome::AlreadyGone => (format!("{name} was gone already.\n"), "already-gone"),
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

async fn find_and_remove(account: &ApiContext, wanted: &DomainRef) -> Result<(SendingDomain, RemoveOutcome), CliError> {
    let domain = interruptible(resolve_domain(account, wanted)).await?;
    let name = domain.name.sanitized();
    let removing = remove(&account.api, &account.credentials, &domain.id);
    let gone = interruptible_mutation(removing, format!("{name} may have been removed"), &name).await?;
    match gone {
        Ok(gone) => Ok((domain, gone)),
        Err(not_gone) => Err(not_removed_error(not_gone, &name)),
    }
}

/// How it is known that it is gone, where that was not plainly said.
fn lost_answer_warning(gone: &RemoveOutcome, domain: &SendingDomain) -> Option<Warning> {
    let RemoveOutcome::ConfirmedGone { cause } = gone else { return None };
    let name = domain.name.sanitized();
    Some(("answer-lost", format!("{} AutoSend no longer has {name}, so it was removed.", describe_error(cause))))
}

fn not_removed_error(not_gone: NotRemoved, name: &str) -> CliError {
    match not_gone {
        NotRemoved::Refused(error) => api_error(failure::removal_failure(&error, name), &error),
        NotRemoved::StillThere(cause) => {
            CliError::from_api_error(failure::lost_removal_still_listed(&cause, name), Some("still-there"), &cause)
        }
        NotRemoved::OutcomeUnknown { cause, lookup_error } => CliError::from_api_error(
            failure::lost_removal_unconfirmed(&cause, &lookup_error, name),
            Some("outcome-unknown"),
            &cause,
        )
        .with_hint(format!("Look: autosend-domains status {name}")),
    }
}

fn unconfirmed_error(wanted: &DomainRef) -> CliError {
    CliError::new("not-confirmed", Exit::Usage, format!("Without --yes, {wanted} is not removed"))
        .with_detail(REMOVAL_CONSEQUENCES)
        .with_hint(format!("To remove it: autosend-domains remove {wanted} --yes"))
}
