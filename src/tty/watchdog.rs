//! Ends the program if nobody else can: the terminal has gone, or a signal asks for the end while the program waits for a
//! terminal that takes nothing.
//!
//! A write to a terminal that nobody reads (a stopped `ssh`, a hung emulator) blocks the thread that would answer the
//! signal. A thread of its own sleeps in the kernel until then. It restores what can be restored without a write that
//! could block as well.

use std::io::{self, IsTerminal as _};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::Signal;
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

use super::signals::{ENDING_SIGNALS, number};
use crate::core::exit::Exit;

/// How long the program has to end by itself after a signal if its output takes nothing.
const BLOCKED_GRACE: Duration = Duration::from_millis(1500);

/// How long it has otherwise: it may wait for a copy or a file.
const GRACE: Duration = Duration::from_secs(5);

/// Starts the watchdog. The signals that end the program have no other effect from now on, so somebody else should
/// listen to them already.
///
/// If standard input is a terminal that goes away, the program ends at once with code 129. Otherwise a program that
/// ignores `SIGHUP` (`nohup`, `sudo`) would keep running while it waits for the terminal to take what it writes.
///
/// `restore` runs before the program ends by a signal, and must not wait for the terminal.
///
/// # Errors
///
/// If the operating system refuses the thread, its pipe, or a signal handler.
pub fn spawn_watchdog(restore: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let (read, write) = UnixStream::pair()?;
    let signals = ENDING_SIGNALS.iter().map(|signal| signal.as_raw());
    let signals = SignalDelivery::with_pipe(read, write, SignalOnly, signals)?;
    let watchdog = Watchdog { signals, watches_terminal: io::stdin().is_terminal() };
    thread::Builder::new().name("watchdog".to_owned()).spawn(move || {
        if let Some(signal) = watchdog.wait_for_end() {
            restore();
            // Without the handlers of a normal exit, which would write what is buffered.
            signal_hook::low_level::exit(i32::from(Exit::Signal(signal).code()));
        }
    })?;
    Ok(())
}

/// The signals and the terminal that are watched.
struct Watchdog {
    signals: SignalDelivery<UnixStream, SignalOnly>,
    watches_terminal: bool,
}

/// What ended a wait.
enum Woken {
    /// The terminal has gone.
    Hangup,
    /// A signal has arrived.
    Signal,
    /// The time is up.
    Timeout,
    /// The system can't wait.
    Failed,
}

impl Watchdog {
    /// Waits until the program should have ended, and returns the number of the signal. Returns `None` if the system
    /// can't wait for that.
    fn wait_for_end(mut self) -> Option<u8> {
        let signal = loop {
            match self.wait(None) {
                Woken::Hangup => return Some(number(Signal::HUP)),
                Woken::Signal => {
                    if let Some(signal) = self.signals.pending().next() {
                        break u8::try_from(signal).unwrap_or_default();
                    }
                }
                Woken::Timeout => {}
                Woken::Failed => return None,
            }
        };
        let begun = Instant::now();
        if self.wait_until(begun + BLOCKED_GRACE) && takes_output() {
            self.wait_until(begun + GRACE);
        }
        Some(signal)
    }

    /// Waits until this time. Returns false if the terminal has gone meanwhile.
    fn wait_until(&mut self, deadline: Instant) -> bool {
        loop {
            match self.wait(Some(deadline.saturating_duration_since(Instant::now()))) {
                // Only the first signal counts.
                Woken::Signal => self.signals.pending().for_each(drop),
                Woken::Timeout => return true,
                Woken::Hangup | Woken::Failed => return false,
            }
        }
    }

    /// Waits for at most this time; a signal that isn't watched may prolong it.
    fn wait(&mut self, timeout: Option<Duration>) -> Woken {
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let input = io::stdin();
        loop {
            let mut watched =
                [PollFd::new(self.signals.get_read(), PollFlags::IN), PollFd::new(&input, PollFlags::empty())];
            let count = if self.watches_terminal { 2 } else { 1 };
            match poll(watched.get_mut(..count).unwrap_or_default(), timeout.as_ref()) {
                Ok(0) => return Woken::Timeout,
                Ok(_) => {}
                // A handler has run, and what it tells is polled.
                Err(Errno::INTR) => continue,
                Err(_) => return Woken::Failed,
            }
            let [signals, terminal] = watched.map(|one| one.revents());
            if self.watches_terminal && terminal.intersects(PollFlags::HUP | PollFlags::ERR) {
                return Woken::Hangup;
            }
            if !signals.is_empty() {
                return Woken::Signal;
            }
            // macOS cannot poll a terminal and returns NVAL at once.
            self.watches_terminal = false;
        }
    }
}

/// Whether standard output takes more now. While a write to a terminal waits, it doesn't.
fn takes_output() -> bool {
    let output = io::stdout();
    let mut watched = [PollFd::new(&output, PollFlags::OUT)];
    let timeout = Timespec::default();
    poll(&mut watched, Some(&timeout)).is_ok() && watched[0].revents().contains(PollFlags::OUT)
}
