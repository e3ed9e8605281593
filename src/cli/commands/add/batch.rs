//! Many domains, a line each. The list is asked once before: what the project has already is done, so that a run that
//! was stopped can be made again.

use serde_json::json;

use super::adding::AddRequest;
use super::message;
use crate::api::retry_rate_limited;
use crate::cli::args::{AddArgs, IfExists};
use crate::cli::commands::api_context::ApiContext;
use crate::cli::commands::batch::{BatchReporter, GracefulStop, TargetDomain, TargetReport, run_all};
use crate::cli::commands::interrupt::interruptible;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::adding::{Added, Adding, Confirmation, Step};
use crate::core::api_key::DASHBOARD_URL;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::region::Region;
use crate::ports::Api as _;

/// Adds those that the project lacks, one after the other.
pub(super) async fn add(
    account: &ApiContext,
    items: &[TargetDomain<DomainName>],
    region: &Region,
    args: &AddArgs,
    output: Output,
) -> Result<Exit, CliError> {
    let list = interruptible(fetch_list(account)).await?;
    account.cache_list(&list);
    if let Some((_, words)) = account.warning() {
        output.note(&format!("warning: {words}"));
    }
    let mut lines = BatchReporter::new(output, items.len());
    let mut stop = GracefulStop::listen()?;
    let note = lines.note_fn();
    let work = async |_place: usize, item: &TargetDomain<DomainName>| {
        Some(add_target(account, item, region, &list, args, &note).await)
    };
    run_all(items, &mut lines, &mut stop, work).await?;
    Ok(lines.worst_exit())
}

async fn fetch_list(account: &ApiContext) -> Result<Vec<SendingDomain>, CliError> {
    let list = retry_rate_limited(|| account.api.list_domains(&account.credentials)).await;
    list.map_err(|error| {
        let told =
            CliError::from_api_error(failure::list_failure(&error), None, &error).with_detail("Nothing was added.");
        if error.status() == Some(401) { told.with_hint(format!("Make another key at {DASHBOARD_URL}.")) } else { told }
    })
}

/// What comes of one of them.
async fn add_target(
    account: &ApiContext,
    item: &TargetDomain<DomainName>,
    region: &Region,
    list: &[SendingDomain],
    args: &AddArgs,
    note: &impl Fn(&str),
) -> TargetReport {
    let name = &item.domain;
    let request = AddRequest { credentials: &account.credentials, name, region, if_exists: args.effective_if_exists() };
    let listed = list.iter().find(|domain| domain.is_named(name.as_str()));
    let look = message::follow_up_hint(name, args);
    let result = match (listed, args.effective_if_exists()) {
        (Some(domain), IfExists::Show) => {
            Ok(Added { domain: domain.clone(), confirmation: Confirmation::AlreadyExisted })
        }
        (Some(_), IfExists::Fail) => Err(already_added_error(name, &look)),
        (None, _) => {
            let on_step = |adding: &Adding, step: &Step| {
                if let Some(text) = message::step_message(adding, step, name) {
                    note(&format!("{name}: {text}"));
                }
            };
            let result = request.run(&mut Adding::new(), &account.api, on_step).await;
            result.map_err(|not_added| message::not_added_error(not_added, name, &look))
        }
    };
    let mut warnings = item.warnings.clone();
    match result {
        Ok(added) => {
            account.cache_domain(&added.domain);
            warnings.extend(message::added_warnings(&added, name, region));
            let existed = added.confirmation == Confirmation::AlreadyExisted;
            let words = match added.confirmation {
                Confirmation::Response => format!("added; {}", format_record_count(&added.domain)),
                Confirmation::List { .. } => {
                    format!("added, as AutoSend's list shows; {}", format_record_count(&added.domain))
                }
                Confirmation::AlreadyExisted => "already there".to_owned(),
            };
            let region = warnings.iter().filter(|(kind, _)| *kind == "other-region").map(|(_, words)| words.as_str());
            let words = region.fold(words, |text, words| format!("{text}. {words}"));
            TargetReport::for_domain(&item.input, &added.domain, words, &warnings, Exit::Success)
                .with_member("existed", json!(existed))
        }
        Err(problem) => TargetReport::failed(&item.input, name.as_str(), &problem, &warnings)
            .with_member("existed", json!(listed.is_some())),
    }
}

/// The list has told it, so nobody was asked.
fn already_added_error(name: &DomainName, look: &str) -> CliError {
    CliError::new("already-added", Exit::Conflict, format!("{name} has been added already"))
        .with_detail("AutoSend's list has it, so nothing was sent.")
        .with_hint(look)
}

fn format_record_count(domain: &SendingDomain) -> String {
    match domain.records.len() {
        1 => "1 record to create".to_owned(),
        count => format!("{count} records to create"),
    }
}
