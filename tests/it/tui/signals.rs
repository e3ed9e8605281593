//! Every way in which the system ends, stops or breaks the program leaves the terminal as it was.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::sandbox_program;
use crate::support::pty::{Program, Pty, ending_signals, process_state, wait_for_condition};
use crate::support::wizard_steps::{self, DOMAIN_STEP, RECORDS_STEP, REGION_STEP};

#[test]
fn signals_exit_with_their_code_and_restore_the_terminal() {
    for (signal, code) in ending_signals() {
        let mut pty = sandbox_program().start();
        pty.wait_for(DOMAIN_STEP);
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), code, "{signal:?}");
        pty.assert_restored();
        assert_eq!(pty.screen_text().trim(), "");
    }
}

#[test]
fn a_signal_prints_the_records_that_were_shown() {
    let mut pty = sandbox_program().start();
    wizard_steps::go_to_records(&mut pty, "mail.example.com");
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(), 143);
    pty.assert_restored();
    assert!(pty.screen_text().contains("_dmarc.mail.example.com"), "{}", pty.screen_text());
}

/// Goes to a state of the wizard.
type Walk = fn(&mut Pty);

fn wait_for_domain_step(pty: &mut Pty) {
    pty.wait_for(DOMAIN_STEP);
}

fn open_records(pty: &mut Pty) {
    wizard_steps::go_to_records(pty, "mail.example.com");
}

fn open_help(pty: &mut Pty) {
    open_records(pty);
    pty.send("?");
    pty.wait_gone(RECORDS_STEP);
}

fn show_raw_value(pty: &mut Pty) {
    open_records(pty);
    pty.send("r");
    pty.wait_for("Press any key to return.");
}

#[test]
fn a_signal_restores_the_terminal_in_every_state() {
    let states: [Walk; 3] = [open_records, open_help, show_raw_value];
    for (signal, code) in ending_signals() {
        for walk in states {
            let mut pty = sandbox_program().start();
            walk(&mut pty);
            pty.signal(signal);
            assert_eq!(pty.wait_exit(), code, "{signal:?}");
            pty.assert_restored();
        }
    }
}

#[test]
fn a_signal_ends_the_program_even_if_the_terminal_is_not_read() {
    let states: [Walk; 2] = [wait_for_domain_step, open_records];
    for (signal, code) in [(Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131), (Signal::TERM, 143)] {
        for walk in states {
            let mut pty = sandbox_program().size(200, 60).start();
            walk(&mut pty);
            pty.clog("<c-l>");
            let sent = Instant::now();
            pty.signal(signal);
            assert_eq!(pty.wait_exit_unread(), code, "{signal:?}");
            // It takes less than 2 s, and on a busy machine less than what a program has that only waits for a file.
            assert!(sent.elapsed() < Duration::from_secs(4), "{signal:?}: {:?}", sent.elapsed());
            pty.assert_line_restored();
        }
    }
}

#[test]
fn a_file_that_is_too_large_is_an_error_and_no_end() {
    let limit = ["-c", "ulimit -f 0; exec \"$0\" \"$@\""].map(Into::into);
    let mut pty = sandbox_program().wrapped_by("/bin/sh", limit).start();
    open_records(&mut pty);
    pty.signal(Signal::XFSZ);
    pty.send("e");
    pty.wait_for("$TTL 3600");
    pty.send("<enter>");
    pty.wait_for("Save as: Zone file");
    pty.send("<c-u>~/mail.zone<enter>");
    pty.wait_for("File too large");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    pty.assert_restored();
}

#[test]
fn a_stop_restores_the_terminal_and_continuing_redraws() {
    let mut pty = sandbox_program().start();
    pty.wait_for(DOMAIN_STEP);
    pty.send("mail.example.com");
    pty.wait_for("✓ mail.example.com");
    pty.signal(Signal::TSTP);
    pty.wait_stopped();
    pty.assert_restored();
    let before = pty.raw_bytes().len();
    pty.signal(Signal::CONT);
    pty.wait_until(|screen| screen.alternate_screen() && screen.contents().contains("✓ mail.example.com"));
    pty.wait_for(DOMAIN_STEP);
    let raw = pty.raw_bytes();
    let again = String::from_utf8_lossy(&raw[before..]).into_owned();
    assert!(again.contains(DOMAIN_STEP), "only a part was drawn: {again:?}");
    pty.send("<enter>");
    pty.wait_for(REGION_STEP);
    assert_eq!(wizard_steps::quit(&mut pty), 130);
}

#[test]
fn ctrl_z_suspends_under_a_shell_and_fg_resumes() {
    let mut pty = Program::new("/bin/sh").args(["-i"]).env("PS1", "$ ").start();
    pty.wait_for("$");
    pty.send(&format!("{} --sandbox<enter>", env!("CARGO_BIN_EXE_autosend-domains")));
    wizard_steps::go_to_records(&mut pty, "mail.example.com");
    let at_prompt = |screen: &vt100::Screen| !screen.alternate_screen() && screen.contents().trim_end().ends_with('$');
    for stops in 1..=2 {
        pty.send("<c-z>");
        pty.wait_until(|screen| at_prompt(screen) && screen.contents().matches("topped").count() == stops);
        pty.wait_until(|screen| !screen.hide_cursor() && !screen.bracketed_paste());
        pty.send("fg<enter>");
        pty.wait_until(|screen| screen.alternate_screen() && screen.contents().contains(RECORDS_STEP));
    }
    pty.send("q");
    pty.wait_until(at_prompt);
    pty.send("echo \"code $?\"<enter>");
    pty.wait_for("code 0");
    pty.send("exit<enter>");
    pty.wait_end();
    pty.assert_restored();
}

#[test]
fn ctrl_z_without_a_shell_changes_nothing() {
    let mut pty = sandbox_program().start();
    pty.wait_for(DOMAIN_STEP);
    pty.send("<c-z>x");
    pty.wait_until(|screen| screen.alternate_screen() && screen.contents().contains('x'));
    assert_ne!(process_state(pty.pid().as_raw_nonzero().get()), Some('T'));
    assert_eq!(wizard_steps::quit(&mut pty), 130);
}

#[test]
fn a_signal_while_stopped_is_handled_on_continue() {
    let mut pty = sandbox_program().start();
    pty.wait_for(DOMAIN_STEP);
    pty.signal(Signal::STOP);
    wait_for_condition("the stop", || process_state(pty.pid().as_raw_nonzero().get()) == Some('T'));
    pty.signal(Signal::TERM);
    pty.signal(Signal::CONT);
    assert_eq!(pty.wait_exit(), 143);
    pty.assert_restored();
}

/// The variable is known to debug builds only.
#[cfg(debug_assertions)]
#[test]
fn a_panic_prints_one_line_and_restores_the_terminal() {
    use crate::support::api_servers::KEY;

    let mut pty = sandbox_program().env("AUTOSEND_DOMAINS_PANIC", "draw").env("AUTOSEND_API_KEY", KEY).start();
    assert_eq!(pty.wait_exit(), 101);
    pty.assert_restored();
    let screen = pty.screen_text();
    assert!(screen.trim().starts_with("autosend-domains: internal error at src/runtime/run.rs:"), "{screen}");
    assert!(screen.trim().ends_with("asked for") && screen.trim().lines().count() == 1, "{screen}");
    assert!(!String::from_utf8_lossy(&pty.raw_bytes()).contains("marker"));
}
