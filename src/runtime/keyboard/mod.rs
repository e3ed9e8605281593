//! Keys and pastes from the terminal.
//!
//! crossterm gives raw mode, the size, the styles and the types of keys, but its parser of input is not used: after a
//! reply that it doesn't know (`ESC [ ? 997 ; 1 n`, `ESC [ ? 2026 ; 2 $ y`), a lone `ESC [ <` or a paste without an
//! end, it waits forever and every key is dead, Ctrl+C too (its issue 1104, in 0.29), and it parses the text of OSC and
//! DCS replies as keys. It reads the terminal itself, so nothing can be put in front of it. The parsers of termwiz 0.23 and
//! termina 0.3 don't help: termina keeps `ESC [ <` and a paste without an end until their ends come, termwiz such a paste,
//! and it parses the characters of an unknown sequence as keys. Neither measures time; both leave it to their
//! caller to say that nothing more will come, and only a lone Esc (termina) or the start of a known key (termwiz) ends then.
//! What a terminal can send is a small and old grammar, so the files of this folder read it:
//!
//! | file | contents |
//! |---|---|
//! | `tokenizer` | splits bytes into characters, sequences, replies and pastes |
//! | `sequences` | the keys that are sent as control sequences |
//! | `mod` | reads the terminal, without a thread and without a timer as long as nothing is incomplete |
//!
//! This program sends no queries to the terminal, so every reply is for another program and is dropped.

mod sequences;
mod tokenizer;

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd as _, OwnedFd};

use rustix::io::{Errno, ioctl_fionread, read};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::Instant;

pub use self::tokenizer::{Input, Tokenizer};

/// The keyboard behind standard input, in raw mode.
///
/// It is read by the caller's own thread, so that the caller knows what it had drawn when it read a key.
#[derive(Debug)]
pub struct Keyboard {
    tty: AsyncFd<OwnedFd>,
    tokenizer: Tokenizer,
    /// When the terminal last sent something.
    last_read: Instant,
}

impl Keyboard {
    /// Opens standard input. It must run within a tokio runtime.
    ///
    /// # Errors
    ///
    /// If the operating system refuses to watch it.
    #[expect(
        deprecated,
        reason = "its successor is unsafe, for types that change their descriptor; an `OwnedFd` keeps it, open, for life"
    )]
    pub fn open() -> io::Result<Self> {
        let tty = AsyncFd::with_interest(io::stdin().as_fd().try_clone_to_owned()?, Interest::READABLE)?;
        Ok(Self { tty, tokenizer: Tokenizer::default(), last_read: Instant::now() })
    }

    /// Takes the next available input, without waiting.
    ///
    /// # Errors
    ///
    /// If the terminal has gone.
    pub fn try_next(&mut self) -> io::Result<Option<Input>> {
        loop {
            if let Some(input) = self.tokenizer.pop() {
                return Ok(Some(input));
            }
            if !self.read_available()? && !self.end_incomplete() {
                return Ok(None);
            }
        }
    }

    /// Takes all available input, without waiting.
    pub fn take_waiting(&mut self) -> VecDeque<Input> {
        // The next call reports that the terminal has gone.
        std::iter::from_fn(|| self.try_next().ok().flatten()).collect()
    }

    /// Waits for the next input. Nothing is lost if the wait is dropped.
    ///
    /// # Errors
    ///
    /// If the terminal has gone.
    pub async fn next(&mut self) -> io::Result<Input> {
        loop {
            if let Some(input) = self.try_next()? {
                return Ok(input);
            }
            let deadline = self.deadline();
            let is_readable = async {
                // What arrived since `try_next` has made it readable again.
                self.tty.readable().await.map(|mut ready| ready.clear_ready())
            };
            match deadline {
                Some(deadline) => match tokio::time::timeout_at(deadline, is_readable).await {
                    Ok(readable) => readable?,
                    Err(_silent) => {}
                },
                None => is_readable.await?,
            }
        }
    }

    /// The time at which an incomplete sequence ends.
    fn deadline(&self) -> Option<Instant> {
        self.tokenizer.timeout().map(|timeout| self.last_read + timeout)
    }

    /// Ends an incomplete sequence whose time is up. Returns whether there was one.
    fn end_incomplete(&mut self) -> bool {
        let is_due = self.deadline().is_some_and(|deadline| deadline <= Instant::now());
        if is_due {
            self.tokenizer.time_out();
        }
        is_due
    }

    /// Reads what has arrived. Returns whether there was anything.
    ///
    /// The terminal is shared with the shell, so it stays in blocking mode and is read only if something is there.
    fn read_available(&mut self) -> io::Result<bool> {
        if ioctl_fionread(self.tty.get_ref())? == 0 {
            return Ok(false);
        }
        let mut buffer = [0; 1024];
        match read(self.tty.get_ref(), &mut buffer) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                self.tokenizer.push(buffer.get(..count).unwrap_or_default());
                self.last_read = Instant::now();
                Ok(true)
            }
            Err(Errno::INTR | Errno::AGAIN) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests;
