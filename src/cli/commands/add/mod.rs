//! `add`: domains, added and told with their records.
//!
//! | file | what it holds |
//! |---|---|
//! | `adding` | the requests that adding takes |
//! | `one` | one domain, told as a whole |
//! | `several` | many, a line each |
//! | `words` | what is said of a domain that was added, or was not |

mod adding;
mod batch;
mod message;
mod single;
#[cfg(test)]
mod tests;

use super::api_context::ApiContext;
use super::batch::{TargetDomain, read_targets};
use super::block_on;
use super::domain_arg::{Warning, parse_domain_name, parse_domain_name_and_note};
use super::dry_run::DryRun;
use crate::api::{BaseUrl, create_request};
use crate::cli::args::AddArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::{ApiKey, Credentials};
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::region::Region;
use crate::sandbox::{Options, SANDBOX_KEY, Sandbox};

/// Runs the command.
pub(in crate::cli) fn run(args: &AddArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.print_error(&problem))
}

fn perform(args: &AddArgs, output: Output) -> Result<Exit, CliError> {
    let region = args.region.clone().map_or(Region::Primary, Region::Key);
    match &args.domains[..] {
        [given] if !args.is_batch() => {
            let (name, warnings) = parse_domain_name_and_note(given, output)?;
            if args.dry_run {
                return dry_run_single(&name, &region, args, warnings, output);
            }
            with_api_context(args, async |account| single::add(account, &name, &region, args, warnings, output).await)
        }
        given => {
            let items = read_targets(given, args.from.as_deref(), &args.api, output, parse_domain_name)?;
            if args.dry_run {
                return dry_run_batch(&items, &region, args, output);
            }
            with_api_context(args, async |account| batch::add(account, &items, &region, args, output).await)
        }
    }
}

/// Tells the request for one domain.
fn dry_run_single(
    name: &DomainName,
    region: &Region,
    args: &AddArgs,
    warnings: Vec<Warning>,
    output: Output,
) -> Result<Exit, CliError> {
    let plan = DryRun::new(&args.api.key, args.no_cache, output)?;
    plan.print_request(&create_request(plan.base(), plan.project(), name, region), warnings)
}

/// Tells the request for each of several; which of them the project has already is not known without asking.
fn dry_run_batch(
    items: &[TargetDomain<DomainName>],
    region: &Region,
    args: &AddArgs,
    output: Output,
) -> Result<Exit, CliError> {
    let plan = DryRun::new(&args.api.key, args.no_cache, output)?;
    let remark = plan.note_project();
    output.note("This would be sent, with the key in the header authorization, for each that the project lacks:");
    for item in items {
        let request = create_request(plan.base(), plan.project(), &item.domain, region);
        let warnings: Vec<Warning> = item.warnings.iter().cloned().chain(remark.clone()).collect();
        plan.print_request_line(&request, &warnings)?;
    }
    Ok(Exit::Success)
}

/// Does the work with the account, or with that of a sandbox that lives as long as it takes.
fn with_api_context(
    args: &AddArgs,
    work: impl AsyncFnOnce(&ApiContext) -> Result<Exit, CliError>,
) -> Result<Exit, CliError> {
    if !args.sandbox {
        let account = ApiContext::open(&args.api, args.no_cache)?;
        return block_on(work(&account));
    }
    block_on(async {
        let (_sandbox, account) = start_temporary_sandbox(args).await?;
        work(&account).await
    })
}

/// A sandbox for this command alone.
async fn start_temporary_sandbox(args: &AddArgs) -> Result<(Sandbox, ApiContext), CliError> {
    let failed = |words: String| {
        CliError::new("sandbox-failed", Exit::Failed, "The sandbox could not be started").with_detail(words)
    };
    let sandbox = Sandbox::start(Options::default(), 0).await.map_err(|error| failed(format!("{error}.")))?;
    let base = BaseUrl::parse(&sandbox.base_url()).map_err(|error| failed(format!("{error}.")))?;
    let key = ApiKey::parse(SANDBOX_KEY).map_err(|error| failed(format!("{error}.")))?;
    let account = ApiContext::ephemeral(base, Credentials { key, project: None }, &args.api)?;
    Ok((sandbox, account))
}
