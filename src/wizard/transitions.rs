//! The table of transitions: from which step, on what, to which. It is drawn in the README, and tests hold that
//! no walk takes an edge that it lacks, and that the stories take every edge it has.

use std::fmt::Write as _;

use super::message::{Event, Intent, Message, Reply};
use super::screen::Step;
use crate::core::api_error::ApiError;

/// What makes the wizard go from one step to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    /// Enter.
    Submit,
    /// Esc.
    GoBack,
    /// F2.
    OpenDomains,
    /// Ctrl+C, or a signal.
    Quit,
    /// The POST succeeded.
    DomainCreated,
    /// The POST was never sent.
    NotSent,
    /// The POST was answered by 400 or 422.
    BadInput,
    /// An answer of 401, to any request.
    Unauthorized,
    /// The POST was answered by 409.
    AlreadyExists,
    /// The POST was answered by 429.
    RateLimited,
    /// The POST was answered by another status that says that nothing was done.
    Rejected,
    /// The POST has no answer that can be relied on.
    OutcomeUnknown,
    /// The list of domains came.
    DomainsListed,
    /// What an earlier run has kept came.
    CacheLoaded,
    /// The list of domains did not come.
    ListFailed,
    /// An answer of 404 to a single domain.
    NotFound,
    /// x, or Delete.
    RemoveDomain,
    /// The domain was removed, or was gone already.
    DomainRemoved,
    /// A timer ran out.
    TimerFired,
}

impl Trigger {
    /// The trigger that a message is, where it is one.
    #[must_use]
    pub fn from_message(message: &Message) -> Option<Self> {
        Some(match message {
            Message::Intent(Intent::Submit) => Self::Submit,
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
            Reply::DomainRemoved(Err(error)) if error.status() == Some(404) => Self::DomainRemoved,
            Reply::DomainRemoved(Err(error)) if error.status() == Some(401) => Self::Unauthorized,
            Reply::OperationFinished(Err(error)) | Reply::DomainFetched(Err(error)) => match error.status() {
                Some(401) => Self::Unauthorized,
                Some(404) => Self::NotFound,
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

    /// The words on the arrow.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Submit => "Enter",
            Self::GoBack => "Esc",
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
            Self::DomainsListed => "list came",
            Self::CacheLoaded => "kept list came",
            Self::ListFailed => "list failed",
            Self::NotFound => "404",
            Self::RemoveDomain => "x, Delete",
            Self::DomainRemoved => "removed",
            Self::TimerFired => "timer",
        }
    }
}

/// One row: from any of these steps, on this, to any of those.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The steps it starts from.
    pub from: &'static [Step],
    /// What makes it happen.
    pub on: Trigger,
    /// The steps it leads to.
    pub to: &'static [Step],
}

use Step::{Adding, ApiKey, Closed, Conflict, Domain, Domains, Failure, Records, Region, Removal, Review};

/// Every step but the last.
const ALL_BUT_CLOSED: &[Step] = &[ApiKey, Domain, Region, Review, Adding, Records, Domains, Removal, Conflict, Failure];

/// The steps that have a key in use and send nothing: where the Key step comes from and goes back to.
const STEPS_WITH_KEY: &[Step] = &[Domain, Region, Review, Records, Domains, Removal, Conflict, Failure];

/// The steps from which the list of domains opens, and to which it goes back.
const LIST_PARENTS: &[Step] = &[ApiKey, Domain, Region, Review, Records, Conflict, Failure];

const fn row(from: &'static [Step], on: Trigger, to: &'static [Step]) -> Transition {
    Transition { from, on, to }
}

/// Every way from one step to another.
pub const TRANSITIONS: &[Transition] = &[
    // The key: it comes from wherever a key was missing or refused, and goes back there.
    row(&[ApiKey], Trigger::Submit, STEPS_WITH_KEY),
    row(&[ApiKey], Trigger::DomainsListed, STEPS_WITH_KEY),
    row(&[ApiKey], Trigger::GoBack, STEPS_WITH_KEY),
    row(&[ApiKey], Trigger::ListFailed, &[Failure]),
    row(STEPS_WITH_KEY, Trigger::Unauthorized, &[ApiKey]),
    row(&[Adding], Trigger::Unauthorized, &[ApiKey]),
    // The domain.
    row(&[Domain], Trigger::Submit, &[Region, Review, Records]),
    row(&[Domain], Trigger::GoBack, &[ApiKey]),
    // The region.
    row(&[Region], Trigger::Submit, &[Review]),
    row(&[Region], Trigger::GoBack, &[Domain]),
    row(&[Region, Review], Trigger::DomainsListed, &[Records]),
    row(&[Region, Review], Trigger::CacheLoaded, &[Records]),
    // Review and Adding.
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
    // There already.
    row(&[Conflict], Trigger::Submit, &[Records]),
    row(&[Conflict], Trigger::DomainsListed, &[Records, Failure]),
    row(&[Conflict], Trigger::ListFailed, &[Failure]),
    row(&[Conflict], Trigger::GoBack, &[Domain]),
    // The list, and the records opened from it.
    row(LIST_PARENTS, Trigger::OpenDomains, &[Domains]),
    row(&[Domains], Trigger::GoBack, LIST_PARENTS),
    row(&[Domains], Trigger::Submit, &[Records]),
    row(&[Records], Trigger::GoBack, &[Domains]),
    row(&[Records], Trigger::NotFound, &[Domains]),
    // Removing a domain.
    row(&[Records, Domains], Trigger::RemoveDomain, &[Removal]),
    row(&[Removal], Trigger::GoBack, &[Records, Domains]),
    row(&[Removal], Trigger::DomainRemoved, &[Domains]),
    row(&[Removal], Trigger::NotFound, &[Domains]),
    // A failure goes back to where it happened, or tries again from there.
    row(&[Failure], Trigger::Submit, &[Adding, ApiKey, Conflict, Domain]),
    row(&[Failure], Trigger::GoBack, &[Review, ApiKey, Conflict, Domain]),
    // Leaving.
    row(ALL_BUT_CLOSED, Trigger::Quit, &[Closed]),
];

/// The table as a Mermaid state diagram. Rows between the same two steps share an arrow; the sets of steps that
/// the Key step and the list go back to are drawn as one.
#[must_use]
pub fn render_mermaid() -> String {
    let mut arrows: Vec<(&'static str, &'static str, Vec<&'static str>)> = Vec::new();
    for transition in TRANSITIONS.iter().filter(|transition| transition.from != ALL_BUT_CLOSED) {
        for from in node_names(transition.from) {
            for to in node_names(transition.to) {
                let words = transition.on.label();
                match arrows.iter_mut().find(|(start, end, _)| (*start, *end) == (from, to)) {
                    Some((_, _, labels)) if labels.contains(&words) => {}
                    Some((_, _, labels)) => labels.push(words),
                    None => arrows.push((from, to, vec![words])),
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

/// The names of the nodes that stand for some steps.
fn node_names(steps: &'static [Step]) -> Vec<&'static str> {
    if steps == STEPS_WITH_KEY || steps == LIST_PARENTS {
        vec!["Origin"]
    } else {
        steps.iter().map(|step| step.name()).collect()
    }
}
