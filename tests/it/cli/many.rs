//! Many domains: read as a whole, worked on one by one, with a line each.

use std::io::{BufRead as _, BufReader, Read as _};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use autosend_domains::sandbox::Options;
use rustix::process::Signal;
use serde_json::{Value, json};

use super::signals::{send, start};
use super::{Run, add_domains, start_sandbox, start_sandbox_with};
use crate::support::api_servers::{KEY, StubReply, StubServer, domain};
use crate::support::pty::Program;

const NAMES: &str = "\u{feff}# ours\nA.example.com\n\nb.example.com # the second\r\n  nope.example.com\n";

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A project of two domains, whose answer to a POST waits until it is released.
fn held_back() -> (StubServer, mpsc::Sender<()>) {
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let stub = StubServer::start(move |request| {
        if request.method == "GET" {
            return StubReply::list(&["a.example.com", "b.example.com"].map(domain));
        }
        released.lock().unwrap().recv().unwrap();
        StubReply::domain(200, &domain("a.example.com"))
    });
    (stub, release)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_domain_gets_a_line_and_the_highest_exit_code_counts() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["a.example.com", "b.example.com"]).await;
    let ran = Run::new(&["status", "--from", "-"]).with_api(sandbox.base_url()).stdin(NAMES).run_async().await;
    let waits = "waiting for DNS; not passed yet: ownership, DKIM, mail-from, DMARC";
    let expected = format!(
        "a.example.com: {waits}\nb.example.com: {waits}\nnope.example.com: error: No domain \
         nope.example.com in this project\n"
    );
    let words = "note: using a.example.com (Converted to lowercase)\n";
    assert_eq!(ran.parts(), (7, expected.as_str(), words));
    let ran = Run::new(&["status", "a.example.com", "b.example.com"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((ran.code, ran.stdout.lines().count(), ran.stderr.as_str()), (3, 2, ""));
    let lists = sandbox.received_requests().iter().filter(|seen| seen.method == "GET").count();
    assert_eq!(lists, 2, "the list is asked for once a run");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_names_gives_one_json_document_per_line() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["a.example.com", "b.example.com"]).await;
    let ran =
        Run::new(&["status", "--json", "--from", "-"]).with_api(sandbox.base_url()).stdin(NAMES).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (7, ""));
    let documents = lines(&ran.stdout);
    for document in &documents {
        let members: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["version", "given", "domain", "warnings", "error"]);
    }
    let [first, second, third] = &documents[..] else { panic!("{ran:?}") };
    assert_eq!((&first["given"], &first["warnings"][0]["kind"]), (&json!("A.example.com"), &json!("lower-cased")));
    assert_eq!((&second["domain"]["canSend"], &second["error"]), (&json!(false), &json!(null)));
    assert_eq!((&third["domain"], &third["error"]["kind"]), (&json!(null), &json!("not-found")));
    let run = Run::new(&["status", "--json"]).with_api(sandbox.base_url());
    let file = run.write_file("names", "a.example.com");
    let ran = run.arg("--from").arg(file).run_async().await;
    assert_eq!((lines(&ran.stdout).len(), ran.stdout.lines().count()), (1, 1));
    let ran = Run::new(&["status", "a.example.com", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!(ran.stdout_json()["given"], json!(null), "one argument is one document");
}

#[test]
fn all_names_are_checked_before_anything_is_sent() {
    let stub = StubServer::start(|_| StubReply::list(&[]));
    let given = "a.example.com\nexa_mple.com\nAS_marker0f3c91d2key\nlocalhost\n";
    for command in ["status", "verify"] {
        let ran = Run::new(&[command, "--from", "-"]).with_api(stub.base_url()).stdin(given).run();
        let words = "\
error: 3 of 4 names are invalid; nothing was sent
  line 2: exa_mple.com: Underscores aren't allowed in a sending domain. Use a hyphen (did you mean exa-mple.com?).
  line 3: looks like an API key.
";
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert!(ran.stderr.starts_with(words) && ran.stderr.contains("  line 4: localhost: "), "{ran:?}");
        let ran = Run::new(&[command, "a.example.com", "exa_mple.com", "--json"]).with_api(stub.base_url()).run();
        assert_eq!((ran.code, &ran.stderr_json()["kind"]), (2, &json!("name-refused")));
    }
    assert_eq!(stub.requests().len(), 0);
}

#[test]
fn a_file_without_names_is_rejected() {
    let ran = Run::new(&["verify", "--from", "-"]).with_api("http://127.0.0.1:1/v1").stdin("# nothing\n\n").run();
    let words = "error: No domains in standard input\n  One name per line; # starts a comment.\n";
    assert_eq!(ran.parts(), (2, "", words));
    let ran = Run::new(&["status", "--from", "/no/such/file", "--json"]).run();
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (1, &json!("file-failed")));
    let ran = Run::new(&["status", "--from", "-", "--api-key-file", "-"]).stdin("a.example.com").run();
    let words = "error: Names and key can't both come from standard input\n  Use a file for one of them.\n";
    assert_eq!(ran.parts(), (2, "", words));
    for wrong in [&["status"][..], &["status", "a.example.com", "--from", "-"]] {
        assert_eq!(Run::new(wrong).run().code, 2, "{wrong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_domains_are_verified_in_parallel() {
    let sandbox = start_sandbox_with(Options { verification_delay: Duration::ZERO, ..Options::default() }).await;
    add_domains(&sandbox, &["a.example.com", "b.example.com"]).await;
    let ran = Run::new(&["verify", "--from", "-", "--wait", "1s"])
        .with_api(sandbox.base_url())
        .stdin(NAMES)
        .run_async()
        .await;
    let expected = "\
nope.example.com: error: No domain nope.example.com in this project
a.example.com: verified
b.example.com: verified
";
    assert_eq!((ran.code, ran.stdout.as_str()), (7, expected));
    assert!(ran.stderr.ends_with("\n2 not verified yet. Next check in 1 s.\n"), "{ran:?}");
    let ran = Run::new(&["verify", "a.example.com", "b.example.com", "--json"])
        .with_api(sandbox.base_url())
        .run_async()
        .await;
    let documents = lines(&ran.stdout);
    assert_eq!((ran.code, ran.stderr.as_str(), documents.len()), (0, "", 2));
    assert!(documents.iter().all(|document| document["outcome"] == "verified"), "{documents:?}");
}

#[test]
fn a_failed_list_ends_the_run() {
    let stub = StubServer::start(|_| StubReply::error(401, "UNAUTHORIZED", "Unauthorized"));
    let ran = Run::new(&["status", "a.example.com", "b.example.com", "--json"]).with_api(stub.base_url()).run();
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (4, &json!("key-refused")));
}

/// A server that is slow to verify.
fn slow() -> StubServer {
    StubServer::start(|request| match request.method.as_str() {
        "GET" => StubReply::list(&["a.example.com", "b.example.com", "c.example.com"].map(domain)),
        _ => StubReply::WriteAndHang(""),
    })
}

#[test]
fn ctrl_c_stops_after_the_current_domain_and_twice_immediately() {
    let stub = slow();
    let run = Run::new(&["verify", "a.example.com", "b.example.com", "c.example.com"]).with_api(stub.base_url());
    let mut child = start(run.command());
    stub.wait_for("POST", 1);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    send(Signal::INT, &child);
    let mut first = String::new();
    stderr.read_line(&mut first).unwrap();
    assert_eq!(first, "Stopping after a.example.com. Press Ctrl+C again to stop now.\n");
    send(Signal::INT, &child);
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    let words = "\
error: Cancelled: 0 of 3 are done
  Not started: b.example.com, c.example.com.
  a.example.com was in progress; its outcome is unknown.
";
    assert_eq!((rest.as_str(), child.wait().unwrap().code(), stub.posts()), (words, Some(130), 1));
}

#[test]
fn ctrl_c_finishes_the_current_domain() {
    let (stub, release) = held_back();
    let run = Run::new(&["verify", "a.example.com", "b.example.com"]).with_api(stub.base_url());
    let mut child = start(run.command());
    stub.wait_for("POST", 1);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    send(Signal::INT, &child);
    let mut words = String::new();
    stderr.read_line(&mut words).unwrap();
    release.send(()).unwrap();
    stderr.read_to_string(&mut words).unwrap();
    let expected = "\
Stopping after a.example.com. Press Ctrl+C again to stop now.
error: Stopped: 1 of 2 is done
  Not started: b.example.com.
";
    let output = child.wait_with_output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), words.as_str(), stub.posts()), (Some(130), expected, 1));
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
}

