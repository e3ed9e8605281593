//! The way of a domain until it can send, as the stepper shows it and lines say it: which milestones are done, and which
//! one is next.

use super::domain_state::DomainStates;
use super::model::Model;
use super::screen::{Screen, Step};
use crate::core::check::Count;
use crate::core::domain::SendingDomain;

/// A milestone on the way of a domain until it can send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The name: what to do, or what was done.
    pub label: &'static str,
    /// The records that are OK in DNS out of all, while they are being published and DNS was checked.
    pub count: Option<Count>,
    /// The state.
    pub state: MilestoneState,
}

/// The state of a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MilestoneState {
    /// It is reached.
    Done,
    /// It is the next one.
    Current,
    /// It comes later.
    Upcoming,
}

impl Milestone {
    /// Returns the name with the number of records.
    pub fn title(&self) -> String {
        self.count.map_or_else(|| self.label.to_owned(), |Count { n, of }| format!("{} {n}/{of}", self.label))
    }
}

/// The place of a screen on the way. A screen beside the way has the place of the one that it was opened from.
enum Place<'m> {
    ApiKey,
    Domain,
    Region,
    Add { is_sending: bool },
    Records(&'m SendingDomain),
}

impl<'m> Place<'m> {
    fn of(screen: &'m Screen) -> Self {
        match screen {
            Screen::ApiKey(_) | Screen::Closed => Self::ApiKey,
            Screen::Domain(_) => Self::Domain,
            Screen::Region(_) => Self::Region,
            Screen::Review(_) | Screen::Conflict(_) => Self::Add { is_sending: screen.step() == Step::Adding },
            Screen::Records(screen) => Self::Records(&screen.domain),
            Screen::Domains(screen) => Self::of(&screen.parent),
            Screen::Removal(screen) => Self::of(&screen.parent),
            Screen::Failure(screen) => Self::of(&screen.resume),
        }
    }
}

/// Returns the milestones of the screen that is shown. The key is one of them only where it is asked for.
pub fn milestones(model: &Model) -> Vec<Milestone> {
    let place = Place::of(&model.screen);
    let (current, add, publish) = match place {
        Place::ApiKey | Place::Domain => (0, "Add", None),
        Place::Region => (1, "Add", None),
        Place::Add { is_sending: false } => (2, "Add", None),
        Place::Add { is_sending: true } => (2, "Adding", None),
        Place::Records(domain) => {
            let stage = stage(domain, &model.domain_states);
            (stage.milestone(), "Added", stage.count())
        }
    };
    let key = matches!(place, Place::ApiKey).then_some("Key");
    let verify = if current > 4 { "Verified" } else { "Verify" };
    key.into_iter()
        .chain(["Domain", "Region", add, "Publish", verify])
        .enumerate()
        .map(|(index, label)| Milestone {
            label,
            count: publish.filter(|_| label == "Publish"),
            state: match index.cmp(&current) {
                std::cmp::Ordering::Less => MilestoneState::Done,
                std::cmp::Ordering::Equal => MilestoneState::Current,
                std::cmp::Ordering::Greater => MilestoneState::Upcoming,
            },
        })
        .collect()
}

/// How far a domain with records is.
pub(super) enum Stage {
    /// Its records are to be published: so many of all are OK in DNS, if that is known.
    Publish(Option<Count>),
    /// DNS has what AutoSend needs.
    Verify,
    /// It can send.
    Verified,
}

/// Returns how far a domain with records is.
pub(super) fn stage(domain: &SendingDomain, states: &DomainStates) -> Stage {
    let can_verify = || states.finished_dns_check(domain).is_some_and(|check| check.result.summary().can_verify());
    if domain.status.can_send() {
        Stage::Verified
    } else if can_verify() {
        Stage::Verify
    } else {
        Stage::Publish(states.published_count(domain))
    }
}

impl Stage {
    /// The index of the milestone; that after the last one if all are done.
    const fn milestone(&self) -> usize {
        match self {
            Self::Publish(_) => 3,
            Self::Verify => 4,
            Self::Verified => 5,
        }
    }

    /// The records that are OK while they are being published.
    const fn count(&self) -> Option<Count> {
        match self {
            Self::Publish(count) => *count,
            Self::Verify | Self::Verified => None,
        }
    }
}

/// Returns the number of the current milestone, from 1; that of the last one if all are done.
pub fn current_number(milestones: &[Milestone]) -> usize {
    let current = milestones.iter().position(|milestone| milestone.state == MilestoneState::Current);
    current.map_or(milestones.len(), |index| index.saturating_add(1))
}

/// Returns the line by which lines say where the person is: "Step 4 of 5: Publish, 1 of 5 records OK."
pub fn step_message(model: &Model) -> String {
    let milestones = milestones(model);
    let number = current_number(&milestones);
    let current = milestones.get(number.saturating_sub(1));
    let label = current.map(|milestone| milestone.label).unwrap_or_default();
    let count = current.and_then(|milestone| milestone.count);
    let count = count.map(|Count { n, of }| format!(", {n} of {of} records OK")).unwrap_or_default();
    format!("Step {number} of {}: {label}{count}.", milestones.len())
}
