//! `remove`: removes domains for good. Their records stay readable in the cache.

#[cfg(test)]
mod tests;

use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;
use tokio::time::sleep;

use super::api_context::ApiContext;
use super::block_on;
use super::domain_ref::DomainRef;
use super::dry_run::DryRun;
use super::report::{Report, Warning};
use super::resolve_domain::{DomainResolver, ResolveError, api_error};
use super::target_run::{mutate, read, run_all};
use super::targets::Targets;
use crate::api::{remove_request, retry_change, retry_read};
use crate::cli::error::CliError;
use crate::cli::help::{BATCH_JSON, DRY_RUN_IDS, DRY_RUN_JSON, FROM_FILE, format_examples};
use crate::cli::options::{ApiArgs, TargetArgs};
use crate::cli::output::Output;
use crate::core::api_key::Credentials;
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::exit::Exit;
use crate::core::failure::{self, describe_lost_answer};
use crate::core::removing::{Fact, NotRemoved, REMOVAL_CONSEQUENCES, Removed, Removing, Step};
use crate::ports::Api;

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Removes domains from the project. This can't be undone; senders and campaigns
that use them may be affected. Without --yes, nothing is removed. Their records
stay cached so you can clean up DNS: autosend-domains records DOMAIN --offline";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct RemoveArgs {
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Confirm removal (can't be undone)
    #[arg(long)]
    pub yes: bool,

    /// Print the request instead of sending it (an ID needs no key)
    #[arg(long)]
    pub dry_run: bool,

    /// What a domain that the project doesn't have is: error (exit code 7) or ok
    #[arg(long, value_name = "HOW", value_enum, default_value_t, hide_possible_values = true)]
    pub if_missing: IfMissing,

    /// JSON output, one document per line for several domains
    #[arg(long)]
    pub json: bool,

    /// Don't cache their records
    #[arg(long)]
    pub no_cache: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

/// What a domain is that the project does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum IfMissing {
    /// An error
    #[default]
    Error,
    /// No error: it is gone already
    Ok,
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains remove mail.example.com --yes", ""),
        ("autosend-domains remove mail.example.com --dry-run", "show what would be sent"),
        ("autosend-domains remove --from names.txt --yes", ""),
        ("autosend-domains remove mail.example.com --yes --if-missing ok", "for scripts that run twice"),
        ("autosend-domains records mail.example.com --offline", "see its records afterwards"),
    ]);
    format!(
        "\
Examples:
{examples}
{FROM_FILE}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"outcome\": \"removed\", \"warnings\": [...]}}
  The outcome is removed or already-gone; the domain is as it was before (null if
  it was missing).
{BATCH_JSON}

{DRY_RUN_JSON}
{DRY_RUN_IDS}"
    )
}

/// Runs the command.
pub(in crate::cli) fn run(args: &RemoveArgs, output: Output) -> Result<Exit, CliError> {
    let targets = Targets::read(&args.targets, &args.api, output, DomainRef::parse)?;
    if args.dry_run {
        return DryRun::new(&args.api.key, args.no_cache, output)?.print_for_domains(&targets, remove_request);
    }
    if !args.yes {
        return Err(unconfirmed_error(&targets));
    }
    let api = ApiContext::open(&args.api, args.no_cache, output)?;
    block_on(async {
        let resolver = DomainResolver::open(&api, &targets).await?;
        run_all(&targets, &api, output, async |target| {
            let found = read(targets.is_batch, lookup(&resolver, &target.domain, args.if_missing)).await?;
            let Some(domain) = found else { return Ok(missing_report(&target.domain, targets.is_batch)) };
            let outcome = remove_found(&api, &domain, targets.is_batch).await?;
            let cached = api.cache_removal(&domain);
            Ok(report(&domain, &outcome, &cached, targets.is_batch))
        })
        .await
    })
}

/// What `remove` adds to its document.
#[derive(Serialize)]
struct RemoveMembers {
    outcome: &'static str,
}

/// Looks the domain up; `None` if the project doesn't have it and that is no error.
///
/// # Errors
/// It cannot be fetched, or the project doesn't have it.
async fn lookup(
    resolver: &DomainResolver<'_>,
    domain: &DomainRef,
    if_missing: IfMissing,
) -> Result<Option<SendingDomain>, ResolveError> {
    match resolver.resolve(domain).await {
        Err(ResolveError::NotFound(_)) if if_missing == IfMissing::Ok => Ok(None),
        result => result.map(Some),
    }
}

