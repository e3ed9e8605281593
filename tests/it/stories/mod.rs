//! Every row of the transitions, as a story: keys are pressed, answers come, and what is asked for is compared.

mod adding;
mod bursts;
mod cache;
mod coverage;
mod dns;
mod domain_and_region;
mod every_step;
pub(crate) mod fixtures;
mod key;
mod keys;
mod lists;
mod milestones;
mod panel;
mod panes;
mod removal;
mod start;
mod verify_watch;
