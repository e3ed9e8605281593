//! Passes a link to the program that opens links on this system.
//!
//! That program may be a text browser, which would take over the terminal that is drawn on. So it runs in a session of
//! its own, where it has no terminal, cannot open one and gets no Ctrl+C; and it does not inherit the key. Only a
//! process of our own can ensure both: a second one of this program, which exits as soon as the result is known.

use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use crate::clipboard::isolate;
use crate::core::text::escape_hidden;

/// The command that starts this process. No help lists it, because users don't need it.
pub const OPEN_LINK_COMMAND: &str = "open-link";

/// How long the process waits for a program that opens links. One that is still running then has not failed: some run
/// as long as the browser does.
const OPENER_TIMEOUT: Duration = Duration::from_secs(3);

/// How long this program waits for the process, which tries several openers in turn.
const PROCESS_TIMEOUT: Duration = Duration::from_secs(5);

/// Starts the first of these programs that can be started, and has it open the link.
///
/// # Errors
/// Why no program was asked to open the link, as a message.
pub(super) async fn spawn_opener(programs: &[PathBuf], link: &str) -> Result<(), String> {
    let mut last = ErrorKind::NotFound;
    for program in programs {
        let mut command = Command::new(program);
        // The process must not keep the user's folder busy.
        command.arg(OPEN_LINK_COMMAND).arg(link).current_dir("/");
        let mut command = isolate(command);
        command.stdout(Stdio::piped()).kill_on_drop(false);
        match command.spawn() {
            Ok(child) => {
                return match timeout(PROCESS_TIMEOUT, child.wait_with_output()).await {
                    Ok(Ok(output)) if output.status.success() => Ok(()),
                    Ok(Ok(output)) => Err(failure_reason(&output.stdout)),
                    Ok(Err(error)) => Err(format!("couldn't start the link opener: {}", error.kind())),
                    // The process is still trying, which is not a failure.
                    Err(_) => Ok(()),
                };
            }
            Err(error) => last = error.kind(),
        }
    }
    Err(format!("couldn't start the link opener: {last}"))
}

/// The error that the process has written.
fn failure_reason(written: &[u8]) -> String {
    let text = String::from_utf8_lossy(written);
    let first = text.lines().next().unwrap_or_default();
    if first.is_empty() { "the link opener failed".to_owned() } else { escape_hidden(first).into_owned() }
}

/// Runs that process: passes the link to the system, and waits briefly for the result.
///
/// # Errors
/// Why no program was asked to open the link, as a message.
pub fn open_link(link: &str) -> Result<(), String> {
    // The program never opens anything else that the system could open, such as a file.
    if !is_https_url(link) {
        return Err("not a link".to_owned());
    }
    open::that_detached_with_timeout(link, OPENER_TIMEOUT).map_err(|error| error_message(&error))
}

fn is_https_url(text: &str) -> bool {
    text.starts_with("https://") && text.bytes().all(|octet| octet.is_ascii_graphic())
}

fn error_message(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no link opener found, such as xdg-open".to_owned(),
        // The library's message holds the whole command and an exit code, which do not help the user.
        ErrorKind::Other => "the link opener failed".to_owned(),
        kind => format!("couldn't start the link opener: {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::dns_host::HOSTS;

    #[test]
    fn only_a_link_is_opened() {
        for other in ["", "-x", "/etc/passwd", "file:///etc/passwd", "http://x", "https://x y", "https://x\u{1b}"] {
            assert_eq!(open_link(other), Err("not a link".to_owned()), "{other:?}");
        }
        for panel_url in HOSTS.iter().map(|host| host.panel_url_for("münchen.example/ x")) {
            assert!(is_https_url(&panel_url), "{panel_url}");
        }
    }

    #[test]
    fn the_output_of_the_process_is_shown_without_escapes_and_a_timeout_is_reported() {
        assert_eq!(failure_reason(b"no \x1b[2Jprogram\nmore"), "no <U+001B>[2Jprogram");
        assert_eq!(failure_reason(b""), "the link opener failed");
    }

    #[test]
    fn a_failure_is_described_in_words() {
        assert!(error_message(&ErrorKind::NotFound.into()).contains("no link opener found"));
        assert!(error_message(&io::Error::other("Launcher failed")).ends_with("the link opener failed"));
        assert!(error_message(&ErrorKind::PermissionDenied.into()).contains("permission denied"));
    }

    #[tokio::test]
    async fn a_process_that_cannot_be_started_is_reported() {
        let failed = spawn_opener(&["/nonexistent/program".into()], "https://example.com/").await;
        assert_eq!(failed, Err("couldn't start the link opener: entity not found".to_owned()));
    }
}
