//! Ctrl+C and a polite end from outside, for commands that wait.

use std::fs;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::os_error;
use crate::cli::error::CliError;
use crate::core::exit::Exit;

/// The signals that end a command. From its creation on they have no other effect.
pub(super) struct Interrupt {
    ctrl_c: Signal,
    terminate: Signal,
    hangup: Option<Signal>,
}

impl Interrupt {
    /// Listens, within a tokio runtime.
    ///
    /// # Errors
    /// Where the operating system refuses.
    pub(super) fn listen() -> Result<Self, CliError> {
        Ok(Self { ctrl_c: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())?, hangup: None })
    }

    /// Also to the end of the terminal, unless it was started so that this is ignored (`nohup`): listening would take
    /// that back.
    ///
    /// # Errors
    /// Where the operating system refuses.
    pub(super) fn with_hangup(self) -> Result<Self, CliError> {
        let hangup = if ignores_hangup() { None } else { Some(listen(SignalKind::hangup())?) };
        Ok(Self { hangup, ..self })
    }

    /// Waits for one, and answers with how a command ends that it broke off.
    pub(super) async fn wait(&mut self) -> Exit {
        tokio::select! {
            _ = self.ctrl_c.recv() => Exit::Interrupted,
            _ = self.terminate.recv() => Exit::Signal(15),
            () = recv_or_pending(&mut self.hangup) => Exit::Signal(1),
        }
    }
}

/// Does what changes nothing, and may be broken off at any time.
///
/// # Errors
/// Those of the work, or that it was broken off.
pub(super) async fn interruptible<T, E: Into<CliError>>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, CliError> {
    let mut interrupt = Interrupt::listen()?;
    tokio::select! {
        result = work => result.map_err(Into::into),
        exit = interrupt.wait() => Err(CliError::new("interrupted", exit, "Broken off; nothing was changed")),
    }
}

/// Does what changes something at AutoSend with the domain of this name; `doubt` is said where it is broken off, since
/// nobody knows then whether it was done.
///
/// # Errors
/// That it was broken off.
pub(super) async fn interruptible_mutation<T>(
    work: impl Future<Output = T>,
    uncertain_effect: String,
    name: &str,
) -> Result<T, CliError> {
    let mut interrupt = Interrupt::listen()?.with_hangup()?;
    tokio::select! {
        result = work => Ok(result),
        exit = interrupt.wait() => {
            let hint = format!("Look: autosend-domains status {name}");
            Err(CliError::new("interrupted", exit, format!("Broken off: {uncertain_effect}")).with_hint(hint))
        }
    }
}

fn listen(kind: SignalKind) -> Result<Signal, CliError> {
    signal(kind).map_err(|error| os_error(&error))
}

/// Waits for the signal; for ever where nobody listens to it.
async fn recv_or_pending(signal: &mut Option<Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Whether `SIGHUP` is ignored, as Linux tells it (`proc_pid_status(5)`, `SigIgn`). Elsewhere it can't be asked for
/// without unsafe code and is taken not to be.
fn ignores_hangup() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| has_hangup_ignored(&status))
}

/// Reads the mask of ignored signals: signal 1 is its lowest bit.
fn has_hangup_ignored(status: &str) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mask_of_ignored_signals_tells() {
        assert!(has_hangup_ignored("SigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n"));
        for status in ["SigIgn:\t0000000000001000\n", "SigBlk:\t0000000000000001\n", "SigIgn:\tx\n", ""] {
            assert!(!has_hangup_ignored(status), "{status}");
        }
    }
}
