//! What is done with a domain that is there already: followed until it is verified, and removed; in the real program.

use std::process::Command;
use std::time::Duration;

use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::VerifyMode;

use crate::support::api_servers::{KEY, SandboxServer};
use crate::support::pty::{Program, Pty};
use crate::support::wizard_steps;

const NAME: &str = "mail.example.com";

/// A server at which a check takes a moment, as it does at AutoSend.
fn server() -> SandboxServer {
    SandboxServer::start_with(Options {
        verify: VerifyMode::Always,
        verification_delay: Duration::from_millis(100),
        ..Options::default()
    })
}

/// Its records are on the screen.
fn at_records(program: Program) -> Pty {
    let mut pty = program.start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty
}

fn count(raw: &[u8], part: &[u8]) -> usize {
    raw.windows(part.len()).filter(|window| *window == part).count()
}

#[test]
fn a_domain_is_polled_in_the_background_until_the_bell_rings() {
    let server = server();
    let mut pty = at_records(server.wizard());
    pty.send("v");
    pty.wait_for("AutoSend is verifying mail.example.com");
    pty.wait_for("Next check in");
    pty.send("<esc>");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    pty.wait_for("verifying");
    pty.send("<esc>");
    pty.wait_for(wizard_steps::LIST_STEP);
    assert_eq!(count(&pty.raw_bytes(), b"\x07"), 0, "no bell before there is news");
    pty.wait_for("mail.example.com is verified and ready to send");
    pty.wait_for_bytes("the bell", |raw| count(raw, b"\x07") == 1);
    assert_eq!(count(&pty.raw_bytes(), b"\x1b]9;"), 0, "this terminal is not known to show notifications");
    pty.wait_for("all four checks passed");
    let verifies = |server: &SandboxServer| server.count_posts_matching("/v1/domains/", "/verify");
    assert_eq!(verifies(&server), 1, "AutoSend is asked to verify once");
    pty.send("<enter>");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    pty.send("v");
    pty.wait_for("mail.example.com can send");
    pty.wait_for("curl -X POST");
    assert!(!pty.screen_text().contains(KEY), "the key stands in no command");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn a_terminal_that_shows_notifications_gets_one() {
    let server = server();
    let mut pty = at_records(server.wizard().env("TERM", "xterm-kitty"));
    pty.send("v");
    pty.wait_for("curl -X POST");
    let notification = b"\x1b]9;mail.example.com is verified and ready to send\x07";
    pty.wait_for_bytes("a notification", |raw| count(raw, notification) == 1);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn leaving_during_verification_prints_how_to_continue() {
    let server = SandboxServer::start_with(Options {
        verify: VerifyMode::Always,
        verification_delay: Duration::from_secs(3600),
        ..Options::default()
    });
    let mut pty = at_records(server.wizard());
    pty.send("v");
    pty.wait_for("Next check in");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    let text = pty.screen_text();
    assert!(text.contains("autosend-domains verify mail.example.com --wait 30m"), "{text}");
}

#[test]
fn a_domain_is_removed_by_its_name_and_stays_cached() {
    let state = tempfile::tempdir().unwrap();
    let server = server();
    let mut pty = at_records(server.wizard().env("XDG_STATE_HOME", state.path()));
    pty.send("x");
    pty.wait_for("Remove mail.example.com from AutoSend?");
    pty.wait_for("can't be undone");
    pty.send("mail.example.co<enter>");
    pty.wait_for("Type mail.example.com to confirm");
    assert_eq!(server.deletes(), 0);
    pty.send("m");
    pty.wait_for("Enter remove");
    pty.send("<enter>");
    pty.wait_for("mail.example.com was removed");
    pty.wait_for("No domains yet");
    assert_eq!(server.deletes(), 1);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert!(pty.screen_text().contains("mail.example.com was removed."), "{}", pty.screen_text());
    let output = Command::new(env!("CARGO_BIN_EXE_autosend-domains"))
        .args(["records", NAME, "--offline"])
        .env_clear()
        .env("HOME", pty.home())
        .env("XDG_STATE_HOME", state.path())
        .env("AUTOSEND_API_KEY", KEY)
        .env("AUTOSEND_BASE_URL", server.base_url())
        .output()
        .unwrap();
    let (text, warnings) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("_autosend-verify.mail"), "{text} {warnings}");
    assert!(warnings.contains("removed"), "{warnings}");
}
