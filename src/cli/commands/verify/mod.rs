//! `verify`: AutoSend is asked once to look for the records of each domain; with `--wait` the domains are then followed.

mod message;
mod poll;
#[cfg(test)]
mod tests;

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use self::poll::{PollEnd, PollEvent, PolledDomain, poll_until_done};
use super::api_context::ApiContext;
use super::batch::{BatchReporter, GracefulStop, TargetDomain, TargetReport, read_targets, run_all};
use super::block_on;
use super::domain_arg::{Warning, warnings_json};
use super::domain_ref::DomainRef;
use super::dry_run::DryRun;
use super::interrupt::{interruptible, interruptible_mutation};
use super::resolve_domain::{DomainResolver, api_error, resolve_domain};
use crate::api::{BaseUrl, PlannedRequest, operation_request, retry_rate_limited};
use crate::cli::args::VerifyArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::{KeyKind, ProjectId};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::duration::format_exact_duration;
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::next_steps::{self, next_steps};
use crate::core::operation::Operation;
use crate::core::verify_poll::{TYPICAL_DURATION, VerifyOutcome};
use crate::export::{SCHEMA_VERSION, status_json, status_report};
use crate::ports::Api as _;

/// Runs the command.
pub(in crate::cli) fn run(args: &VerifyArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.print_error(&problem))
}

fn perform(args: &VerifyArgs, output: Output) -> Result<Exit, CliError> {
    match &args.targets.domains[..] {
        [given] if !args.targets.is_batch() => {
            let (wanted, warnings) = DomainRef::parse_and_note(given, output)?;
            if args.dry_run {
                let plan = DryRun::new(&args.api.key, args.no_cache, output)?;
                return plan.print_for_domain(&wanted, warnings, verify_request);
            }
            let account = ApiContext::open(&args.api, args.no_cache)?;
            block_on(SingleVerify { account: &account, wait: args.wait, output }.run(&wanted, warnings))
        }
        given => {
            let items = read_targets(given, args.targets.from.as_deref(), &args.api, output, DomainRef::parse)?;
            if args.dry_run {
                let plan = DryRun::new(&args.api.key, args.no_cache, output)?;
                return plan.print_for_domains(&items, verify_request);
            }
            let account = ApiContext::open(&args.api, args.no_cache)?;
            block_on(run_batch(&items, &account, args.wait, output))
        }
    }
}

/// The request that asks AutoSend to verify.
fn verify_request(base: &BaseUrl, project: Option<&ProjectId>, id: &DomainId) -> Option<PlannedRequest> {
    operation_request(base, project, id, Operation::Verify)
}

/// Asks AutoSend to verify, once: it is asked again only after "too many requests", since nothing was done then.
pub(super) async fn request_verification(
    account: &ApiContext,
    domain: &SendingDomain,
) -> Result<SendingDomain, CliError> {
    let answer =
        retry_rate_limited(|| account.api.run_operation(&account.credentials, &domain.id, Operation::Verify)).await;
    let name = domain.name.sanitized();
    let answer =
        answer.map_err(|error| api_error(failure::operation_failure(&error, Operation::Verify, &name), &error))?;
    account.cache_domain(&answer);
    Ok(answer)
}

/// One domain, told as a whole.
struct SingleVerify<'a> {
    account: &'a ApiContext,
    wait: Option<Duration>,
    output: Output,
}

