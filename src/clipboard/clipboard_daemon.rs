//! Keeps the text on the clipboard after the program exits. On X11 and Wayland, the program that set the clipboard must
//! serve its text. So a second process of this program, the daemon, which has no terminal and no key, takes the text
//! over and serves it until another program sets the clipboard.
//!
//! The daemon inherits no file that this program opens itself. It does inherit what a script has opened for this
//! program beyond the three standard streams (`3>file`), as every child process does.

use std::io::{self, Read};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::pipe::isolate;

/// The command that starts the daemon. No help lists it, because users don't need it.
pub const DAEMON_COMMAND: &str = "keep-clipboard";

/// The daemon writes this once, when it owns the clipboard.
const OWNED_SIGNAL: u8 = b'1';

/// How long the program waits for the daemon on exit.
const HANDOVER_TIMEOUT: Duration = Duration::from_secs(1);

/// The most bytes that the daemon accepts: more than any terminal program has to copy.
const MAX_TEXT_BYTES: u64 = 16 << 20;

/// The paths of this program, for starting a second process of it.
pub fn current_executables() -> Vec<PathBuf> {
    // On Linux the link leads to the program even if its file has been replaced since.
    std::env::current_exe().into_iter().chain([PathBuf::from("/proc/self/exe")]).collect()
}

/// Starts the daemon.
#[derive(Clone, Debug)]
pub struct ClipboardDaemon {
    executables: Vec<PathBuf>,
}

impl ClipboardDaemon {
    /// A starter for this program.
    pub fn new() -> Self {
        Self { executables: current_executables() }
    }

    /// A starter for another program, for tests.
    pub fn with_program(program: impl Into<PathBuf>) -> Self {
        Self { executables: vec![program.into()] }
    }

    /// Starts the daemon with this text and waits until it owns the clipboard.
    ///
    /// # Errors
    /// Why it may not own the clipboard, as a message. The daemon is then killed.
    pub(super) async fn take_over(&self, text: &str) -> Result<(), String> {
        let mut child = self.spawn()?;
        let taken = timeout(HANDOVER_TIMEOUT, handshake(&mut child, text)).await;
        let failure = match taken {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(_)) => "the helper that keeps the clipboard failed".to_owned(),
            Err(_) => {
                format!("the helper that keeps the clipboard did not respond within {} s", HANDOVER_TIMEOUT.as_secs())
            }
        };
        // A daemon that succeeds later would contradict the error.
        let _ = child.start_kill();
        Err(failure)
    }

    fn spawn(&self) -> Result<Child, String> {
        let mut last = io::ErrorKind::NotFound;
        for program in &self.executables {
            let mut command = Command::new(program);
            // The daemon must not keep the user's folder busy, which may be on a disk to be ejected.
            command.arg(DAEMON_COMMAND).current_dir("/");
            let mut command = isolate(command);
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(false);
            match command.spawn() {
                Ok(child) => return Ok(child),
                Err(error) => last = error.kind(),
            }
        }
        Err(format!("could not start the helper that keeps the clipboard: {last}"))
    }
}

impl Default for ClipboardDaemon {
    fn default() -> Self {
        Self::new()
    }
}

