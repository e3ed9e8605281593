//! Publishing records at a DNS provider: what a plan adds, and when it may be written.
//!
//! [`Plan`] says for each record whether it can be added without changing what exists. [`Publication`] is the machine from
//! the first look to the outcome. Both are pure: `providers` reads and writes.

mod plan;
mod publication;

#[cfg(test)]
mod plan_tests;
#[cfg(test)]
mod publication_tests;

pub use plan::{Blocker, KeepReason, NoPlan, Plan, PlannedData, PlannedRecord, RecordState};
pub use publication::{Fact, Publication, Step, WriteOutcome};
