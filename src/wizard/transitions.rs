//! The table of transitions between steps. It is drawn in `.github/docs/architecture.md`. Tests ensure that no random walk uses a
//! transition that is missing here, and that the stories cover every row.

use std::fmt::Write as _;

use super::message::{Event, Intent, Message, Reply};
use super::screen::Step;
use crate::core::api_error::ApiError;

/// The cause of a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    /// Enter.
    Submit,
    /// Esc.
    GoBack,
    /// k after a failure.
    UseAnotherKey,
    /// F2.
    OpenDomains,
    /// Ctrl+C, or a signal.
    Quit,
    /// The POST succeeded.
    DomainCreated,
    /// The POST could not be sent.
    NotSent,
    /// The response to the POST was 400 or 422.
    BadInput,
    /// The response to any request was 401.
    Unauthorized,
    /// The response to the POST was 409.
    AlreadyExists,
    /// The response to the POST was 429.
    RateLimited,
    /// The response to the POST had another status that proves that nothing was done.
    Rejected,
    /// The POST had no reliable response.
    OutcomeUnknown,
    /// The list of domains was loaded.
    DomainsListed,
    /// The cache of an earlier run was loaded.
    CacheLoaded,
    /// The list of domains could not be loaded.
    ListFailed,
    /// The response to a request for one domain was 404.
    NotFound,
    /// x, or Delete.
    RemoveDomain,
    /// The domain was removed, or did not exist any more.
    DomainRemoved,
    /// A timer fired.
    TimerFired,
}

impl Trigger {
    /// Returns the trigger of a message; `None` if the message cannot change the step.
    pub fn from_message(message: &Message) -> Option<Self> {
        Some(match message {
            Message::Intent(Intent::Submit | Intent::TryAgain) => Self::Submit,
            Message::Intent(Intent::UseAnotherKey) => Self::UseAnotherKey,
            Message::Intent(Intent::GoBack) => Self::GoBack,
            Message::Intent(Intent::OpenDomains) => Self::OpenDomains,
            Message::Intent(Intent::RemoveDomain) => Self::RemoveDomain,
            Message::Intent(Intent::Quit) | Message::Event(Event::ShutdownRequested(_)) => Self::Quit,
            Message::Event(Event::TimerFired(_)) => Self::TimerFired,
            Message::Reply(_, reply) => return Self::from_reply(reply),
            _ => return None,
        })
    }

    fn from_reply(reply: &Reply) -> Option<Self> {
        Some(match reply {
            Reply::DomainCreated(Ok(_)) => Self::DomainCreated,
            Reply::DomainCreated(Err(error)) => Self::from_create_error(error),
            Reply::DomainsListed(Ok(_)) | Reply::ListingSkipped => Self::DomainsListed,
            Reply::DomainsListed(Err(error)) if error.status() == Some(401) => Self::Unauthorized,
            Reply::DomainsListed(Err(_)) => Self::ListFailed,
            Reply::DomainRemoved(Ok(())) => Self::DomainRemoved,
            Reply::DomainRemoved(Err(error)) if error.is_not_found() => Self::DomainRemoved,
            Reply::DomainRemoved(Err(error)) if error.status() == Some(401) => Self::Unauthorized,
            Reply::OperationFinished(Err(error)) | Reply::DomainFetched(Err(error)) => match error.status() {
                Some(401) => Self::Unauthorized,
                _ if error.is_not_found() => Self::NotFound,
                _ => return None,
            },
            Reply::CacheLoaded(_) => Self::CacheLoaded,
            _ => return None,
        })
    }

    fn from_create_error(error: &ApiError) -> Self {
        match error {
            ApiError::NotSent { .. } => Self::NotSent,
            ApiError::ErrorResponse(refusal) => match refusal.status {
                400 | 422 => Self::BadInput,
                401 => Self::Unauthorized,
                409 => Self::AlreadyExists,
                429 => Self::RateLimited,
                408 => Self::OutcomeUnknown,
                status if status < 500 => Self::Rejected,
                _ => Self::OutcomeUnknown,
            },
            _ => Self::OutcomeUnknown,
        }
    }

    /// Returns the label of the arrow.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Submit => "Enter",
            Self::GoBack => "Esc",
            Self::UseAnotherKey => "k",
            Self::OpenDomains => "F2",
            Self::Quit => "Ctrl+C, signal",
            Self::DomainCreated => "added",
            Self::NotSent => "not sent",
            Self::BadInput => "400",
            Self::Unauthorized => "401",
            Self::AlreadyExists => "409",
            Self::RateLimited => "429",
            Self::Rejected => "402, 403, 404",
            Self::OutcomeUnknown => "answer lost",
            Self::DomainsListed => "list loaded",
            Self::CacheLoaded => "cached list loaded",
            Self::ListFailed => "list failed",
            Self::NotFound => "404",
            Self::RemoveDomain => "x, Delete",
            Self::DomainRemoved => "removed",
            Self::TimerFired => "timer",
        }
    }
}

/// A row: from any step in `from`, the trigger leads to one of the steps in `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The steps before the transition.
    pub from: &'static [Step],
    /// The cause.
    pub on: Trigger,
    /// The steps after the transition.
    pub to: &'static [Step],
}

use Step::{Adding, ApiKey, Closed, Conflict, Domain, Domains, Failure, Records, Region, Removal, Review};

/// Every step but the last.
const ALL_BUT_CLOSED: &[Step] = &[ApiKey, Domain, Region, Review, Adding, Records, Domains, Removal, Conflict, Failure];

/// The steps that have a session and no pending POST. The Key step opens from them and returns to them.
const STEPS_WITH_KEY: &[Step] = &[Domain, Region, Review, Records, Domains, Removal, Conflict, Failure];

