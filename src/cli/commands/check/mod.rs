//! `check`: looks the records of domains up in DNS, at the name servers of their zones. With `--wait` it polls until the
//! required records are right, and with `--verify` AutoSend is then asked, once, to verify.

mod args;
mod check_run;
mod json;
mod render;

use std::time::Duration;

use futures::StreamExt as _;
use futures::stream;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::Instant;

pub(in crate::cli) use self::args::{ABOUT, CheckArgs, help};
pub(super) use self::check_run::CheckRun;
use self::check_run::DomainSource;
use self::json::{check_json, is_published};
use self::render::{render, render_line};
use super::api_context::ApiContext;
use super::block_on;
use super::domain_ref::DomainRef;
use super::interrupt::{GracefulStop, interruptible, interruptible_mutation};
use super::report::{Failure, FreshnessMembers, Report, Warning};
use super::target_run::{TargetRun, max_exit};
use super::targets::{Target, Targets};
use super::verify::request_verification;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::style::StyledText;
use crate::core::cache::format_age;
use crate::core::check::{DomainCheck, Outcome};
use crate::core::dns_poll::{DnsPoll, Step};
use crate::core::domain::SendingDomain;
use crate::core::duration::format_exact_duration;
use crate::core::exit::Exit;
use crate::dns::DnsResolver;
use crate::export::status_json;

/// How many domains are checked at the same time, so that a thousand take minutes and little memory.
const CONCURRENCY: usize = 8;

/// Runs the command.
pub(in crate::cli) fn run(args: &CheckArgs, output: Output) -> Result<Exit, CliError> {
    let targets = Targets::read(&args.targets, &args.api, output, DomainRef::parse)?;
    let api = ApiContext::open_unless_offline(&args.api, args.offline, args.no_cache, output)?;
    let dns = api.dns_resolver(&args.nameserver);
    block_on(Checker { args, targets: &targets, api: &api, dns: &dns }.check_all(output))
}

/// Checks the targets.
struct Checker<'a> {
    args: &'a CheckArgs,
    targets: &'a Targets<DomainRef>,
    api: &'a ApiContext,
    dns: &'a DnsResolver,
}

