//! The table of transitions: from which step, on what, to which. It is drawn in the README, and tests hold that
//! no walk takes an edge that it lacks, and that the stories take every edge it has.

use std::fmt::Write as _;

use super::message::Message;
use super::screen::Step;
use crate::core::api_error::ApiError;

/// What makes the wizard go from one step to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    /// Enter.
    Submit,
    /// Esc.
    Back,
    /// F2.
    OpenDomains,
    /// Ctrl+C, or a signal.
    Quit,
    /// The POST succeeded.
    Added,
    /// The POST was never sent.
    NotSent,
    /// The POST was answered by 400 or 422.
    BadInput,
    /// An answer of 401, to any request.
    Unauthorized,
    /// The POST was answered by 409.
    AlreadyThere,
    /// The POST was answered by 429.
    TooMany,
    /// The POST was answered by another status that says that nothing was done.
    Refused,
    /// The POST has no answer that can be relied on.
    Lost,
    /// The list of domains came.
    Listed,
    /// What an earlier run has kept came.
    Recalled,
    /// The list of domains did not come.
    ListFailed,
    /// An answer of 404 to a single domain.
    Gone,
    /// x, or Delete.
    Remove,
    /// The domain was removed, or was gone already.
    Removed,
    /// A timer ran out.
    Timer,
}

impl Trigger {
    /// The trigger that a message is, where it is one.
    #[must_use]
    pub fn of(message: &Message) -> Option<Self> {
        Some(match message {
            Message::Submit => Self::Submit,
            Message::Back => Self::Back,
            Message::OpenDomains => Self::OpenDomains,
            Message::Quit | Message::Shutdown(_) => Self::Quit,
            Message::DomainCreated { result: Ok(_), .. } => Self::Added,
            Message::DomainCreated { result: Err(error), .. } => Self::of_create(error),
            Message::DomainsListed { result: Ok(_), .. } | Message::ListStillFresh { .. } => Self::Listed,
            Message::DomainsListed { result: Err(error), .. } if error.status() == Some(401) => Self::Unauthorized,
            Message::DomainsListed { result: Err(_), .. } => Self::ListFailed,
            Message::Remove => Self::Remove,
            Message::DomainRemoved { result: Ok(()), .. } => Self::Removed,
            Message::DomainRemoved { result: Err(error), .. } if error.status() == Some(404) => Self::Removed,
            Message::DomainRemoved { result: Err(error), .. } if error.status() == Some(401) => Self::Unauthorized,
            Message::DomainOperated { result: Err(error), .. } | Message::DomainFetched { result: Err(error), .. } => {
                match error.status() {
                    Some(401) => Self::Unauthorized,
                    Some(404) => Self::Gone,
                    _ => return None,
                }
            }
            Message::Recalled { .. } => Self::Recalled,
            Message::TimerFired(_) => Self::Timer,
            _ => return None,
        })
    }

    fn of_create(error: &ApiError) -> Self {
        match error {
            ApiError::NotSent { .. } => Self::NotSent,
            ApiError::ErrorResponse(refusal) => match refusal.status {
                400 | 422 => Self::BadInput,
                401 => Self::Unauthorized,
                409 => Self::AlreadyThere,
                429 => Self::TooMany,
                408 => Self::Lost,
                status if status < 500 => Self::Refused,
                _ => Self::Lost,
            },
            _ => Self::Lost,
        }
    }

