//! Finding the domains that a command is to work on: by name in the project's list, by id without it.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::super::problem::Problem;
use super::account::Account;
use super::wanted::Wanted;
use crate::api::retry_rate_limited;
use crate::core::api_error::ApiError;
use crate::core::api_key::DASHBOARD_URL;
use crate::core::cache::{CachedProject, RemovedDomain, format_age};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{DomainName, canonical_name};
use crate::core::exit::Exit;
use crate::core::failure::{self, Failure};
use crate::ports::Api as _;

/// Why a domain was not found.
pub(super) enum Miss {
    /// The project lacks it.
    Absent(Problem),
    /// AutoSend did not tell.
    Untold {
        /// What came instead.
        error: ApiError,
        /// In words.
        problem: Problem,
    },
}

impl From<Miss> for Problem {
    fn from(miss: Miss) -> Self {
        match miss {
            Miss::Absent(problem) | Miss::Untold { problem, .. } => problem,
        }
    }
}

/// The domains of an account. The list is asked for once at the most.
pub(super) struct Finder<'a> {
    account: &'a Account,
    /// The list by name, the first where a name comes twice: a large project is asked about name by name.
    list: HashMap<String, SendingDomain>,
    /// Read where a name is lacking for the first time: of a large project, it is a large file.
    kept: OnceCell<CachedProject>,
}

impl<'a> Finder<'a> {
    /// For the domains that are wanted: asks for the list where one of them goes by its name.
    ///
    /// # Errors
    /// Where the list cannot be read.
    pub(super) async fn for_all(account: &'a Account, wanted: impl IntoIterator<Item = &Wanted>) -> Result<Self, Miss> {
        let is_list_wanted = wanted.into_iter().any(|wanted| matches!(wanted, Wanted::Name(_)));
        let domains = if is_list_wanted { list(account).await.map_err(of_list)? } else { Vec::new() };
        let mut list = HashMap::new();
        for domain in domains {
            list.entry(canonical_name(domain.name.raw())).or_insert(domain);
        }
        Ok(Self { account, list, kept: OnceCell::new() })
    }

    /// The domain.
    ///
    /// # Errors
    /// Where the project lacks it, or where it cannot be read.
    pub(super) async fn find(&self, wanted: &Wanted) -> Result<SendingDomain, Miss> {
        match wanted {
            Wanted::Name(name) => {
                let found = self.list.get(&canonical_name(name.as_str())).cloned();
                found.ok_or_else(|| Miss::Absent(absent(name, self.kept.get_or_init(|| self.account.recall()))))
            }
            Wanted::Id(id) => {
                let found = retry_rate_limited(|| self.account.api.fetch_domain(&self.account.credentials, id)).await;
                let name = format!("The domain {}", id.sanitized());
                let found = found.map_err(|error| {
                    let problem = told(failure::fetch_failure(&error, &name), &error);
                    if error.status() == Some(404) { Miss::Absent(problem) } else { Miss::Untold { error, problem } }
                })?;
                self.account.remember_domain(&found);
                Ok(found)
            }
        }
    }
}

/// The one domain that a command works on.
///
/// # Errors
/// As [`Finder`].
pub(super) async fn find_one(account: &Account, wanted: &Wanted) -> Result<SendingDomain, Miss> {
    Finder::for_all(account, [wanted]).await?.find(wanted).await
}

/// The whole list, which is kept for the next run.
///
/// # Errors
/// Where it cannot be read.
pub(super) async fn list(account: &Account) -> Result<Vec<SendingDomain>, ApiError> {
    let list = retry_rate_limited(|| account.api.list_domains(&account.credentials)).await?;
    account.remember_list(&list);
    Ok(list)
}

/// Why the list could not be read.
pub(super) fn of_list(error: ApiError) -> Miss {
    let problem = told(failure::list_failure(&error), &error);
    Miss::Untold { error, problem }
}

/// A failure in the words of the command line, which names places rather than keys.
pub(super) fn told(failure: Failure, error: &ApiError) -> Problem {
    let problem = Problem::of(failure, None, error);
    if error.status() == Some(401) { problem.hint(format!("Make another key at {DASHBOARD_URL}.")) } else { problem }
}

/// The project has no such domain, though it may have had it.
fn absent(name: &DomainName, recalled: &CachedProject) -> Problem {
    let problem = Problem::new("not-found", Exit::Conflict, format!("This project has no domain {name}"));
    match removed(recalled, name) {
        Some(removed) => problem
            .with(format!("It was removed {}.", format_age(removed.age)))
            .hint(format!("Its records as they were: autosend-domains records {name} --offline")),
        None => problem.hint(format!("Add it: autosend-domains add {name}")),
    }
}

/// The domain of that name among those that were removed.
pub(super) fn removed<'r>(recalled: &'r CachedProject, name: &DomainName) -> Option<&'r RemovedDomain> {
    recalled.removed.iter().find(|removed| removed.domain.is_named(name.as_str()))
}

/// Whether the server may answer otherwise in a moment.
pub(super) fn may_be_passing(error: &ApiError) -> bool {
    match error.status() {
        Some(status) => status == 408 || status == 429 || status >= 500,
        None => true,
    }
}