impl Checker<'_> {
    /// Checks all targets, and with `--wait` those that are not right again and again.
    async fn check_all(&self, output: Output) -> Result<Exit, CliError> {
        let Self { args, targets, .. } = *self;
        let source = interruptible(DomainSource::open(self.api, args.offline, targets.domains())).await?;
        let mut run = TargetRun::start(targets, self.api, output)?;
        let mut stop = run.take_stop()?;
        let begin = Instant::now();
        let mut round: Vec<(&Target<DomainRef>, Option<CheckRun>)> =
            targets.list.iter().map(|target| (target, None)).collect();
        let mut poll = DnsPoll::new(args.wait.unwrap_or_default());
        loop {
            let mut remaining = round.len();
            let checks = round.into_iter().map(|(target, last)| self.check(&source, target, last));
            let mut checks = stream::iter(checks).buffered(CONCURRENCY);
            let mut waiting = Vec::new();
            while let Some((target, result)) =
                stop.interruptible(checks.next()).await.map_err(|exit| self.interrupted_error(exit, remaining))?
            {
                remaining -= 1;
                let is_over = poll.is_over(begin.elapsed());
                match result {
                    Ok(check) if !is_over && check.outcome(true).exit() != Exit::Success => {
                        self.note_changes(&check, &run);
                        waiting.push((target, check));
                    }
                    Ok(check) => {
                        self.note_changes(&check, &run);
                        let result = self.report(&check, target, &mut stop).await?;
                        run.print(target, &result)?;
                    }
                    Err(error) => run.print::<_, CheckMembers>(target, &Err(error.into()))?,
                }
            }
            if waiting.is_empty() {
                break;
            }
            let pause = match poll.next(false, begin.elapsed()) {
                Step::Wait(pause) => pause,
                // The time was up during this round: the next one is the last.
                Step::Done | Step::TimedOut => Duration::ZERO,
            };
            run.note(&format!("{} Next check in {}.", self.waiting_message(&waiting), format_exact_duration(pause)));
            stop.sleep(pause).await.map_err(|exit| self.interrupted_error(exit, waiting.len()))?;
            // The checks of many domains would take much memory; only the changes of a single one are reported.
            let is_batch = targets.is_batch;
            round = waiting.into_iter().map(|(target, check)| (target, Some(check).filter(|_| !is_batch))).collect();
        }
        Ok(run.finish())
    }

    /// Checks one target, again if there is a last check.
    async fn check<'t>(
        &self,
        source: &DomainSource<'_>,
        target: &'t Target<DomainRef>,
        last: Option<CheckRun>,
    ) -> (&'t Target<DomainRef>, Result<CheckRun, CliError>) {
        let result = match last {
            Some(check) => check.repeat(self.dns).await,
            None => match source.load(&target.domain).await {
                Ok((domain, freshness)) => CheckRun::start(self.dns, domain, freshness).await,
                Err(error) => Err(error),
            },
        };
        (target, result)
    }

    fn note_changes(&self, check: &CheckRun, run: &TargetRun<'_>) {
        for change in check.changes.iter().filter(|_| !self.targets.is_batch) {
            run.note(&change.message());
        }
    }

    fn waiting_message(&self, waiting: &[(&Target<DomainRef>, CheckRun)]) -> String {
        match waiting {
            [(_, check)] if !self.targets.is_batch => {
                format!("{}: {}", check.check.domain.name.sanitized(), render_line(check, check.outcome(true)))
            }
            [_] => "1 is not OK yet.".to_owned(),
            many => format!("{} are not OK yet.", many.len()),
        }
    }

    /// The report on a target, after AutoSend was asked to verify it, if that is requested and has a prospect.
    async fn report(
        &self,
        run: &CheckRun,
        target: &Target<DomainRef>,
        stop: &mut GracefulStop,
    ) -> Result<Result<Report<CheckMembers>, Failure>, CliError> {
        let domain = &run.check.domain;
        let outcome = run.outcome(self.args.wait.is_some());
        let check = check_json(run, outcome);
        let mut verified = None;
        if self.args.verify && run.summary.can_verify() {
            let request = request_verification(self.api, domain);
            let name = domain.name.sanitized();
            let response = if self.targets.is_batch {
                stop.run_to_completion(request, || ()).await.map_err(|exit| {
                    CliError::interrupted(exit, "Cancelled")
                        .with_detail(format!("Verification of {} may have started.", target.domain))
                })?
            } else {
                let effect = format!("verification of {name} may have started");
                interruptible_mutation(request, effect, &name).await?
            };
            match response {
                Ok(domain) => verified = Some(domain),
                Err(error) => return Ok(Err(Failure::from(error).with_member("check", check))),
            }
        }
        let text = if self.targets.is_batch {
            let asked = if verified.is_some() { " Verification started." } else { "" };
            format!("{}{asked}", render_line(run, outcome)).into()
        } else {
            self.append_next_step(render(run), run, verified.as_ref())
        };
        let members = CheckMembers {
            check,
            verify_asked: verified.is_some(),
            freshness: FreshnessMembers::new(run.freshness, Timestamp::now()),
        };
        let age_warning = run
            .freshness
            .age()
            .map(|age| Warning::new("kept", format!("The expected records are those saved {}.", format_age(age))));
        Ok(Ok(Report {
            domain_json: published_json(verified.as_ref().unwrap_or(domain), &run.check),
            exit: max_exit(outcome.exit(), run.freshness.exit()),
            warnings: age_warning.into_iter().collect(),
            ..Report::new(domain, members, text)
        }))
    }

    /// Appends that AutoSend was asked to verify, or why not, or that it can be asked.
    fn append_next_step(&self, text: StyledText, run: &CheckRun, verified: Option<&SendingDomain>) -> StyledText {
        let domain = &run.check.domain;
        let name = domain.name.sanitized();
        text.append(match verified {
            Some(domain) if domain.status.can_send() => format!("\n{name} is verified.\n"),
            Some(_) => format!(
                "\nVerification of {name} started; AutoSend continues in the background.\nTo wait for it: autosend-domains verify \
                 {name} --wait 30m\n"
            ),
            None if self.args.verify && run.summary.outcome == Outcome::HiddenByDnssec => {
                "\nVerification not started: it is unlikely to succeed until DNSSEC is fixed.\n".to_owned()
            }
            None if self.args.verify => {
                "\nVerification not started: a required record is still wrong.\n".to_owned()
            }
            None if run.summary.can_verify() && !domain.status.can_send() => {
                format!("\nNext: autosend-domains verify {name} --wait 30m\n")
            }
            None => String::new(),
        })
    }

    /// The error if a signal ends the command.
    fn interrupted_error(&self, exit: Exit, remaining: usize) -> CliError {
        let error = |title: String| CliError::interrupted(exit, title);
        match self.targets.domains().next().filter(|_| !self.targets.is_batch) {
            Some(_) if self.args.wait.is_none() => error("Cancelled; nothing changed".to_owned()),
            Some(name) => {
                error(format!("Stopped before the records of {name} were OK")).with_detail("Nothing changed.")
            }
            None => {
                let are = if remaining == 1 { "domain is" } else { "domains are" };
                error(format!("Cancelled: {remaining} {are} not checked yet")).with_detail("Nothing changed.")
            }
        }
    }
}

/// What `check` adds to its documents.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckMembers {
    check: Value,
    verify_asked: bool,
    #[serde(flatten)]
    freshness: FreshnessMembers,
}

/// The domain as in [`status_json`], with what DNS has of each record.
fn published_json(domain: &SendingDomain, check: &DomainCheck) -> Value {
    let mut document = status_json(domain);
    let records = document.get_mut("records").and_then(Value::as_array_mut).into_iter().flatten();
    for (record, check) in records.zip(&check.record_checks) {
        record["published"] = json!(check.as_ref().and_then(is_published));
    }
    document
}
