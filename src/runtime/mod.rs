//! The shell around the state machine: only this room draws, waits and starts tasks. It has two loops, `run` for a
//! screen and `plain` for lines; both use the same runner of commands.

mod command_runner;
mod drain;
mod events;
mod exit_summary;
mod hardening;
pub mod keyboard;
mod launch;
mod plain;
mod run;
mod state_writer;
pub mod terminal;

pub use hardening::harden;
pub use launch::launch;
