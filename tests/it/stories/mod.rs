//! Every row of the transitions, as a story: keys are pressed, answers come, and what is asked for is compared.

mod adding;
mod coverage;
mod dns;
mod domain_and_region;
mod follow;
mod kept;
mod key;
mod keys;
mod lists;
mod manners;
mod panel;
mod panes;
mod removal;
pub(crate) mod story;
