//! `check`: the records of each domain are looked up in DNS, at the servers that own its zone; with `--wait` until the
//! required ones are right, with `--verify` AutoSend is then asked, once, to verify.

mod batch;
mod check_run;
mod json;
mod render;
mod source;

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use self::batch::run_batch;
use self::check_run::{CheckOutcome, CheckRun};
use self::json::{check_json, is_published};
use self::render::{render, render_line};
use self::source::DomainSource;
use super::api_context::ApiContext;
use super::batch::{GracefulStop, read_targets};
use super::block_on;
use super::domain_arg::{Warning, warnings_json};
use super::domain_ref::DomainRef;
use super::interrupt::{interruptible, interruptible_mutation};
use super::verify::request_verification;
use crate::cli::args::CheckArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::style::StyledText;
use crate::core::check::Outcome;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::verify_poll::{format_duration, poll_interval};
use crate::dns::{DnsResolver, ResolverConfig};
use crate::export::{SCHEMA_VERSION, status_json};

/// Runs the command.
pub(in crate::cli) fn run(args: &CheckArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.print_error(&problem))
}

fn perform(args: &CheckArgs, output: Output) -> Result<Exit, CliError> {
    match &args.targets.domains[..] {
        [given] if !args.targets.is_batch() => {
            let (wanted, warnings) = DomainRef::parse_and_note(given, output)?;
            let account = open_context(args)?;
            let dns = build_resolver(args, &account);
            block_on(SingleCheck { args, account: &account, dns: &dns, output }.run(&wanted, warnings))
        }
        given => {
            let items = read_targets(given, args.targets.from.as_deref(), &args.api, output, DomainRef::parse)?;
            let account = open_context(args)?;
            let dns = build_resolver(args, &account);
            block_on(run_batch(args, &items, &account, &dns, output))
        }
    }
}

fn open_context(args: &CheckArgs) -> Result<ApiContext, CliError> {
    if args.offline { ApiContext::offline(&args.api) } else { ApiContext::open(&args.api, args.no_cache) }
}

fn build_resolver(args: &CheckArgs, account: &ApiContext) -> DnsResolver {
    let config = ResolverConfig { explicit_servers: args.nameserver.clone(), ..ResolverConfig::default() };
    DnsResolver::new(config).with_observer(account.observer())
}

/// One domain, told as a whole.
struct SingleCheck<'a> {
    args: &'a CheckArgs,
    account: &'a ApiContext,
    dns: &'a DnsResolver,
    output: Output,
}

impl SingleCheck<'_> {
    async fn run(&self, wanted: &DomainRef, mut warnings: Vec<Warning>) -> Result<Exit, CliError> {
        let Self { args, account, dns, output } = *self;
        let source = interruptible(DomainSource::open(account, args.offline, [wanted])).await?;
        let domain = interruptible(source.load(wanted)).await?;
        self.add_warning(&mut warnings);
        let seen = match args.wait {
            None => interruptible(CheckRun::start(dns, domain)).await?,
            Some(limit) => self.poll(domain, limit).await?,
        };
        // The log may lack lines of DNS queries.
        self.add_warning(&mut warnings);
        let outcome = seen.outcome(args.wait.is_some());
        let asked = if args.verify && seen.summary.can_verify() {
            let name = seen.check.domain.name.sanitized();
            let doubt = format!("AutoSend may have been asked to verify {name}");
            Some(interruptible_mutation(request_verification(account, &seen.check.domain), doubt, &name).await??)
        } else {
            None
        };
        output.print_result(
            || render_result(&seen, asked.as_ref(), args.verify),
            || result_json(&seen, outcome, asked.as_ref(), &warnings),
        )?;
        Ok(outcome.exit())
    }

    /// Adds what there is to know of the API and the log, once.
    fn add_warning(&self, warnings: &mut Vec<Warning>) {
        if let Some(warning) = self.account.warning().filter(|warning| !warnings.contains(warning)) {
            self.output.note(&format!("warning: {}", warning.1));
            warnings.push(warning);
        }
    }

    /// Looks again with growing pauses, until the required records are right or the time is up.
    async fn poll(&self, domain: SendingDomain, limit: Duration) -> Result<CheckRun, CliError> {
        let (output, begin) = (self.output, Instant::now());
        let mut stop = GracefulStop::listen()?;
        let name = domain.name.sanitized();
        let first = stop.interruptible(CheckRun::start(self.dns, domain)).await;
        let mut run = first.map_err(|exit| interrupted_error(exit, &name))??;
        for runs in 0.. {
            for change in &run.changes {
                output.note(&change.message());
            }
            let left = limit.saturating_sub(begin.elapsed());
            if left.is_zero() || run.outcome(true).exit() == Exit::Success {
                break;
            }
            let pause = poll_interval(runs).min(left);
            let line = render_line(&run, run.outcome(true));
            output.note(&format!("{name}: {line} Next look in {}.", format_pause(pause)));
            stop.sleep(pause).await.map_err(|exit| interrupted_error(exit, &name))?;
            let next = stop.interruptible(run.repeat(self.dns)).await;
            run = next.map_err(|exit| interrupted_error(exit, &name))??;
        }
        Ok(run)
    }
}

fn interrupted_error(exit: Exit, name: &str) -> CliError {
    CliError::new("interrupted", exit, format!("Broken off before the records of {name} were right"))
        .with_detail("Nothing was changed.")
}

/// A pause in words, rounded up: there is none of 0 s.
fn format_pause(pause: Duration) -> String {
    format_duration(pause + Duration::from_millis(999))
}

/// For people.
fn render_result(seen: &CheckRun, asked: Option<&SendingDomain>, wants_verify: bool) -> StyledText {
    let name = seen.check.domain.name.sanitized();
    let text = render(seen);
    match asked {
        Some(domain) if domain.status.can_send() => text.append(format!("\nAutoSend was asked to verify {name}: verified.\n")),
        Some(_) => text.append(format!(
            "\nAutoSend was asked to verify {name} and goes on by itself.\nTo wait for it: autosend-domains verify {name} \
             --wait 30m\n"
        )),
        None if wants_verify && seen.summary.outcome == Outcome::HiddenByDnssec => {
            text.append("\nAutoSend was not asked to verify: it would hardly find anything before DNSSEC is mended.\n")
        }
        None if wants_verify => text.append("\nAutoSend was not asked to verify: a required record is not right yet.\n"),
        None if seen.summary.can_verify() && !seen.check.domain.status.can_send() => {
            text.append(format!("\nNext: autosend-domains verify {name} --wait 30m\n"))
        }
        None => text,
    }
}

/// For scripts.
fn result_json(seen: &CheckRun, outcome: CheckOutcome, asked: Option<&SendingDomain>, warnings: &[Warning]) -> Value {
    json!({
        "version": SCHEMA_VERSION,
        "domain": checked_domain_json(seen, asked),
        "check": check_json(seen, outcome),
        "verifyAsked": asked.is_some(),
        "warnings": warnings_json(warnings),
    })
}

/// The domain as AutoSend told of it last, and whether its records were seen.
fn checked_domain_json(seen: &CheckRun, asked: Option<&SendingDomain>) -> Value {
    let mut document = status_json(asked.unwrap_or(&seen.check.domain));
    let records = document.get_mut("records").and_then(Value::as_array_mut).into_iter().flatten();
    for (record, check) in records.zip(&seen.check.record_checks) {
        record["published"] = json!(check.as_ref().and_then(is_published));
    }
    document
}
