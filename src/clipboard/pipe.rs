//! Running a program that takes the text by its standard input: never by its arguments, which every user of the
//! machine can read.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use crate::core::api_key::KEY_VARIABLE;

/// A call that knows nothing of the key, has nothing on its standard streams, and ends with whoever waits for it.
pub(crate) fn isolate(mut command: Command) -> Command {
    command
        .env_remove(KEY_VARIABLE)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Runs the program with the text as its standard input. Answers with how it ended, and with whether it took the text
/// to the end.
///
/// # Errors
/// That it could not be run or did not end in time, in words.
pub(super) async fn pipe(mut command: Command, text: &str, limit: Duration) -> Result<(ExitStatus, bool), String> {
    let run = async {
        let mut child = command.stdin(Stdio::piped()).spawn()?;
        let group = ProcessGroup::led_by(&child);
        let consumed = match child.stdin.take() {
            Some(mut input) => input.write_all(text.as_bytes()).await.is_ok(),
            None => true,
        };
        let status = child.wait().await?;
        group.disarm();
        Ok::<_, io::Error>((status, consumed))
    };
    match timeout(limit, run).await {
        Ok(Ok(outcome)) => Ok(outcome),
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => Err("not found".to_owned()),
        Ok(Err(error)) => Err(format!("could not be run: {}", error.kind())),
        Err(_) => Err(format!("no answer within {} s", limit.as_secs())),
    }
}

/// How a program ended that did not end well.
pub(super) fn describe_exit(status: ExitStatus) -> String {
    status.code().map_or_else(|| "was ended by a signal".to_owned(), |code| format!("refused it (exit code {code})"))
}

/// The processes that a program has started, where it leads a group: ended with it where it has to be ended, so that
/// none goes on behind a shell that is gone.
struct ProcessGroup(Option<rustix::process::Pid>);

impl ProcessGroup {
    fn led_by(child: &tokio::process::Child) -> Self {
        let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
        Self(pid.filter(|pid| rustix::process::getpgid(Some(*pid)) == Ok(*pid)))
    }

    /// What it has left behind by itself, such as a program that serves the clipboard, may go on.
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            // A group that is gone is what is wanted.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}
