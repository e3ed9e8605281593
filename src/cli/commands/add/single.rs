//! One domain, told as a whole.

use serde_json::json;

use super::adding::AddRequest;
use super::message;
use crate::cli::args::AddArgs;
use crate::cli::commands::api_context::ApiContext;
use crate::cli::commands::domain_arg::{Warning, warnings_json};
use crate::cli::commands::interrupt::Interrupt;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::adding::{AddProgress, Added, Adding, Confirmation};
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::region::Region;
use crate::core::zone::Zone;
use crate::export::{SCHEMA_VERSION, domain_json, domain_text};

/// Adds the domain, keeps it for the next run and prints it, or says why not.
pub(super) async fn add(
    account: &ApiContext,
    name: &DomainName,
    region: &Region,
    args: &AddArgs,
    mut warnings: Vec<Warning>,
    output: Output,
) -> Result<Exit, CliError> {
    let request = AddRequest { credentials: &account.credentials, name, region, if_exists: args.effective_if_exists() };
    let look = message::follow_up_hint(name, args);
    let mut interrupt = Interrupt::listen()?.with_hangup()?;
    let mut adding = Adding::new();
    let result = tokio::select! {
        result = request.run(&mut adding, &account.api, |adding, step| {
            if let Some(text) = message::step_message(adding, step, name) {
                output.note(&text);
            }
        }) => result,
        exit = interrupt.wait() => return Err(interrupted_error(adding.progress(), name, exit, &look)),
    };
    if let Some((kind, words)) = account.warning() {
        output.note(&format!("note: {words}"));
        warnings.push((kind, words));
    }
    let added = result.map_err(|not_added| message::not_added_error(not_added, name, &look))?;
    account.cache_domain(&added.domain);
    if added.confirmation == Confirmation::Response {
        output.note(&format!("{name} was added."));
    }
    for (kind, words) in message::added_warnings(&added, name, region) {
        output.note(&format!("warning: {words}"));
        warnings.push((kind, words));
    }
    let Added { domain, confirmation } = &added;
    output.print_result(
        || {
            let zone = Zone::guess(domain.name.raw());
            format!("{}\nAutoSend's id for it: {}\n", domain_text(domain, &zone), domain.id.sanitized())
        },
        || {
            json!({
                "version": SCHEMA_VERSION,
                "domain": domain_json(domain),
                "existed": *confirmation == Confirmation::AlreadyExisted,
                "warnings": warnings_json(&warnings),
            })
        },
    )?;
    Ok(Exit::Success)
}

/// Why the command ends if Ctrl+C or a signal ends it: with what is known of the domain.
pub(super) fn interrupted_error(progress: AddProgress, name: &DomainName, exit: Exit, look: &str) -> CliError {
    let problem = |title: String| CliError::new("interrupted", exit, title);
    match progress {
        AddProgress::NotAdded => problem(format!("Broken off: {name} was not added")),
        AddProgress::AlreadyExisted => {
            problem(format!("Broken off: {name} was there already, and nothing was added")).with_hint(look)
        }
        AddProgress::MaybeAdded => {
            problem(format!("Broken off while adding: {name} may have been added")).with_hint(look)
        }
    }
}
