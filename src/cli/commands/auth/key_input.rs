//! Reads the key from standard input: piped, or typed on a terminal without an echo.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _};
use std::os::fd::AsFd as _;
use std::pin::pin;

use futures::StreamExt as _;
use secrecy::zeroize::Zeroizing;

use crate::cli::commands::interrupt::claim_watchdog;
use crate::cli::environment::unusable_key_error;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::{ApiKey, DASHBOARD_URL, KeyError, UNKNOWN_PREFIX};
use crate::core::exit::Exit;
use crate::settings::{MAX_KEY_FILE_BYTES, SettingsError, read_key};
use crate::tty::echo::Echo;
use crate::tty::signals::{SignalRequest, Signals, has_job_control, stop_process};
use crate::tty::watchdog::spawn_watchdog;

/// Where the key comes from.
pub(super) enum KeyInput {
    /// Standard input, which is no terminal.
    Piped,
    /// A person at a terminal.
    Typed(HiddenTerminal),
}

impl KeyInput {
    /// Chooses the input, within a tokio runtime. A key is asked for only if a person can see the question and answer it;
    /// then the echo is off until this is dropped.
    ///
    /// # Errors
    /// There is no terminal to ask on, or the operating system refuses.
    pub(super) fn open(json: bool, output: Output) -> Result<Self, CliError> {
        if !io::stdin().is_terminal() {
            return Ok(Self::Piped);
        }
        if json || !io::stdout().is_terminal() || !io::stderr().is_terminal() {
            return Err(CliError::new("usage", Exit::Usage, "The key must be piped in")
                .with_detail("It is only prompted for on a terminal and without --json.")
                .with_hint("For example: pass autosend | autosend-domains auth login"));
        }
        HiddenTerminal::new(output).map(Self::Typed).map_err(|error| terminal_error(&error))
    }

    /// Reads the key.
    ///
    /// # Errors
    /// There is no key, or a signal has come.
    pub(super) async fn read(&mut self) -> Result<ApiKey, CliError> {
        let Self::Typed(terminal) = self else {
            return read_key(io::stdin(), "standard input").map_err(|error| match error {
                SettingsError::InvalidKey { error: KeyError::Empty, .. } => {
                    unusable_key_error("Standard input is empty.")
                }
                error => unusable_key_error(&format!("{error}.")),
            });
        };
        let question = format!("The key is hidden as you type or paste it. Create one at {DASHBOARD_URL}.\nAPI key: ");
        let line = terminal.read_line(&question).await;
        // The line of the question has not been ended, since its end was not echoed.
        terminal.output.note("");
        ApiKey::parse(&String::from_utf8_lossy(&line?)).map_err(|error| match error {
            KeyError::Empty => unusable_key_error("No key was entered."),
            error => unusable_key_error(&format!("{error}.")),
        })
    }

    /// Asks whether to send a key with an unknown prefix, which may be that of another service.
    ///
    /// # Errors
    /// There is no terminal to ask on, the answer is not yes, or a signal has come.
    pub(super) async fn confirm_unknown_key(&mut self) -> Result<(), CliError> {
        let error = || {
            CliError::new("unknown-key", Exit::Usage, UNKNOWN_PREFIX.trim_end_matches('.'))
                .with_detail("It was not sent.")
                .with_hint("Use --yes to send it anyway.")
        };
        let Self::Typed(terminal) = self else { return Err(error()) };
        let answer = terminal.read_line(&format!("{UNKNOWN_PREFIX} Send it to AutoSend anyway? [y/N] ")).await?;
        terminal.output.note("");
        let answer = String::from_utf8_lossy(&answer).trim().to_ascii_lowercase();
        if matches!(answer.as_str(), "y" | "yes") { Ok(()) } else { Err(error()) }
    }

    /// Runs work with the key. What is typed meanwhile is not shown: it may be the key once more.
    ///
    /// # Errors
    /// Those of the work, or a signal has come.
    pub(super) async fn run<T>(&mut self, work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
        match self {
            Self::Piped => work.await,
            Self::Typed(terminal) => terminal.run(work, "").await?,
        }
    }
}

/// A terminal with the echo off, until it is dropped. A stop turns the echo on.
pub(super) struct HiddenTerminal {
    signals: Signals,
    echo: Echo,
    output: Output,
}

impl HiddenTerminal {
    fn new(output: Output) -> io::Result<Self> {
        let terminal = Self { signals: Signals::new()?, echo: Echo::default(), output };
        let echo = terminal.echo.clone();
        // That of other commands would not show what is typed again.
        claim_watchdog();
        spawn_watchdog(move || echo.show())?;
        // The echo is off before the question, so that even an early answer is not shown.
        terminal.echo.hide()?;
        Ok(terminal)
    }

    /// Asks for a line and reads it.
    async fn read_line(&mut self, question: &str) -> Result<Zeroizing<Vec<u8>>, CliError> {
        self.output.prompt(question);
        let read = tokio::task::spawn_blocking(read_line);
        let line = self.run(read, question).await?;
        line.map_err(io::Error::from).and_then(|line| line).map_err(|error| terminal_error(&error))
    }

    /// Runs work until a signal ends it. After a stop, the question that waits for an answer is asked again.
    async fn run<T>(&mut self, work: impl Future<Output = T>, question: &str) -> Result<T, CliError> {
        let mut work = pin!(work);
        loop {
            let request = tokio::select! {
                // A signal that came before the result counts, though both are ready.
                biased;
                Some(request) = self.signals.next() => request,
                result = &mut work => return Ok(result),
            };
            match request {
                SignalRequest::Shutdown(signal) => {
                    let exit = if signal == 2 { Exit::Interrupted } else { Exit::Signal(signal) };
                    return Err(CliError::interrupted(exit, "Cancelled; nothing was saved"));
                }
                // Without a shell that notices the stop, the terminal would be dead.
                SignalRequest::Suspend if has_job_control() => {
                    self.echo.show();
                    if !question.is_empty() {
                        self.output.note("");
                    }
                    stop_process().map_err(|error| terminal_error(&error))?;
                }
                SignalRequest::Resume => {
                    self.echo.hide().map_err(|error| terminal_error(&error))?;
                    self.output.prompt(question);
                }
                SignalRequest::Suspend | SignalRequest::Resize => {}
            }
        }
    }
}

impl Drop for HiddenTerminal {
    fn drop(&mut self) {
        self.echo.show();
    }
}

/// Reads a line. The buffer of the standard library is bypassed, because it would keep the key.
fn read_line() -> io::Result<Zeroizing<Vec<u8>>> {
    let mut terminal = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut line = Zeroizing::new(vec![0; MAX_KEY_FILE_BYTES]);
    let length = loop {
        match terminal.read(&mut line) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            length => break length?,
        }
    };
    line.truncate(length);
    Ok(line)
}

fn terminal_error(error: &io::Error) -> CliError {
    CliError::new("terminal-failed", Exit::Failed, "Can't read from the terminal").with_detail(format!("{error}."))
}
