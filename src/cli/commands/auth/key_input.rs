//! Reads the key from standard input: piped, or typed on a terminal without an echo.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _};
use std::os::fd::AsFd as _;

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use secrecy::zeroize::Zeroizing;

use crate::cli::commands::block_on;
use crate::cli::commands::interrupt::Interrupt;
use crate::cli::environment::unusable_key_error;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::{ApiKey, DASHBOARD_URL, KeyError};
use crate::core::exit::Exit;
use crate::settings::{MAX_KEY_FILE_BYTES, SettingsError, read_key};

/// Reads the key. It is asked for only if a person can see the question and answer it.
///
/// # Errors
/// There is no key, there is no terminal to ask on, or the person has pressed Ctrl+C.
pub(super) fn read_api_key(json: bool, output: Output) -> Result<ApiKey, CliError> {
    if !io::stdin().is_terminal() {
        return read_key(io::stdin(), "standard input").map_err(|error| match error {
            SettingsError::InvalidKey { error: KeyError::Empty, .. } => {
                unusable_key_error("Standard input holds none.")
            }
            error => unusable_key_error(&format!("{error}.")),
        });
    }
    if json || !io::stdout().is_terminal() || !io::stderr().is_terminal() {
        return Err(CliError::new("usage", Exit::Usage, "Here the key has to be piped in")
            .with_detail("It is asked for on a terminal only, where no JSON is wanted.")
            .with_hint("As in: pass autosend | autosend-domains auth login"));
    }
    let line = block_on(read_hidden_line(output));
    if !line.as_ref().is_ok_and(|line| line.ends_with(b"\n")) {
        // The line of the question has not been ended.
        output.note("");
    }
    let line = line?;
    ApiKey::parse(&String::from_utf8_lossy(&line)).map_err(|error| match error {
        KeyError::Empty => unusable_key_error("None was given."),
        error => unusable_key_error(&format!("{error}.")),
    })
}

/// Reads a line of the terminal with the echo off.
async fn read_hidden_line(output: Output) -> Result<Zeroizing<Vec<u8>>, CliError> {
    // The echo is off before the question, so that even an early answer is not shown.
    let mut interrupt = Interrupt::listen()?;
    let no_echo = NoEchoGuard::new().map_err(|error| terminal_error(&error))?;
    output.prompt(&format!("The key is not shown as you type or paste it; make one at {DASHBOARD_URL}.\nAPI key: "));
    let read = tokio::task::spawn_blocking(read_line);
    let line = tokio::select! {
        line = read => line,
        exit = interrupt.wait() => return Err(CliError::interrupted(exit, "Broken off; nothing was stored")),
    };
    drop(no_echo);
    line.map_err(io::Error::from).and_then(|line| line).map_err(|error| terminal_error(&error))
}

/// Reads a line. The buffer of the standard library is bypassed, because it would keep the key.
fn read_line() -> io::Result<Zeroizing<Vec<u8>>> {
    let mut terminal = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut line = Zeroizing::new(vec![0; MAX_KEY_FILE_BYTES]);
    let length = terminal.read(&mut line)?;
    line.truncate(length);
    Ok(line)
}

fn terminal_error(error: &io::Error) -> CliError {
    CliError::new("terminal-failed", Exit::Failed, "The terminal cannot be asked").with_detail(format!("{error}."))
}

/// Turns the terminal's echo off until it is dropped. Ctrl+Z and Ctrl+\ are off as well: they would leave the terminal
/// without an echo.
struct NoEchoGuard {
    saved: Termios,
}

impl NoEchoGuard {
    fn new() -> io::Result<Self> {
        let saved = tcgetattr(io::stdin())?;
        let mut quiet = saved.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        quiet.local_modes.insert(LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        quiet.special_codes[SpecialCodeIndex::VSUSP] = 0;
        quiet.special_codes[SpecialCodeIndex::VQUIT] = 0;
        // Input from before the question is no answer to it.
        tcsetattr(io::stdin(), OptionalActions::Flush, &quiet)?;
        Ok(Self { saved })
    }
}

impl Drop for NoEchoGuard {
    fn drop(&mut self) {
        // Lines pasted after the first are discarded: a shell would run them and keep them in its history. If the terminal
        // is gone, there is nothing to restore.
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.saved);
    }
}
