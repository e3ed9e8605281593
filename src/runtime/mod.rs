//! The shell around the state machine: the only place that draws, waits and starts tasks. It has two loops, `run` for a
//! screen and `plain` for lines; what carries out commands is the same.

mod effects;
mod events;
mod farewell;
mod hardening;
mod keeper;
mod last_work;
mod launch;
mod plain;
mod run;
pub mod signals;
pub mod terminal;

pub use effects::Ports;
pub use hardening::harden;
pub use launch::{Launch, launch};
