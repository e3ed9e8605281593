//! `status`: how far domains are, as AutoSend tells it. Done where all of them can send, else not there yet.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::api_context::ApiContext;
use super::batch::{BatchReporter, GracefulStop, TargetDomain, TargetReport, read_targets, run_all};
use super::block_on;
use super::domain_arg::{Warning, warnings_json};
use super::domain_ref::DomainRef;
use super::interrupt::interruptible;
use super::resolve_domain::{DomainResolver, resolve_domain};
use crate::cli::args::StatusArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::export::{SCHEMA_VERSION, status_json, status_line, status_report};

/// Runs the command.
pub(in crate::cli) fn run(args: &StatusArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.print_error(&problem))
}

fn perform(args: &StatusArgs, output: Output) -> Result<Exit, CliError> {
    match &args.targets.domains[..] {
        [given] if !args.targets.is_batch() => {
            let (wanted, warnings) = DomainRef::parse_and_note(given, output)?;
            let account = ApiContext::open(&args.api, args.no_cache)?;
            let found = resolve_domain(&account, &wanted);
            print_status(&block_on(interruptible(found))?, warnings, &account, output)
        }
        given => {
            let items = read_targets(given, args.targets.from.as_deref(), &args.api, output, DomainRef::parse)?;
            let account = ApiContext::open(&args.api, args.no_cache)?;
            block_on(run_batch(&items, &account, output))
        }
    }
}

/// The one domain.
fn print_status(
    domain: &SendingDomain,
    mut warnings: Vec<Warning>,
    account: &ApiContext,
    output: Output,
) -> Result<Exit, CliError> {
    if let Some((kind, words)) = account.warning() {
        output.note(&format!("warning: {words}"));
        warnings.push((kind, words));
    }
    output.print_result(|| status_report(domain, Timestamp::now()), || status_document(domain, &warnings))?;
    Ok(exit_for(domain))
}

async fn run_batch(items: &[TargetDomain<DomainRef>], account: &ApiContext, output: Output) -> Result<Exit, CliError> {
    let finder = interruptible(DomainResolver::for_domains(account, items.iter().map(|item| &item.domain))).await?;
    if let Some((_, words)) = account.warning() {
        output.note(&format!("warning: {words}"));
    }
    let mut stop = GracefulStop::listen()?;
    let mut lines = BatchReporter::new(output, items.len());
    run_all(items, &mut lines, &mut stop, async |_place, item| {
        Some(match finder.resolve(&item.domain).await {
            Ok(domain) => {
                TargetReport::for_domain(&item.input, &domain, status_line(&domain), &item.warnings, exit_for(&domain))
            }
            Err(miss) => TargetReport::failed(&item.input, &item.domain.to_string(), &miss.into(), &item.warnings),
        })
    })
    .await?;
    Ok(lines.worst_exit())
}

const fn exit_for(domain: &SendingDomain) -> Exit {
    if domain.status.can_send() { Exit::Success } else { Exit::NotReady }
}

fn status_document(domain: &SendingDomain, warnings: &[Warning]) -> Value {
    json!({ "version": SCHEMA_VERSION, "domain": status_json(domain), "warnings": warnings_json(warnings) })
}
