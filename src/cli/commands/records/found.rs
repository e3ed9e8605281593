//! Where the records come from: AutoSend, else what was kept.

use std::time::Duration;

use super::super::super::args::RecordsArgs;
use super::super::super::problem::Problem;
use super::super::super::surroundings;
use super::super::block_on;
use super::super::interrupt::Interrupt;
use super::super::naming::Warning;
use crate::api::{ApiClient, BaseUrl, patiently};
use crate::core::api_key::{Credentials, DASHBOARD};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::errors::ApiError;
use crate::core::exit::Exit;
use crate::core::failure::{self, brief};
use crate::core::kept::KeptDomain;
use crate::ports::Api as _;
use crate::store::Store;

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
    let base = surroundings::base_url()?;
    let credentials = surroundings::credentials(&base, args.account.api_key_file.as_deref())?;
    let store = if args.no_cache { None } else { Store::from_environment() };
    if args.offline {
        let (kept, remarks) = recall(store.as_ref(), &base, &credentials, name);
        let kept = kept.ok_or_else(|| {
            let told = remarks.iter().map(|(_, words)| format!("{words}."));
            let problem = Problem::new("not-kept", Exit::Conflict, format!("Nothing is kept of {name} for this key"));
            told.fold(problem, Problem::with)
                .hint(format!("Without --offline, AutoSend is asked: autosend-domains records {name}"))
        })?;
        return Ok(Found { domain: kept.domain, age: Some(kept.age), why: None, remarks });
    }
    let (result, remark) = block_on(ask(base.clone(), &credentials))?;
    let mut remarks: Vec<Warning> = remark.map(|remark| ("embedded-certificates", remark)).into_iter().collect();
    let error = match result {
        Ok(list) => {
            if let Some(store) = &store {
                store.remember_list(&base.to_string(), &credentials, &list);
            }
            let domain = list.into_iter().find(|domain| domain.is_named(name.as_str()));
            let domain = domain.ok_or_else(|| absent(name))?;
            return Ok(Found { domain, age: None, why: None, remarks });
        }
        Err(error) => error,
    };
    if may_be_passing(&error) {
        let (kept, more) = recall(store.as_ref(), &base, &credentials, name);
        remarks.extend(more);
        if let Some(kept) = kept {
            return Ok(Found { domain: kept.domain, age: Some(kept.age), why: Some(brief(&error)), remarks });
        }
    }
    let told = Problem::of(failure::of_list(&error), None, &error);
    Err(if error.status() == Some(401) { told.hint(format!("Make another key at {DASHBOARD}.")) } else { told })
}

/// Asks for the list; with what there is to know of the way there.
async fn ask(
    base: BaseUrl,
    credentials: &Credentials,
) -> Result<(Result<Vec<SendingDomain>, ApiError>, Option<String>), Problem> {
    let api = ApiClient::new(base);
    let mut interrupt = Interrupt::listen()?;
    tokio::select! {
        result = patiently(|| api.list_domains(credentials)) => Ok((result, api.remark())),
        exit = interrupt.wait() => Err(Problem::new("interrupted", exit, "Broken off; nothing was changed")),
    }
}

/// What an earlier run has kept of this name, and what there is to know about that.
fn recall(
    store: Option<&Store>,
    base: &BaseUrl,
    credentials: &Credentials,
    name: &DomainName,
) -> (Option<KeptDomain>, Vec<Warning>) {
    let recalled = store.map(|store| store.recall(&base.to_string(), credentials)).unwrap_or_default();
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
