//! The way from a key to records, where it begins, how it is left, and what is kept.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::support::api_servers::{KEY, SandboxServer, StubReply, StubServer, domain, keyless_wizard_at};
use crate::support::pty::{Program, Pty, wait_for_condition};
use crate::support::wizard_steps::{self, DOMAIN_STEP, KEY_STEP, LIST_STEP, RECORDS_STEP, REGION_STEP, REVIEW_STEP};

const NAME: &str = "mail.example.com";

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What was fetched may be kept, but no file holds the key, not in its name either.
fn assert_key_is_nowhere(pty: &Pty) {
    for path in files(pty.home()) {
        let is_cached = path.ancestors().nth(2).unwrap().ends_with("autosend-domains/domains");
        // When the last requests of a key were sent, under a hash of the key.
        let is_rate = path.parent().unwrap().ends_with("autosend-domains/rate");
        assert!(is_cached || is_rate, "{}", path.display());
        assert!(!fs::read_to_string(&path).unwrap().contains(KEY) && !path.to_string_lossy().contains(KEY));
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn type_key(pty: &mut Pty, key: &str) {
    pty.wait_for(KEY_STEP);
    pty.send(key);
    pty.send("<enter>");
}

#[test]
fn a_typed_key_leads_to_records_and_an_exit_summary() {
    let server = SandboxServer::start();
    let mut pty = keyless_wizard_at(&server.base_url()).start();
    pty.wait_for(KEY_STEP);
    for words in ["AUTOSEND_API_KEY", "/.config/autosend-domains/credentials", "https://autosend.com", "--sandbox"] {
        pty.wait_for(words);
    }
    pty.send(KEY);
    pty.wait_for("••••");
    assert!(!pty.screen_text().contains("AS_marker"));
    pty.send("<enter>");
    pty.wait_for("The key works.");
    let file = pty.home().join(".config/autosend-domains/credentials");
    assert!(!file.exists());
    pty.send("<enter>");
    pty.wait_for("Key saved to");
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    assert!(fs::read_to_string(&file).unwrap().contains(KEY));

    pty.wait_for(DOMAIN_STEP);
    pty.send("https://Mail.Example.com/<enter>");
    pty.wait_for(REGION_STEP);
    pty.send("frank");
    pty.wait_for("▌ eu-central-1");
    pty.send("<enter>");
    pty.wait_for(REVIEW_STEP);
    pty.wait_for("\"domain\": \"mail.example.com\"");
    pty.wait_for("\"regionKey\": \"eu-central-1\"");
    assert_eq!(server.posts(), 0);
    pty.send("<enter>");
    for words in ["Ownership", "DKIM", "Mail-from MX", "Mail-from SPF", "DMARC", "● Publish"] {
        pty.wait_for(words);
    }
    assert_eq!(server.posts(), 1);

    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
    pty.assert_restored();
    let summary = pty.screen_text();
    for words in ["_dmarc.mail.example.com", "v=DMARC1; p=none;", "(p= prefix added)"] {
        assert!(summary.contains(words), "{words}: {summary}");
    }
    assert!(String::from_utf8_lossy(&pty.raw_bytes()).contains("mail.example.com in eu-central-1: waiting for DNS"));

    // The next run finds the key, and the region that was used last.
    let config = pty.home().join(".config");
    let state = pty.home().join(".local/state");
    wait_for_condition("the region to be kept", || state.join("autosend-domains/state.json").exists());
    let next = keyless_wizard_at(&server.base_url()).env("XDG_CONFIG_HOME", config).env("XDG_STATE_HOME", state);
    let mut next = next.start();
    next.wait_for(DOMAIN_STEP);
    next.wait_for("key …d2b7 from the key file");
    next.send("other.example.com<enter>");
    next.wait_for("▌ eu-central-1");
    assert_eq!(wizard_steps::quit(&mut next), 130);
}

#[test]
fn a_key_for_this_run_is_not_stored() {
    let server = SandboxServer::start();
    let mut pty = keyless_wizard_at(&server.base_url()).start();
    type_key(&mut pty, KEY);
    pty.wait_for("The key works.");
    pty.send("<down>");
    pty.wait_for("Nothing is saved.");
    pty.send("<enter>");
    pty.wait_for(DOMAIN_STEP);
    assert_eq!(wizard_steps::quit(&mut pty), 130);
    assert_key_is_nowhere(&pty);
    assert_eq!(pty.screen_text().trim(), "", "nothing was learnt, nothing is printed");
}

#[test]
fn a_rejected_key_is_prompted_for_again() {
    let server = SandboxServer::start();
    let mut pty = keyless_wizard_at(&server.base_url()).start();
    type_key(&mut pty, "AS_refused");
    pty.wait_for("AutoSend rejected this key. AutoSend answered 401: Unauthorized.");
    pty.send("<c-u>");
    pty.wait_gone("AutoSend rejected this key.");
    type_key(&mut pty, KEY);
    pty.wait_for("The key works.");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
    assert_key_is_nowhere(&pty);
}

#[test]
fn an_environment_key_starts_on_domain() {
    let server = SandboxServer::start();
    let mut pty = server.wizard().start();
    pty.wait_for(DOMAIN_STEP);
    pty.wait_for("key …d2b7 from AUTOSEND_API_KEY");
    pty.wait_for("at 127.0.0.1:");
    wizard_steps::go_to_records(&mut pty, NAME);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert!(pty.screen_text().contains("_dmarc.mail.example.com"));
}

#[test]
fn the_sandbox_needs_and_leaves_no_files() {
    let program = Program::wizard().args(["--sandbox"]).env("AUTOSEND_API_KEY", KEY);
    let mut pty = program.env("AUTOSEND_BASE_URL", "http://elsewhere.example.com/no").start();
    pty.wait_for("SANDBOX");
    pty.wait_for("key …dbox");
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.wait_for("SANDBOX");
    pty.send("<esc>");
    pty.wait_for(LIST_STEP);
    pty.wait_for("SANDBOX");
    pty.send("<esc>");
    pty.wait_for(DOMAIN_STEP);
    pty.send("<esc>");
    pty.wait_for(KEY_STEP);
    // Another key is tried as anywhere, but nobody asks to keep it.
    pty.send("<c-u>AS_another1<enter>");
    pty.wait_for(DOMAIN_STEP);
    pty.wait_for("key …her1 typed");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert_eq!(files(pty.home()), Vec::<PathBuf>::new());
    assert!(!String::from_utf8_lossy(&pty.raw_bytes()).contains("elsewhere"));
}

#[test]
fn a_domain_argument_starts_on_region() {
    let server = SandboxServer::start();
    let mut pty = server.wizard().args(["Mail.Example.com."]).start();
    pty.wait_for(REGION_STEP);
    pty.send("<enter>");
    pty.wait_for("\"domain\": \"mail.example.com\"");
    pty.send("<esc>");
    pty.wait_for(REGION_STEP);
    pty.send("<esc>");
    pty.wait_for(DOMAIN_STEP);
    pty.wait_for("Mail.Example.com.");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
    assert_eq!(server.posts(), 0);
}

#[test]
fn domain_and_region_arguments_start_on_review() {
    let server = SandboxServer::start();
    let mut pty = server.wizard().args([NAME, "--region", "ap-south-1"]).start();
    pty.wait_for(REVIEW_STEP);
    pty.wait_for("\"regionKey\": \"ap-south-1\"");
    assert_eq!(server.posts(), 0);
    pty.send("<enter>");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert!(pty.screen_text().contains("feedback-smtp.ap-south-1.amazonses.com"));
}

#[test]
fn a_key_is_read_from_a_named_file() {
    let server = SandboxServer::start();
    let program = keyless_wizard_at(&server.base_url());
    fs::write(program.home().join("key"), format!("{KEY}\n")).unwrap();
    let mut pty = program.args(["--api-key-file", "key"]).start();
    pty.wait_for(DOMAIN_STEP);
    pty.wait_for("key …d2b7 from key");
    wizard_steps::go_to_records(&mut pty, NAME);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn an_existing_domain_argument_opens_records() {
    let server = SandboxServer::start_with_domain(NAME);
    let mut pty = server.wizard().args([NAME]).start();
    pty.wait_for("mail.example.com is already in this project. Here are its records");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert_eq!(server.posts(), 1, "the test's own");
}

#[test]
fn an_invalid_domain_argument_is_prompted_for_with_its_error() {
    let server = SandboxServer::start();
    let mut pty = server.wizard().args(["exam ple.com"]).start();
    pty.wait_for(DOMAIN_STEP);
    pty.wait_for("exam ple.com");
    pty.wait_for("✗");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
}

#[test]
fn an_existing_name_opens_without_a_post() {
    let stub = StubServer::start(|request| match request.path.as_str() {
        "/v1/domains" => StubReply::list(&[domain(NAME)]),
        _ => StubReply::domain(200, &domain(NAME)),
    });
    let mut pty = stub.wizard().start();
    pty.wait_for(DOMAIN_STEP);
    pty.send(NAME);
    pty.wait_for("Already in this project");
    pty.send("<enter>");
    pty.wait_for("autosend-verify-1");
    pty.send("<f2>");
    pty.wait_for(LIST_STEP);
    pty.wait_for("▌ mail.example.com");
    pty.send("<enter>");
    pty.wait_for("autosend-verify-1");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert_eq!(stub.posts(), 0);
}

/// Over a slow line both arrive in one piece, as Alt+Ctrl+C does.
#[test]
fn ctrl_c_directly_after_esc_leaves() {
    let mut pty = Program::wizard().args(["--sandbox"]).start();
    pty.wait_for(DOMAIN_STEP);
    pty.send_bytes(b"\x1b\x03");
    assert_eq!(pty.wait_exit(), 130);
    pty.assert_restored();
}

#[test]
fn without_a_summary_the_screen_is_left_empty() {
    let mut pty = Program::wizard().args(["--sandbox", "--no-summary"]).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert_eq!(pty.screen_text().trim(), "");
}

#[test]
fn a_key_is_stored_and_used_under_its_profile() {
    let server = SandboxServer::start();
    let home = tempfile::tempdir().unwrap();
    let wizard = || {
        let program = keyless_wizard_at(&server.base_url()).args(["--profile", "work"]);
        program.env("XDG_CONFIG_HOME", home.path()).env("AUTOSEND_API_KEY", "AS_another12345")
    };
    let mut pty = wizard().start();
    pty.wait_for_wrapped(&["profile work in"]);
    type_key(&mut pty, KEY);
    pty.wait_for("The key works.");
    pty.send("<enter>");
    pty.wait_for_wrapped(&["Key saved to", "credentials, profile work"]);
    pty.send("<c-c>");
    pty.wait_exit();
    let stored: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(home.path().join("autosend-domains/credentials")).unwrap()).unwrap();
    assert_eq!(stored["keys"]["work"]["key"], KEY);
    assert_eq!(stored["keys"].as_object().map(serde_json::Map::len), Some(1));

    let mut pty = wizard().start();
    pty.wait_for(DOMAIN_STEP);
    pty.wait_for("key …d2b7 from profile work");
    pty.send("<c-c>");
    pty.wait_exit();
}
