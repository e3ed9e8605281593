//! The shell around the state machine: the only place that draws, waits and starts tasks.

mod effects;
mod events;
mod farewell;
mod hardening;
mod keeper;
mod launch;
mod run;
pub mod signals;
pub mod terminal;

pub use effects::Ports;
pub use hardening::harden;
pub use launch::{Launch, launch};
