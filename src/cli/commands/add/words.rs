//! What is said of a domain that was added, that was there already, or that was not added.

use super::super::super::args::AddArgs;
use super::super::super::problem::{Problem, whole_seconds};
use super::super::naming::Warning;
use super::adding::{Added, How, NotAdded, REPEATS, Stage};
use crate::core::api_key::DASHBOARD_URL;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::failure::{self, describe_error};
use crate::core::region::Region;

/// What to tell people of a stage.
pub(super) fn stage(stage: Stage, name: &DomainName) -> Option<String> {
    match stage {
        Stage::Sending | Stage::Finding => None,
        Stage::Pausing { pause, repeat } => {
            Some(format!("AutoSend is busy (429): sending again in {} s ({repeat} of {REPEATS})", whole_seconds(pause)))
        }
        Stage::AskingList => Some(format!("The answer cannot be relied on: looking for {name} in the list…")),
    }
}

/// What is to be known of a domain that is there now.
pub(super) fn warnings(added: &Added, name: &DomainName, region: &Region) -> Vec<Warning> {
    match &added.how {
        How::Answered => Vec::new(),
        How::Listed { lost } => {
            let words = format!("{} AutoSend's list has {name}, so it was added.", describe_error(lost));
            vec![("answer-lost", words)]
        }
        How::Existed => {
            let existed = ("already-added", format!("The project has {name} already; nothing was added."));
            [existed].into_iter().chain(other_region(&added.domain, region)).collect()
        }
    }
}

/// A region cannot be changed, so one that was asked for in vain has to be told.
fn other_region(domain: &SendingDomain, wanted: &Region) -> Option<Warning> {
    let (wanted, is) = (wanted.key()?, domain.region.as_ref()?);
    let words = format!("It is in the region {}, not in {}.", is.sanitized(), wanted.as_str());
    (wanted.as_str() != is.raw()).then_some(("other-region", words))
}

/// How to see what became of it.
pub(super) fn look(name: &DomainName, args: &AddArgs) -> String {
    if args.sandbox {
        "This sandbox has ended with the command, and its domains with it.".to_owned()
    } else {
        format!("See its records: autosend-domains records {name}")
    }
}

/// Why it was not added, or why nobody knows.
pub(super) fn problem(not_added: NotAdded, name: &DomainName, look: &str) -> Problem {
    match not_added {
        NotAdded::Refused(error) => {
            let told = Problem::of(failure::add_failure(&error, name), None, &error);
            match error.status() {
                Some(409) => told.hint(look),
                Some(401) => told.hint(format!("Make another key at {DASHBOARD_URL}.")),
                _ => told,
            }
        }
        NotAdded::NotListed { cause } => {
            Problem::of(failure::lost_add_not_listed(Some(&cause), name), Some("not-listed"), &cause)
        }
        NotAdded::NotKnown { cause, list } => {
            Problem::of(failure::lost_add_unconfirmed(Some(&cause), &list, name), Some("outcome-unknown"), &cause)
                .hint(look)
        }
        NotAdded::Elsewhere { answer } => {
            Problem::of(failure::conflict_not_listed(&answer, name), Some("added-elsewhere"), &answer)
        }
        NotAdded::NotShown { list } => Problem::of(failure::list_failure(&list), None, &list)
            .with(format!("{name} has been added already; it is its records that cannot be shown.")),
    }
}
