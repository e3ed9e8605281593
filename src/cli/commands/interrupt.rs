//! Signals that end a command while it waits: Ctrl+C, SIGTERM and SIGHUP. While it doesn't wait, a watchdog ends it, also
//! if nobody reads its output.

use std::fs;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::process::Signal as SignalNumber;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::os_error;
use crate::cli::error::CliError;
use crate::core::exit::Exit;
use crate::tty::watchdog::spawn_command_watchdog;

/// Whether this process has a watchdog. Signals are the process's, and so is what answers them.
static HAS_WATCHDOG: AtomicBool = AtomicBool::new(false);

/// Whether an [`Interrupt`] has received a signal.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// The signals that end a command. They have no other effect once the first of these was created, so from then on the
/// watchdog ends a command that doesn't answer them.
pub(super) struct Interrupt {
    ctrl_c: Signal,
    terminate: Signal,
    /// `None` if the process was started with SIGHUP ignored (`nohup`), which listening would undo.
    hangup: Option<Signal>,
}

impl Interrupt {
    /// Listens for Ctrl+C, SIGTERM and SIGHUP, within a tokio runtime.
    ///
    /// # Errors
    /// The operating system refuses.
    pub(super) fn listen() -> Result<Self, CliError> {
        let hangup = if ignores_hangup() { None } else { Some(SignalKind::hangup()) };
        let listening = Self {
            ctrl_c: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
            hangup: hangup.map(listen).transpose()?,
        };
        // A unit test sends signals to its own process.
        if !cfg!(test) && claim_watchdog() {
            let hangup = hangup.map(|_| SignalNumber::HUP);
            let signals: Vec<_> = [SignalNumber::INT, SignalNumber::TERM].into_iter().chain(hangup).collect();
            // Without it, the command still ends in all but rare cases.
            let _ = spawn_command_watchdog(&signals, || IS_TAKEN.load(Ordering::SeqCst));
        }
        Ok(listening)
    }

    /// Waits for a signal, and returns the exit code of the command that it ends.
    pub(super) async fn wait(&mut self) -> Exit {
        let exit = tokio::select! {
            _ = self.ctrl_c.recv() => Exit::Interrupted,
            _ = self.terminate.recv() => Exit::Signal(15),
            () = recv_or_pending(&mut self.hangup) => Exit::Signal(1),
        };
        IS_TAKEN.store(true, Ordering::SeqCst);
        exit
    }
}

/// Whether the caller is to start the watchdog: there is none yet.
pub(super) fn claim_watchdog() -> bool {
    !HAS_WATCHDOG.swap(true, Ordering::SeqCst)
}

/// Runs work that changes nothing, and that a signal may abort at any time.
///
/// # Errors
/// Those of the work, or that a signal has aborted it.
pub(super) async fn interruptible<T, E: Into<CliError>>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, CliError> {
    let mut interrupt = Interrupt::listen()?;
    tokio::select! {
        result = work => result.map_err(Into::into),
        exit = interrupt.wait() => Err(CliError::interrupted(exit, "Cancelled; nothing changed")),
    }
}

/// Runs work that changes the domain of this name at AutoSend. If a signal aborts it, the outcome is unknown, and the error
/// says so by `uncertain_effect`.
///
/// # Errors
/// A signal has aborted it.
pub(super) async fn interruptible_mutation<T>(
    work: impl Future<Output = T>,
    uncertain_effect: String,
    name: &str,
) -> Result<T, CliError> {
    let mut interrupt = Interrupt::listen()?;
    tokio::select! {
        result = work => Ok(result),
        exit = interrupt.wait() => {
            let hint = format!("Check: autosend-domains status {name}");
            Err(CliError::interrupted(exit, format!("Cancelled: {uncertain_effect}")).with_hint(hint))
        }
    }
}

/// The signals that stop a command on several domains, and whether one has come. The first lets the work that is running
/// finish, the second aborts it.
pub(super) struct GracefulStop {
    interrupt: Interrupt,
    requested: Option<Exit>,
}

impl GracefulStop {
    /// Listens for signals, within a tokio runtime.
    ///
    /// # Errors
    /// The operating system refuses.
    pub(super) fn listen() -> Result<Self, CliError> {
        Ok(Self { interrupt: Interrupt::listen()?, requested: None })
    }

    /// How the command ends, if a signal has come.
    pub(super) const fn requested(&self) -> Option<Exit> {
        self.requested
    }

    /// Runs work that should finish; `on_stop` is called if a signal comes meanwhile.
    ///
    /// # Errors
    /// A second signal has come.
    pub(super) async fn run_to_completion<T>(
        &mut self,
        work: impl Future<Output = T>,
        on_stop: impl Fn(),
    ) -> Result<T, Exit> {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                // A signal that came before the result counts, though both are ready.
                biased;
                exit = self.interrupt.wait() => {
                    if self.requested.replace(exit).is_some() {
                        return Err(exit);
                    }
                    on_stop();
                }
                result = &mut work => return Ok(result),
            }
        }
    }

    /// Runs work that may be aborted at any time.
    ///
    /// # Errors
    /// A signal has come, now or before.
    pub(super) async fn interruptible<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Exit> {
        if let Some(exit) = self.requested {
            return Err(exit);
        }
        tokio::select! {
            result = work => Ok(result),
            exit = self.interrupt.wait() => {
                self.requested = Some(exit);
                Err(exit)
            }
        }
    }

    /// Sleeps.
    ///
    /// # Errors
    /// As [`Self::interruptible`].
    pub(super) async fn sleep(&mut self, duration: Duration) -> Result<(), Exit> {
        self.interruptible(tokio::time::sleep(duration)).await
    }
}

fn listen(kind: SignalKind) -> Result<Signal, CliError> {
    signal(kind).map_err(|error| os_error(&error))
}

/// Waits for a signal; forever without one.
async fn recv_or_pending(signal: &mut Option<Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Whether `SIGHUP` is ignored, by Linux's `SigIgn` (`proc_pid_status(5)`). Other systems report it to unsafe code only; there
/// the answer is no.
fn ignores_hangup() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| has_hangup_ignored(&status))
}

/// Reads the mask of ignored signals, whose lowest bit is signal 1.
fn has_hangup_ignored(status: &str) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_read_from_the_mask() {
        assert!(has_hangup_ignored("SigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n"));
        for status in ["SigIgn:\t0000000000001000\n", "SigBlk:\t0000000000000001\n", "SigIgn:\tx\n", ""] {
            assert!(!has_hangup_ignored(status), "{status}");
        }
    }
}
