//! One domain, told as a whole.

use std::cell::Cell;

use serde_json::json;

use super::super::super::args::AddArgs;
use super::super::super::output::Output;
use super::super::super::problem::Problem;
use super::super::account::Account;
use super::super::interrupt::Interrupt;
use super::super::naming::{Warning, warnings_json};
use super::adding::{Added, Adding, How, Stage};
use super::words;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::region::Region;
use crate::core::zone::Zone;
use crate::export::{SCHEMA_VERSION, domain_json, domain_text};

/// Adds the domain, keeps it for the next run and prints it, or says why not.
pub(super) async fn add(
    account: &Account,
    name: &DomainName,
    region: &Region,
    args: &AddArgs,
    mut warnings: Vec<Warning>,
    output: Output,
) -> Result<Exit, Problem> {
    let adding = Adding { credentials: &account.credentials, name, region, if_exists: args.if_exists() };
    let look = words::look(name, args);
    let mut interrupt = Interrupt::listen()?.and_hangup()?;
    let stage = Cell::new(Stage::Sending);
    let result = tokio::select! {
        result = adding.run(&account.api, |now| {
            stage.set(now);
            if let Some(words) = words::stage(now, name) {
                output.note(&words);
            }
        }) => result,
        exit = interrupt.wait() => return Err(broken_off(stage.get(), name, exit, &look)),
    };
    if let Some((kind, words)) = account.remark() {
        output.note(&format!("note: {words}"));
        warnings.push((kind, words));
    }
    let added = result.map_err(|not_added| words::problem(not_added, name, &look))?;
    account.remember_domain(&added.domain);
    if added.how == How::Answered {
        output.note(&format!("{name} was added."));
    }
    for (kind, words) in words::warnings(&added, name, region) {
        output.note(&format!("warning: {words}"));
        warnings.push((kind, words));
    }
    let Added { domain, how } = &added;
    output.data(
        || {
            let zone = Zone::guess(domain.name.raw());
            format!("{}\nAutoSend's id for it: {}\n", domain_text(domain, &zone), domain.id.sanitized())
        },
        || {
            json!({
                "version": SCHEMA_VERSION,
                "domain": domain_json(domain),
                "existed": *how == How::Existed,
                "warnings": warnings_json(&warnings),
            })
        },
    )?;
    Ok(Exit::Success)
}

/// Ctrl+C, the end of the terminal, or an end from outside.
pub(super) fn broken_off(stage: Stage, name: &DomainName, exit: Exit, look: &str) -> Problem {
    let problem = |title: String| Problem::new("interrupted", exit, title);
    match stage {
        Stage::Pausing { .. } => problem(format!("Broken off: {name} was not added")),
        Stage::Finding => problem(format!("Broken off: {name} was there already, and nothing was added")).hint(look),
        Stage::Sending | Stage::AskingList => {
            problem(format!("Broken off while adding: {name} may have been added")).hint(look)
        }
    }
}
