//! Ctrl+C while many domains are worked on: the first time what is under way comes to its end, the second it does not.

use std::pin::pin;
use std::time::Duration;

use crate::cli::commands::interrupt::Interrupt;
use crate::cli::error::CliError;
use crate::core::exit::Exit;

/// Whether it is to stop.
pub(in crate::cli::commands) struct GracefulStop {
    interrupt: Interrupt,
    requested: Option<Exit>,
}

impl GracefulStop {
    /// Listens, within a tokio runtime.
    ///
    /// # Errors
    /// Where the operating system refuses.
    pub(in crate::cli::commands) fn listen() -> Result<Self, CliError> {
        Ok(Self { interrupt: Interrupt::listen()?.with_hangup()?, requested: None })
    }

    /// How the command ends, where it was told to.
    pub(in crate::cli::commands) const fn requested(&self) -> Option<Exit> {
        self.requested
    }

    /// Does what is to be brought to its end; `noted` is called where it is told to stop meanwhile.
    ///
    /// # Errors
    /// Where it is told so again.
    pub(in crate::cli::commands) async fn run_to_completion<T>(
        &mut self,
        work: impl Future<Output = T>,
        on_stop: impl Fn(),
    ) -> Result<T, Exit> {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                // What was told first counts first, though both may be there by now.
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

    /// Does what may be broken off at any time, such as waiting.
    ///
    /// # Errors
    /// Where it is told to stop, or was before.
    pub(in crate::cli::commands) async fn interruptible<T>(
        &mut self,
        work: impl Future<Output = T>,
    ) -> Result<T, Exit> {
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

    /// Waits.
    ///
    /// # Errors
    /// As [`Self::interruptible`].
    pub(in crate::cli::commands) async fn sleep(&mut self, length: Duration) -> Result<(), Exit> {
        self.interruptible(tokio::time::sleep(length)).await
    }
}
