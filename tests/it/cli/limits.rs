//! Limits of the operating system that leave too little to work with: a sentence and an end, at any of them.

use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output};

use super::{PROGRAM, Run};
use crate::support::api_servers::{StubReply, StubServer, domain};
use crate::support::pty::Program;
use crate::support::wizard_steps::run_in_parallel;

/// The limits on open files: from one at which not even the program's libraries can be loaded to one at which it works.
const DESCRIPTORS: std::ops::RangeInclusive<u32> = 4..=24;

/// Arguments of a shell that starts a program with this limit on open files.
fn with_descriptors(limit: u32) -> [String; 2] {
    ["-c".to_owned(), format!("ulimit -n {limit}; exec \"$0\" \"$@\"")]
}

fn assert_ended_with_sentence(code: Option<i32>, output: &str, context: &str) {
    assert_eq!(code, Some(1), "{context}: {output}");
    assert!(output.contains("on open files is too low"), "{context}: {output}");
    assert!(!output.contains("panicked"), "{context}: {output}");
}

#[test]
fn a_command_with_too_few_descriptors_ends_with_a_sentence() {
    let stub = StubServer::start(|_| StubReply::list(&[domain("mail.example.com")]));
    for limit in DESCRIPTORS {
        let run = Run::new(&["list"]).with_api(stub.base_url());
        let command = run.command();
        let mut limited = Command::new("/bin/sh");
        limited.args(with_descriptors(limit)).arg(command.get_program()).args(command.get_args());
        limited.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let Output { status, stdout, stderr } = limited.output().unwrap();
        let stderr = String::from_utf8(stderr).unwrap();
        if status.code() == Some(0) {
            assert!(limit > 20 && String::from_utf8(stdout).unwrap().contains("mail.example.com"), "{limit}: {stderr}");
        } else {
            assert_ended_with_sentence(status.code(), &stderr, &format!("list with {limit}"));
        }
    }
}

#[test]
fn a_wizard_with_too_few_descriptors_ends_with_a_sentence() {
    let limits: Vec<u32> = DESCRIPTORS.filter(|limit| *limit < 20).collect();
    for mode in [&["--sandbox"][..], &["--sandbox", "--plain"]] {
        run_in_parallel(limits.clone(), |limit| {
            let before = with_descriptors(limit).map(Into::into);
            let mut pty = Program::wizard().args(mode.iter().copied()).wrapped_by("/bin/sh", before).start();
            let code = i32::try_from(pty.wait_exit()).unwrap();
            let raw = String::from_utf8_lossy(&pty.raw_bytes()).into_owned();
            assert_ended_with_sentence(Some(code), &raw, &format!("{mode:?} with {limit}"));
            pty.assert_restored();
        });
    }
}

/// Root has no limit on threads, so only root can run the program as a user who has one.
#[test]
fn without_threads_there_is_a_sentence() {
    let stub = StubServer::start(|_| StubReply::list(&[domain("mail.example.com")]));
    // A user who has no other process.
    let limited = |arguments: &[&str]| {
        let mut command = Command::new("prlimit");
        command.args(["--nproc=1:1", "setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", PROGRAM]);
        command.args(arguments).env_clear().env("HOME", "/none").env("PATH", std::env::var_os("PATH").unwrap());
        command.env("AUTOSEND_API_KEY", super::KEY).env("AUTOSEND_BASE_URL", stub.base_url()).output()
    };
    // Without the tools, the rights, or a path to the program for others, there is nothing to try.
    let works = limited(&["--version"]).is_ok_and(|output| output.status.success());
    if !works {
        let _ = writeln!(std::io::stderr(), "skipped: only root can run a program as another user");
        return;
    }
    for arguments in [&["list"][..], &["--plain"], &["check", "mail.example.com"]] {
        let Output { status, stderr, .. } = limited(arguments).unwrap();
        let stderr = String::from_utf8(stderr).unwrap();
        assert_eq!((status.code(), status.signal()), (Some(1), None), "{arguments:?}: {stderr}");
        assert!(stderr.contains("No thread can be started") && !stderr.contains("panicked"), "{arguments:?}: {stderr}");
    }
}
