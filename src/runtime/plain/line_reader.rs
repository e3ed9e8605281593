//! Reads lines of standard input on demand. Input after the last requested line is left for other programs.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use rustix::io::{Errno, ioctl_fionread, read};
use rustix::termios::{QueueSelector, tcflush};
use tokio::sync::mpsc::UnboundedSender;

use crate::runtime::events::Event;
use crate::tty::echo::Echo;

/// The most bytes of a line that are kept, far more than any field accepts.
const MAX_LINE_BYTES: usize = 65_536;

/// A line without its line end; `None` at the end of input.
pub(super) type LineResult = io::Result<Option<String>>;

/// A line with the number of discards before its first byte was read.
pub(super) struct ReadLine {
    line: LineResult,
    discards: u64,
}

/// The reader of standard input. Dropping it restores the echo.
pub(super) struct LineReader {
    request_tx: Sender<()>,
    /// How often the lines that were typed so far were discarded.
    discards: Arc<AtomicU64>,
    is_requested: bool,
    is_interactive: bool,
    echo: Echo,
    /// Whether the echo should be off, though it is on during a stop.
    wants_echo_off: bool,
}

impl LineReader {
    /// Starts the thread that reads. It reads only on request and lives until the program ends.
    ///
    /// # Errors
    /// If no thread can be started.
    pub(super) fn spawn(queue: &UnboundedSender<Event<ReadLine>>, echo: Echo) -> io::Result<Self> {
        let (request_tx, request_rx) = channel();
        let queue = queue.clone();
        let discards = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&discards);
        thread::Builder::new().name("lines".to_owned()).spawn(move || serve_requests(&request_rx, &queue, &counter))?;
        let is_interactive = io::stdin().is_terminal();
        Ok(Self { request_tx, discards, is_requested: false, is_interactive, echo, wants_echo_off: false })
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

    /// Receives the requested line. Returns `None` if it was discarded meanwhile; the end of input never is.
    pub(super) fn receive(&mut self, read: ReadLine) -> Option<LineResult> {
        self.is_requested = false;
        let is_line = matches!(read.line, Ok(Some(_)));
        let is_discarded = is_line && read.discards < self.discards.load(Ordering::SeqCst);
        (!is_discarded).then_some(read.line)
    }

    /// Discards the lines that a person has typed so far. Returns whether lines were waiting. Lines of a pipe are a script, which
    /// answers in advance.
    pub(super) fn discard_typed(&mut self) -> bool {
        if !self.is_interactive {
            return false;
        }
        self.discards.fetch_add(1, Ordering::SeqCst);
        let is_waiting = ioctl_fionread(io::stdin()).is_ok_and(|count| count > 0);
        // If this fails, the terminal has gone.
        let _ = tcflush(io::stdin(), QueueSelector::IFlush);
        is_waiting
    }

    /// Disables the echo and discards input that was typed before.
    pub(super) fn disable_echo(&mut self) {
        if self.is_interactive {
            self.wants_echo_off = true;
            // If this fails, the terminal has gone.
            let _ = self.echo.hide();
        }
    }

    /// Enables the echo again, and discards input that was typed without it.
    pub(super) fn restore_echo(&mut self) {
        self.wants_echo_off = false;
        self.echo.show();
    }

    /// Whether the echo is disabled.
    pub(super) const fn is_echo_off(&self) -> bool {
        self.wants_echo_off
    }

    /// Enables the echo during a stop.
    pub(super) fn suspend_echo(&self) {
        self.echo.show();
    }

    /// Disables the echo after a stop, if it was disabled before.
    pub(super) fn resume_echo(&mut self) {
        if self.wants_echo_off {
            self.disable_echo();
        }
    }
}

impl Drop for LineReader {
    fn drop(&mut self) {
        self.restore_echo();
    }
}

fn serve_requests(request_rx: &Receiver<()>, queue: &UnboundedSender<Event<ReadLine>>, counter: &AtomicU64) {
    while request_rx.recv().is_ok() {
        let mut discards = None;
        let line = read_line(|| {
            discards.get_or_insert_with(|| counter.load(Ordering::SeqCst));
        });
        let is_last = !matches!(line, Ok(Some(_)));
        let discards = discards.unwrap_or_default();
        if queue.send(Event::Input(ReadLine { line, discards })).is_err() || is_last {
            return;
        }
    }
}

/// Reads a line byte by byte, as a shell does, so that nothing after the line is consumed and no buffer keeps a key.
/// Calls `on_byte` for each.
fn read_line(mut on_byte: impl FnMut()) -> LineResult {
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
            Ok(_) if octet == *b"\n" => {
                on_byte();
                break;
            }
            Ok(_) => {
                on_byte();
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
    fn a_line_that_is_not_utf_8_is_read() {
        assert_eq!(decode(b"m\xfcnchen.de".to_vec()), "m\u{fffd}nchen.de");
        assert_eq!(decode("münchen.de".into()), "münchen.de");
    }
}
