//! The echo of the terminal, which is off while a secret is typed.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rustix::termios::{LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

/// The echo of the terminal behind standard input. Clones are the same one, so that a watchdog can turn it on again.
#[derive(Clone, Debug, Default)]
pub struct Echo {
    /// The terminal's settings from before, while the echo is off.
    saved: Arc<Mutex<Option<Termios>>>,
}

impl Echo {
    /// Turns the echo off and discards what was typed before. Does so anew if it is off already, because a shell may have
    /// turned it on during a stop.
    ///
    /// # Errors
    ///
    /// If the terminal refuses, or has gone.
    pub fn hide(&self) -> io::Result<()> {
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match saved.as_ref() {
            Some(before) => before.clone(),
            None => tcgetattr(io::stdin())?,
        };
        let mut hidden = before.clone();
        hidden.local_modes -= LocalModes::ECHO | LocalModes::ECHONL;
        hidden.local_modes |= LocalModes::ICANON | LocalModes::ISIG;
        // Recorded first, because the change may have happened even if it failed.
        *saved = Some(before);
        set(&hidden)
    }

    /// Turns the echo on again and discards what was typed without it: a shell would run it and keep it in its history.
    pub fn show(&self) {
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = saved.take() {
            // If this fails, the terminal has gone.
            let _ = set(&before);
        }
    }
}

/// Sets the terminal and discards what was typed. Not by `OptionalActions::Flush`, which waits until the terminal has taken
/// all output.
fn set(termios: &Termios) -> io::Result<()> {
    tcsetattr(io::stdin(), OptionalActions::Now, termios)?;
    Ok(tcflush(io::stdin(), QueueSelector::IFlush)?)
}
