//! Runs a program that reads the text from its standard input. The text is never an argument, because every user of the
//! machine can read arguments.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use crate::core::api_key::KEY_VARIABLE;

/// Isolates a child process: it does not inherit the key, its standard streams are null, and it is killed when its
/// future is dropped.
pub(crate) fn isolate(mut command: Command) -> Command {
    command
        .env_remove(KEY_VARIABLE)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}

/// The result of a program that got a text.
pub(super) struct PipeResult {
    /// Its exit status.
    pub(super) status: ExitStatus,
    /// Whether it read the whole text.
    pub(super) has_read_all: bool,
}

/// Runs the program with the text on its standard input.
///
/// # Errors
/// It could not be started or did not exit in time, as a message.
pub(super) async fn pipe(mut command: Command, text: &str, limit: Duration) -> Result<PipeResult, String> {
    let run = async {
        let mut child = command.stdin(Stdio::piped()).spawn()?;
        let group = ProcessGroup::led_by(&child);
        let has_read_all = match child.stdin.take() {
            Some(mut input) => input.write_all(text.as_bytes()).await.is_ok(),
            None => true,
        };
        let status = child.wait().await?;
        group.disarm();
        Ok::<_, io::Error>(PipeResult { status, has_read_all })
    };
    match timeout(limit, run).await {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => Err("not found".to_owned()),
        Ok(Err(error)) => Err(format!("could not run: {}", error.kind())),
        Err(_) => Err(format!("no response within {} s", limit.as_secs())),
    }
}

/// A message about a failed program.
pub(super) fn describe_exit(status: ExitStatus) -> String {
    status.code().map_or_else(|| "was killed by a signal".to_owned(), |code| format!("failed (exit code {code})"))
}

/// The process group that a program leads, if any. It is killed on drop, so that no child of a killed shell keeps
/// running.
struct ProcessGroup(Option<rustix::process::Pid>);

impl ProcessGroup {
    fn led_by(child: &tokio::process::Child) -> Self {
        let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
        Self(pid.filter(|pid| rustix::process::getpgid(Some(*pid)) == Ok(*pid)))
    }

    /// Lets the group live: processes that the program leaves behind on purpose, such as one that serves the clipboard,
    /// may continue.
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            // An error means that the group is gone already.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}
