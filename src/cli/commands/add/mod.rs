//! `add`: domains, added and told with their records.
//!
//! | file | what it holds |
//! |---|---|
//! | `adding` | what is sent, when it is sent again, and what is done where its answer is lost |
//! | `one` | one domain, told as a whole |
//! | `several` | many, a line each |
//! | `words` | what is said of a domain that was added, or was not |

mod adding;
mod one;
mod several;
#[cfg(test)]
mod tests;
mod words;

use super::super::args::AddArgs;
use super::super::output::Output;
use super::super::problem::Problem;
use super::account::Account;
use super::block_on;
use super::dry_run::DryRun;
use super::many::{Item, read_all};
use super::naming::{Warning, read, read_name};
use crate::api::{BaseUrl, create_request};
use crate::core::api_key::{ApiKey, Credentials};
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::region::Region;
use crate::sandbox::{Options, SANDBOX_KEY, Sandbox};

/// Runs the command.
pub(in crate::cli) fn run(args: &AddArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.problem(&problem))
}

fn perform(args: &AddArgs, output: Output) -> Result<Exit, Problem> {
    let region = args.region.clone().map_or(Region::Primary, Region::Key);
    match &args.domains[..] {
        [given] if !args.in_lines() => {
            let (name, warnings) = read_name(given, output)?;
            if args.dry_run {
                return plan_one(&name, &region, args, warnings, output);
            }
            with_account(args, async |account| one::add(account, &name, &region, args, warnings, output).await)
        }
        given => {
            let items = read_all(given, args.from.as_deref(), &args.account, output, read)?;
            if args.dry_run {
                return plan_several(&items, &region, args, output);
            }
            with_account(args, async |account| several::add(account, &items, &region, args, output).await)
        }
    }
}

/// Tells the request for one domain.
fn plan_one(
    name: &DomainName,
    region: &Region,
    args: &AddArgs,
    warnings: Vec<Warning>,
    output: Output,
) -> Result<Exit, Problem> {
    let plan = DryRun::new(&args.account.key, args.no_cache, output)?;
    plan.one(&create_request(plan.base(), plan.project(), name, region), warnings)
}

/// Tells the request for each of several; which of them the project has already is not known without asking.
fn plan_several(items: &[Item<DomainName>], region: &Region, args: &AddArgs, output: Output) -> Result<Exit, Problem> {
    let plan = DryRun::new(&args.account.key, args.no_cache, output)?;
    let remark = plan.remark();
    output.note("This would be sent, with the key in the header authorization, for each that the project lacks:");
    for item in items {
        let request = create_request(plan.base(), plan.project(), &item.what, region);
        let warnings: Vec<Warning> = item.warnings.iter().cloned().chain(remark.clone()).collect();
        plan.line(&request, &warnings)?;
    }
    Ok(Exit::Success)
}

/// Does the work with the account, or with that of a sandbox that lives as long as it takes.
fn with_account(args: &AddArgs, work: impl AsyncFnOnce(&Account) -> Result<Exit, Problem>) -> Result<Exit, Problem> {
    if !args.sandbox {
        let account = Account::open(&args.account, args.no_cache)?;
        return block_on(work(&account));
    }
    block_on(async {
        let (_sandbox, account) = own_sandbox(args).await?;
        work(&account).await
    })
}

/// A sandbox for this command alone.
async fn own_sandbox(args: &AddArgs) -> Result<(Sandbox, Account), Problem> {
    let failed =
        |words: String| Problem::new("sandbox-failed", Exit::Failed, "The sandbox could not be started").with(words);
    let sandbox = Sandbox::start(Options::default(), 0).await.map_err(|error| failed(format!("{error}.")))?;
    let base = BaseUrl::parse(&sandbox.base_url()).map_err(|error| failed(format!("{error}.")))?;
    let key = ApiKey::parse(SANDBOX_KEY).map_err(|error| failed(format!("{error}.")))?;
    let account = Account::passing(base, Credentials { key, project: None }, &args.account)?;
    Ok((sandbox, account))
}
