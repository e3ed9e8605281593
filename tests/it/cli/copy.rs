//! `records --copy`: what reaches the clipboard, and what is said of it.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

use super::{Run, add_domains, start_sandbox};
use crate::support::api_servers::{KEY, StubReply, StubServer, domain};
use crate::support::pty::{Program, wait_for_condition};
use crate::support::tools::{RenamedProgram, XServer, is_available};

const NAME: &str = "mail.example.com";

/// The value of the only record that the stub's domain has.
const VALUE: &str = "autosend-verify-1";

const COPY_VALUE: [&str; 5] = ["records", NAME, "--field", "ownership.value", "--copy"];

fn stub() -> StubServer {
    StubServer::start(|_| StubReply::list(&[domain(NAME)]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_leaves_standard_output_empty_and_says_what_is_known_of_it() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &[NAME]).await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("copied");
    let run = |arguments: &[&str]| {
        Run::new(&[&["records", NAME, "--copy"], arguments].concat())
            .with_api(sandbox.base_url())
            .env("AUTOSEND_CLIPBOARD", format!("cat > '{}'", file.display()))
    };
    for (field, value, label) in [
        ("mail-from[1].value", "v=spf1 include:amazonses.com ~all", "Mail-from SPF value (33 characters)"),
        ("dkim.name", "autosend._domainkey.mail.example.com", "DKIM full name (36 characters)"),
        ("mail-from[0].priority", "10", "Mail-from MX priority (2 characters)"),
    ] {
        let ran = run(&["--field", field]).run_async().await;
        let said = format!("Sent {label} to your copy command. Paste to check\n");
        assert_eq!(ran.parts(), (0, "", said.as_str()), "{field}");
        assert_eq!(fs::read_to_string(&file).unwrap(), value);
    }
    for format in ["zone", "json", "markdown", "table"] {
        let printed =
            Run::new(&["records", NAME, "--format", format]).with_api(sandbox.base_url()).run_async().await.stdout;
        let ran = run(&["--format", format]).run_async().await;
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran:?}");
        // With JSON, standard error holds errors only.
        assert_eq!(ran.stderr.contains("to your copy command. Paste to check"), format != "json", "{ran:?}");
        // A zone file has the time of its making in it, and the ages differ.
        let copied = fs::read_to_string(&file).unwrap();
        assert_eq!(copied.lines().count(), printed.lines().count(), "{format}");
        assert!(copied.contains("_dmarc"), "{copied}");
    }
}

#[test]
fn a_failed_copy_prints_the_text_and_fails() {
    let stub = stub();
    for (arguments, reason) in [
        (&["--clipboard", "off"][..], "Not copied: copying is off (Ownership value)"),
        // Standard output is a pipe, so no terminal is asked.
        (&[], "Not copied: terminal: standard output is not a terminal"),
        (&["--clipboard", "native"], "Not copied: system clipboard: "),
    ] {
        let ran = Run::new(&[&COPY_VALUE, arguments].concat()).with_api(stub.base_url()).run();
        assert_eq!((ran.code, ran.stdout.as_str()), (1, VALUE), "{ran:?}");
        assert!(ran.stderr.starts_with(&format!("error: {reason}")), "{ran:?}");
        assert!(ran.stderr.contains("autosend-domains doctor"), "{ran:?}");
    }
}

#[test]
fn conflicting_copy_options_are_rejected() {
    for arguments in [
        &["records", NAME, "--copy", "--output", "file"][..],
        &["records", NAME, "--clipboard", "tmux"],
        &["records", NAME, "--copy", "--clipboard", "nonsense"],
    ] {
        assert_eq!(Run::new(arguments).run().code, 2, "{arguments:?}");
    }
}

#[test]
fn a_terminal_is_sent_the_value_and_no_one_claims_that_it_took_it() {
    let stub = stub();
    let program =
        || Program::wizard().args(COPY_VALUE).env("AUTOSEND_API_KEY", KEY).env("AUTOSEND_BASE_URL", stub.base_url());
    let mut pty = program().start();
    assert_eq!(pty.wait_exit(), 0);
    let sequence = format!("\u{1b}]52;c;{}\u{7}", STANDARD.encode(VALUE));
    let written = String::from_utf8(pty.raw_bytes()).unwrap();
    assert_eq!(written, format!("{sequence}Sent Ownership value (17 characters) to your terminal. Paste to check\r\n"));
    for (name, value) in [("TERM", "dumb"), ("TERM_PROGRAM", "Apple_Terminal")] {
        let mut pty = program().env(name, value).start();
        assert_eq!(pty.wait_exit(), 1);
        let written = String::from_utf8(pty.raw_bytes()).unwrap();
        assert!(written.starts_with(&format!("{VALUE}\r\n")) && !written.contains("]52;"), "{written:?}");
        assert!(written.contains("doesn't let programs copy"), "{written:?}");
    }
}

#[test]
fn under_x_the_clipboard_has_the_value_after_the_command_has_ended() {
    if !is_available("Xvfb") || !is_available("xclip") {
        return;
    }
    let (stub, x, program) = (stub(), XServer::start(), RenamedProgram::new("records-copy"));
    let output = std::process::Command::new(program.path())
        .args(COPY_VALUE)
        .env_clear()
        .env("HOME", TempDir::new().unwrap().path())
        .env("AUTOSEND_API_KEY", KEY)
        .env("AUTOSEND_BASE_URL", stub.base_url())
        .env("DISPLAY", x.display())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), said.as_str()), (Some(0), "Copied Ownership value (17 characters)\n"));
    assert_eq!(output.stdout, b"");
    assert_eq!(x.clipboard().as_deref(), Some(VALUE));
    let processes = program.processes();
    assert!(
        matches!(processes.as_slice(), [(_, arguments)] if arguments.ends_with(" keep-clipboard")),
        "{processes:?}"
    );
    x.set_clipboard("of another program");
    wait_for_condition("the end of what keeps the clipboard", || program.processes().is_empty());
}
