//! Many domains, a line each. The list is asked once before: what the project has already is done, so that a run that
//! was stopped can be made again.

use serde_json::json;

use super::super::super::args::{AddArgs, IfExists};
use super::super::super::output::Output;
use super::super::super::problem::Problem;
use super::super::account::Account;
use super::super::interrupt::or_broken_off;
use super::super::many::{Item, Line, Lines, Stop, one_by_one};
use super::adding::{Added, Adding, How};
use super::words;
use crate::api::retry_rate_limited;
use crate::core::api_key::DASHBOARD_URL;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::region::Region;
use crate::ports::Api as _;

/// Adds those that the project lacks, one after the other.
pub(super) async fn add(
    account: &Account,
    items: &[Item<DomainName>],
    region: &Region,
    args: &AddArgs,
    output: Output,
) -> Result<Exit, Problem> {
    let list = or_broken_off(list(account)).await?;
    account.remember_list(&list);
    if let Some((_, words)) = account.remark() {
        output.note(&format!("warning: {words}"));
    }
    let mut lines = Lines::new(output, items.len());
    let mut stop = Stop::listen()?;
    let note = lines.voice();
    let work =
        async |_place: usize, item: &Item<DomainName>| Some(line(account, item, region, &list, args, &note).await);
    one_by_one(items, &mut lines, &mut stop, work).await?;
    Ok(lines.exit())
}

async fn list(account: &Account) -> Result<Vec<SendingDomain>, Problem> {
    let list = retry_rate_limited(|| account.api.list_domains(&account.credentials)).await;
    list.map_err(|error| {
        let told = Problem::of(failure::list_failure(&error), None, &error).with("Nothing was added.");
        if error.status() == Some(401) { told.hint(format!("Make another key at {DASHBOARD_URL}.")) } else { told }
    })
}

/// What comes of one of them.
async fn line(
    account: &Account,
    item: &Item<DomainName>,
    region: &Region,
    list: &[SendingDomain],
    args: &AddArgs,
    note: &impl Fn(&str),
) -> Line {
    let name = &item.what;
    let adding = Adding { credentials: &account.credentials, name, region, if_exists: args.if_exists() };
    let listed = list.iter().find(|domain| domain.is_named(name.as_str()));
    let look = words::look(name, args);
    let result = match (listed, args.if_exists()) {
        (Some(domain), IfExists::Show) => Ok(Added { domain: domain.clone(), how: How::Existed }),
        (Some(_), IfExists::Fail) => Err(is_there(name, &look)),
        (None, _) => {
            let tell = |stage| {
                if let Some(words) = words::stage(stage, name) {
                    note(&format!("{name}: {words}"));
                }
            };
            let result = adding.run(&account.api, tell).await;
            result.map_err(|not_added| words::problem(not_added, name, &look))
        }
    };
    let mut warnings = item.warnings.clone();
    match result {
        Ok(added) => {
            account.remember_domain(&added.domain);
            warnings.extend(words::warnings(&added, name, region));
            let existed = added.how == How::Existed;
            let words = match added.how {
                How::Answered => format!("added; {}", records(&added.domain)),
                How::Listed { .. } => format!("added, as AutoSend's list shows; {}", records(&added.domain)),
                How::Existed => "already there".to_owned(),
            };
            let region = warnings.iter().filter(|(kind, _)| *kind == "other-region").map(|(_, words)| words.as_str());
            let words = region.fold(words, |text, words| format!("{text}. {words}"));
            Line::of(&item.given, &added.domain, words, &warnings, Exit::Success).with("existed", json!(existed))
        }
        Err(problem) => {
            Line::failed(&item.given, name.as_str(), &problem, &warnings).with("existed", json!(listed.is_some()))
        }
    }
}

/// The list has told it, so nobody was asked.
fn is_there(name: &DomainName, look: &str) -> Problem {
    Problem::new("already-added", Exit::Conflict, format!("{name} has been added already"))
        .with("AutoSend's list has it, so nothing was sent.")
        .hint(look)
}

fn records(domain: &SendingDomain) -> String {
    match domain.records.len() {
        1 => "1 record to create".to_owned(),
        count => format!("{count} records to create"),
    }
}
