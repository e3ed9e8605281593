//! The real binary against servers that refuse, fail, lie and cut: what is on the screen, how one goes on, and how
//! often the server has seen the POST.

// Told to clippy: helpers of tests may unwrap as tests do.
#![cfg(test)]

mod hostile;
mod lost;
mod refused;

use crate::support::pty::Pty;

/// The name that is added.
const NAME: &str = "mail.example.com";

/// Waits for each of these words, wherever lines break and with whatever stands at their ends.
fn wait_for_words(pty: &Pty, words: &[&str]) {
    for words in words {
        let wanted = unwrapped(words);
        pty.wait_until(|screen| unwrapped(&screen.contents()).contains(&wanted));
    }
}

/// The text without line ends and runs of blanks.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
