//! `verify`: AutoSend is asked once to look for the records of each domain; with `--wait` the domains are then followed.

mod follow;
#[cfg(test)]
mod tests;
mod words;

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use self::follow::{End, Event, Followed, Way, follow};
use super::super::args::VerifyArgs;
use super::super::output::Output;
use super::super::problem::Problem;
use super::account::Account;
use super::block_on;
use super::dry_run::DryRun;
use super::finding::{Finder, find_one, told};
use super::interrupt::{or_broken_off, or_in_doubt};
use super::many::{Item, Line, Lines, Stop, one_by_one, read_all};
use super::naming::{Warning, warnings_json};
use super::wanted::Wanted;
use crate::api::{BaseUrl, PlannedRequest, operation_request, retry_rate_limited};
use crate::core::api_key::{KeyKind, ProjectId};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::next_steps::{self, next_steps};
use crate::core::operation::Operation;
use crate::core::verify_poll::TYPICAL_DURATION;
use crate::export::{SCHEMA_VERSION, status_json, status_report};
use crate::ports::Api as _;

/// Runs the command.
pub(in crate::cli) fn run(args: &VerifyArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.problem(&problem))
}

fn perform(args: &VerifyArgs, output: Output) -> Result<Exit, Problem> {
    match &args.domains.domains[..] {
        [given] if !args.domains.in_lines() => {
            let (wanted, warnings) = Wanted::one(given, output)?;
            if args.dry_run {
                let plan = DryRun::new(&args.account.key, args.no_cache, output)?;
                return plan.on_domain(&wanted, warnings, request);
            }
            let account = Account::open(&args.account, args.no_cache)?;
            block_on(One { account: &account, wait: args.wait, output }.run(&wanted, warnings))
        }
        given => {
            let items = read_all(given, args.domains.from.as_deref(), &args.account, output, Wanted::read)?;
            if args.dry_run {
                let plan = DryRun::new(&args.account.key, args.no_cache, output)?;
                return plan.on_domains(&items, request);
            }
            let account = Account::open(&args.account, args.no_cache)?;
            block_on(in_lines(&items, &account, args.wait, output))
        }
    }
}

/// The request that asks AutoSend to verify.
fn request(base: &BaseUrl, project: Option<&ProjectId>, id: &DomainId) -> Option<PlannedRequest> {
    operation_request(base, project, id, Operation::Verify)
}

/// Asks AutoSend to verify, once: it is asked again only after "too many requests", since nothing was done then.
pub(super) async fn ask(account: &Account, domain: &SendingDomain) -> Result<SendingDomain, Problem> {
    let answer =
        retry_rate_limited(|| account.api.run_operation(&account.credentials, &domain.id, Operation::Verify)).await;
    let name = domain.name.sanitized();
    let answer = answer.map_err(|error| told(failure::operation_failure(&error, Operation::Verify, &name), &error))?;
    account.remember_domain(&answer);
    Ok(answer)
}

/// One domain, told as a whole.
struct One<'a> {
    account: &'a Account,
    wait: Option<Duration>,
    output: Output,
}

