//! `list`: every domain of the project, from AutoSend, else as an earlier run has kept it.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::api_context::ApiContext;
use super::block_on;
use super::domain_arg::{Warning, warnings_json};
use super::interrupt::interruptible;
use super::resolve_domain::{fetch_list, is_transient, list_error};
use crate::cli::args::ListArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::style::StyledText;
use crate::core::cache::{CachedProject, format_age};
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::describe_error;
use crate::export::{SCHEMA_VERSION, domains_table, status_json};

/// What there is to print.
struct LoadedDomains {
    domains: Vec<SendingDomain>,
    /// How old the oldest of them is, where an earlier run has kept them.
    age: Option<Duration>,
    warnings: Vec<Warning>,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &ListArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).map_or_else(|problem| output.print_error(&problem), |()| Exit::Success)
}

fn perform(args: &ListArgs, output: Output) -> Result<(), CliError> {
    let mut listed = load_list(args)?;
    for (_, words) in &listed.warnings {
        output.note(&format!("warning: {words}"));
    }
    if listed.domains.is_empty() {
        output.note("This project has no domain yet. Add one: autosend-domains add DOMAIN");
    }
    // The API tells of no order.
    listed.domains.sort_by_cached_key(|domain| domain.name.raw().to_ascii_lowercase());
    output.print_result(|| render_table(&listed.domains), || list_json(&listed))
}

fn load_list(args: &ListArgs) -> Result<LoadedDomains, CliError> {
    let account = ApiContext::open(&args.api, args.no_cache)?;
    if args.offline {
        let recalled = account.load_cache();
        return cached_list(&recalled, "").ok_or_else(|| {
            let nothing = CliError::new("not-kept", Exit::Conflict, "Nothing is kept of the domains of this key")
                .with_hint("Without --offline, AutoSend is asked: autosend-domains list");
            recalled.warning.iter().fold(nothing, |problem, remark| problem.with_detail(format!("{remark}.")))
        });
    }
    let asked = async { Ok::<_, CliError>(fetch_list(&account).await) };
    match block_on(interruptible(asked))? {
        Ok(domains) => Ok(LoadedDomains { domains, age: None, warnings: account.warning().into_iter().collect() }),
        Err(error) => {
            let kept =
                if is_transient(&error) { cached_list(&account.load_cache(), &describe_error(&error)) } else { None };
            kept.ok_or_else(|| list_error(error).into())
        }
    }
}

/// What an earlier run has kept; `why` AutoSend was not asked, as a sentence. What was removed is none of it.
fn cached_list(recalled: &CachedProject, why: &str) -> Option<LoadedDomains> {
    let kept = recalled.domains.as_ref()?;
    let age = kept.iter().map(|kept| kept.age).max().unwrap_or_default();
    let words = format!("{why} These are the domains as AutoSend told of them {}.", format_age(age));
    Some(LoadedDomains {
        domains: kept.iter().map(|kept| kept.domain.clone()).collect(),
        age: Some(age),
        warnings: vec![("kept", words.trim_start().to_owned())],
    })
}

/// Nothing where there is no domain: a table of none is no data.
fn render_table(domains: &[SendingDomain]) -> StyledText {
    if domains.is_empty() { StyledText::default() } else { domains_table(domains, Timestamp::now()) }
}

fn list_json(listed: &LoadedDomains) -> Value {
    json!({
        "version": SCHEMA_VERSION,
        "domains": listed.domains.iter().map(status_json).collect::<Value>(),
        "ageSeconds": listed.age.map(|age| age.as_secs()),
        "warnings": warnings_json(&listed.warnings),
    })
}
