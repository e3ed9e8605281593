//! Where the records come from: AutoSend, else what was kept.

use std::time::Duration;

use super::super::super::args::RecordsArgs;
use super::super::super::problem::Problem;
use super::super::account::Account;
use super::super::block_on;
use super::super::interrupt::Interrupt;
use super::super::naming::Warning;
use crate::api::patiently;
use crate::core::api_key::DASHBOARD;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::errors::ApiError;
use crate::core::exit::Exit;
use crate::core::failure::{self, brief};
use crate::core::kept::KeptDomain;
use crate::ports::Api as _;

/// A domain, and how it is known.
pub(super) struct Found {
    /// The domain with its records.
    pub(super) domain: SendingDomain,
    /// How long ago AutoSend told of it, where an earlier run has kept it.
    pub(super) age: Option<Duration>,
    /// Why it was not asked now, in a sentence.
    pub(super) why: Option<String>,
    /// What else to know.
    pub(super) remarks: Vec<Warning>,
}

/// Finds the domain.
///
/// # Errors
/// Where the project lacks it, or neither AutoSend nor an earlier run tells of it.
pub(super) fn find(args: &RecordsArgs, name: &DomainName) -> Result<Found, Problem> {
    if args.offline {
        let account = Account::at_rest(&args.account)?;
        let (kept, remarks) = recall(&account, name);
        let kept = kept.ok_or_else(|| {
            let told = remarks.iter().map(|(_, words)| format!("{words}."));
            let problem = Problem::new("not-kept", Exit::Conflict, format!("Nothing is kept of {name} for this key"));
            told.fold(problem, Problem::with)
                .hint(format!("Without --offline, AutoSend is asked: autosend-domains records {name}"))
        })?;
        return Ok(Found { domain: kept.domain, age: Some(kept.age), why: None, remarks });
    }
    let account = Account::open(&args.account, args.no_cache)?;
    let result = block_on(ask(&account))?;
    let mut remarks: Vec<Warning> = account.remark().into_iter().collect();
    let error = match result {
        Ok(list) => {
            account.remember_list(&list);
            let domain = list.into_iter().find(|domain| domain.is_named(name.as_str()));
            let domain = domain.ok_or_else(|| absent(name))?;
            return Ok(Found { domain, age: None, why: None, remarks });
        }
        Err(error) => error,
    };
    if may_be_passing(&error) {
        let (kept, more) = recall(&account, name);
        remarks.extend(more);
        if let Some(kept) = kept {
            return Ok(Found { domain: kept.domain, age: Some(kept.age), why: Some(brief(&error)), remarks });
        }
    }
    let told = Problem::of(failure::of_list(&error), None, &error);
    Err(if error.status() == Some(401) { told.hint(format!("Make another key at {DASHBOARD}.")) } else { told })
}

/// Asks for the list.
async fn ask(account: &Account) -> Result<Result<Vec<SendingDomain>, ApiError>, Problem> {
    let mut interrupt = Interrupt::listen()?;
    tokio::select! {
        result = patiently(|| account.api.list_domains(&account.credentials)) => Ok(result),
        exit = interrupt.wait() => Err(Problem::new("interrupted", exit, "Broken off; nothing was changed")),
    }
}

/// What an earlier run has kept of this name, and what there is to know about that.
fn recall(account: &Account, name: &DomainName) -> (Option<KeptDomain>, Vec<Warning>) {
    let recalled = account.recall();
    let kept = recalled.domains.into_iter().flatten().find(|kept| kept.domain.is_named(name.as_str()));
    (kept, recalled.remark.map(|remark| ("set-aside", remark)).into_iter().collect())
}

/// Whether the server may answer otherwise in a moment: then what was kept is better than nothing.
fn may_be_passing(error: &ApiError) -> bool {
    match error.status() {
        Some(status) => status == 408 || status == 429 || status >= 500,
        None => true,
    }
}

fn absent(name: &DomainName) -> Problem {
    Problem::new("not-found", Exit::Conflict, format!("This project has no domain {name}"))
        .hint(format!("Add it: autosend-domains add {name}"))
}
