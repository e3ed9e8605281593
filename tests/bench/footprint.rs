//! Memory with 500 domains in the project, and what happens in ten seconds in which nothing happens.

mod support;

use std::fs;
use std::time::Duration;

use support::{Wizard, fill, sandbox, tell};

const KEY: &str = "AS_benchmark12345";
const IDLE: Duration = Duration::from_secs(10);

fn main() {
    let (_runtime, sandbox) = sandbox();
    let url = sandbox.base_url();
    fill(sandbox.address(), KEY, (0..500).map(|number| format!("domain-{number}.example.com")));
    let key = [("AUTOSEND_API_KEY", KEY), ("AUTOSEND_BASE_URL", url.as_str())];
    let mut wizard = Wizard::start(&[], &key);
    wizard.until("Enter");
    wizard.send(b"\x1bOQ");
    wizard.until("domain-0.example.com");
    let status = fs::read_to_string(wizard.proc("status")).expect("/proc");
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
    let kibibytes: u32 = resident.trim().trim_end_matches(" kB").parse().expect("a number");
    let figure = format!("{:.1} MiB", f64::from(kibibytes) / 1024.0);
    tell("resident memory with 500 domains", &figure, "20 MiB", kibibytes <= 20 * 1024);

    // What was under way settles first: notices go, the connection falls silent.
    wizard.octets_within(Duration::from_secs(3));
    let before = wakeups(&wizard);
    let octets = wizard.octets_within(IDLE);
    let wakeups = wakeups(&wizard).checked_sub(before).expect("no thread ends while nothing happens");
    tell("bytes written in 10 idle seconds", &format!("{octets}"), "0", octets == 0);
    tell("wake-ups in 10 idle seconds, all threads", &format!("{wakeups}"), "0", wakeups == 0);
}

/// How often any thread of the program has given up the processor by itself so far: once for each wait.
fn wakeups(wizard: &Wizard) -> u64 {
    let threads = fs::read_dir(wizard.proc("task")).expect("/proc");
    let waits = threads.map(|thread| {
        let status = fs::read_to_string(thread.expect("a thread").path().join("status")).expect("/proc");
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).expect("a count");
        line.trim().parse::<u64>().expect("a number")
    });
    waits.sum()
}
