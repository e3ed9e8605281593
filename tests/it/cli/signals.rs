//! Ctrl+C and an end from outside, while a command waits.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use autosend_domains::sandbox::{Options, Sandbox};
use rstest::rstest;
use rustix::io::ioctl_fionread;
use rustix::process::{Pid, Signal, kill_process};

use super::{Run, TIMEOUT, count_posts, start_sandbox_with};
use crate::support::api_servers::{StubReply, StubServer, domain};
use crate::support::pty::{Program, wait_for_condition};

/// Starts it with both streams kept.
pub(super) fn start(mut command: Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

pub(super) fn send(signal: Signal, child: &Child) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

/// Waits until a request to add a domain has arrived.
async fn until_posted(sandbox: &Sandbox) {
    let start = Instant::now();
    while count_posts(sandbox) == 0 {
        assert!(start.elapsed() < TIMEOUT, "it never came");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[rstest]
#[case(Signal::INT, 130)]
#[case(Signal::TERM, 143)]
#[case(Signal::HUP, 129)]
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_during_the_post_leaves_the_outcome_unknown(#[case] signal: Signal, #[case] code: i32) {
    let sandbox = start_sandbox_with(Options { slow_delay: TIMEOUT * 2, ..Options::default() }).await;
    let run = Run::new(&["add", "slow.example.com"]).with_api(sandbox.base_url());
    let child = start(run.command());
    until_posted(&sandbox).await;
    send(signal, &child);
    let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
    let words = "\
error: Cancelled while adding: slow.example.com may have been added
  See its records: autosend-domains records slow.example.com
";
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(code), words));
    assert_eq!((output.stdout.len(), count_posts(&sandbox)), (0, 1));
}

/// As `nohup` starts it.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn an_ignored_sighup_stays_ignored() {
    let sandbox = start_sandbox_with(Options { slow_delay: Duration::from_millis(300), ..Options::default() }).await;
    let run = Run::new(&["add", "slow.example.com"]).with_api(sandbox.base_url());
    let command = run.command();
    let mut ignoring = Command::new("/bin/sh");
    ignoring.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
    ignoring.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let child = start(ignoring);
    until_posted(&sandbox).await;
    send(Signal::HUP, &child);
    let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_during_a_retry_delay_reports_that_nothing_was_added() {
    let sandbox = start_sandbox_with(Options { busy_duration: Duration::from_secs(30), ..Options::default() }).await;
    let run = Run::new(&["add", "busy.example.com"]).with_api(sandbox.base_url());
    let mut child = start(run.command());
    // It has told that it waits.
    let stderr = child.stderr.take().unwrap();
    let (first, rest) = tokio::task::spawn_blocking(move || {
        use std::io::{BufRead as _, BufReader, Read as _};
        let mut stderr = BufReader::new(stderr);
        let (mut first, mut rest) = (String::new(), String::new());
        stderr.read_line(&mut first).unwrap();
        send(Signal::INT, &child);
        stderr.read_to_string(&mut rest).unwrap();
        (first, (rest, child.wait().unwrap().code()))
    })
    .await
    .unwrap();
    assert!(first.starts_with("Rate-limited (429); retrying in "), "{first}");
    assert_eq!(rest, ("error: Cancelled: busy.example.com was not added\n".to_owned(), Some(130)));
}

/// Commands that change something, and what is said where they are broken off while it is under way.
#[rstest]
#[case(&["verify", "mail.example.com"], "verification of mail.example.com may have started")]
#[case(&["remove", "mail.example.com", "--yes"], "mail.example.com may have been removed")]
#[case(&["inbound", "mail.example.com", "enable"], "inbound mail of mail.example.com may have changed")]
fn a_signal_during_a_mutation_reports_an_unknown_outcome(#[case] arguments: &[&str], #[case] doubt: &str) {
    let stub = StubServer::start(|request| match request.method.as_str() {
        "GET" => StubReply::list(&[domain("mail.example.com")]),
        _ => StubReply::WriteAndHang(""),
    });
    let run = Run::new(arguments).with_api(stub.base_url());
    let child = start(run.command());
    stub.wait_for(if arguments.contains(&"--yes") { "DELETE" } else { "POST" }, 1);
    send(Signal::INT, &child);
    let output = child.wait_with_output().unwrap();
    let words = format!("error: Cancelled: {doubt}\n  Check: autosend-domains status mail.example.com\n");
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(130), words));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_signal_during_a_read_reports_that_nothing_changed() {
    for arguments in [&["list"][..], &["status", "a.example.com"], &["status", "a.example.com", "b.example.com"]] {
        let stub = StubServer::start(|_| StubReply::WriteAndHang(""));
        let run = Run::new(arguments).with_api(stub.base_url());
        let child = start(run.command());
        stub.wait_for("GET", 1);
        send(Signal::INT, &child);
        let output = child.wait_with_output().unwrap();
        let words = "error: Cancelled; nothing changed\n";
        assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(130), words));
    }
}

/// The write to a full pipe or terminal blocks, and the command would answer the signal only after it.
#[rstest]
#[case::interrupt(Signal::INT, 130)]
#[case::terminate(Signal::TERM, 143)]
#[case::hang_up(Signal::HUP, 129)]
fn a_signal_ends_a_command_with_unread_output(#[case] signal: Signal, #[case] code: i32) {
    let domains: Vec<_> = (0..2_000).map(|number| domain(&format!("d{number}.example.com"))).collect();
    let stub = StubServer::start(move |_| StubReply::list(&domains));
    let run = Run::new(&["list", "--no-cache", "--json"]).with_api(stub.base_url());
    let mut child = start(run.command());
    let output = child.stdout.take().unwrap();
    // A pipe holds 64 KiB on Linux, and no less than 4 KiB elsewhere; a write of more waits.
    wait_for_condition("the output waits for a reader", || ioctl_fionread(&output).unwrap() >= 4_096);
    let sent = Instant::now();
    send(signal, &child);
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(code), "{signal:?}: {status:?}");
    // It takes less than 2 s, and on a busy machine less than a hang.
    assert!(sent.elapsed() < Duration::from_secs(4), "{signal:?}: {:?}", sent.elapsed());
}

#[test]
fn a_signal_ends_a_command_in_an_unread_terminal() {
    let domains: Vec<_> = (0..2_000).map(|number| domain(&format!("d{number}.example.com"))).collect();
    let is_unread = Arc::new(AtomicBool::new(false));
    let may_answer = Arc::clone(&is_unread);
    let stub = StubServer::start(move |_| {
        wait_for_condition("the terminal is unread", || may_answer.load(Ordering::SeqCst));
        StubReply::list(&domains)
    });
    let program = Program::wizard().args(["list", "--no-cache"]);
    let mut pty = program.env("AUTOSEND_API_KEY", super::KEY).env("AUTOSEND_BASE_URL", stub.base_url()).start();
    pty.stop_reading();
    is_unread.store(true, Ordering::SeqCst);
    wait_for_condition("the terminal is full", || !pty.takes_output());
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit_unread(), 143);
}
