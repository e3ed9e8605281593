//! tmux's own buffer, and with it the clipboard of whichever terminal is attached to tmux now.
//!
//! tmux swallows a plain OSC 52 unless it is configured otherwise, but `load-buffer -w` (tmux 3.2 and later) works
//! with its defaults: the text is in the buffer, and tmux itself sets the terminal's clipboard where it can.

use std::ffi::OsString;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use crate::core::api_key::KEY_VARIABLE;

/// How long one call of tmux may take.
const LIMIT: Duration = Duration::from_secs(1);

/// The tmux that this program runs in.
#[derive(Clone, Debug)]
pub struct Tmux {
    program: OsString,
}

impl Tmux {
    /// The tmux of the search path.
    #[must_use]
    pub fn new() -> Self {
        Self::at("tmux")
    }

    /// A certain program, for tests.
    #[must_use]
    pub fn at(program: impl Into<OsString>) -> Self {
        Self { program: program.into() }
    }

    /// Puts the text into tmux's buffer. Tells whether tmux has passed it on to a terminal that takes it.
    ///
    /// # Errors
    ///
    /// Why it is not in the buffer, in words.
    pub async fn load_buffer(&self, text: &str) -> Result<bool, String> {
        if self.feed(&["load-buffer", "-w", "-"], text).await.is_ok() {
            return Ok(self.passes_on().await);
        }
        // Before 3.2 there is no `-w`, and the text stays in tmux.
        self.feed(&["load-buffer", "-"], text).await.map(|()| false)
    }

    /// Whether the terminal is attached over SSH. The environment of this program tells how tmux was attached when
    /// its pane was opened; tmux renews its own copy (`update-environment`) each time.
    pub async fn is_attached_over_ssh(&self) -> bool {
        self.ask(&["show-environment", "SSH_CONNECTION"])
            .await
            .is_some_and(|answer| answer.starts_with("SSH_CONNECTION="))
    }

    /// Whether tmux knows the attached terminal as one whose clipboard it can set.
    async fn passes_on(&self) -> bool {
        self.ask(&["display", "-p", "#{client_termfeatures}"])
            .await
            .is_some_and(|features| features.trim().split(',').any(|feature| feature == "clipboard"))
    }

    /// A call with nothing connected to it; its output would land on the screen, and its standard input would take
    /// the user's keys.
    fn call(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            // No child gets to see the key.
            .env_remove(KEY_VARIABLE)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Runs tmux with the text as its standard input.
    async fn feed(&self, arguments: &[&str], text: &str) -> Result<(), String> {
        let run = async {
            let mut child = self.call(arguments).stdin(Stdio::piped()).spawn()?;
            let written = match child.stdin.take() {
                Some(mut input) => input.write_all(text.as_bytes()).await,
                None => Ok(()),
            };
            let status = child.wait().await?;
            // What tmux has to say counts for more than that it did not listen to the end.
            if status.success() { written.map(|()| status) } else { Ok(status) }
        };
        match timeout(LIMIT, run).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(ending(status)),
            Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => Err("not found".to_owned()),
            Ok(Err(error)) => Err(format!("could not be run: {}", error.kind())),
            Err(_) => Err(format!("no answer within {} s", LIMIT.as_secs())),
        }
    }

    /// What tmux prints; nothing where it fails.
    async fn ask(&self, arguments: &[&str]) -> Option<String> {
        let output = timeout(LIMIT, self.call(arguments).stdout(Stdio::piped()).output()).await.ok()?.ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Default for Tmux {
    fn default() -> Self {
        Self::new()
    }
}

fn ending(status: ExitStatus) -> String {
    status.code().map_or_else(|| "was ended by a signal".to_owned(), |code| format!("refused it (exit code {code})"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn tmux_never_gets_to_see_the_key() {
        let call = Tmux::new().call(&["load-buffer", "-"]);
        let changed: Vec<_> = call.as_std().get_envs().collect();
        assert_eq!(changed, [(OsStr::new("AUTOSEND_API_KEY"), None)]);
    }

    #[tokio::test]
    async fn a_tmux_that_is_not_there_is_said_so() {
        assert_eq!(Tmux::at("/nonexistent/tmux").load_buffer("x").await, Err("not found".to_owned()));
    }
}
