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

/// The time between two looks at whether the output of a command that finishes something takes more.
const BLOCKED_CHECK: Duration = Duration::from_millis(250);

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
    let watchdog = Watchdog::new(ENDING_SIGNALS, io::stdin().is_terminal())?;
    spawn(move || {
        if let Some(signal) = watchdog.wait_for_end() {
            restore();
            exit(signal);
        }
    })
}

/// Starts the watchdog of a command, which listens to these signals from time to time only: while it reads, computes or
/// prints, it doesn't. `is_taken` is whether it has received one.
///
/// A signal that is not received within 1.5 seconds ends the program. A command that has received it may finish what it
/// has begun, as long as its output takes what it has to say about that. The terminal may go away: a command may run on
/// in the background.
///
/// # Errors
///
/// If the operating system refuses the thread, its pipe, or a signal handler.
pub fn spawn_command_watchdog(signals: &[Signal], is_taken: impl Fn() -> bool + Send + 'static) -> io::Result<()> {
    let watchdog = Watchdog::new(signals, false)?;
    spawn(move || {
        if let Some(signal) = watchdog.wait_for_end_of_command(is_taken) {
            exit(signal);
        }
    })
}

fn spawn(watch: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("watchdog".to_owned()).spawn(watch).map(|_thread| ())
}

/// Ends the program without the handlers of a normal exit, which would write what is buffered.
fn exit(signal: u8) {
    signal_hook::low_level::exit(i32::from(Exit::Signal(signal).code()));
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

/// What a wait for a signal has brought.
enum Request {
    /// The program should end because of the signal with this number.
    Signal(u8),
    /// The terminal has gone.
    Hangup,
}

impl Watchdog {
    fn new(signals: &[Signal], watches_terminal: bool) -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let signals = signals.iter().map(|signal| signal.as_raw());
        Ok(Self { signals: SignalDelivery::with_pipe(read, write, SignalOnly, signals)?, watches_terminal })
    }

    /// Waits until the program should have ended, and returns the number of the signal. Returns `None` if the system
    /// can't wait for that.
    fn wait_for_end(mut self) -> Option<u8> {
        let signal = match self.wait_for_request()? {
            Request::Signal(signal) => signal,
            Request::Hangup => return Some(number(Signal::HUP)),
        };
        let begun = Instant::now();
        if self.wait_until(begun + BLOCKED_GRACE) && takes_output() {
            self.wait_until(begun + GRACE);
        }
        Some(signal)
    }

    /// The same for a command.
    fn wait_for_end_of_command(mut self, is_taken: impl Fn() -> bool) -> Option<u8> {
        let Request::Signal(signal) = self.wait_for_request()? else { return None };
        let mut is_going_on = self.wait_until(Instant::now() + BLOCKED_GRACE);
        while is_going_on && is_taken() && takes_output() {
            is_going_on = self.wait_until(Instant::now() + BLOCKED_CHECK);
        }
        Some(signal)
    }

    /// Waits for a request to end. Returns `None` if the system can't wait for that.
    fn wait_for_request(&mut self) -> Option<Request> {
        loop {
            match self.wait(None) {
                Woken::Hangup => return Some(Request::Hangup),
                Woken::Signal => {
                    if let Some(signal) = self.signals.pending().next() {
                        return Some(Request::Signal(u8::try_from(signal).unwrap_or_default()));
                    }
                }
                Woken::Timeout => {}
                Woken::Failed => return None,
            }
        }
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

/// Whether standard output and standard error take more now. While a write to a terminal waits, it doesn't.
fn takes_output() -> bool {
    let (output, error) = (io::stdout(), io::stderr());
    let mut watched = [PollFd::new(&output, PollFlags::OUT), PollFd::new(&error, PollFlags::OUT)];
    let timeout = Timespec::default();
    // What has gone takes nothing, and no write to it waits.
    let takes = PollFlags::OUT | PollFlags::ERR | PollFlags::HUP;
    poll(&mut watched, Some(&timeout)).is_ok() && watched.iter().all(|one| one.revents().intersects(takes))
}
