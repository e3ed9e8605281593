//! The real binary without a screen: what it prints where, how it ends, and what it sends.

#![cfg(test)]

mod adding;
mod arguments;
mod at_once;
mod auth;
mod check;
mod colours;
mod completion;
mod copy;
mod doctor;
mod dry_run;
mod failures;
mod fault_matrix;
mod field;
mod help;
mod inbound;
mod keys;
mod limits;
mod list;
mod log;
mod manual;
mod many;
mod pipes;
mod quiet;
mod records;
mod remove;
mod sandbox;
mod several;
mod signals;
mod status;
mod verify;

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use assert_cmd::Command;
use autosend_domains::core::text::is_hidden;
use autosend_domains::sandbox::options::{RateLimit, VerifyMode};
use autosend_domains::sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The binary.
const PROGRAM: &str = env!("CARGO_BIN_EXE_autosend-domains");

/// The key of these tests, to be found in no output.
const KEY: &str = "AS_marker0f3c91d2key";

/// The longest that a run may take, unless it says otherwise.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A run of the binary that is still to be made, with an environment and a home of its own.
struct Run {
    home: TempDir,
    arguments: Vec<String>,
    environment: Vec<(&'static str, String)>,
    input: Vec<u8>,
    timeout: Duration,
}

/// What a run left.
#[derive(Debug)]
struct RunOutput {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    fn new(arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        Self { home: TempDir::new().unwrap(), arguments, environment: Vec::new(), input: Vec::new(), timeout: TIMEOUT }
    }

    /// With a variable.
    fn env(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// With the key, and the API at this address.
    fn with_api(self, base_url: impl Into<String>) -> Self {
        self.env("AUTOSEND_API_KEY", KEY).env("AUTOSEND_BASE_URL", base_url)
    }

    /// With something on standard input.
    fn stdin(mut self, input: &str) -> Self {
        self.input = input.as_bytes().to_vec();
        self
    }

    /// With more time than other runs.
    fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// A file in the home folder.
    fn write_file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// One more argument.
    fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_str().unwrap().to_owned());
        self
    }

    fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(PROGRAM);
        command
            .args(&self.arguments)
            .env_clear()
            .env("HOME", self.home.path())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs it to its end.
    fn run(self) -> RunOutput {
        let mut command = Command::from_std(self.command());
        let output = command.write_stdin(self.input).timeout(self.timeout).output().unwrap();
        let text = |octets: Vec<u8>| String::from_utf8(octets).unwrap();
        let ran = RunOutput {
            code: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        };
        ran.assert_clean();
        ran
    }

    /// Runs it to its end, while servers of the test answer.
    async fn run_async(self) -> RunOutput {
        tokio::task::spawn_blocking(|| self.run()).await.unwrap()
    }
}

impl RunOutput {
    /// What holds for every run: no key, nothing that acts on a terminal.
    fn assert_clean(&self) {
        for text in [&self.stdout, &self.stderr] {
            assert!(!text.contains("marker0f3c91d2"), "the key is in it: {self:?}");
            assert!(!text.chars().any(|character| character != '\n' && is_hidden(character)), "{self:?}");
        }
    }

    /// Exit code, standard output and standard error.
    fn parts(&self) -> (i32, &str, &str) {
        (self.code, &self.stdout, &self.stderr)
    }

    /// The document on standard output.
    fn stdout_json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The error on standard error, which holds one document and nothing else, and standard output nothing at all.
    fn stderr_json(&self) -> Value {
        assert_eq!(self.stdout, "");
        let document: Value = serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        assert_eq!(document["version"], 1);
        let error = document["error"].clone();
        let members: Vec<_> = error.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["kind", "message", "status", "code", "requestId", "retryAfter", "hint"]);
        error
    }
}

/// A sandbox with no limit on the rate.
async fn start_sandbox() -> Sandbox {
    start_sandbox_with(Options::default()).await
}

/// A sandbox in which a verification finds every record: what DNS has is the affair of other tests.
async fn start_sandbox_with(options: Options) -> Sandbox {
    Sandbox::start(Options { rate: RateLimit::Off, verify: VerifyMode::Always, ..options }, 0).await.unwrap()
}

/// Adds these domains to a sandbox, and keeps nothing of them.
async fn add_domains(sandbox: &Sandbox, names: &[&str]) {
    for name in names {
        let ran = Run::new(&["add", name, "--no-cache"]).with_api(sandbox.base_url()).run_async().await;
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

/// The id of a domain in a sandbox.
async fn id_of(sandbox: &Sandbox, name: &str) -> String {
    let document = Run::new(&["status", name, "--json"]).with_api(sandbox.base_url()).run_async().await.stdout_json();
    document["domain"]["id"].as_str().unwrap().to_owned()
}

/// A run that keeps its state in this folder.
fn state_run(state: &TempDir, base_url: &str, arguments: &[&str]) -> Run {
    Run::new(arguments).with_api(base_url).env("XDG_STATE_HOME", state.path().to_str().unwrap())
}

/// How many requests to add a domain have arrived.
fn count_posts(sandbox: &Sandbox) -> usize {
    sandbox.received_requests().iter().filter(|seen| seen.method == "POST" && seen.path == "/v1/domains").count()
}

/// The warnings of a document: kinds only.
fn warning_codes(document: &Value) -> Vec<&str> {
    document["warnings"].as_array().unwrap().iter().map(|warning| warning["kind"].as_str().unwrap()).collect()
}

/// The text with random parts (ids, tokens, keys) as `<random>`.
fn mask_random(text: &str) -> String {
    let is_digit = |character: char| character.is_ascii_alphanumeric() || "+/".contains(character);
    text.split_inclusive(|character| !is_digit(character))
        .map(|piece| {
            let word = piece.trim_end_matches(|character| !is_digit(character));
            let is_hex = word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_hex || word.len() >= 64 { piece.replace(word, "<random>") } else { piece.to_owned() }
        })
        .collect()
}

/// A domain as AutoSend tells of it.
fn domain_json(name: &str) -> Value {
    json!({
        "id": "66f0a1b2c3d4e5f601020304", "domainName": name, "verificationStatus": "PENDING_CONFIGURATION",
        "dnsRecords": { "dmarc": { "name": format!("_dmarc.{name}"), "value": "v=DMARC1; p=none;", "type": "TXT" } },
    })
}
