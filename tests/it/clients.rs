//! Clients of others against `autosend-domains sandbox`: the published JavaScript client, and a tester of APIs that
//! reads the description of this one.

#![cfg(test)]

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::tools::is_available;

const PROGRAM: &str = env!("CARGO_BIN_EXE_autosend-domains");

/// A running sandbox; ended when dropped.
struct Server {
    child: Child,
    base_url: String,
}

impl Server {
    fn start() -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["sandbox", "--port", "0", "--rate", "off"]).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base_url = line.trim().strip_prefix("export AUTOSEND_BASE_URL=").unwrap().to_owned();
        Self { child, base_url }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let _ = self.child.wait();
    }
}

/// Where `.ci/run` puts packages of npm: beside what cargo has built.
fn packages() -> PathBuf {
    Path::new(PROGRAM).ancestors().nth(2).unwrap().join("node")
}

/// Whether the client is there; where it is not, and need not be, says that the test is skipped.
fn has_client() -> bool {
    let is_there = packages().join("node_modules/autosendjs").is_dir();
    assert!(is_there || std::env::var("CI").as_deref() != Ok("true"), "autosendjs is missing");
    if !is_there {
        let _ = writeln!(io::stderr(), "skipped: there is no autosendjs in {}", packages().display());
    }
    is_there
}

/// A step, with what was answered there in place of nothing.
fn step(success: bool, told: &[(&str, Value)]) -> Value {
    let mut step = json!({
        "success": success, "status": null, "names": null, "name": null, "verification": null, "records": null,
        "code": null, "message": null,
    });
    for (member, value) in told {
        step[member] = value.clone();
    }
    step
}

#[test]
fn the_published_client_adds_lists_verifies_and_deletes() {
    if !is_available("node") || !has_client() {
        return;
    }
    let server = Server::start();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data/autosendjs.mjs");
    let output = Command::new("node").arg(script).arg(packages()).arg(&server.base_url).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();

    let records = json!(["ownership", "dkim", "mailFrom", "dmarc"]);
    let domain = |in_progress: bool| {
        let verification = json!(["PENDING_CONFIGURATION", in_progress]);
        [("name", json!("mail.example.org")), ("verification", verification), ("records", records.clone())]
    };
    let refused = |status: u16, code: &str| step(false, &[("status", json!(status)), ("code", json!(code))]);
    let expected = json!({
        "list, empty": step(true, &[("names", json!([]))]),
        "add": step(true, &domain(false)),
        "add again": refused(409, "CONFLICT"),
        "list": step(true, &[("names", json!(["mail.example.org"]))]),
        "get": step(true, &domain(false)),
        "verify": step(true, &domain(true)),
        "delete": step(true, &[("message", json!("Domain deleted successfully"))]),
        "get what is deleted": refused(404, "NOT_FOUND"),
        "another key": refused(401, "UNAUTHORIZED"),
        "too often": refused(429, "RATE_LIMIT_EXCEEDED"),
        "list at the end": step(true, &[("names", json!([]))]),
    });
    for (name, step) in expected.as_object().unwrap() {
        assert_eq!(&found[name], step, "{name}");
    }
    assert_eq!(found.as_object().map(serde_json::Map::len), expected.as_object().map(serde_json::Map::len));
}

/// What schemathesis is not to hold against the sandbox:
///
/// - `ignored_auth`: any key works there, which is what it is for;
/// - `positive_data_acceptance`: the description says in words alone that a domain is no more than its name, so texts
///   that are none fit its schema, and are refused as they are to be.
const NOT_HELD: &str = "ignored_auth,positive_data_acceptance";

#[test]
fn every_answer_to_a_tester_of_apis_fits_the_description() {
    if !is_available("schemathesis") {
        return;
    }
    let server = Server::start();
    let description = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data/openapi.yaml");
    let folder = tempfile::tempdir().unwrap();
    let mut tester = Command::new("schemathesis");
    tester
        .arg("run")
        .arg(description)
        .args(["--url", &server.base_url, "--header", "Authorization: Bearer AS_sandbox"])
        .args(["--exclude-checks", NOT_HELD, "--max-examples", "25", "--seed", "1", "--continue-on-failure"])
        // It leaves a folder where it runs.
        .current_dir(folder.path());
    let output = tester.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    // That it has tried each of the operations.
    assert!(told.contains("Selected: 5/5") && told.contains("Tested: 5"), "{told}");
}
