//! Every row of the transitions, as a story: keys are pressed, answers come, and what is asked for is compared.

mod adding;
mod cache;
mod coverage;
mod dns;
mod domain_and_region;
pub(crate) mod fixtures;
mod follow;
mod key;
mod keys;
mod lists;
mod manners;
mod panel;
mod panes;
mod removal;
