//! `status`: how far domains are, as AutoSend tells it. Done where all of them can send, else not there yet.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::args::StatusArgs;
use super::super::output::Output;
use super::super::problem::Problem;
use super::account::Account;
use super::block_on;
use super::finding::{Finder, find_one};
use super::interrupt::or_broken_off;
use super::many::{Item, Line, Lines, Stop, one_by_one, read_all};
use super::naming::{Warning, warnings_json};
use super::wanted::Wanted;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::export::{SCHEMA_VERSION, status_json, status_line, status_report};

/// Runs the command.
pub(in crate::cli) fn run(args: &StatusArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.problem(&problem))
}

fn perform(args: &StatusArgs, output: Output) -> Result<Exit, Problem> {
    match &args.domains.domains[..] {
        [given] if !args.domains.in_lines() => {
            let (wanted, warnings) = Wanted::one(given, output)?;
            let account = Account::open(&args.account, args.no_cache)?;
            let found = find_one(&account, &wanted);
            tell(&block_on(or_broken_off(found))?, warnings, &account, output)
        }
        given => {
            let items = read_all(given, args.domains.from.as_deref(), &args.account, output, Wanted::read)?;
            let account = Account::open(&args.account, args.no_cache)?;
            block_on(in_lines(&items, &account, output))
        }
    }
}

/// The one domain.
fn tell(
    domain: &SendingDomain,
    mut warnings: Vec<Warning>,
    account: &Account,
    output: Output,
) -> Result<Exit, Problem> {
    if let Some((kind, words)) = account.remark() {
        output.note(&format!("warning: {words}"));
        warnings.push((kind, words));
    }
    output.data(|| status_report(domain, Timestamp::now()), || document(domain, &warnings))?;
    Ok(exit(domain))
}

async fn in_lines(items: &[Item<Wanted>], account: &Account, output: Output) -> Result<Exit, Problem> {
    let finder = or_broken_off(Finder::for_all(account, items.iter().map(|item| &item.what))).await?;
    if let Some((_, words)) = account.remark() {
        output.note(&format!("warning: {words}"));
    }
    let mut stop = Stop::listen()?;
    let mut lines = Lines::new(output, items.len());
    one_by_one(items, &mut lines, &mut stop, async |_place, item| {
        Some(match finder.find(&item.what).await {
            Ok(domain) => Line::of(&item.given, &domain, status_line(&domain), &item.warnings, exit(&domain)),
            Err(miss) => Line::failed(&item.given, &item.what.to_string(), &miss.into(), &item.warnings),
        })
    })
    .await?;
    Ok(lines.exit())
}

const fn exit(domain: &SendingDomain) -> Exit {
    if domain.status.can_send() { Exit::Success } else { Exit::NotReady }
}

fn document(domain: &SendingDomain, warnings: &[Warning]) -> Value {
    json!({ "version": SCHEMA_VERSION, "domain": status_json(domain), "warnings": warnings_json(warnings) })
}
