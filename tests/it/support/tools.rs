//! Programs of others that tests check against. Where one is missing the test says that it is skipped; in the CI, which
//! installs them all, it fails.

use std::env;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// Whether a program can be run.
///
/// # Panics
///
/// In the CI, where it cannot.
pub(crate) fn has(program: &str, argument: &str) -> bool {
    let found = Command::new(program).arg(argument).stdin(Stdio::null()).output().is_ok();
    assert!(found || env::var_os("CI").is_none_or(|ci| ci != "true"), "{program} is missing");
    if !found {
        let _ = writeln!(std::io::stderr(), "skipped: {program} is not installed");
    }
    found
}

/// Runs a program with a text as its standard input.
///
/// # Panics
///
/// Where it cannot be run.
pub(crate) fn run(command: &mut Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    // In a thread of its own: the program may answer before it has read all of it.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("it was written");
    output
}