    /// The words on the arrow.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Submit => "Enter",
            Self::Back => "Esc",
            Self::OpenDomains => "F2",
            Self::Quit => "Ctrl+C, signal",
            Self::Added => "added",
            Self::NotSent => "not sent",
            Self::BadInput => "400",
            Self::Unauthorized => "401",
            Self::AlreadyThere => "409",
            Self::TooMany => "429",
            Self::Refused => "402, 403, 404",
            Self::Lost => "answer lost",
            Self::Listed => "list came",
            Self::Recalled => "kept list came",
            Self::ListFailed => "list failed",
            Self::Gone => "404",
            Self::Remove => "x, Delete",
            Self::Removed => "removed",
            Self::Timer => "timer",
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
const ANY: &[Step] = &[ApiKey, Domain, Region, Review, Adding, Records, Domains, Removal, Conflict, Failure];

/// The steps that have a key in use and send nothing: where the Key step comes from and goes back to.
const KEYED: &[Step] = &[Domain, Region, Review, Records, Domains, Removal, Conflict, Failure];

/// The steps from which the list of domains opens, and to which it goes back.
const BESIDE_LIST: &[Step] = &[ApiKey, Domain, Region, Review, Records, Conflict, Failure];

const fn row(from: &'static [Step], on: Trigger, to: &'static [Step]) -> Transition {
    Transition { from, on, to }
}

/// Every way from one step to another.
pub const TRANSITIONS: &[Transition] = &[
    // The key: it comes from wherever a key was missing or refused, and goes back there.
    row(&[ApiKey], Trigger::Submit, KEYED),
    row(&[ApiKey], Trigger::Listed, KEYED),
    row(&[ApiKey], Trigger::Back, KEYED),
    row(&[ApiKey], Trigger::ListFailed, &[Failure]),
    row(KEYED, Trigger::Unauthorized, &[ApiKey]),
    row(&[Adding], Trigger::Unauthorized, &[ApiKey]),
    // The domain.
    row(&[Domain], Trigger::Submit, &[Region, Review, Records]),
    row(&[Domain], Trigger::Back, &[ApiKey]),
    // The region.
    row(&[Region], Trigger::Submit, &[Review]),
    row(&[Region], Trigger::Back, &[Domain]),
    row(&[Region, Review], Trigger::Listed, &[Records]),
    row(&[Region, Review], Trigger::Recalled, &[Records]),
    // Review and Adding.
    row(&[Review], Trigger::Submit, &[Adding, Records]),
    row(&[Review], Trigger::Back, &[Region]),
    row(&[Adding], Trigger::Added, &[Records]),
    row(&[Adding], Trigger::NotSent, &[Failure]),
    row(&[Adding], Trigger::BadInput, &[Domain, Region]),
    row(&[Adding], Trigger::Refused, &[Failure]),
    row(&[Adding], Trigger::AlreadyThere, &[Conflict]),
    row(&[Adding], Trigger::TooMany, &[Failure]),
    row(&[Adding], Trigger::Listed, &[Records, Failure]),
    row(&[Adding], Trigger::ListFailed, &[Failure]),
    row(&[Adding], Trigger::Back, &[Review]),
    // There already.
    row(&[Conflict], Trigger::Submit, &[Records]),
    row(&[Conflict], Trigger::Listed, &[Records, Failure]),
    row(&[Conflict], Trigger::ListFailed, &[Failure]),
    row(&[Conflict], Trigger::Back, &[Domain]),
    // The list, and the records opened from it.
    row(BESIDE_LIST, Trigger::OpenDomains, &[Domains]),
    row(&[Domains], Trigger::Back, BESIDE_LIST),
    row(&[Domains], Trigger::Submit, &[Records]),
    row(&[Records], Trigger::Back, &[Domains]),
    row(&[Records], Trigger::Gone, &[Domains]),
    // Removing a domain.
    row(&[Records, Domains], Trigger::Remove, &[Removal]),
    row(&[Removal], Trigger::Back, &[Records, Domains]),
    row(&[Removal], Trigger::Removed, &[Domains]),
    row(&[Removal], Trigger::Gone, &[Domains]),
    // A failure goes back to where it happened, or tries again from there.
    row(&[Failure], Trigger::Submit, &[Adding, ApiKey, Conflict, Domain]),
    row(&[Failure], Trigger::Back, &[Review, ApiKey, Conflict, Domain]),
    // Leaving.
    row(ANY, Trigger::Quit, &[Closed]),
];

/// The table as a Mermaid state diagram. Rows between the same two steps share an arrow; the sets of steps that
/// the Key step and the list go back to are drawn as one.
#[must_use]
pub fn mermaid() -> String {
    let mut arrows: Vec<(&'static str, &'static str, Vec<&'static str>)> = Vec::new();
    for transition in TRANSITIONS.iter().filter(|transition| transition.from != ANY) {
        for from in drawn(transition.from) {
            for to in drawn(transition.to) {
                let words = transition.on.words();
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
    for transition in TRANSITIONS.iter().filter(|transition| transition.from == ANY) {
        for to in drawn(transition.to) {
            let _ = writeln!(text, "    Wizard --> {to} : {}", transition.on.words());
        }
    }
    text.push_str("    Closed --> [*]\n");
    text
}

/// The names of the nodes that stand for some steps.
fn drawn(steps: &'static [Step]) -> Vec<&'static str> {
    if steps == KEYED || steps == BESIDE_LIST { vec!["Origin"] } else { steps.iter().map(|step| step.name()).collect() }
}
