//! The key is found nowhere but in the header of a request.

use std::fs;

use serde_json::json;

use crate::support::api_servers::{KEY, SandboxServer, StubReply, StubServer, domain};
use crate::support::pty::{Pty, wait_for_condition};
use crate::support::wizard_steps::{self, DOMAIN_STEP, KEY_STEP, LIST_STEP, RECORDS_STEP};

fn assert_secret(pty: &Pty) {
    let raw = String::from_utf8(pty.raw_bytes()).unwrap();
    assert!(!raw.contains("marker") && !raw.contains("0f3c91"), "{}", pty.screen_text());
}

#[test]
fn the_key_is_neither_in_files_nor_in_arguments() {
    let server = SandboxServer::start();
    let mut pty = server.wizard().start();
    wizard_steps::go_to_records(&mut pty, "mail.example.com");
    let process = pty.pid().as_raw_nonzero();
    let arguments = fs::read(format!("/proc/{process}/cmdline")).unwrap();
    assert!(!String::from_utf8_lossy(&arguments).contains("marker"));
    pty.send("c?");
    pty.wait_for("Keyboard shortcuts");
    pty.send("<esc>");
    pty.wait_for(RECORDS_STEP);
    pty.send("<f2>");
    pty.wait_for(LIST_STEP);
    pty.send("<esc>");
    pty.wait_for(RECORDS_STEP);
    pty.send("<esc>");
    pty.wait_for(LIST_STEP);
    pty.send("<esc>");
    pty.wait_for(DOMAIN_STEP);
    // Back on the Key step it is masked.
    pty.send("<esc>");
    pty.wait_for(KEY_STEP);
    pty.wait_for("••••");
    pty.send("<home><right><del>");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert_secret(&pty);
}

#[test]
fn the_key_is_in_no_body_and_no_url() {
    let stub = StubServer::start_with_post_reply(|_| StubReply::domain(201, &domain("mail.example.com")));
    let mut pty = stub.wizard().env("AUTOSEND_PROJECT_ID", "prj_1").start();
    wizard_steps::go_to_records(&mut pty, "mail.example.com");
    wait_for_condition("the POST", || stub.posts() == 1);
    for request in stub.requests() {
        assert!(!format!("{} {}", request.path, request.body).contains("marker"), "{request:?}");
    }
    assert_secret(&pty);
}

#[test]
fn a_rejected_or_invalid_key_is_not_echoed() {
    let stub = StubServer::start(|_| StubReply::json(401, &json!({ "message": format!("no such key: {KEY}") })));
    let mut pty = stub.wizard().start();
    pty.wait_for("no such key: …d2b7");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
    assert_secret(&pty);
    let unusable = format!("{KEY} with more");
    let mut pty = stub.wizard().env("AUTOSEND_API_KEY", unusable).start();
    pty.wait_for("AUTOSEND_API_KEY is not a valid key.");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
    assert_secret(&pty);
}
