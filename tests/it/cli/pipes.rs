//! Readers that go away, and disks that are full.

use std::io::{PipeWriter, Read as _, pipe};
use std::process::{Output, Stdio};

use super::Run;

/// A pipe that nobody reads any more.
fn closed() -> PipeWriter {
    let (_, writer) = pipe().unwrap();
    writer
}

fn finish(mut command: std::process::Command) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = command.stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_closed_pipe_ends_the_output_silently() {
    for arguments in [&["add", "example.com", "--dry-run", "--json"][..], &["--help"], &["--version"]] {
        let mut command = Run::new(arguments).command();
        command.stdout(closed());
        assert_eq!(finish(command), (Some(0), String::new()), "{arguments:?}");
    }
}

#[test]
fn a_closed_stderr_keeps_the_exit_code() {
    for (arguments, code) in [(&["add", "localhost"][..], 2), (&["add", "example.com"], 4), (&["--nonsense"], 2)] {
        let run = Run::new(arguments);
        let (mut reader, writer) = pipe().unwrap();
        let mut command = run.command();
        command.stderr(closed()).stdout(writer);
        let status = command.status().unwrap();
        drop(command);
        let mut output = String::new();
        reader.read_to_string(&mut output).unwrap();
        assert_eq!((status.code(), output.as_str()), (Some(code), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    let run = Run::new(&["add", "example.com", "--dry-run", "--json"]);
    let mut command = run.command();
    command.stdout(std::fs::File::options().write(true).open("/dev/full").unwrap());
    let (code, words) = finish(command);
    assert_eq!(code, Some(1));
    assert!(words.contains("\"kind\": \"output-failed\""), "{words}");
}