/// The steps from which the list of domains opens and to which it returns.
const LIST_PARENTS: &[Step] = &[ApiKey, Domain, Region, Review, Records, Conflict, Failure];

const fn row(from: &'static [Step], on: Trigger, to: &'static [Step]) -> Transition {
    Transition { from, on, to }
}

/// All transitions.
pub const TRANSITIONS: &[Transition] = &[
    // Key: opens from any step whose key is missing or rejected, and returns to it.
    row(&[ApiKey], Trigger::Submit, STEPS_WITH_KEY),
    row(&[ApiKey], Trigger::DomainsListed, STEPS_WITH_KEY),
    row(&[ApiKey], Trigger::GoBack, STEPS_WITH_KEY),
    row(&[ApiKey], Trigger::ListFailed, &[Failure]),
    row(STEPS_WITH_KEY, Trigger::Unauthorized, &[ApiKey]),
    row(&[Adding], Trigger::Unauthorized, &[ApiKey]),
    // Domain
    row(&[Domain], Trigger::Submit, &[Region, Review, Records]),
    row(&[Domain], Trigger::GoBack, &[ApiKey]),
    // Region
    row(&[Region], Trigger::Submit, &[Review]),
    row(&[Region], Trigger::GoBack, &[Domain]),
    row(&[Region, Review], Trigger::DomainsListed, &[Records]),
    row(&[Region, Review], Trigger::CacheLoaded, &[Records]),
    // Review and Adding
    row(&[Review], Trigger::Submit, &[Adding, Records]),
    row(&[Review], Trigger::GoBack, &[Region]),
    row(&[Adding], Trigger::DomainCreated, &[Records]),
    row(&[Adding], Trigger::NotSent, &[Failure]),
    row(&[Adding], Trigger::BadInput, &[Domain, Region]),
    row(&[Adding], Trigger::Rejected, &[Failure]),
    row(&[Adding], Trigger::AlreadyExists, &[Conflict]),
    row(&[Adding], Trigger::RateLimited, &[Failure]),
    row(&[Adding], Trigger::DomainsListed, &[Records, Failure]),
    row(&[Adding], Trigger::ListFailed, &[Failure]),
    row(&[Adding], Trigger::GoBack, &[Review]),
    // Conflict
    row(&[Conflict], Trigger::Submit, &[Records]),
    row(&[Conflict], Trigger::DomainsListed, &[Records, Failure]),
    row(&[Conflict], Trigger::ListFailed, &[Failure]),
    row(&[Conflict], Trigger::GoBack, &[Domain]),
    // Domains, and the records opened from it
    row(LIST_PARENTS, Trigger::OpenDomains, &[Domains]),
    row(&[Domains], Trigger::GoBack, LIST_PARENTS),
    row(&[Domains], Trigger::Submit, &[Records]),
    row(&[Records], Trigger::GoBack, &[Domains]),
    row(&[Records], Trigger::Submit, &[Domain]),
    row(&[Records], Trigger::NotFound, &[Failure]),
    // Removal
    row(&[Records, Domains], Trigger::RemoveDomain, &[Removal]),
    row(&[Removal], Trigger::GoBack, &[Records, Domains]),
    row(&[Removal], Trigger::DomainRemoved, &[Domains]),
    row(&[Removal], Trigger::NotFound, &[Domains]),
    // Failure: returns to the step that failed, or retries there.
    row(&[Failure], Trigger::Submit, &[Adding, Review, ApiKey, Conflict, Domain, Domains]),
    row(&[Failure], Trigger::GoBack, &[Review, ApiKey, Conflict, Domain, Domains]),
    row(&[Failure], Trigger::UseAnotherKey, &[ApiKey]),
    // Leaving
    row(ALL_BUT_CLOSED, Trigger::Quit, &[Closed]),
];

/// Renders the table as a Mermaid state diagram. Rows between the same two steps share an arrow; the sets of steps that
/// the Key step and the list return to become one node.
pub fn render_mermaid() -> String {
    let mut arrows: Vec<(&'static str, &'static str, Vec<&'static str>)> = Vec::new();
    for transition in TRANSITIONS.iter().filter(|transition| transition.from != ALL_BUT_CLOSED) {
        for from in node_names(transition.from) {
            for to in node_names(transition.to) {
                let label = transition.on.label();
                match arrows.iter_mut().find(|(start, end, _)| (*start, *end) == (from, to)) {
                    Some((_, _, labels)) if labels.contains(&label) => {}
                    Some((_, _, labels)) => labels.push(label),
                    None => arrows.push((from, to, vec![label])),
                }
            }
        }
    }
    let mut text = "stateDiagram-v2\n    [*] --> Wizard\n    state Wizard {\n".to_owned();
    text.push_str("        [*] --> Domain : key found\n        [*] --> Region : DOMAIN given\n        [*] --> Review : --region given too\n        [*] --> ApiKey : no key\n");
    text.push_str("        state \"the step it was opened from\" as Origin\n");
    for (from, to, labels) in arrows {
        let _ = writeln!(text, "        {from} --> {to} : {}", labels.join(", "));
    }
    text.push_str("    }\n");
    for transition in TRANSITIONS.iter().filter(|transition| transition.from == ALL_BUT_CLOSED) {
        for to in node_names(transition.to) {
            let _ = writeln!(text, "    Wizard --> {to} : {}", transition.on.label());
        }
    }
    text.push_str("    Closed --> [*]\n");
    text
}

/// Returns the names of the nodes for a set of steps.
fn node_names(steps: &'static [Step]) -> Vec<&'static str> {
    if steps == STEPS_WITH_KEY || steps == LIST_PARENTS {
        vec!["Origin"]
    } else {
        steps.iter().map(|step| step.name()).collect()
    }
}