impl SingleVerify<'_> {
    async fn run(&self, wanted: &DomainRef, mut warnings: Vec<Warning>) -> Result<Exit, CliError> {
        let Self { account, output, .. } = *self;
        let domain = interruptible(resolve_domain(account, wanted)).await?;
        let name = domain.name.sanitized();
        let doubt = format!("AutoSend may have been asked to verify {name}");
        let domain = interruptible_mutation(request_verification(account, &domain), doubt, &name).await??;
        let polled = PolledDomain::new(0, domain, self.wait);
        if let Some((kind, words)) = account.warning() {
            output.note(&format!("warning: {words}"));
            warnings.push((kind, words));
        }
        let (polled, outcome) = match polled.outcome().cloned() {
            Some(outcome) => (polled, outcome),
            None => self.poll(polled, self.wait.unwrap_or_default()).await?,
        };
        self.print_result(&polled, &outcome, warnings)
    }

    /// Follows it to its end.
    async fn poll(&self, followed: PolledDomain, limit: Duration) -> Result<(PolledDomain, VerifyOutcome), CliError> {
        let output = self.output;
        output.note(&message::start_message(limit));
        let name = followed.domain.name.sanitized();
        let mut stop = GracefulStop::listen()?;
        let mut over = None;
        let (api, credentials) = (&self.account.api, &self.account.credentials);
        let way = poll_until_done(api, credentials, vec![followed], &mut stop, |event| {
            match event {
                PollEvent::Waiting { waiting, elapsed, pause } => {
                    output.note(&message::pause_message(waiting, elapsed, pause));
                }
                PollEvent::PollFailed(followed, error) => output.note(&message::poll_failed_message(followed, error)),
                PollEvent::Finished(followed, end) => over = Some((followed.clone(), end)),
            }
            Ok(())
        });
        let exit = match (way.await?, over) {
            (PollEnd::Completed, Some(over)) => return Ok(over),
            (PollEnd::Stopped(exit, _), _) => exit,
            (PollEnd::Completed, None) => Exit::Failed,
        };
        let title = format!("Broken off before {name} was verified");
        Err(CliError::new("interrupted", exit, title)
            .with_detail("AutoSend goes on with it by itself.")
            .with_hint(format!("How far it is: autosend-domains status {name}")))
    }

    fn print_result(
        &self,
        followed: &PolledDomain,
        end: &VerifyOutcome,
        mut warnings: Vec<Warning>,
    ) -> Result<Exit, CliError> {
        let Self { account, output, .. } = *self;
        let domain = &followed.domain;
        if let Some(problem) = message::outcome_error(followed, end) {
            return Err(problem);
        }
        account.cache_domain(domain);
        if let Some((kind, words)) = message::inconsistency_warning(followed) {
            output.note(&format!("warning: {words}"));
            warnings.push((kind, words));
        }
        output.print_result(
            || status_report(domain, Timestamp::now()),
            || {
                json!({
                    "version": SCHEMA_VERSION,
                    "domain": status_json(domain),
                    "outcome": message::outcome_code(end),
                    "warnings": warnings_json(&warnings),
                })
            },
        )?;
        self.print_next_steps(domain, end);
        Ok(message::outcome_exit(end))
    }

    /// What to do now, for people.
    fn print_next_steps(&self, domain: &SendingDomain, end: &VerifyOutcome) {
        let (output, name) = (self.output, domain.name.sanitized());
        match (end, self.wait) {
            (VerifyOutcome::Verified, _) => {
                let base_url = self.account.api.base().to_string();
                let names_project = self.account.credentials.key.kind() == KeyKind::Account;
                output.note("\nWhat comes next:");
                for step in next_steps(domain, next_steps::ApiTarget { base_url: &base_url, needs_project_id: names_project }) {
                    output.note(&format!("\n{}\n\n{}", step.sentence, step.command_lines.join("\n")));
                }
            }
            (VerifyOutcome::TimedOut, Some(limit)) => output.note(&format!(
                "Not verified within {}. AutoSend goes on by itself; {TYPICAL_DURATION}.\nHow far it is: autosend-domains \
                 status {name}",
                format_exact_duration(limit)
            )),
            (VerifyOutcome::TimedOut, None) => output.note(&format!(
                "AutoSend looks for the records in the background: {TYPICAL_DURATION}.\nTo wait for it: autosend-domains verify \
                 {name} --wait 30m"
            )),
            (VerifyOutcome::Failed, _) => output.note("AutoSend's status says that it has failed. Its dashboard may tell why."),
            _ => {}
        }
    }
}

/// Several domains, a line each.
async fn run_batch(
    items: &[TargetDomain<DomainRef>],
    account: &ApiContext,
    wait: Option<Duration>,
    output: Output,
) -> Result<Exit, CliError> {
    let finder = interruptible(DomainResolver::for_domains(account, items.iter().map(|item| &item.domain))).await?;
    if let Some((_, words)) = account.warning() {
        output.note(&format!("warning: {words}"));
    }
    let mut stop = GracefulStop::listen()?;
    let mut lines = BatchReporter::new(output, items.len());
    let mut waiting = Vec::new();
    let asked = run_all(items, &mut lines, &mut stop, async |place, item| {
        let answer = match finder.resolve(&item.domain).await {
            Ok(domain) => request_verification(account, &domain).await,
            Err(miss) => Err(miss.into()),
        };
        match answer {
            Err(problem) => Some(TargetReport::failed(&item.input, &item.domain.to_string(), &problem, &item.warnings)),
            Ok(domain) => {
                let polled = PolledDomain::new(place, domain, wait);
                let report = polled.outcome().map(|outcome| target_report(item, &polled, outcome));
                if report.is_none() {
                    waiting.push(polled);
                }
                report
            }
        }
    });
    asked.await?;
    let Some(limit) = wait.filter(|_| !waiting.is_empty()) else { return Ok(lines.worst_exit()) };
    lines.note(&message::start_message(limit));
    let way = poll_until_done(&account.api, &account.credentials, waiting, &mut stop, |event| match event {
        PollEvent::Waiting { waiting, elapsed, pause } => {
            lines.note(&message::pause_message(waiting, elapsed, pause));
            Ok(())
        }
        PollEvent::PollFailed(followed, error) => {
            lines.note(&message::poll_failed_message(followed, error));
            Ok(())
        }
        PollEvent::Finished(followed, end) => {
            if message::outcome_code(&end).is_some() {
                account.cache_domain(&followed.domain);
            }
            items.get(followed.index).map_or(Ok(()), |item| lines.print(&target_report(item, followed, &end)))
        }
    });
    match way.await? {
        PollEnd::Completed => Ok(lines.worst_exit()),
        PollEnd::Stopped(exit, left) => {
            Err(CliError::new("interrupted", exit, format!("Broken off: {left} were not verified yet"))
                .with_detail("AutoSend was asked to verify them and goes on by itself."))
        }
    }
}

fn target_report(item: &TargetDomain<DomainRef>, followed: &PolledDomain, end: &VerifyOutcome) -> TargetReport {
    let warnings: Vec<Warning> =
        item.warnings.iter().cloned().chain(message::inconsistency_warning(followed)).collect();
    let line = match message::outcome_error(followed, end) {
        Some(problem) => TargetReport::failed(&item.input, &followed.domain.name.sanitized(), &problem, &warnings),
        None => TargetReport::for_domain(
            &item.input,
            &followed.domain,
            message::render_line(followed, end),
            &warnings,
            message::outcome_exit(end),
        ),
    };
    line.with_member("outcome", json!(message::outcome_code(end)))
}
