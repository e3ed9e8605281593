//! `remove`: a domain, for good. Its records stay readable in what is kept.

mod removing;
#[cfg(test)]
mod tests;

use serde_json::json;

use self::removing::{Gone, NotGone, remove};
use super::super::args::RemoveArgs;
use super::super::output::Output;
use super::super::problem::Problem;
use super::account::Account;
use super::block_on;
use super::dry_run::DryRun;
use super::finding::{find_one, told};
use super::interrupt::{or_broken_off, or_in_doubt};
use super::naming::{Warning, warnings_json};
use super::wanted::Wanted;
use crate::api::remove_request;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::{self, describe_error};
use crate::core::removal::REMOVAL_CONSEQUENCES;
use crate::export::{SCHEMA_VERSION, status_json};

/// Runs the command.
pub(in crate::cli) fn run(args: &RemoveArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.problem(&problem))
}

fn perform(args: &RemoveArgs, output: Output) -> Result<Exit, Problem> {
    let (wanted, mut warnings) = Wanted::one(&args.domain, output)?;
    if args.dry_run {
        let plan = DryRun::new(&args.account.key, args.no_cache, output)?;
        return plan.on_domain(&wanted, warnings, remove_request);
    }
    if !args.yes {
        return Err(not_confirmed(&wanted));
    }
    let account = Account::open(&args.account, args.no_cache)?;
    let (domain, gone) = block_on(find_and_remove(&account, &wanted))?;
    account.remember_removed(&domain);
    for (kind, words) in account.remark().into_iter().chain(doubt(&gone, &domain)) {
        output.note(&format!("warning: {words}"));
        warnings.push((kind, words));
    }
    let name = domain.name.sanitized();
    let (words, outcome) = match gone {
        Gone::Removed | Gone::Missing { .. } => (format!("{name} is removed.\n"), "removed"),
        Gone::Already => (format!("{name} was gone already.\n"), "already-gone"),
    };
    output.data(
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

async fn find_and_remove(account: &Account, wanted: &Wanted) -> Result<(SendingDomain, Gone), Problem> {
    let domain = or_broken_off(find_one(account, wanted)).await?;
    let name = domain.name.sanitized();
    let removing = remove(&account.api, &account.credentials, &domain.id);
    let gone = or_in_doubt(removing, format!("{name} may have been removed"), &name).await?;
    match gone {
        Ok(gone) => Ok((domain, gone)),
        Err(not_gone) => Err(problem(not_gone, &name)),
    }
}

/// How it is known that it is gone, where that was not plainly said.
fn doubt(gone: &Gone, domain: &SendingDomain) -> Option<Warning> {
    let Gone::Missing { cause } = gone else { return None };
    let name = domain.name.sanitized();
    Some(("answer-lost", format!("{} AutoSend no longer has {name}, so it was removed.", describe_error(cause))))
}

fn problem(not_gone: NotGone, name: &str) -> Problem {
    match not_gone {
        NotGone::Refused(error) => told(failure::removal_failure(&error, name), &error),
        NotGone::StillThere(cause) => {
            Problem::of(failure::lost_removal_still_listed(&cause, name), Some("still-there"), &cause)
        }
        NotGone::NotKnown { cause, look } => {
            Problem::of(failure::lost_removal_unconfirmed(&cause, &look, name), Some("outcome-unknown"), &cause)
                .hint(format!("Look: autosend-domains status {name}"))
        }
    }
}

fn not_confirmed(wanted: &Wanted) -> Problem {
    Problem::new("not-confirmed", Exit::Usage, format!("Without --yes, {wanted} is not removed"))
        .with(REMOVAL_CONSEQUENCES)
        .hint(format!("To remove it: autosend-domains remove {wanted} --yes"))
}
