//! The requests of the operating system: to end, to stop and to continue; and the hangup of the terminal.
//!
//! Nothing is restored or drawn here: the reader of the [`Signals`] calls [`super::terminal`] for that.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::{io, process, thread};

use futures::Stream;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};
use tokio::signal::unix::{self, SignalKind, signal};

use crate::core::exit::Exit;

/// The request of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalRequest {
    /// Restore the terminal and end. The number of the signal determines the exit code.
    Shutdown(u8),
    /// Restore the terminal and stop: [`super::terminal::Terminal::suspend`].
    Suspend,
    /// Continue after a stop: [`super::terminal::Terminal::resume`].
    Resume,
    /// The terminal may have another size.
    Resize,
}

/// The handled signals with their requests. `SIGCONT` comes after `SIGTSTP`, because it cancels a pending stop.
const HANDLED_SIGNALS: [(Signal, SignalRequest); 7] = [
    (Signal::HUP, SignalRequest::Shutdown(1)),
    (Signal::INT, SignalRequest::Shutdown(2)),
    (Signal::QUIT, SignalRequest::Shutdown(3)),
    (Signal::TERM, SignalRequest::Shutdown(15)),
    (Signal::TSTP, SignalRequest::Suspend),
    (Signal::CONT, SignalRequest::Resume),
    (Signal::WINCH, SignalRequest::Resize),
];

/// The handled signals as an endless stream. Once it exists, the signals lose their default effect.
#[derive(Debug)]
pub struct Signals(Vec<(unix::Signal, SignalRequest)>);

impl Signals {
    /// Installs the signal handlers. It must run within a tokio runtime.
    ///
    /// # Errors
    ///
    /// If the operating system refuses a handler.
    pub fn new() -> io::Result<Self> {
        let listen =
            |(kind, request): (Signal, SignalRequest)| Ok((signal(SignalKind::from_raw(kind.as_raw()))?, request));
        HANDLED_SIGNALS.into_iter().map(listen).collect::<io::Result<_>>().map(Self)
    }
}

impl Stream for Signals {
    type Item = SignalRequest;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<SignalRequest>> {
        let mut stop = None;
        for (signal, request) in &mut self.0 {
            if signal.poll_recv(context).is_ready() {
                match request {
                    // As in the kernel, a continue cancels a stop that was not carried out yet: if the program
                    // stopped after it, it would wait for a `SIGCONT` that has already arrived.
                    SignalRequest::Suspend => stop = Some(SignalRequest::Suspend),
                    SignalRequest::Shutdown(_) | SignalRequest::Resume | SignalRequest::Resize => {
                        return Poll::Ready(Some(*request));
                    }
                }
            }
        }
        if stop.is_some() { Poll::Ready(stop) } else { Poll::Pending }
    }
}

/// Stops this process as the kernel would do if `SIGTSTP` had no handler. The process may run on for an instant; after
/// `SIGCONT` it continues.
///
/// # Errors
///
/// If the operating system refuses.
pub fn stop_process() -> io::Result<()> {
    Ok(kill_process(getpid(), Signal::STOP)?)
}

/// Whether a shell would notice that this program has stopped, and could continue it. In the process group of the
/// session leader (`ssh host autosend-domains`, `tmux new autosend-domains`) there is none, and a stop would leave
/// the user with a dead terminal; the kernel also ignores Ctrl+Z there.
#[must_use]
pub fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Asks every process of the job to stop, as Ctrl+Z does outside raw mode, because the shell waits for all of them
/// (`cargo run`, a pipe). For this process, the request arrives as [`SignalRequest::Suspend`].
///
/// # Errors
///
/// If the operating system refuses.
pub fn stop_job() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::TSTP)?)
}

/// Ends the process with code 129 once the terminal behind standard input has gone.
///
/// A program that ignores `SIGHUP` (`nohup`, `sudo`) would otherwise keep running while it waits for the terminal to
/// take what it writes. The thread sleeps in the kernel until then.
///
/// # Errors
///
/// If no thread can be started.
pub fn spawn_hangup_watchdog() -> io::Result<()> {
    thread::Builder::new().name("watchdog".to_owned()).spawn(|| {
        if wait_for_hangup() {
            process::exit(i32::from(Exit::Signal(1).code()));
        }
    })?;
    Ok(())
}

/// Waits until the terminal has gone. Returns false if the system cannot wait for that.
fn wait_for_hangup() -> bool {
    let input = io::stdin();
    let mut watched = [PollFd::new(&input, PollFlags::empty())];
    loop {
        match poll(&mut watched, None) {
            Ok(_) => break,
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
    // macOS cannot poll a terminal and returns NVAL at once.
    watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR)
}

#[cfg(test)]
mod tests {
    use futures::StreamExt as _;

    use super::*;

    // A single test, because signals affect the whole process.
    #[tokio::test]
    async fn each_signal_arrives_as_what_it_asks_for() {
        let mut signals = Signals::new().unwrap();
        for (signal, request) in HANDLED_SIGNALS {
            kill_process(getpid(), signal).unwrap();
            assert_eq!(signals.next().await, Some(request));
            if let SignalRequest::Shutdown(number) = request {
                assert_eq!(i32::from(number), signal.as_raw());
            }
        }
        let mut other = signal(SignalKind::from_raw(Signal::CONT.as_raw())).unwrap();
        for sent in [Signal::TSTP, Signal::CONT] {
            kill_process(getpid(), sent).unwrap();
        }
        // The kernel may deliver a signal to any thread, so wait until another listener has the second one. The first
        // may have been dropped, because a continue cancels a pending stop.
        other.recv().await.unwrap();
        assert_eq!(signals.next().await, Some(SignalRequest::Resume));
    }
}
