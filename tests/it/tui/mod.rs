//! The real binary in a real pty: what a person sees and presses, from the first frame to the shell's prompt.

// Told to clippy: helpers of tests may unwrap as tests do.
#![cfg(test)]

mod copying;
mod copying_for_real;
mod dns;
mod files;
mod first_use;
mod keyboard;
mod no_terminal;
mod panel;
mod paste;
mod secrets;
mod signals;
mod sizes;
#[cfg(target_os = "linux")]
mod soak;
mod start;
mod terminal_caps;
mod vanishing;
mod verify_watch;
mod window_title;

use crate::support::pty::Program;

/// The wizard in the sandbox that is inside it.
fn sandbox_program() -> Program {
    Program::wizard().args(["--sandbox"])
}
