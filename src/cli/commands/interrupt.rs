//! Ctrl+C and a polite end from outside, for commands that wait.

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::super::problem::Problem;
use super::refused_by_system;
use crate::core::exit::Exit;

/// The signals that end a command. From its creation on they have no other effect.
pub(super) struct Interrupt {
    interrupt: Signal,
    terminate: Signal,
}

impl Interrupt {
    /// Listens, within a tokio runtime.
    ///
    /// # Errors
    /// Where the operating system refuses.
    pub(super) fn listen() -> Result<Self, Problem> {
        let listen = |kind| signal(kind).map_err(|error| refused_by_system(&error));
        Ok(Self { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    /// Waits for one, and answers with how a command ends that it broke off.
    pub(super) async fn wait(&mut self) -> Exit {
        tokio::select! {
            _ = self.interrupt.recv() => Exit::Interrupted,
            _ = self.terminate.recv() => Exit::Signal(15),
        }
    }
}
