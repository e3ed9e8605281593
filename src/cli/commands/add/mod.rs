//! `add`: one domain, added and printed with its records.

mod adding;
mod dry_run;
#[cfg(test)]
mod tests;

use std::cell::Cell;

use serde_json::json;

use self::adding::{Added, Adding, NotAdded, REPEATS, Stage};
use super::super::args::AddArgs;
use super::super::output::Output;
use super::super::problem::{Problem, whole_seconds};
use super::super::surroundings;
use super::account::Account;
use super::block_on;
use super::interrupt::Interrupt;
use super::naming::{Warning, read_name, warnings_json};
use crate::api::{BaseUrl, create_request};
use crate::core::api_key::{ApiKey, Credentials, DASHBOARD};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::failure::{self, brief};
use crate::core::region::Region;
use crate::core::zone::Zone;
use crate::export::{VERSION, domain_json, summary};
use crate::ports::Api;
use crate::sandbox::{KEY, Options, Sandbox};

/// Runs the command.
pub(in crate::cli) fn run(args: &AddArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).map_or_else(|problem| output.problem(&problem), |()| Exit::Done)
}

fn perform(args: &AddArgs, output: Output) -> Result<(), Problem> {
    let (name, warnings) = read_name(&args.domain, output)?;
    let region = args.region.clone().map_or(Region::Primary, Region::Key);
    if args.dry_run {
        return tell_request(&name, &region, args, &warnings, output);
    }
    let account = if args.sandbox { None } else { Some(Account::open(&args.account, args.no_cache)?) };
    block_on(async {
        // The sandbox lives until the answer has been printed.
        let (_sandbox, account) = match account {
            Some(account) => (None, account),
            None => own_sandbox(args).await?,
        };
        let adding = Adding { credentials: &account.credentials, name: &name, region: &region };
        add(&adding, &account.api, args, warnings, output, |domain| account.remember_domain(domain)).await
    })
}

/// A sandbox for this command alone.
async fn own_sandbox(args: &AddArgs) -> Result<(Option<Sandbox>, Account), Problem> {
    let failed =
        |words: String| Problem::new("sandbox-failed", Exit::Failed, "The sandbox could not be started").with(words);
    let sandbox = Sandbox::start(Options::default(), 0).await.map_err(|error| failed(format!("{error}.")))?;
    let base = BaseUrl::parse(&sandbox.base_url()).map_err(|error| failed(format!("{error}.")))?;
    let key = ApiKey::parse(KEY).map_err(|error| failed(format!("{error}.")))?;
    let account = Account::passing(base, Credentials { key, project: None }, &args.account)?;
    Ok((Some(sandbox), account))
}

fn tell_request(
    name: &DomainName,
    region: &Region,
    args: &AddArgs,
    warnings: &[Warning],
    output: Output,
) -> Result<(), Problem> {
    let base = surroundings::base_url()?;
    let (project, remark) = surroundings::project(&base, &args.account.key)?;
    let mut warnings = warnings.to_vec();
    if let Some(words) = remark {
        output.note(&format!("note: {words}"));
        warnings.push(("project-asked-later", words.to_owned()));
    }
    let request = create_request(&base, project.as_ref(), name, region);
    output.note("This would be sent, with the key in the header authorization:");
    output.data(|| dry_run::text(&request), || dry_run::document(&request, &warnings_json(&warnings)))
}

/// Adds the domain, keeps it for the next run and prints it, or says why not.
async fn add(
    adding: &Adding<'_>,
    api: &impl Api,
    args: &AddArgs,
    mut warnings: Vec<Warning>,
    output: Output,
    keep: impl FnOnce(&SendingDomain),
) -> Result<(), Problem> {
    let name = adding.name;
    let mut interrupt = Interrupt::listen()?.and_hangup()?;
    let stage = Cell::new(Stage::Sending);
    let result = tokio::select! {
        result = adding.run(api, |now| {
            stage.set(now);
            tell_stage(now, name, output);
        }) => result,
        exit = interrupt.wait() => return Err(broken_off(stage.get(), name, exit, &look(name, args))),
    };
    if let Some(remark) = api.remark() {
        output.note(&format!("note: {remark}"));
        warnings.push(("embedded-certificates", remark));
    }
    let Added { domain, lost } = result.map_err(|not_added| problem(not_added, name, &look(name, args)))?;
    keep(&domain);
    match lost {
        None => output.note(&format!("{name} was added.")),
        Some(cause) => {
            let words = format!("{} AutoSend's list has {name}, so it was added.", brief(&cause));
            output.note(&format!("warning: {words}"));
            warnings.push(("answer-lost", words));
        }
    }
    output.data(
        || {
            let zone = Zone::guess(domain.name.raw());
            format!("{}\nAutoSend's id for it: {}\n", summary(&domain, &zone), domain.id.for_screen())
        },
        || json!({ "version": VERSION, "domain": domain_json(&domain), "warnings": warnings_json(&warnings) }),
    )
}

fn tell_stage(stage: Stage, name: &DomainName, output: Output) {
    match stage {
        Stage::Sending => {}
        Stage::Pausing { pause, repeat } => output.note(&format!(
            "AutoSend is busy (429): sending again in {} s ({repeat} of {REPEATS})",
            whole_seconds(pause)
        )),
        Stage::AskingList => output.note(&format!("The answer cannot be relied on: looking for {name} in the list…")),
    }
}

/// How to see what became of it.
fn look(name: &DomainName, args: &AddArgs) -> String {
    if args.sandbox {
        "This sandbox has ended with the command, and its domains with it.".to_owned()
    } else {
        format!("See its records: autosend-domains records {name}")
    }
}

fn problem(not_added: NotAdded, name: &DomainName, look: &str) -> Problem {
    match not_added {
        NotAdded::Refused(error) => {
            let told = Problem::of(failure::of_add(&error, name), None, &error);
            match error.status() {
                Some(409) => told.hint(look),
                Some(401) => told.hint(format!("Make another key at {DASHBOARD}.")),
                _ => told,
            }
        }
        NotAdded::NotListed { cause } => {
            Problem::of(failure::not_in_list(Some(&cause), name), Some("not-listed"), &cause)
        }
        NotAdded::NotKnown { cause, list } => {
            Problem::of(failure::not_known(Some(&cause), &list, name), Some("outcome-unknown"), &cause).hint(look)
        }
    }
}

/// Ctrl+C, the end of the terminal, or an end from outside.
fn broken_off(stage: Stage, name: &DomainName, exit: Exit, look: &str) -> Problem {
    let problem = |title: String| Problem::new("interrupted", exit, title);
    match stage {
        Stage::Pausing { .. } => problem(format!("Broken off: {name} was not added")),
        Stage::Sending | Stage::AskingList => {
            problem(format!("Broken off while adding: {name} may have been added")).hint(look)
        }
    }
}