/// The report of a domain that the project doesn't have.
fn missing_report(domain: &DomainRef, is_batch: bool) -> Report<RemoveMembers> {
    let name = domain.to_string();
    let text = if is_batch { "not in this project".to_owned() } else { format!("{name} is not in this project.\n") };
    Report {
        text: text.into(),
        domain_json: Value::Null,
        name,
        members: RemoveMembers { outcome: "already-gone" },
        exit: Exit::Success,
        warnings: Vec::new(),
        opening_note: None,
        closing_notes: Vec::new(),
    }
}

/// What came of it. `cached` is whether the records are in the cache; its error says why they are not, although they
/// should be.
fn report(
    domain: &SendingDomain,
    removed: &Removed,
    cached: &Result<bool, String>,
    is_batch: bool,
) -> Report<RemoveMembers> {
    let name = domain.name.sanitized();
    let (outcome, line, text) = match removed {
        Removed::Response | Removed::Confirmed { .. } => ("removed", "removed", format!("Removed {name}.\n")),
        Removed::AlreadyGone => {
            ("already-gone", "had already been removed", format!("{name} had already been removed.\n"))
        }
    };
    let text = if is_batch { line.to_owned() } else { text };
    let note = format!("To see which DNS records to delete: autosend-domains records {name} --offline");
    Report {
        warnings: lost_answer_warning(removed, domain)
            .into_iter()
            .chain(cached.as_ref().err().map(|reason| not_cached_warning(reason)))
            .collect(),
        closing_notes: matches!(cached, Ok(true)).then_some(note).into_iter().collect(),
        ..Report::new(domain, RemoveMembers { outcome }, text)
    }
}

async fn remove_found(api: &ApiContext, domain: &SendingDomain, is_batch: bool) -> Result<Removed, CliError> {
    let name = domain.name.sanitized();
    let removing = async {
        let removed = remove(&api.client, &api.credentials, &domain.id).await;
        removed.map_err(|not_removed| not_removed_error(not_removed, &name))
    };
    mutate(is_batch, removing, format!("{name} may have been removed"), &name).await
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
            Step::Delete => Fact::Deleted(retry_change(api, || api.remove_domain(credentials, id)).await),
            Step::Fetch { after } => {
                sleep(after).await;
                Fact::Fetched(retry_read(api, || api.fetch_domain(credentials, id)).await)
            }
            Step::Done(removed) => return Ok(removed),
            Step::Stop(not_removed) => return Err(not_removed),
            Step::Ignore => return Err(NotRemoved::GivenUp),
        };
    }
}

/// How a removal is known although the answer was lost.
fn lost_answer_warning(removed: &Removed, domain: &SendingDomain) -> Option<Warning> {
    let Removed::Confirmed { cause } = removed else { return None };
    let (name, cause) = (domain.name.sanitized(), describe_lost_answer(cause.as_ref()));
    Some(Warning::new("answer-lost", format!("{cause} {name} is no longer in AutoSend, so it was removed.")))
}

/// The records are needed to clear them from DNS, and neither AutoSend nor this machine has them any more.
fn not_cached_warning(reason: &str) -> Warning {
    Warning::new("not-cached", format!("Its records could not be saved for cleaning up DNS: {reason}."))
}

fn not_removed_error(not_removed: NotRemoved, name: &str) -> CliError {
    match not_removed {
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
        .with_hint(format!("Check: autosend-domains status {name}")),
        NotRemoved::GivenUp => CliError::interrupted(Exit::Interrupted, format!("Cancelled: {name} was not removed")),
    }
}

fn unconfirmed_error(targets: &Targets<DomainRef>) -> CliError {
    let error = |what: &str| {
        let title = format!("Not removed: pass --yes to remove {what}");
        CliError::new("not-confirmed", Exit::Usage, title).with_detail(REMOVAL_CONSEQUENCES)
    };
    match &targets.list[..] {
        [target] => {
            let domain = &target.domain;
            error(&domain.to_string()).with_hint(format!("To remove it: autosend-domains remove {domain} --yes"))
        }
        several => error(&format!("these {} domains", several.len())),
    }
}
