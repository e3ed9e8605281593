//! What an earlier run has kept, and files that the wizard writes: in the real program.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::api_servers::{SandboxServer, StubReply, StubServer, domain};
use crate::support::pty::{Program, wait_for_condition};
use crate::support::wizard_steps;

const NAME: &str = "mail.example.com";

/// The wizard with a state of this folder.
fn with_state(program: Program, folder: &std::path::Path) -> Program {
    program.env("XDG_STATE_HOME", folder)
}

#[test]
fn the_next_run_shows_cached_records_before_the_response() {
    let state = tempfile::tempdir().unwrap();
    let is_down = Arc::new(AtomicBool::new(false));
    let down = Arc::clone(&is_down);
    let stub = StubServer::start(move |request| match request.path.as_str() {
        _ if down.load(Ordering::SeqCst) => StubReply::error(503, "SERVER_ERROR", "down"),
        "/v1/domains" => StubReply::list(&[domain(NAME)]),
        _ => StubReply::domain(200, &domain(NAME)),
    });
    let mut first = with_state(stub.wizard(), state.path()).args([NAME]).start();
    first.wait_for(wizard_steps::RECORDS_STEP);
    let folder = state.path().join("autosend-domains/domains");
    wait_for_condition("something is kept", || fs::read_dir(&folder).is_ok_and(|mut files| files.next().is_some()));
    assert_eq!(wizard_steps::quit(&mut first), 0);
    is_down.store(true, Ordering::SeqCst);
    let mut second = with_state(stub.wizard(), state.path()).args([NAME]).start();
    second.wait_for(wizard_steps::RECORDS_STEP);
    second.wait_for("as of");
    second.wait_for("Couldn't refresh");
    assert_eq!(wizard_steps::quit(&mut second), 0);
    assert!(second.screen_text().contains("As of"), "{}", second.screen_text());
    let mut third = with_state(stub.wizard(), state.path()).args(["--no-cache", NAME]).start();
    third.wait_for("Couldn't load the project's domains");
    assert!(!third.screen_text().contains("Ownership"));
    assert_eq!(wizard_steps::quit(&mut third), 130);
}

#[test]
fn an_export_is_saved_and_not_overwritten_by_default() {
    let server = SandboxServer::start();
    let mut pty = server.wizard().start();
    wizard_steps::go_to_records(&mut pty, NAME);
    let path = pty.home().join("mail.zone");
    let typed = "<c-u>~/mail.zo<tab>ne<enter>";
    pty.send("e");
    pty.wait_for("$TTL 3600");
    pty.send("<enter>");
    pty.wait_for("Save as: Zone file");
    pty.send(typed);
    pty.wait_for("Saved ");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("_dmarc.mail.example.com. 3600 IN TXT \"v=DMARC1; p=none;\"\n"), "{text}");
    fs::write(&path, "mine").unwrap();
    pty.send("e");
    pty.wait_for("$TTL 3600");
    pty.send("<enter>");
    pty.wait_for("Save as: Zone file");
    pty.send("<c-u>~/ma<tab>");
    pty.wait_for("mail.zone");
    pty.send("<enter>");
    pty.wait_for("already exists.");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    pty.send("y");
    pty.wait_for("Replaced ");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn a_dash_prints_the_export_on_exit() {
    let server = SandboxServer::start();
    let mut pty = server.wizard().args(["--no-summary"]).size(100, 40).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.send("e");
    pty.wait_for("$TTL 3600");
    pty.send("<enter>");
    pty.wait_for("Save as: Zone file");
    pty.send("<c-u>-<enter>");
    pty.wait_for("will be printed after you quit");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    let printed = pty.screen_text();
    assert!(
        printed.contains("$ORIGIN example.com.") && printed.contains("_dmarc.mail.example.com. 3600 IN TXT"),
        "{printed}"
    );
}