#[test]
fn a_terminal_shows_a_progress_bar_until_the_end() {
    let stub = StubServer::start(|request| match request.method.as_str() {
        "GET" => StubReply::list(&["a.example.com", "b.example.com", "c.example.com"].map(domain)),
        _ => StubReply::domain(200, &domain("a.example.com")),
    });
    let program = Program::new(env!("CARGO_BIN_EXE_autosend-domains"))
        .args(["verify", "a.example.com", "b.example.com", "c.example.com"])
        .env("AUTOSEND_API_KEY", KEY)
        .env("AUTOSEND_BASE_URL", stub.base_url());
    let mut pty = program.start();
    pty.wait_for_bytes("a bar", |bytes| String::from_utf8_lossy(bytes).contains("of 3"));
    assert_eq!(pty.wait_exit(), 3);
    let screen = pty.screen_text();
    assert_eq!(screen.matches("waiting for DNS").count(), 3, "{screen}");
    assert!(!screen.contains("of 3"), "{screen}");
}

#[test]
fn ctrl_c_clears_the_progress_bar() {
    let (stub, release) = held_back();
    let program = Program::new(env!("CARGO_BIN_EXE_autosend-domains"))
        .args(["verify", "a.example.com", "b.example.com"])
        .env("AUTOSEND_API_KEY", KEY)
        .env("AUTOSEND_BASE_URL", stub.base_url());
    let mut pty = program.start();
    pty.wait_for("0 of 2  a.example.com");
    stub.wait_for("POST", 1);
    pty.send("\u{3}");
    pty.wait_for("Stopping after a.example.com.");
    release.send(()).unwrap();
    assert_eq!(pty.wait_exit(), 130);
    let screen = pty.screen_text();
    assert!(!screen.contains("of 2  ") && screen.contains("Stopped: 1 of 2 is done"), "{screen}");
}

#[test]
fn a_large_project_resolves_thousands_of_names() {
    let name = |number: usize| format!("d{number}.example.com");
    let list: Vec<Value> = (0..3_000).map(|number| domain(&name(number).to_uppercase())).collect();
    let stub = StubServer::start(move |_| StubReply::list(&list));
    let names: Vec<_> = (0..3_000).rev().map(name).collect();
    let run = Run::new(&["status", "--no-cache", "--from", "-"]).with_api(stub.base_url()).stdin(&names.join("\n"));
    let ran = run.run();
    let found = ran.stdout.lines().filter(|line| line.contains(".EXAMPLE.COM: waiting for DNS")).count();
    assert_eq!((ran.code, found, ran.stderr.as_str()), (3, 3_000, ""));
}
