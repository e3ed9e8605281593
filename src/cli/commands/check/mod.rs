//! `check`: the records of each domain are looked up in DNS, at the servers that own its zone; with `--wait` until the
//! required ones are right, with `--verify` AutoSend is then asked, once, to verify.

mod document;
mod lines;
mod report;
mod seen;
mod source;

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use self::document::{document, is_published};
use self::lines::in_lines;
use self::report::{line, report};
use self::seen::{Outcome, Seen};
use self::source::Source;
use super::super::args::CheckArgs;
use super::super::output::Output;
use super::super::paint::StyledText;
use super::super::problem::Problem;
use super::account::Account;
use super::block_on;
use super::interrupt::{or_broken_off, or_in_doubt};
use super::many::{Stop, read_all};
use super::naming::{Warning, warnings_json};
use super::verify::ask;
use super::wanted::Wanted;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::verify_poll::{format_duration, poll_interval};
use crate::dns::{DnsResolver, ResolverConfig};
use crate::export::{SCHEMA_VERSION, status_json};

/// Runs the command.
pub(in crate::cli) fn run(args: &CheckArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.problem(&problem))
}

fn perform(args: &CheckArgs, output: Output) -> Result<Exit, Problem> {
    let dns =
        DnsResolver::new(ResolverConfig { explicit_servers: args.nameserver.clone(), ..ResolverConfig::default() });
    match &args.domains.domains[..] {
        [given] if !args.domains.in_lines() => {
            let (wanted, warnings) = Wanted::one(given, output)?;
            let account = open(args)?;
            block_on(One { args, account: &account, dns: &dns, output }.run(&wanted, warnings))
        }
        given => {
            let items = read_all(given, args.domains.from.as_deref(), &args.account, output, Wanted::read)?;
            let account = open(args)?;
            block_on(in_lines(args, &items, &account, &dns, output))
        }
    }
}

fn open(args: &CheckArgs) -> Result<Account, Problem> {
    if args.offline { Account::at_rest(&args.account) } else { Account::open(&args.account, args.no_cache) }
}

/// One domain, told as a whole.
struct One<'a> {
    args: &'a CheckArgs,
    account: &'a Account,
    dns: &'a DnsResolver,
    output: Output,
}

impl One<'_> {
    async fn run(&self, wanted: &Wanted, mut warnings: Vec<Warning>) -> Result<Exit, Problem> {
        let Self { args, account, dns, output } = *self;
        let source = or_broken_off(Source::open(account, args.offline, [wanted])).await?;
        let domain = or_broken_off(source.find(wanted)).await?;
        if let Some((kind, words)) = account.remark() {
            output.note(&format!("warning: {words}"));
            warnings.push((kind, words));
        }
        let seen = match args.wait {
            None => or_broken_off(Seen::of(dns, domain)).await?,
            Some(limit) => self.wait(domain, limit).await?,
        };
        let outcome = seen.outcome(args.wait.is_some());
        let asked = if args.verify && seen.overall.can_verify() {
            let name = seen.domain.name.sanitized();
            let doubt = format!("AutoSend may have been asked to verify {name}");
            Some(or_in_doubt(ask(account, &seen.domain), doubt, &name).await??)
        } else {
            None
        };
        output
            .data(|| told(&seen, asked.as_ref(), args.verify), || whole(&seen, outcome, asked.as_ref(), &warnings))?;
        Ok(outcome.exit())
    }

    /// Looks again with growing pauses, until the required records are right or the time is up.
    async fn wait(&self, domain: SendingDomain, limit: Duration) -> Result<Seen, Problem> {
        let (output, begin) = (self.output, Instant::now());
        let mut stop = Stop::listen()?;
        let mut last: Option<Seen> = None;
        for looks in 0.. {
            let name = domain.name.sanitized();
            let look = stop.or(Seen::of(self.dns, domain.clone())).await;
            let seen = look.map_err(|exit| broken_off(exit, &name))??;
            for change in last.iter().flat_map(|last| changes(last, &seen)) {
                output.note(&change);
            }
            let left = limit.saturating_sub(begin.elapsed());
            if left.is_zero() || seen.outcome(true).exit() == Exit::Success {
                return Ok(seen);
            }
            let pause = poll_interval(looks).min(left);
            output.note(&format!("{name}: {} Next look in {}.", line(&seen, seen.outcome(true)), length(pause)));
            stop.pause(pause).await.map_err(|exit| broken_off(exit, &name))?;
            last = Some(seen);
        }
        Err(broken_off(Exit::Failed, &domain.name.sanitized()))
    }
}

fn broken_off(exit: Exit, name: &str) -> Problem {
    Problem::new("interrupted", exit, format!("Broken off before the records of {name} were right"))
        .with("Nothing was changed.")
}

/// A pause in words, rounded up: there is none of 0 s.
fn length(pause: Duration) -> String {
    format_duration(pause + Duration::from_millis(999))
}

/// What has changed between two looks, a line for each record.
fn changes(before: &Seen, now: &Seen) -> Vec<String> {
    let pairs = now.domain.records.iter().zip(before.judged.iter().zip(&now.judged));
    let changed = pairs.filter(|(_, (before, now))| before.verdict != now.verdict || before.found != now.found);
    changed
        .map(|(record, (before, now))| {
            let (was, is) = (before.verdict.label(), now.verdict.label());
            let name = record.name.sanitized();
            if was == is {
                format!("{} {name}: still {is}, with another value", record.label())
            } else {
                format!("{} {name}: {was}, now {is}", record.label())
            }
        })
        .collect()
}

/// For people.
fn told(seen: &Seen, asked: Option<&SendingDomain>, wants_verify: bool) -> StyledText {
    let name = seen.domain.name.sanitized();
    let text = report(seen);
    match asked {
        Some(domain) if domain.status.can_send() => text.append(format!("\nAutoSend was asked to verify {name}: verified.\n")),
        Some(_) => text.append(format!(
            "\nAutoSend was asked to verify {name} and goes on by itself.\nTo wait for it: autosend-domains verify {name} \
             --wait 30m\n"
        )),
        None if wants_verify && seen.overall.is_required_correct => {
            text.append("\nAutoSend was not asked to verify: it would hardly find anything before DNSSEC is mended.\n")
        }
        None if wants_verify => text.append("\nAutoSend was not asked to verify: a required record is not right yet.\n"),
        None if seen.overall.can_verify() && !seen.domain.status.can_send() => {
            text.append(format!("\nNext: autosend-domains verify {name} --wait 30m\n"))
        }
        None => text,
    }
}

/// For scripts.
fn whole(seen: &Seen, outcome: Outcome, asked: Option<&SendingDomain>, warnings: &[Warning]) -> Value {
    json!({
        "version": SCHEMA_VERSION,
        "domain": domain(seen, asked),
        "check": document(seen, outcome),
        "verifyAsked": asked.is_some(),
        "warnings": warnings_json(warnings),
    })
}

/// The domain as AutoSend told of it last, and whether its records were seen.
fn domain(seen: &Seen, asked: Option<&SendingDomain>) -> Value {
    let mut document = status_json(asked.unwrap_or(&seen.domain));
    let records = document.get_mut("records").and_then(Value::as_array_mut).into_iter().flatten();
    for (record, judged) in records.zip(&seen.judged) {
        record["published"] = json!(is_published(judged));
    }
    document
}
