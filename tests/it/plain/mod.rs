//! The wizard in plain lines: every state as it is told, any lines in any order, and the real binary by a pipe and in a
//! terminal.

// Told to clippy: helpers of tests may unwrap as tests do.
#![cfg(test)]

mod faults;
mod scripts;
mod states;
mod terminal;
mod walks;

use std::process::Command as Process;
use std::time::Duration;

use assert_cmd::Command;
use autosend_domains::core::text::is_hidden;
use tempfile::TempDir;

use crate::support::api_servers::KEY;

/// The longest that a script may take: the sandbox takes two requests a second, and is busy for five.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A run of the real binary whose answers come by a pipe.
pub(super) struct Script {
    home: TempDir,
    arguments: Vec<String>,
    environment: Vec<(&'static str, String)>,
}

/// What a script has led to.
#[derive(Debug)]
pub(super) struct ScriptOutput {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Script {
    /// In plain lines, with these arguments.
    pub(super) fn new(arguments: &[&str]) -> Self {
        let arguments = ["--plain"].iter().chain(arguments).map(|&argument| argument.to_owned()).collect();
        let script = Self { home: TempDir::new().unwrap(), arguments, environment: Vec::new() };
        script.env("LANG", "C.UTF-8")
    }

    /// In the sandbox, where nothing is copied.
    pub(super) fn in_sandbox() -> Self {
        Self::new(&["--sandbox", "--clipboard", "off"])
    }

    pub(super) fn env(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// Reads a file of its home folder, which is where it runs.
    pub(super) fn read_file(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.home.path().join(name)).ok()
    }

    pub(super) fn command(&self) -> Process {
        let mut process = Process::new(env!("CARGO_BIN_EXE_autosend-domains"));
        process.args(&self.arguments).env_clear().env("HOME", self.home.path()).current_dir(self.home.path());
        process.envs(self.environment.iter().map(|(name, value)| (name, value)));
        process
    }

    /// Gives these answers, and the end of the input behind the last.
    pub(super) fn run(&self, answers: &[&str]) -> ScriptOutput {
        let input: String = answers.iter().flat_map(|answer| [*answer, "\n"]).collect();
        let output = Command::from_std(self.command()).write_stdin(input).timeout(TIMEOUT).output().unwrap();
        let text = |octets: Vec<u8>| String::from_utf8(octets).unwrap();
        let code = output.status.code().unwrap_or(-1);
        let output = ScriptOutput { code, stdout: text(output.stdout), stderr: text(output.stderr) };
        output.assert_clean();
        output
    }
}

impl ScriptOutput {
    /// What holds of every script: nothing acts on a terminal, and the key is nowhere.
    fn assert_clean(&self) {
        for text in [&self.stdout, &self.stderr] {
            assert!(!text.chars().any(|character| character != '\n' && is_hidden(character)), "{self:?}");
            assert!(!text.contains("marker") && !text.contains(KEY), "the key is in it: {self:?}");
        }
    }

    /// Holds that each of these is told, in this order.
    pub(super) fn assert_in_order(&self, texts: &[&str]) -> &Self {
        let mut rest = self.stdout.as_str();
        for text in texts {
            let (_, after) = rest
                .split_once(text)
                .unwrap_or_else(|| panic!("{text:?} is not told, or too early:\n{}\n{}", self.stdout, self.stderr));
            rest = after;
        }
        self
    }

    /// Holds how it ended.
    pub(super) fn assert_exit_code(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}\n{}", self.stdout, self.stderr);
        self
    }
}
