//! `list`: every domain of the project, from AutoSend, else as an earlier run has kept it.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::args::ListArgs;
use super::super::output::Output;
use super::super::paint::StyledText;
use super::super::problem::Problem;
use super::account::Account;
use super::block_on;
use super::finding::{list, may_be_passing, of_list};
use super::interrupt::or_broken_off;
use super::naming::{Warning, warnings_json};
use crate::core::cache::{CachedProject, format_age};
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::describe_error;
use crate::export::{SCHEMA_VERSION, domains_table, status_json};

/// What there is to print.
struct Listed {
    domains: Vec<SendingDomain>,
    /// How old the oldest of them is, where an earlier run has kept them.
    age: Option<Duration>,
    warnings: Vec<Warning>,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &ListArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).map_or_else(|problem| output.problem(&problem), |()| Exit::Success)
}

fn perform(args: &ListArgs, output: Output) -> Result<(), Problem> {
    let mut listed = find(args)?;
    for (_, words) in &listed.warnings {
        output.note(&format!("warning: {words}"));
    }
    if listed.domains.is_empty() {
        output.note("This project has no domain yet. Add one: autosend-domains add DOMAIN");
    }
    // The API tells of no order.
    listed.domains.sort_by_cached_key(|domain| domain.name.raw().to_ascii_lowercase());
    output.data(|| table(&listed.domains), || document(&listed))
}

fn find(args: &ListArgs) -> Result<Listed, Problem> {
    let account = Account::open(&args.account, args.no_cache)?;
    if args.offline {
        let recalled = account.recall();
        return kept(&recalled, "").ok_or_else(|| {
            let nothing = Problem::new("not-kept", Exit::Conflict, "Nothing is kept of the domains of this key")
                .hint("Without --offline, AutoSend is asked: autosend-domains list");
            recalled.warning.iter().fold(nothing, |problem, remark| problem.with(format!("{remark}.")))
        });
    }
    let asked = async { Ok::<_, Problem>(list(&account).await) };
    match block_on(or_broken_off(asked))? {
        Ok(domains) => Ok(Listed { domains, age: None, warnings: account.remark().into_iter().collect() }),
        Err(error) => {
            let kept = if may_be_passing(&error) { kept(&account.recall(), &describe_error(&error)) } else { None };
            kept.ok_or_else(|| of_list(error).into())
        }
    }
}

/// What an earlier run has kept; `why` AutoSend was not asked, as a sentence. What was removed is none of it.
fn kept(recalled: &CachedProject, why: &str) -> Option<Listed> {
    let kept = recalled.domains.as_ref()?;
    let age = kept.iter().map(|kept| kept.age).max().unwrap_or_default();
    let words = format!("{why} These are the domains as AutoSend told of them {}.", format_age(age));
    Some(Listed {
        domains: kept.iter().map(|kept| kept.domain.clone()).collect(),
        age: Some(age),
        warnings: vec![("kept", words.trim_start().to_owned())],
    })
}

/// Nothing where there is no domain: a table of none is no data.
fn table(domains: &[SendingDomain]) -> StyledText {
    if domains.is_empty() { StyledText::default() } else { domains_table(domains, Timestamp::now()) }
}

fn document(listed: &Listed) -> Value {
    json!({
        "version": SCHEMA_VERSION,
        "domains": listed.domains.iter().map(status_json).collect::<Value>(),
        "ageSeconds": listed.age.map(|age| age.as_secs()),
        "warnings": warnings_json(&listed.warnings),
    })
}
