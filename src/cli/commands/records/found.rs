//! Where the records come from: AutoSend, else what was kept.

use std::time::Duration;

use super::super::super::args::RecordsArgs;
use super::super::super::problem::Problem;
use super::super::account::Account;
use super::super::block_on;
use super::super::finding::{Miss, find_one, may_be_passing};
use super::super::interrupt::or_broken_off;
use super::super::naming::Warning;
use super::super::wanted::Wanted;
use crate::core::cache::{CachedDomain, CachedProject, RemovedDomain, format_age};
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::describe_error;

/// A domain, and how it is known.
pub(super) struct Found {
    /// The domain with its records.
    pub(super) domain: SendingDomain,
    /// How long ago AutoSend told of it, where an earlier run has kept it.
    pub(super) age: Option<Duration>,
    /// What to know of it.
    pub(super) remarks: Vec<Warning>,
}

/// Finds the domain.
///
/// # Errors
/// Where the project lacks it, or neither AutoSend nor an earlier run tells of it.
pub(super) fn find(args: &RecordsArgs, wanted: &Wanted) -> Result<Found, Problem> {
    if args.offline {
        return kept(Account::at_rest(&args.account)?.recall(), wanted);
    }
    let account = Account::open(&args.account, args.no_cache)?;
    let result = block_on(or_broken_off(async { Ok::<_, Problem>(find_one(&account, wanted).await) }))?;
    let mut remarks: Vec<Warning> = account.remark().into_iter().collect();
    match result {
        Ok(domain) => Ok(Found { domain, age: None, remarks }),
        Err(Miss::Untold { error, problem }) if may_be_passing(&error) => {
            let recalled = account.recall();
            remarks.extend(recalled.warning.map(|remark| ("set-aside", remark)));
            let mut domains = recalled.domains.into_iter().flatten();
            let kept = domains.find(|kept| wanted.is(&kept.domain)).ok_or(problem)?;
            remarks.insert(0, ("kept", format!("{} {}", describe_error(&error), words(&kept))));
            Ok(Found { domain: kept.domain, age: Some(kept.age), remarks })
        }
        Err(miss) => Err(miss.into()),
    }
}

/// What an earlier run has kept of it, also where it was removed since.
fn kept(recalled: CachedProject, wanted: &Wanted) -> Result<Found, Problem> {
    let CachedProject { domains, removed, warning } = recalled;
    let remarks = warning.map(|remark| ("set-aside", remark)).into_iter();
    if let Some(kept) = domains.into_iter().flatten().find(|kept| wanted.is(&kept.domain)) {
        let remarks = std::iter::once(("kept", words(&kept))).chain(remarks).collect();
        return Ok(Found { domain: kept.domain, age: Some(kept.age), remarks });
    }
    if let Some(RemovedDomain { domain, age }) = removed.into_iter().find(|removed| wanted.is(&removed.domain)) {
        let words = format!("It was removed {}. These are its records as AutoSend told them before.", format_age(age));
        let remarks = std::iter::once(("removed", words)).chain(remarks).collect();
        return Ok(Found { domain, age: Some(age), remarks });
    }
    let problem = Problem::new("not-kept", Exit::Conflict, format!("Nothing is kept of {wanted} for this key"));
    let told = remarks.map(|(_, words)| format!("{words}."));
    Err(told
        .fold(problem, Problem::with)
        .hint(format!("Without --offline, AutoSend is asked: autosend-domains records {wanted}")))
}

fn words(kept: &CachedDomain) -> String {
    format!("These are the records as AutoSend told them {}.", format_age(kept.age))
}
