//! What is said of a domain that was added, that was there already, or that was not added.

use crate::cli::args::AddArgs;
use crate::cli::commands::domain_arg::Warning;
use crate::cli::error::CliError;
use crate::core::adding::{Added, Adding, Confirmation, NotAdded, Step};
use crate::core::api_key::DASHBOARD_URL;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::failure::{self, describe_lost_answer};
use crate::core::region::Region;

/// What to say before a step is taken.
pub(super) fn step_message(adding: &Adding, step: &Step, name: &DomainName) -> Option<String> {
    match step {
        Step::Wait { seconds, attempt, of } => {
            Some(format!("AutoSend is busy (429): sending again in {seconds} s ({attempt} of {of})"))
        }
        Step::ReadList { .. } if adding.lookups() == 1 => {
            Some(format!("The answer cannot be relied on: looking for {name} in the list…"))
        }
        _ => None,
    }
}

/// What is to be known of a domain that is there now.
pub(super) fn added_warnings(added: &Added, name: &DomainName, region: &Region) -> Vec<Warning> {
    match &added.confirmation {
        Confirmation::Response => Vec::new(),
        Confirmation::List { cause } => {
            let cause = describe_lost_answer(cause.as_ref());
            vec![("answer-lost", format!("{cause} AutoSend's list has {name}, so it was added."))]
        }
        Confirmation::AlreadyExisted => {
            let existed = ("already-added", format!("The project has {name} already; nothing was added."));
            [existed].into_iter().chain(region_mismatch(&added.domain, region)).collect()
        }
    }
}

/// A region cannot be changed, so one that was asked for in vain has to be told.
fn region_mismatch(domain: &SendingDomain, wanted: &Region) -> Option<Warning> {
    let (wanted, is) = (wanted.key()?, domain.region.as_ref()?);
    let words = format!("It is in the region {}, not in {}.", is.sanitized(), wanted.as_str());
    (wanted.as_str() != is.raw()).then_some(("other-region", words))
}

/// How to see what became of it.
pub(super) fn follow_up_hint(name: &DomainName, args: &AddArgs) -> String {
    if args.sandbox {
        "This sandbox has ended with the command, and its domains with it.".to_owned()
    } else {
        format!("See its records: autosend-domains records {name}")
    }
}

/// Why it was not added, or why nobody knows.
pub(super) fn not_added_error(not_added: NotAdded, name: &DomainName, hint: &str) -> CliError {
    match not_added {
        NotAdded::Refused(error) | NotAdded::Exists(error) => {
            let told = CliError::from_api_error(failure::add_failure(&error, name), None, &error);
            match error.status() {
                Some(409) => told.with_hint(hint),
                Some(401) => told.with_hint(format!("Make another key at {DASHBOARD_URL}.")),
                _ => told,
            }
        }
        NotAdded::NotListed { cause } => {
            let cause = cause.as_ref();
            CliError::from_api_error(failure::lost_add_not_listed(cause, name), Some("not-listed"), cause)
        }
        NotAdded::OutcomeUnknown { cause, list_error } => CliError::from_api_error(
            failure::lost_add_unconfirmed(cause.as_ref(), &list_error, name),
            Some("outcome-unknown"),
            cause.as_ref(),
        )
        .with_hint(hint),
        NotAdded::AddedElsewhere { refusal } => {
            CliError::from_api_error(failure::conflict_not_listed(&refusal, name), Some("added-elsewhere"), &refusal)
        }
        NotAdded::ExistingUnavailable { list_error } => {
            CliError::from_api_error(failure::list_failure(&list_error), None, &list_error)
                .with_detail(format!("{name} has been added already; it is its records that cannot be shown."))
        }
        NotAdded::GivenUp => {
            CliError::new("interrupted", Exit::Interrupted, format!("Broken off: {name} was not added"))
        }
    }
}
