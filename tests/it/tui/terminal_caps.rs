//! Colours, characters, and silence.

use std::fs;
use std::thread;
use std::time::Duration;

use super::sandbox_program;
use crate::support::api_servers::SandboxServer;
use crate::support::pty::{Program, Pty, wait_for_condition};
use crate::support::sequences;
use crate::support::wizard_steps::{self, DOMAIN_STEP, KEY_STEP, REGION_STEP, REVIEW_STEP, run_in_parallel};

/// Through every step but the Key step, with help, a copy and an error.
fn visit_every_step(program: Program) -> Pty {
    let mut pty = program.start();
    wizard_steps::submit_domain(&mut pty, "plan.example.com");
    pty.wait_for("Upgrade your plan");
    pty.send("<esc>");
    pty.wait_for(REVIEW_STEP);
    pty.send("<esc>");
    pty.wait_for(REGION_STEP);
    pty.send("<esc>");
    pty.wait_for(DOMAIN_STEP);
    pty.send("<c-u>");
    wizard_steps::go_to_records(&mut pty, "mail.example.com");
    pty.send("c");
    pty.wait_for("Sent Ownership value (48 characters) to your terminal. Paste to check");
    pty.send("?");
    pty.wait_for("Keyboard shortcuts");
    pty.send("<esc>");
    pty.wait_for("DMARC");
    pty
}

/// Whether the SGR parameters name a colour: 30 to 49 and 90 to 107, but for "the terminal's own".
fn is_coloured(style: &str) -> bool {
    let numbers: Vec<u32> = style.split(';').filter_map(|number| number.parse().ok()).collect();
    numbers.iter().any(|number| matches!(number, 30..=38 | 40..=48 | 58 | 90..=107))
}

/// The row of the table that begins with the marker.
fn is_set_apart(screen: &vt100::Screen, marker: &str) -> bool {
    let (rows, columns) = screen.size();
    (0..rows.get()).zip(screen.rows(0, columns.get())).any(|(row, text)| {
        let place = text.find(marker).and_then(|place| u16::try_from(place).ok());
        place.and_then(|place| screen.cell(row, place + 2)).is_some_and(vt100::Cell::bold)
    })
}

#[test]
fn no_color_leaves_no_colour_and_a_marked_selection() {
    run_in_parallel([true, false], |colourless| {
        let program = if colourless { sandbox_program().env("NO_COLOR", "1") } else { sandbox_program() };
        let mut pty = visit_every_step(program);
        pty.wait_until(|screen| is_set_apart(screen, "▌ 1  Ownership"));
        pty.with_screen(|screen| assert!(!is_set_apart(screen, "  DMARC")));
        assert_eq!(wizard_steps::quit(&mut pty), 0);
        let styles = sequences::parse_output(&pty.raw_bytes()).styles;
        let coloured: Vec<&String> = styles.iter().filter(|style| is_coloured(style)).collect();
        assert_eq!(coloured.is_empty(), colourless, "{coloured:?}");
        let reversed = styles.iter().any(|style| style.split(';').any(|number| number == "7"));
        assert!(reversed || !colourless, "{styles:?}");
        let beyond = styles.iter().find(|style| style.contains("38;2;") || style.contains("48;2;"));
        assert_eq!(beyond, None, "the terminal's own colours alone");
    });
}

#[test]
fn without_utf_8_the_output_is_ascii() {
    let locales = [("LC_ALL", "C"), ("LC_CTYPE", "POSIX"), ("LANG", "en_US.ISO-8859-1")];
    run_in_parallel(locales, |(name, value)| {
        let mut pty = visit_every_step(sandbox_program().env(name, value));
        assert_eq!(wizard_steps::quit(&mut pty), 0);
        assert_ascii(&pty);
    });
    let mut pty = sandbox_program().env("LC_ALL", "C").start();
    pty.wait_for(DOMAIN_STEP);
    pty.send("münchen.example");
    pty.wait_for("xn--mnchen-3ya.example");
    pty.send("<esc>");
    pty.wait_for(KEY_STEP);
    pty.wait_for("****");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
    assert_ascii(&pty);
}

fn assert_ascii(pty: &Pty) {
    let raw = pty.raw_bytes();
    let place = raw.iter().position(|octet| *octet >= 0x80);
    let around = place.map(|place| String::from_utf8_lossy(&raw[place.saturating_sub(30)..place + 4]).into_owned());
    assert_eq!(around, None);
}

/// How often the threads of a process gave up the processor by themselves, that is, had been woken.
fn wake_ups(process: i32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    threads
        .map(|thread| {
            let status = fs::read_to_string(thread.unwrap().path().join("status")).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            line.and_then(|number| number.trim().parse::<u64>().ok()).unwrap_or_default()
        })
        .sum()
}

/// A window to look at, since silence has no content that could be waited for. The long one is a benchmark's.
const SILENCE: Duration = Duration::from_millis(700);

/// Asserts that the program has come to rest: it writes nothing, and none of its threads wakes up.
fn assert_idle(pty: &Pty) {
    let process = pty.pid().as_raw_nonzero().get();
    let activity = || (pty.raw_bytes().len(), wake_ups(process));
    // On a machine that is busy, threads lie down late; whatever has a timer never does.
    wait_for_condition("a window of silence", || {
        let before = activity();
        thread::sleep(SILENCE);
        activity() == before
    });
}

#[test]
fn an_idle_wizard_writes_nothing_and_runs_no_timer() {
    let server = SandboxServer::start_with_domain("known.example.com");
    let mut pty = server.wizard().start();
    pty.wait_for(DOMAIN_STEP);
    pty.send("known.example.com");
    pty.wait_for("Already in this project");
    assert_idle(&pty);
    pty.send("<enter>");
    pty.wait_for("Ownership");
    pty.wait_gone("us-east-1 · being");
    assert_idle(&pty);
}
