//! `check --from FILE` without a screen: a thousand domains, how long that takes and how much memory. The domains and their
//! records are the sandbox's, and so is the server that is asked: all of them are right.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use autosend_domains::core::publishing::{PublishMode, RecordSelector};
use support::{fill, sandbox, tell};

const KEY: &str = "AS_benchmark12345";
const DOMAINS: usize = 1_000;
const FEW: usize = 100;

fn main() {
    let (_runtime, sandbox) = sandbox();
    let names: Vec<_> = (0..DOMAINS).map(|number| format!("mail.example{number}.com")).collect();
    fill(sandbox.address(), KEY, names.iter().cloned());
    for name in &names {
        sandbox.publish(name, &RecordSelector::All, PublishMode::Correct).expect("it has the domain");
    }
    // The list of the project, with all domains, is read either way: what differs is how many are looked up.
    let (_, few) = check(&sandbox.base_url(), sandbox.resolver_address(), &names[..FEW]);
    let (time, many) = check(&sandbox.base_url(), sandbox.resolver_address(), &names);
    let seconds = format!("{:.1} s", time.as_secs_f64());
    tell("`check --from` of 1,000 domains", &seconds, "60 s", time.as_secs() < 60);
    let figure = format!("{many} KiB");
    tell("its memory at most", &figure, "40,960 KiB", many <= 40 * 1024);
    let grown = many.saturating_sub(few);
    tell("of it for 900 of the 1,000", &format!("{grown} KiB"), "4,096 KiB", grown <= 4 * 1024);
}

/// Runs the program: the time, and the most memory that it had, in KiB.
fn check(url: &str, server: SocketAddr, names: &[String]) -> (Duration, u64) {
    let home = tempfile::tempdir().expect("a folder");
    let list = home.path().join("domains");
    let lines = names.iter().fold(String::new(), |mut lines, name| {
        let _ = writeln!(lines, "{name}");
        lines
    });
    fs::write(&list, lines).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_autosend-domains"));
    command.args(["check", "--nameserver"]).arg(server.to_string()).arg("--from").arg(&list);
    command.env_clear().env("HOME", home.path()).env("AUTOSEND_API_KEY", KEY).env("AUTOSEND_BASE_URL", url);
    let began = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the program");
    let output = BufReader::new(child.stdout.take().expect("a pipe"));
    // The kernel forgets the figure when the process ends, so it is read with each line; it never falls.
    let (mut told, mut most) = (0, 0);
    for line in output.lines() {
        let line = line.expect("a line");
        assert!(line.contains("All 5 records are right"), "{line}");
        told += 1;
        most = memory(child.id()).unwrap_or(most);
    }
    assert!(child.wait().expect("it ends").success());
    assert_eq!(told, names.len());
    (began.elapsed(), most)
}

/// The most memory of a process so far, in KiB; nothing where it has ended.
fn memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