/// Sends the text to the daemon and waits for its signal.
async fn handshake(child: &mut Child, text: &str) -> io::Result<()> {
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    input.write_all(text.as_bytes()).await?;
    input.shutdown().await?;
    drop(input);
    if output.read_u8().await? == OWNED_SIGNAL { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// Runs the daemon: it leaves the terminal, reads the text from standard input, puts it on the clipboard, signals this
/// on standard output, closes both, and serves the text until another program owns the clipboard.
///
/// # Errors
/// Why it does not own the clipboard, as a message.
pub fn run_daemon() -> Result<(), String> {
    // This fails for a process that leads its group already, for example one that a shell started. Such a process is
    // not our daemon, and the failure does no harm.
    let _ = rustix::process::setsid();
    let mut text = String::new();
    let read = io::stdin().lock().take(MAX_TEXT_BYTES).read_to_string(&mut text);
    read.map_err(|error| format!("could not read the text: {}", error.kind()))?;
    serving::serve(&text, || {
        io::Write::write_all(&mut io::stdout(), &[OWNED_SIGNAL])?;
        io::Write::flush(&mut io::stdout())?;
        let nothing = std::fs::File::options().read(true).write(true).open("/dev/null")?;
        rustix::stdio::dup2_stdin(&nothing)?;
        rustix::stdio::dup2_stdout(&nothing)?;
        rustix::stdio::dup2_stderr(&nothing)?;
        Ok(())
    })
}

#[cfg(all(unix, not(target_os = "macos")))]
mod serving {
    use std::io;
    use std::process;
    use std::thread;
    use std::time::Duration;

    use arboard::{Clipboard, Error, SetExtLinux as _};

    /// How often the daemon looks for the display, because no event reports that the display is gone.
    const DISPLAY_POLL_INTERVAL: Duration = Duration::from_secs(60);

    pub(super) fn serve(text: &str, owned: impl FnOnce() -> io::Result<()>) -> Result<(), String> {
        let unreachable = |_error| "the display can't be reached".to_owned();
        let mut clipboard = Clipboard::new().map_err(unreachable)?;
        clipboard.set_text(text).map_err(unreachable)?;
        if clipboard.get_text().map_err(unreachable)? != text {
            return Err("another program took the clipboard first".to_owned());
        }
        owned().map_err(|error| format!("nothing is listening: {}", error.kind()))?;
        exit_when_display_is_gone();
        clipboard.set().wait().text(text).map_err(unreachable)
    }

    /// Ends the process once the display is gone.
    fn exit_when_display_is_gone() {
        thread::spawn(|| {
            loop {
                thread::sleep(DISPLAY_POLL_INTERVAL);
                // An empty clipboard, or one with a picture, also shows that the display is there.
                match Clipboard::new().and_then(|mut clipboard| clipboard.get_text()) {
                    Ok(_) | Err(Error::ContentNotAvailable | Error::ConversionFailure) => {}
                    Err(_) => process::exit(1),
                }
            }
        });
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
mod serving {
    use std::io;

    /// On this platform the system keeps the text itself.
    pub(super) fn serve(_text: &str, _owned: impl FnOnce() -> io::Result<()>) -> Result<(), String> {
        Err("not needed on this system".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(script: &str) -> (tempfile::TempDir, ClipboardDaemon) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("successor");
        // A shell writes the script: while this process holds the file open for writing, a concurrent test may fork,
        // and then the script cannot be executed.
        let write = format!("cat > '{0}' && chmod 755 '{0}'", path.display());
        let mut shell = std::process::Command::new("sh").args(["-c", &write]).stdin(Stdio::piped()).spawn().unwrap();
        io::Write::write_all(&mut shell.stdin.take().unwrap(), format!("#!/bin/sh\n{script}\n").as_bytes()).unwrap();
        assert!(shell.wait().unwrap().success());
        (folder, ClipboardDaemon::with_program(path))
    }

    #[tokio::test]
    async fn the_daemon_is_ready_once_it_reports_ready() {
        let note = "here=${0%/*}; echo \"$1 $PWD [$AUTOSEND_API_KEY]\" > \"$here/call\"; cat > \"$here/text\"";
        let (folder, successor) = program(&format!("{note}; printf 1"));
        let text = "p=MIG".repeat(30_000);
        assert_eq!(successor.take_over(&text).await, Ok(()));
        assert_eq!(std::fs::read_to_string(folder.path().join("text")).unwrap(), text);
        assert_eq!(std::fs::read_to_string(folder.path().join("call")).unwrap(), "keep-clipboard / []\n");
        for script in ["cat > /dev/null", "exit 1", "cat > /dev/null; printf 0"] {
            let (_folder, successor) = program(script);
            assert_eq!(
                successor.take_over("x").await,
                Err("the helper that keeps the clipboard failed".to_owned()),
                "{script}"
            );
        }
    }

    #[tokio::test]
    async fn an_unresponsive_daemon_is_killed() {
        let (folder, successor) = program("echo $$ > \"${0%/*}/process\"; exec sleep 600");
        assert_eq!(
            successor.take_over("x").await,
            Err("the helper that keeps the clipboard did not respond within 1 s".to_owned())
        );
        let process = std::fs::read_to_string(folder.path().join("process")).unwrap();
        let stat = || std::fs::read_to_string(format!("/proc/{}/stat", process.trim())).unwrap_or_default();
        while !stat().is_empty() && !stat().contains(") Z ") {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_missing_program_is_reported() {
        let successor = ClipboardDaemon::with_program("/nonexistent/program");
        let error = successor.take_over("x").await.unwrap_err();
        assert!(error.contains("could not start"), "{error}");
    }
}
