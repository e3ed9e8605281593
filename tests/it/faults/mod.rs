//! The real binary against servers that refuse, fail, lie and cut: what is on the screen, how one goes on, and how
//! often the server has seen the POST.

// Told to clippy: helpers of tests may unwrap as tests do.
#![cfg(test)]

mod hostile;
mod lost;
mod rejected;

/// The name that is added.
const NAME: &str = "mail.example.com";
