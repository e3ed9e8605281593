//! External programs that tests need: if one is missing, its tests fail if `CI` is `true`, else they are skipped.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use super::pty::{Program, wait_for_condition};

/// Whether a tool can be run. If not, prints that the test is skipped.
///
/// # Panics
///
/// If it is missing and `CI` is `true`.
pub(crate) fn is_available(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = std::env::split_paths(&path).any(|folder| folder.join(tool).is_file());
    assert!(is_there || std::env::var("CI").as_deref() != Ok("true"), "{tool} is missing");
    if !is_there {
        let _ = writeln!(io::stderr(), "skipped: there is no {tool}");
    }
    is_there
}

/// Runs a program with a text as its standard input.
///
/// # Panics
///
/// If it cannot be run.
pub(crate) fn run_with_stdin(command: &mut Command, input: &str) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // In its own thread: the program may write before it has read all input.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// A tmux server for the test, with the default configuration; stopped when dropped.
pub(crate) struct TmuxServer {
    folder: TempDir,
}

impl TmuxServer {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    /// The program in a session of this server that is attached to the terminal.
    pub(crate) fn wrap(&self, program: Program) -> Program {
        let arguments = ["-f", "/dev/null", "new-session", "--"].map(Into::into);
        program.wrapped_by("tmux", ["-S".into(), self.socket().into_os_string()].into_iter().chain(arguments))
    }

    /// The output of tmux with these arguments.
    pub(crate) fn output_of(&self, arguments: &[&str]) -> String {
        let output = Command::new("tmux").arg("-S").arg(self.socket()).args(arguments).env_remove("TMUX").output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    }
}

impl Drop for TmuxServer {
    fn drop(&mut self) {
        self.output_of(&["kill-server"]);
    }
}

/// A headless X server for the test; stopped when dropped.
pub(crate) struct XServer {
    process: Child,
    display: String,
}

impl XServer {
    pub(crate) fn start() -> Self {
        let arguments = ["-displayfd", "1", "-screen", "0", "320x200x8", "-nolisten", "tcp", "-noreset"];
        let mut command = Command::new("Xvfb");
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let mut number = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb has no display");
        Self { process, display: format!(":{}", number.trim()) }
    }

    /// The value of `DISPLAY`.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    fn xclip(&self) -> Command {
        let mut command = Command::new("xclip");
        command.args(["-selection", "clipboard"]).env("DISPLAY", &self.display).stderr(Stdio::null());
        command
    }

    /// The clipboard as another program reads it; `None` if it is empty.
    pub(crate) fn clipboard(&self) -> Option<String> {
        let output = self.xclip().arg("-o").output().unwrap();
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// Fills the clipboard by another program.
    pub(crate) fn set_clipboard(&self, text: &str) {
        let mut child = self.xclip().arg("-i").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        // It continues in the background, and may not have told the X server yet.
        wait_for_condition("the text of another program", || self.clipboard().as_deref() == Some(text));
    }
}

impl Drop for XServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program under a name of its own, which distinguishes the processes of a test from others.
pub(crate) struct RenamedProgram(PathBuf);

impl RenamedProgram {
    pub(crate) fn new(name: &str) -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_autosend-domains"));
        let path = program.with_file_name(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        std::fs::hard_link(program, &path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The processes that run it, each with its id and arguments, without zombies.
    pub(crate) fn processes(&self) -> Vec<(i32, String)> {
        let numbers = std::fs::read_dir("/proc").unwrap();
        let numbers = numbers.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok());
        let called = numbers.filter_map(|number| {
            let arguments = std::fs::read_to_string(format!("/proc/{number}/cmdline")).ok()?;
            let name = arguments.split('\0').next()?;
            (Path::new(name) == self.0).then(|| (number, arguments.replace('\0', " ").trim_end().to_owned()))
        });
        called.collect()
    }
}

impl Drop for RenamedProgram {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
