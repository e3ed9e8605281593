//! From the start of the process to its first whole frame, in a pty; and the time of a command that draws nothing.

mod support;

use std::time::Duration;

use support::{Wizard, milliseconds, quantile, sandbox, tell};

const RUNS: usize = 60;

fn main() {
    let (_runtime, sandbox) = sandbox();
    let url = sandbox.base_url();
    let key = [("AUTOSEND_API_KEY", "AS_benchmark12345"), ("AUTOSEND_BASE_URL", url.as_str())];
    let mut times: Vec<Duration> = (0..RUNS).map(|_| Wizard::start(&[], &key).until("Enter")).collect();
    let median = quantile(&mut times, 0.5);
    tell("start to first whole frame, median", &milliseconds(median), "10 ms", median <= Duration::from_millis(10));
    let mut times: Vec<Duration> = (0..RUNS).map(|_| Wizard::start(&["--sandbox"], &[]).until("Enter")).collect();
    let median = quantile(&mut times, 0.5);
    tell("the same with --sandbox", &milliseconds(median), "10 ms", median <= Duration::from_millis(10));
}
