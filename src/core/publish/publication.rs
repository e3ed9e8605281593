//! Writing a plan: when it is written, and how a lost answer is resolved.
//!
//! [`Publication`] is a state machine without effects, like [`Removing`](crate::core::removing::Removing). A plan is written
//! once for each time that the user submits it while it is shown. After a lost answer the zone is read up to three times,
//! and nothing is written before the user has submitted a new plan.

use std::collections::BTreeSet;
use std::mem;
use std::time::Duration;

use super::plan::{Plan, PlannedRecord};

/// The pauses before the zone is read after a lost answer.
pub(super) const READ_BACK_DELAYS: [Duration; 3] = [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(3)];

/// Publishing the records of one domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    state: State,
}

/// The sets are indexes of records in the domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum State {
    /// No provider is chosen.
    #[default]
    Choosing,
    Looking,
    /// The plan is shown.
    Planned(Plan),
    Publishing {
        written: BTreeSet<usize>,
    },
    /// The answer was lost, and the zone is read for the `reads`th time, counted from zero.
    ReadingBack {
        written: BTreeSet<usize>,
        reads: usize,
    },
    Done,
    Partly,
    /// The answer was lost, and the zone does not show the outcome.
    Unknown {
        written: BTreeSet<usize>,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The user chose a provider, or wants to look again.
    Started,
    /// The zone was read. Without a plan: it could not be.
    Looked(Option<Plan>),
    /// The user takes the record with this index out of the plan, or puts it back.
    Toggled(usize),
    /// The user publishes the plan.
    Submitted,
    /// The write ended.
    Written(WriteOutcome),
    /// The zone was read after a lost answer: the indexes of the records that are there. `None`: it could not be.
    ReadBack(Option<BTreeSet<usize>>),
    /// The user wants to read the zone again after an unknown outcome.
    ReadAgain,
    /// The user stopped waiting, or left. The caller cancels a running request.
    GivenUp,
}

/// How a write ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteOutcome {
    /// All records are there.
    Done,
    /// The records with these indexes are there, and nothing else was written.
    Partly(BTreeSet<usize>),
    /// Nothing was written, because the zone had changed since the plan was made.
    Moved,
    /// Nothing was written.
    Nothing,
    /// It is unknown what was written.
    Unknown,
}

/// What the caller must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Read the zone, and make a plan.
    Look {
        /// Whether the last plan was out of date.
        has_moved: bool,
    },
    /// Show the plan.
    ShowPlan(Plan),
    /// Add these records, once.
    Write(Vec<PlannedRecord>),
    /// Read which of the records with these indexes are there.
    ReadBack {
        /// After this pause.
        after: Duration,
        /// The records of the write.
        written: BTreeSet<usize>,
    },
    /// Every record of the plan is there.
    Done,
    /// The first are there, the others are not.
    Partly {
        /// The indexes of the records that are there.
        done: BTreeSet<usize>,
        /// The indexes of those that are not.
        missing: BTreeSet<usize>,
    },
    /// Nothing was written.
    Stop,
    /// It is unknown whether the records were written. [`Fact::ReadAgain`] reads the zone.
    Unknown,
    /// Nothing: the fact does not fit the state.
    Ignore,
}

impl Publication {
    /// The next step after a fact.
    pub fn next(&mut self, fact: Fact) -> Step {
        let (state, step) = match (mem::take(&mut self.state), fact) {
            (
                State::Choosing | State::Planned(_) | State::Done | State::Partly | State::Unknown { .. },
                Fact::Started,
            ) => (State::Looking, Step::Look { has_moved: false }),
            (State::Looking, Fact::Looked(Some(plan))) => (State::Planned(plan.clone()), Step::ShowPlan(plan)),
            (State::Looking, Fact::Looked(None) | Fact::GivenUp) | (State::Planned(_), Fact::GivenUp) => {
                (State::Choosing, Step::Stop)
            }
            (State::Planned(mut plan), Fact::Toggled(index)) => {
                plan.toggle(index);
                (State::Planned(plan.clone()), Step::ShowPlan(plan))
            }
            (State::Planned(plan), Fact::Submitted) => submit(plan),
            (State::Publishing { written }, Fact::Written(outcome)) => finish_write(written, outcome),
            // A request that is given up may have arrived.
            (State::Publishing { written }, Fact::GivenUp) | (State::Unknown { written }, Fact::ReadAgain) => {
                read_back(written, 0)
            }
            (State::ReadingBack { written, reads }, Fact::ReadBack(found)) => finish_read(written, reads, found),
            (State::ReadingBack { written, .. }, Fact::GivenUp) => (State::Unknown { written }, Step::Unknown),
            (state, _) => (state, Step::Ignore),
        };
        self.state = state;
        step
    }

    /// Whether records may have been written without an answer that says so.
    pub const fn is_unconfirmed(&self) -> bool {
        matches!(self.state, State::Publishing { .. } | State::ReadingBack { .. } | State::Unknown { .. })
    }

    /// Whether nothing runs: the next fact is the user's.
    pub const fn is_resting(&self) -> bool {
        !matches!(self.state, State::Looking | State::Publishing { .. } | State::ReadingBack { .. })
    }
}

fn submit(plan: Plan) -> (State, Step) {
    let records: Vec<PlannedRecord> = plan.selected().cloned().collect();
    if records.is_empty() {
        return (State::Planned(plan), Step::Ignore);
    }
    let written = records.iter().map(|record| record.index).collect();
    (State::Publishing { written }, Step::Write(records))
}

fn finish_write(written: BTreeSet<usize>, outcome: WriteOutcome) -> (State, Step) {
    match outcome {
        WriteOutcome::Done => (State::Done, Step::Done),
        WriteOutcome::Partly(done) => partly(&written, &done),
        WriteOutcome::Moved => (State::Looking, Step::Look { has_moved: true }),
        WriteOutcome::Nothing => (State::Choosing, Step::Stop),
        WriteOutcome::Unknown => read_back(written, 0),
    }
}

fn read_back(written: BTreeSet<usize>, reads: usize) -> (State, Step) {
    match READ_BACK_DELAYS.get(reads) {
        Some(after) => {
            let step = Step::ReadBack { after: *after, written: written.clone() };
            (State::ReadingBack { written, reads }, step)
        }
        None => (State::Unknown { written }, Step::Unknown),
    }
}

/// A record that is not there yet may still arrive, so only the last read says that some are missing. If none is there, the
/// write itself may still be on its way.
fn finish_read(written: BTreeSet<usize>, reads: usize, found: Option<BTreeSet<usize>>) -> (State, Step) {
    let done: BTreeSet<usize> = found.into_iter().flatten().filter(|index| written.contains(index)).collect();
    if done == written {
        return (State::Done, Step::Done);
    }
    match read_back(written, reads.saturating_add(1)) {
        (State::Unknown { written }, Step::Unknown) if !done.is_empty() => partly(&written, &done),
        next => next,
    }
}

fn partly(written: &BTreeSet<usize>, done: &BTreeSet<usize>) -> (State, Step) {
    let (done, missing): (BTreeSet<usize>, BTreeSet<usize>) =
        written.iter().copied().partition(|index| done.contains(index));
    (State::Partly, Step::Partly { done, missing })
}
