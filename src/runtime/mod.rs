//! The shell around the state machine: the only place that draws, waits and starts tasks.

pub mod signals;
pub mod terminal;
