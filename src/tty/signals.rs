//! The requests of the operating system: to end, to stop and to continue.
//!
//! Nothing is restored or drawn here: the reader of the [`Signals`] does that.
//!
//! Every signal that would end the program and that a program can survive is a request to end, so that none leaves the
//! terminal in raw mode. `SIGKILL` can't be handled. `SIGSEGV`, `SIGBUS`, `SIGILL` and `SIGFPE` mean that the program
//! can't go on: the instruction behind them would only be repeated. `SIGABRT` from outside is a request like the others.
//! `abort()` inside sends it too, and ends the program as soon as the handler returns; only code within the handler could
//! restore the terminal then, and such code is unsafe, which this crate forbids. What calls `abort()` here is a panic
//! during a panic, whose hook has restored the terminal before, and memory that has run out.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::Stream;
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};
use tokio::signal::unix::{self, SignalKind, signal};

/// The request of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalRequest {
    /// Restore the terminal and end. The number of the signal determines the exit code.
    Shutdown(u8),
    /// Restore the terminal and stop.
    Suspend,
    /// Continue after a stop.
    Resume,
    /// The terminal may have another size.
    Resize,
}

/// The signals that end the program.
pub(super) const ENDING_SIGNALS: &[Signal] = &[
    Signal::HUP,
    Signal::INT,
    Signal::QUIT,
    Signal::TRAP,
    Signal::ABORT,
    Signal::USR1,
    Signal::USR2,
    Signal::ALARM,
    Signal::TERM,
    Signal::XCPU,
    Signal::VTALARM,
    Signal::PROF,
    Signal::SYS,
    // Elsewhere it has no effect.
    #[cfg(target_os = "linux")]
    Signal::IO,
    #[cfg(target_os = "linux")]
    Signal::STKFLT,
    #[cfg(target_os = "linux")]
    Signal::POWER,
];

/// The other handled signals. `SIGCONT` comes after `SIGTSTP`, because it cancels a pending stop.
const OTHER_SIGNALS: [(Signal, SignalRequest); 3] = [
    (Signal::TSTP, SignalRequest::Suspend),
    (Signal::CONT, SignalRequest::Resume),
    (Signal::WINCH, SignalRequest::Resize),
];

/// The handled signals with their requests.
fn handled_signals() -> impl Iterator<Item = (Signal, SignalRequest)> {
    ENDING_SIGNALS.iter().map(|signal| (*signal, SignalRequest::Shutdown(number(*signal)))).chain(OTHER_SIGNALS)
}

/// The number of a signal. None is larger than 64.
pub(super) fn number(signal: Signal) -> u8 {
    u8::try_from(signal.as_raw()).unwrap_or_default()
}

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
        handled_signals().map(listen).collect::<io::Result<_>>().map(Self)
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

#[cfg(test)]
mod tests {
    use futures::StreamExt as _;

    use super::*;

    // A single test, because signals affect the whole process.
    #[tokio::test]
    async fn each_signal_maps_to_its_event() {
        let mut signals = Signals::new().unwrap();
        for (signal, request) in handled_signals() {
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
