//! A minute of use: DNS is watched, a verification is followed and keys are pressed, while memory and descriptors stay.

use std::fs;
use std::time::{Duration, Instant};

use rustix::process::Pid;

use super::sandbox_program;
use crate::support::pty::{Pty, wait_for_condition};
use crate::support::wizard_steps::{self, RECORDS_STEP};

/// How long the wizard is used.
const DURATION: Duration = Duration::from_secs(60);

/// When everything has been used once, and memory is what it will be.
const WARM_UP: Duration = Duration::from_secs(20);

/// How much more memory may be resident in the end than after the warm-up, in KiB.
const MAX_GROWTH: u64 = 4 * 1024;

/// The resident memory of a process in KiB.
fn resident_memory(pid: Pid) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// How many descriptors a process has open.
fn count_descriptors(pid: Pid) -> usize {
    fs::read_dir(format!("/proc/{}/fd", pid.as_raw_nonzero())).unwrap().count()
}

/// A text of the DNS check while DNS is watched.
const WATCHING_DNS: &str = "Press w to stop.";

/// A text of the verification while it is watched.
const WATCHING_VERIFICATION: &str = "Watching for up to";

/// Opens a pane, and waits for this text in it.
fn open_pane(pty: &mut Pty, key: &str, text: &str) {
    pty.send(key);
    pty.wait_for(text);
}

/// Back to the records, from the pane with this text.
fn leave_pane(pty: &mut Pty, text: &str) {
    pty.send("<esc>");
    pty.wait_gone(text);
    pty.wait_for(RECORDS_STEP);
}

/// Opens the help and two panes of the records, moves, resizes, and waits for the next second of the countdown.
fn use_once(pty: &mut Pty, round: u16) {
    pty.send("?");
    pty.wait_for("Keyboard shortcuts");
    pty.send("<esc>");
    pty.wait_gone("Keyboard shortcuts");
    open_pane(pty, "d", WATCHING_DNS);
    leave_pane(pty, WATCHING_DNS);
    pty.send("<down><down><up>");
    pty.resize(100 + round % 2, 40 - round % 2);
    open_pane(pty, "v", WATCHING_VERIFICATION);
    let begin = pty.screen_text();
    pty.wait_until(|screen| screen.contents() != begin);
    leave_pane(pty, WATCHING_VERIFICATION);
}

#[test]
fn memory_and_descriptors_are_stable_while_dns_and_a_verification_are_watched() {
    let mut pty = sandbox_program().size(100, 40).start();
    wizard_steps::go_to_records(&mut pty, "mail.example.com");
    pty.wait_for("✗ not found");
    open_pane(&mut pty, "w", WATCHING_DNS);
    leave_pane(&mut pty, WATCHING_DNS);
    // DNS says that it can't succeed yet, which is asked about first.
    open_pane(&mut pty, "v", "verify anyway");
    open_pane(&mut pty, "v", WATCHING_VERIFICATION);
    leave_pane(&mut pty, WATCHING_VERIFICATION);

    let begin = Instant::now();
    let (mut memory, mut descriptors) = (None, usize::MAX);
    let mut rounds = 0;
    while begin.elapsed() < DURATION {
        use_once(&mut pty, rounds);
        rounds += 1;
        if begin.elapsed() >= WARM_UP {
            memory = memory.or_else(|| Some(resident_memory(pty.pid())));
        } else {
            // A check that is under way has sockets open.
            descriptors = descriptors.min(count_descriptors(pty.pid()));
        }
    }
    let memory = memory.unwrap();
    assert!(rounds >= 10, "only {rounds} rounds");
    wait_for_condition("as few descriptors as before", || count_descriptors(pty.pid()) <= descriptors);
    let growth = resident_memory(pty.pid()).saturating_sub(memory);
    assert!(growth < MAX_GROWTH, "{growth} KiB more than {memory} KiB after {rounds} rounds");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}
