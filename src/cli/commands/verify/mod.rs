//! `verify`: asks AutoSend once to look for the DNS records of domains, and with `--wait` polls until they are verified.

mod args;
mod message;
mod poll;
#[cfg(test)]
mod tests;

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

pub(in crate::cli) use self::args::{ABOUT, VerifyArgs, help};
use self::poll::{PollEnd, PollEvent, PolledDomain, poll_until_done};
use super::api_context::ApiContext;
use super::block_on;
use super::domain_ref::DomainRef;
use super::dry_run::DryRun;
use super::report::{Failure, Report};
use super::resolve_domain::{DomainResolver, api_error};
use super::target_run::{TargetRun, mutate, read};
use super::targets::Targets;
use crate::api::{operation_request, retry_change};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::KeyKind;
use crate::core::domain::SendingDomain;
use crate::core::duration::format_exact_duration;
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::next_steps::{ApiTarget, DAILY_LIMIT_NOTE, next_steps};
use crate::core::operation::Operation;
use crate::core::verify_poll::{TYPICAL_DURATION, VerifyOutcome};
use crate::export::status_report;
use crate::ports::Api as _;

/// Runs the command.
pub(in crate::cli) fn run(args: &VerifyArgs, output: Output) -> Result<Exit, CliError> {
    let targets = Targets::read(&args.targets, &args.api, output, DomainRef::parse)?;
    if args.dry_run {
        let plan = DryRun::new(&args.api.key, args.no_cache, output)?;
        return plan
            .print_for_domains(&targets, |base, project, id| operation_request(base, project, id, Operation::Verify));
    }
    let api = ApiContext::open(&args.api, args.no_cache, output)?;
    block_on(verify_all(&targets, &api, args.wait, output))
}

/// Asks AutoSend to verify a domain. The request is sent again only after "too many requests", when nothing was done.
///
/// # Errors
/// AutoSend has refused it, or is not reached.
pub(super) async fn request_verification(api: &ApiContext, domain: &SendingDomain) -> Result<SendingDomain, CliError> {
    let response =
        retry_change(&api.client, || api.client.run_operation(&api.credentials, &domain.id, Operation::Verify)).await;
    let name = domain.name.sanitized();
    let domain =
        response.map_err(|error| api_error(failure::operation_failure(&error, Operation::Verify, &name), &error))?;
    api.cache_domain(&domain);
    Ok(domain)
}

async fn verify_all(
    targets: &Targets<DomainRef>,
    api: &ApiContext,
    wait: Option<Duration>,
    output: Output,
) -> Result<Exit, CliError> {
    let is_batch = targets.is_batch;
    let resolver = DomainResolver::open(api, targets).await?;
    let mut run = TargetRun::start(targets, api, output)?;
    let mut waiting = Vec::new();
    run.each(targets, async |index, target| {
        let domain = read(is_batch, resolver.resolve(&target.domain)).await?;
        let name = domain.name.sanitized();
        let effect = format!("verification of {name} may have started");
        let domain = mutate(is_batch, request_verification(api, &domain), effect, &name).await?;
        let polled = PolledDomain::new(index, domain, wait);
        if let Some(outcome) = polled.outcome() {
            return report(&polled, outcome, targets.is_batch, api, wait).map(Some);
        }
        waiting.push(polled);
        Ok(None)
    })
    .await?;
    let Some(limit) = wait.filter(|_| !waiting.is_empty()) else { return Ok(run.finish()) };
    run.note(&message::start_message(limit));
    let mut stop = run.take_stop()?;
    let polling = poll_until_done(&api.client, &api.credentials, waiting, &mut stop, |event| {
        match event {
            PollEvent::Waiting { waiting, elapsed, pause } => {
                run.note(&message::pause_message(waiting, elapsed, pause));
            }
            PollEvent::PollFailed(polled, error) => run.note(&message::poll_failed_message(polled, error)),
            PollEvent::Finished(polled, outcome) => {
                if let Some(target) = targets.list.get(polled.index) {
                    run.print(target, &report(polled, &outcome, is_batch, api, wait))?;
                }
            }
        }
        Ok(())
    });
    match polling.await? {
        PollEnd::Completed => Ok(run.finish()),
        PollEnd::Stopped(exit, remaining) => Err(interrupted_error(targets, exit, remaining)),
    }
}

/// The error if a signal ends the polling.
fn interrupted_error(targets: &Targets<DomainRef>, exit: Exit, remaining: usize) -> CliError {
    match targets.domains().next().filter(|_| !targets.is_batch) {
        Some(name) => CliError::interrupted(exit, format!("Stopped before {name} was verified"))
            .with_detail("AutoSend continues in the background.")
            .with_hint(format!("Check progress: autosend-domains status {name}")),
        None => CliError::interrupted(exit, format!("Stopped: {remaining} not verified yet"))
            .with_detail("AutoSend continues in the background."),
    }
}

/// What `verify` adds to its documents.
#[derive(Serialize)]
struct VerifyMembers {
    outcome: Option<&'static str>,
}

fn report(
    polled: &PolledDomain,
    outcome: &VerifyOutcome,
    is_batch: bool,
    api: &ApiContext,
    wait: Option<Duration>,
) -> Result<Report<VerifyMembers>, Failure> {
    if let Some(error) = message::outcome_error(polled, outcome) {
        return Err(Failure::from(error).with_member("outcome", Value::Null));
    }
    let domain = &polled.domain;
    api.cache_domain(domain);
    let text = if is_batch { message::render_line(polled, outcome) } else { status_report(domain, Timestamp::now()) };
    Ok(Report {
        exit: message::outcome_exit(outcome),
        warnings: message::inconsistency_warning(polled).into_iter().collect(),
        closing_notes: closing_notes(domain, outcome, api, wait),
        ..Report::new(domain, VerifyMembers { outcome: message::outcome_code(outcome) }, text)
    })
}

/// What a person can do next.
fn closing_notes(
    domain: &SendingDomain,
    outcome: &VerifyOutcome,
    api: &ApiContext,
    wait: Option<Duration>,
) -> Vec<String> {
    let name = domain.name.sanitized();
    let note = match (outcome, wait) {
        (VerifyOutcome::Verified, _) => {
            let base_url = api.client.base().to_string();
            let needs_project_id = api.credentials.key.kind() == KeyKind::Account;
            let steps = next_steps(domain, ApiTarget { base_url: &base_url, needs_project_id });
            let steps = steps.iter().map(|step| format!("\n{}:\n\n{}", step.title, step.command_lines.join("\n")));
            let limit = (steps.len() > 0).then(|| format!("\n{DAILY_LIMIT_NOTE}"));
            return std::iter::once("\nNext steps:".to_owned()).chain(steps).chain(limit).collect();
        }
        (VerifyOutcome::TimedOut, Some(limit)) => format!(
            "Not verified within {}. AutoSend keeps checking in the background. {TYPICAL_DURATION}.\nCheck progress: \
             autosend-domains status {name}",
            format_exact_duration(limit)
        ),
        (VerifyOutcome::TimedOut, None) => format!(
            "AutoSend keeps checking in the background. {TYPICAL_DURATION}.\nTo wait for it: autosend-domains verify \
             {name} --wait 30m"
        ),
        (VerifyOutcome::Failed, _) => {
            "AutoSend reports that verification failed. See the dashboard for the reason.".to_owned()
        }
        _ => return Vec::new(),
    };
    vec![note]
}
