//! What `add` says about a domain that was added, that existed before, or that was not added.

use super::args::AddArgs;
use crate::cli::commands::report::Warning;
use crate::cli::commands::resolve_domain::api_error;
use crate::cli::error::CliError;
use crate::core::adding::{AddProgress, Added, Adding, Confirmation, NotAdded, Step};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::failure::{self, describe_lost_answer};
use crate::core::region::Region;
use crate::core::zone::Zone;
use crate::export::domain_text;

/// The note before a step is taken.
pub(super) fn step_message(adding: &Adding, step: &Step, name: &DomainName) -> Option<String> {
    match step {
        Step::Wait { seconds, attempt, of } => {
            Some(format!("Rate-limited (429); retrying in {seconds} s ({attempt} of {of})"))
        }
        Step::ReadList { .. } if adding.lookups() == 1 => {
            Some(format!("Incomplete response; looking for {name} in the domain list…"))
        }
        _ => None,
    }
}

/// Warnings about a domain that exists now.
pub(super) fn added_warnings(added: &Added, name: &DomainName, region: &Region) -> Vec<Warning> {
    match &added.confirmation {
        Confirmation::Response => Vec::new(),
        Confirmation::List { cause } => {
            let cause = describe_lost_answer(cause.as_ref());
            vec![Warning::new("answer-lost", format!("{cause} {name} is in the domain list, so it was added."))]
        }
        Confirmation::AlreadyExisted => {
            let existed =
                Warning::new("already-added", format!("{name} is already in this project; nothing was added."));
            [existed].into_iter().chain(region_mismatch(&added.domain, region)).collect()
        }
    }
}

/// That the domain is in another region than the requested one, which cannot be changed.
fn region_mismatch(domain: &SendingDomain, requested: &Region) -> Option<Warning> {
    let (requested, actual) = (requested.key()?, domain.region.as_ref()?);
    let message = format!("Its region is {}, not {}.", actual.sanitized(), requested.as_str());
    (requested.as_str() != actual.raw()).then(|| Warning::new("other-region", message))
}

/// The domain with the records to add.
pub(super) fn render(domain: &SendingDomain) -> String {
    let text = domain_text(domain, &Zone::guess(domain.name.raw()));
    format!("{text}\nID: {}\n", domain.id.sanitized())
}

/// The same in one line without the domain's name.
pub(super) fn render_line(added: &Added, requested: &Region) -> String {
    let records = match added.domain.records.len() {
        1 => "1 record to add".to_owned(),
        count => format!("{count} records to add"),
    };
    match (&added.confirmation, region_mismatch(&added.domain, requested)) {
        (Confirmation::Response, _) => format!("added; {records}"),
        (Confirmation::List { .. }, _) => format!("added (found in the domain list); {records}"),
        (Confirmation::AlreadyExisted, Some(warning)) => format!("already exists. {}", warning.message),
        (Confirmation::AlreadyExisted, None) => "already exists".to_owned(),
    }
}

/// How to find out whether it was added.
pub(super) fn follow_up_hint(name: &DomainName, args: &AddArgs) -> String {
    if args.sandbox {
        "The sandbox ended with this command; its domains are gone.".to_owned()
    } else {
        format!("See its records: autosend-domains records {name}")
    }
}

/// Why it was not added, or why that is not known.
pub(super) fn not_added_error(not_added: NotAdded, name: &DomainName, hint: &str) -> CliError {
    match not_added {
        NotAdded::Refused(error) | NotAdded::Exists(error) => {
            let cli_error = api_error(failure::add_failure(&error, name), &error);
            if error.status() == Some(409) { cli_error.with_hint(hint) } else { cli_error }
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
                .with_detail(format!("{name} was added, but its records can't be shown."))
        }
        NotAdded::GivenUp => CliError::interrupted(Exit::Interrupted, format!("Cancelled: {name} was not added")),
    }
}

/// The error if the list has the domain, so that no request was sent.
pub(super) fn already_added_error(name: &DomainName, hint: &str) -> CliError {
    CliError::new("already-added", Exit::Conflict, format!("{name} has already been added"))
        .with_detail("It is in the domain list, so nothing was sent.")
        .with_hint(hint)
}

/// The error if a signal ends the command.
pub(super) fn interrupted_error(progress: AddProgress, name: &DomainName, exit: Exit, hint: &str) -> CliError {
    let title = match progress {
        AddProgress::NotAdded => return CliError::interrupted(exit, format!("Cancelled: {name} was not added")),
        AddProgress::AlreadyExisted => format!("Cancelled: {name} already existed; nothing was added"),
        AddProgress::MaybeAdded => format!("Cancelled while adding: {name} may have been added"),
    };
    CliError::interrupted(exit, title).with_hint(hint)
}
