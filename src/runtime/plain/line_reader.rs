//! Reads lines of standard input on demand. Input after the last requested line is left for other programs.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use rustix::io::{Errno, read};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::sync::mpsc::UnboundedSender;

use crate::runtime::events::Event;

/// The most bytes of a line that are kept, far more than any field accepts.
const MAX_LINE_BYTES: usize = 65_536;

/// A line without its line end; `None` at the end of input.
pub(super) type LineResult = io::Result<Option<String>>;

/// The reader of standard input. Dropping it restores the echo.
pub(super) struct LineReader {
    request_tx: Sender<()>,
    is_requested: bool,
    is_interactive: bool,
    /// The terminal's settings from before the echo was disabled.
    saved_termios: Option<Termios>,
}

impl LineReader {
    /// Starts the thread that reads. It reads only on request and lives until the program ends.
    ///
    /// # Errors
    /// If no thread can be started.
    pub(super) fn spawn(queue: &UnboundedSender<Event<LineResult>>) -> io::Result<Self> {
        let (request_tx, request_rx) = channel();
        let queue = queue.clone();
        thread::Builder::new().name("lines".to_owned()).spawn(move || serve_requests(&request_rx, &queue))?;
        Ok(Self { request_tx, is_requested: false, is_interactive: io::stdin().is_terminal(), saved_termios: None })
    }

    /// Whether the input is a terminal.
    pub(super) const fn is_interactive(&self) -> bool {
        self.is_interactive
    }

    /// Requests the next line, unless one is requested already.
    pub(super) fn request_line(&mut self) {
        if !self.is_requested {
            // The thread ends at the end of input, and then no line can be requested.
            self.is_requested = self.request_tx.send(()).is_ok();
        }
    }

    /// Receives the requested line.
    pub(super) fn receive(&mut self, line: LineResult) -> LineResult {
        self.is_requested = false;
        line
    }

    /// Disables the echo and discards input that was typed before.
    pub(super) fn disable_echo(&mut self) {
        if !self.is_interactive || self.saved_termios.is_some() {
            return;
        }
        let Ok(before) = tcgetattr(io::stdin()) else { return };
        let mut without = before.clone();
        without.local_modes -= LocalModes::ECHO | LocalModes::ECHONL;
        if tcsetattr(io::stdin(), OptionalActions::Flush, &without).is_ok() {
            self.saved_termios = Some(before);
        }
    }

    /// Enables the echo again.
    pub(super) fn restore_echo(&mut self) {
        if let Some(before) = self.saved_termios.take() {
            // If this fails, the terminal has gone.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
        }
    }
}

impl Drop for LineReader {
    fn drop(&mut self) {
        self.restore_echo();
    }
}

fn serve_requests(request_rx: &Receiver<()>, queue: &UnboundedSender<Event<LineResult>>) {
    while request_rx.recv().is_ok() {
        let line = read_line();
        let is_last = !matches!(line, Ok(Some(_)));
        if queue.send(Event::Input(line)).is_err() || is_last {
            return;
        }
    }
}

/// Reads a line byte by byte, as a shell does, so that nothing after the line is consumed and no buffer keeps a key.
fn read_line() -> LineResult {
    let input = io::stdin();
    let mut line = Vec::with_capacity(1024);
    let mut is_begun = false;
    loop {
        let mut octet = [0];
        match read(&input, &mut octet) {
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
            Ok(0) if !is_begun => return Ok(None),
            Ok(0) => break,
            Ok(_) if octet == *b"\n" => break,
            Ok(_) => {
                is_begun = true;
                if line.len() < MAX_LINE_BYTES {
                    line.extend(octet);
                }
            }
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(decode(line)))
}

/// Decodes the line as UTF-8; invalid sequences become U+FFFD.
fn decode(line: Vec<u8>) -> String {
    String::from_utf8(line).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_text_is_read_all_the_same() {
        assert_eq!(decode(b"m\xfcnchen.de".to_vec()), "m\u{fffd}nchen.de");
        assert_eq!(decode("münchen.de".into()), "münchen.de");
    }
}
