//! Passes the text to a command of the user.

use std::ffi::OsStr;
use std::time::Duration;

use tokio::process::Command;

use super::pipe::{PipeResult, describe_exit, isolate, pipe};

/// How long the command may take: it may have to reach another machine.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Runs the command through the shell, with the text on its standard input and its output discarded. It leads its own
/// process group, so that Ctrl+C does not reach it, and it cannot use the terminal that is drawn on.
///
/// # Errors
/// Why the command failed, as a message.
pub(super) async fn run_user_command(command: &OsStr, text: &str) -> Result<(), String> {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command).process_group(0);
    // A command that exits successfully may ignore a part of the text.
    let PipeResult { status, .. } = pipe(isolate(shell), text, TIMEOUT).await?;
    if status.success() { Ok(()) } else { Err(describe_exit(status)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn run(command: &str, text: &str) -> Result<(), String> {
        run_user_command(OsStr::new(command), text).await
    }

    #[tokio::test]
    async fn the_command_gets_the_exact_text_and_its_output_is_discarded() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("it's here");
        let quoted = file.display().to_string().replace('\'', r"'\''");
        let text = "p=MIG'f; $(x) \"q\"\\";
        assert_eq!(run(&format!("cat > '{quoted}'; echo out; echo err >&2"), text).await, Ok(()));
        assert_eq!(std::fs::read_to_string(file).unwrap(), text);
    }

    #[tokio::test]
    async fn a_failed_command_is_reported() {
        assert_eq!(run("true", &"x".repeat(1 << 20)).await, Ok(()));
        assert_eq!(run("cat > /dev/null; exit 7", "x").await, Err("failed (exit code 7)".to_owned()));
        assert_eq!(run("kill -TERM $$", "x").await, Err("was killed by a signal".to_owned()));
        assert_eq!(run("no-such-program-here", "x").await, Err("failed (exit code 127)".to_owned()));
    }

    #[tokio::test]
    async fn child_processes_of_a_hanging_command_are_killed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("process");
        let command = format!("sleep 600 & echo $! > '{0}.part'; mv '{0}.part' '{0}'; wait", file.display());
        let hung = run(&command, "x").await;
        assert_eq!(hung, Err("no response within 3 s".to_owned()));
        let process: i32 = std::fs::read_to_string(file).unwrap().trim().parse().unwrap();
        let stat = || std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        while !stat().is_empty() && !stat().contains(") Z ") {
            std::thread::yield_now();
        }
    }
}
