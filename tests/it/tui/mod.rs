//! The real binary in a real pty: what a person sees and presses, from the first frame to the shell's prompt.

// Told to clippy: helpers of tests may unwrap as tests do.
#![cfg(test)]

mod start;