impl One<'_> {
    async fn run(&self, wanted: &Wanted, mut warnings: Vec<Warning>) -> Result<Exit, Problem> {
        let Self { account, output, .. } = *self;
        let domain = or_broken_off(find_one(account, wanted)).await?;
        let name = domain.name.sanitized();
        let doubt = format!("AutoSend may have been asked to verify {name}");
        let followed = Followed::new(0, or_in_doubt(ask(account, &domain), doubt, &name).await??);
        if let Some((kind, words)) = account.remark() {
            output.note(&format!("warning: {words}"));
            warnings.push((kind, words));
        }
        let (followed, end) = match self.wait.filter(|_| followed.end(0).is_none()) {
            Some(limit) => self.wait(followed, limit).await?,
            None => (followed.clone(), followed.last()),
        };
        self.tell(&followed, &end, warnings)
    }

    /// Follows it to its end.
    async fn wait(&self, followed: Followed, limit: Duration) -> Result<(Followed, End), Problem> {
        let output = self.output;
        output.note(&words::before(limit));
        let name = followed.domain.name.sanitized();
        let mut stop = Stop::listen()?;
        let mut over = None;
        let (api, credentials) = (&self.account.api, &self.account.credentials);
        let way = follow(api, credentials, limit, vec![followed], &mut stop, |event| {
            match event {
                Event::Pausing { waiting, since, pause } => output.note(&words::pausing(waiting, since, pause)),
                Event::Unreached(followed, error) => output.note(&words::unreached(followed, error)),
                Event::Over(followed, end) => over = Some((followed.clone(), end)),
            }
            Ok(())
        });
        let exit = match (way.await?, over) {
            (Way::Through, Some(over)) => return Ok(over),
            (Way::Stopped(exit, _), _) => exit,
            (Way::Through, None) => Exit::Failed,
        };
        let title = format!("Broken off before {name} was verified");
        Err(Problem::new("interrupted", exit, title)
            .with("AutoSend goes on with it by itself.")
            .hint(format!("How far it is: autosend-domains status {name}")))
    }

    fn tell(&self, followed: &Followed, end: &End, mut warnings: Vec<Warning>) -> Result<Exit, Problem> {
        let Self { account, output, .. } = *self;
        let domain = &followed.domain;
        if let Some(problem) = words::problem(followed, end) {
            return Err(problem);
        }
        account.remember_domain(domain);
        if let Some((kind, words)) = words::differing(followed) {
            output.note(&format!("warning: {words}"));
            warnings.push((kind, words));
        }
        output.data(
            || status_report(domain, Timestamp::now()),
            || {
                json!({
                    "version": SCHEMA_VERSION,
                    "domain": status_json(domain),
                    "outcome": words::outcome(end),
                    "warnings": warnings_json(&warnings),
                })
            },
        )?;
        self.tell_next(domain, end);
        Ok(words::exit(end))
    }

    /// What to do now, for people.
    fn tell_next(&self, domain: &SendingDomain, end: &End) {
        let (output, name) = (self.output, domain.name.sanitized());
        match (end, self.wait) {
            (End::Verified, _) => {
                let base_url = self.account.api.base().to_string();
                let names_project = self.account.credentials.key.kind() == KeyKind::Account;
                output.note("\nWhat comes next:");
                for step in next_steps(domain, next_steps::ApiTarget { base_url: &base_url, needs_project_id: names_project }) {
                    output.note(&format!("\n{}\n\n{}", step.sentence, step.command_lines.join("\n")));
                }
            }
            (End::NotYet, Some(limit)) => output.note(&format!(
                "Not verified within {}. AutoSend goes on by itself; {TYPICAL_DURATION}.\nHow far it is: autosend-domains \
                 status {name}",
                words::length(limit)
            )),
            (End::NotYet, None) => output.note(&format!(
                "AutoSend looks for the records in the background: {TYPICAL_DURATION}.\nTo wait for it: autosend-domains verify \
                 {name} --wait 30m"
            )),
            (End::Failed, _) => output.note("AutoSend's status says that it has failed. Its dashboard may tell why."),
            _ => {}
        }
    }
}

/// Several domains, a line each.
async fn in_lines(
    items: &[Item<Wanted>],
    account: &Account,
    wait: Option<Duration>,
    output: Output,
) -> Result<Exit, Problem> {
    let finder = or_broken_off(Finder::for_all(account, items.iter().map(|item| &item.what))).await?;
    if let Some((_, words)) = account.remark() {
        output.note(&format!("warning: {words}"));
    }
    let mut stop = Stop::listen()?;
    let mut lines = Lines::new(output, items.len());
    let mut waiting = Vec::new();
    let asked = one_by_one(items, &mut lines, &mut stop, async |place, item| {
        let answer = match finder.find(&item.what).await {
            Ok(domain) => ask(account, &domain).await,
            Err(miss) => Err(miss.into()),
        };
        match answer {
            Err(problem) => Some(Line::failed(&item.given, &item.what.to_string(), &problem, &item.warnings)),
            Ok(domain) => {
                let followed = Followed::new(place, domain);
                match (wait, followed.end(0)) {
                    (Some(_), None) => {
                        waiting.push(followed);
                        None
                    }
                    _ => Some(line(item, &followed, &followed.last())),
                }
            }
        }
    });
    asked.await?;
    let Some(limit) = wait.filter(|_| !waiting.is_empty()) else { return Ok(lines.exit()) };
    lines.note(&words::before(limit));
    let way = follow(&account.api, &account.credentials, limit, waiting, &mut stop, |event| match event {
        Event::Pausing { waiting, since, pause } => {
            lines.note(&words::pausing(waiting, since, pause));
            Ok(())
        }
        Event::Unreached(followed, error) => {
            lines.note(&words::unreached(followed, error));
            Ok(())
        }
        Event::Over(followed, end) => {
            if words::outcome(&end).is_some() {
                account.remember_domain(&followed.domain);
            }
            items.get(followed.place).map_or(Ok(()), |item| lines.tell(&line(item, followed, &end)))
        }
    });
    match way.await? {
        Way::Through => Ok(lines.exit()),
        Way::Stopped(exit, left) => {
            Err(Problem::new("interrupted", exit, format!("Broken off: {left} were not verified yet"))
                .with("AutoSend was asked to verify them and goes on by itself."))
        }
    }
}

fn line(item: &Item<Wanted>, followed: &Followed, end: &End) -> Line {
    let warnings: Vec<Warning> = item.warnings.iter().cloned().chain(words::differing(followed)).collect();
    let line = match words::problem(followed, end) {
        Some(problem) => Line::failed(&item.given, &followed.domain.name.sanitized(), &problem, &warnings),
        None => Line::of(&item.given, &followed.domain, words::line(followed, end), &warnings, words::exit(end)),
    };
    line.with("outcome", json!(words::outcome(end)))
}
