//! What the operating system asks of the program: to end, to stop, to go on; and the end of the terminal itself.
//!
//! Nothing is restored or drawn here: that is [`super::terminal`]'s, on the word of whoever reads the [`Signals`].

use std::pin::Pin;
use std::task::{Context, Poll};
use std::{io, process, thread};

use futures::Stream;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};
use tokio::signal::unix::{self, SignalKind, signal};

use crate::core::exit::Exit;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalRequest {
    /// Restore the terminal and end: the number of the signal, for the exit code.
    Shutdown(u8),
    /// Restore the terminal and stop: [`super::terminal::Terminal::suspend`].
    Suspend,
    /// The program goes on after a stop: [`super::terminal::Terminal::resume`].
    Resume,
}

/// Every signal that the wizard answers, with what it asks for. What goes on stands behind what stops.
const HANDLED_SIGNALS: [(Signal, SignalRequest); 6] = [
    (Signal::HUP, SignalRequest::Shutdown(1)),
    (Signal::INT, SignalRequest::Shutdown(2)),
    (Signal::QUIT, SignalRequest::Shutdown(3)),
    (Signal::TERM, SignalRequest::Shutdown(15)),
    (Signal::TSTP, SignalRequest::Suspend),
    (Signal::CONT, SignalRequest::Resume),
];

/// The signals as a stream that never ends. From its creation on none of them has its usual effect any more.
#[derive(Debug)]
pub struct Signals(Vec<(unix::Signal, SignalRequest)>);

impl Signals {
    /// Takes the signals over, within a tokio runtime.
    ///
    /// # Errors
    ///
    /// Where the operating system refuses a handler.
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
                    // Going on takes back a stop that was not carried out yet, as in the kernel: stopped after it,
                    // the program would wait for a `SIGCONT` that has been.
                    SignalRequest::Suspend => stop = Some(SignalRequest::Suspend),
                    SignalRequest::Shutdown(_) | SignalRequest::Resume => return Poll::Ready(Some(*request)),
                }
            }
        }
        if stop.is_some() { Poll::Ready(stop) } else { Poll::Pending }
    }
}

/// Stops this process as the kernel would have, had nobody listened to `SIGTSTP`. It may run on for an instant, and
/// goes on where it was after `SIGCONT`.
///
/// # Errors
///
/// Where the operating system refuses.
pub fn stop_process() -> io::Result<()> {
    Ok(kill_process(getpid(), Signal::STOP)?)
}

/// Whether some shell would notice that this program has stopped, and offer to continue it. In the group of the
/// session's leader (`ssh host autosend-domains`, `tmux new autosend-domains`) nobody would, and the user would be
/// left with a dead terminal; there the kernel too ignores Ctrl+Z.
#[must_use]
pub fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Asks every process of the job to stop, this one included (which arrives as [`SignalRequest::Suspend`]), as Ctrl+Z does
/// outside raw mode: the shell waits for all of them (`cargo run`, a pipe).
///
/// # Errors
///
/// Where the operating system refuses.
pub fn stop_job() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::TSTP)?)
}

/// Ends the process with code 129 once the terminal behind standard input has gone.
///
/// A program that ignores `SIGHUP` (`nohup`, `sudo`) would otherwise be left behind, and crossterm 0.29 would then
/// take a whole core (its issue 793). The thread sleeps in the kernel until then.
///
/// # Errors
///
/// Where no thread can be started.
pub fn spawn_hangup_watchdog() -> io::Result<()> {
    thread::Builder::new().name("watchdog".to_owned()).spawn(|| {
        if wait_for_hangup() {
            process::exit(i32::from(Exit::Signal(1).code()));
        }
    })?;
    Ok(())
}

/// Waits until the terminal has gone; false where that can't be waited for.
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
    // On macOS a terminal can't be polled, which is answered at once (NVAL).
    watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR)
}

#[cfg(test)]
mod tests {
    use futures::StreamExt as _;

    use super::*;

    // One test, since the signals are the whole process's.
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
        // The kernel may interrupt any thread, so the second is waited for: it is here once another listener has it. The
        // first may have been dropped: going on takes back a stop that is pending.
        other.recv().await.unwrap();
        assert_eq!(signals.next().await, Some(SignalRequest::Resume));
    }
}
