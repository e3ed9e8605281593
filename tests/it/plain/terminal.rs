//! Plain lines in a real terminal.

use std::time::Duration;

use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::{RateLimit, VerifyMode};
use rustix::process::Signal;

use crate::support::api_servers::{KEY, SandboxServer, StubReply, StubServer};
use crate::support::job_control;
use crate::support::pty::{Program, Pty, ending_signals, wait_for_condition};
use crate::support::wizard_steps::answer_prompt;

/// A terminal that has room for all that is told.
fn plain() -> Program {
    Program::wizard().args(["--sandbox", "--clipboard", "osc52"]).size(160, 120).env("TERM", "dumb")
}

fn assert_no_codes(pty: &Pty) {
    let raw = pty.raw_bytes();
    assert!(!raw.contains(&0x1b), "{}", String::from_utf8_lossy(&raw));
    pty.assert_restored();
}

fn records(pty: &mut Pty) {
    answer_prompt(pty, "Type the domain.", "mail.example.com");
    answer_prompt(pty, "a region ID", "");
    answer_prompt(pty, "Add it?", "y");
}

#[test]
fn a_dumb_terminal_gets_no_escape_sequence() {
    let mut pty = plain().start();
    records(&mut pty);
    // Even where a copy would go through the terminal.
    answer_prompt(&mut pty, "What next?", "c 2");
    pty.wait_for("Not copied: terminal: no codes are sent to it in plain mode");
    answer_prompt(&mut pty, "Applies to record 2", "C");
    answer_prompt(&mut pty, "What next?", "g");
    answer_prompt(&mut pty, "Type a number or a name.", "1");
    answer_prompt(&mut pty, "record 2.", "b");
    answer_prompt(&mut pty, "What next?", "r");
    answer_prompt(&mut pty, "What next?", "e");
    answer_prompt(&mut pty, "What next with Zone file?", "print it here");
    answer_prompt(&mut pty, "What next with Zone file?", "b");
    answer_prompt(&mut pty, "What next?", "q");
    assert_eq!(pty.wait_exit(), 0);
    assert_no_codes(&pty);
}

#[test]
fn the_accessible_variable_starts_plain_mode_on_any_terminal() {
    let mut pty = plain().env("TERM", "xterm-256color").env("ACCESSIBLE", "1").start();
    answer_prompt(&mut pty, "Type the domain.", "q");
    assert_eq!(pty.wait_exit(), 130);
    assert_no_codes(&pty);
    let mut pty = plain().env("TERM", "xterm-256color").env("ACCESSIBLE", "0").start();
    pty.wait_until(vt100::Screen::alternate_screen);
    pty.send("<c-c>");
    assert_eq!(pty.wait_exit(), 130);
}

#[test]
fn the_key_is_not_echoed() {
    let server = SandboxServer::start();
    let program = Program::wizard().args(["--plain"]).size(160, 120).env("AUTOSEND_BASE_URL", server.base_url());
    let mut pty = program.start();
    answer_prompt(&mut pty, "Paste or type the key. It isn't shown.", KEY);
    answer_prompt(&mut pty, "Save the key?", "n");
    answer_prompt(&mut pty, "Type the domain.", "visible.example.com");
    answer_prompt(&mut pty, "a region ID", "q");
    assert_eq!(pty.wait_exit(), 130);
    assert_no_codes(&pty);
    let raw = String::from_utf8(pty.raw_bytes()).unwrap();
    assert!(!raw.contains("marker") && raw.contains("> visible.example.com"), "{raw}");
}

#[test]
fn every_exit_restores_the_echo() {
    for (signal, code) in ending_signals() {
        let mut pty = Program::wizard().args(["--plain"]).size(160, 120).start();
        pty.wait_for("Paste or type the key");
        let hidden = pty.tty_settings();
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), code, "{signal:?}");
        assert_no_codes(&pty);
        assert_ne!(pty.tty_settings(), hidden, "echo was on");
    }
}

#[test]
fn a_signal_restores_the_echo_even_if_the_terminal_is_not_read() {
    for (signal, code) in [(Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131), (Signal::TERM, 143)] {
        let mut pty = Program::wizard().args(["--plain"]).start();
        pty.wait_for("Paste or type the key");
        // Each is no key, which is told.
        pty.clog("x<enter>");
        pty.signal(signal);
        assert_eq!(pty.wait_exit_unread(), code, "{signal:?}");
        pty.assert_line_restored();
    }
}

#[test]
fn nothing_is_echoed_while_a_key_is_tried() {
    for (signal, code) in [(Signal::HUP, 129), (Signal::QUIT, 131), (Signal::TERM, 143)] {
        let stub = StubServer::start(|_| StubReply::WriteAndHang(""));
        let mut pty = stub.keyless_wizard().args(["--plain"]).start();
        pty.wait_for("Paste or type the key");
        let hidden = pty.tty_settings();
        pty.send(&format!("{KEY}<enter>"));
        stub.wait_for("GET", 1);
        assert_eq!(pty.tty_settings(), hidden);
        pty.send("typed meanwhile<enter>");
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), code, "{signal:?}");
        assert_no_codes(&pty);
        assert!(!pty.screen_text().contains("typed meanwhile"), "{}", pty.screen_text());
    }
}

#[test]
fn a_stop_shows_the_echo_and_fg_hides_it_again() {
    job_control::assert_echo_follows_stops("--plain", "Paste or type the key", None);
}

#[test]
fn ctrl_c_exits_with_success_after_records_were_shown() {
    let mut pty = plain().start();
    pty.wait_for("Type the domain.");
    pty.send("<c-c>");
    assert_eq!(pty.wait_exit(), 130);
    assert_no_codes(&pty);
    let mut pty = plain().start();
    records(&mut pty);
    pty.wait_for("What next?");
    pty.send("<c-c>");
    assert_eq!(pty.wait_exit(), 0);
    pty.wait_for("mail.example.com: waiting for DNS");
}

#[test]
fn ctrl_d_quit_and_exit_end_as_q_does() {
    for keys in ["<c-d>", "q<enter>", "quit<enter>", "Exit<enter>"] {
        let mut pty = plain().start();
        pty.wait_for("Type the domain.");
        pty.send(keys);
        assert_eq!(pty.wait_exit(), 130, "{keys}");
        assert_no_codes(&pty);
        assert!(!pty.screen_text().contains("input ended"), "{}", pty.screen_text());
        let mut pty = plain().start();
        records(&mut pty);
        pty.wait_for("What next?");
        pty.send(keys);
        assert_eq!(pty.wait_exit(), 0, "{keys}");
    }
}

#[test]
fn ctrl_d_and_quit_end_while_something_is_under_way() {
    for keys in ["<c-d>", "quit<enter>"] {
        let server = SandboxServer::start_with(Options { rate: RateLimit::Off, ..Options::default() });
        let mut pty = server.wizard().args(["--plain"]).size(160, 120).env("TERM", "dumb").start();
        answer_prompt(&mut pty, "Type the domain.", "slow.example.com");
        answer_prompt(&mut pty, "a region ID", "1");
        answer_prompt(&mut pty, "Add it?", "y");
        pty.wait_for("While waiting, you can answer: stop waiting (b).");
        pty.send(keys);
        assert_eq!(pty.wait_exit(), 130, "{keys}");
        pty.wait_for("slow.example.com");
        assert_no_codes(&pty);
    }
}

#[test]
fn b_stops_waiting_and_keeps_typed_ahead_lines() {
    // Without a limit of requests, so that the POST is not sent back for it.
    let server = SandboxServer::start_with(Options { rate: RateLimit::Off, ..Options::default() });
    let mut pty = server.wizard().args(["--plain"]).size(160, 120).env("TERM", "dumb").start();
    answer_prompt(&mut pty, "Type the domain.", "slow.example.com");
    answer_prompt(&mut pty, "a region ID", "1");
    answer_prompt(&mut pty, "Add it?", "y");
    pty.wait_for("While waiting, you can answer: stop waiting (b).");
    wait_for_condition("the POST", || server.posts() == 1);
    // The first is for the question that comes, the second for what is waited for.
    pty.send("show the record 5<enter>b<enter>");
    pty.wait_for("You stopped waiting");
    answer_prompt(&mut pty, "What next?", "q");
    assert_eq!(pty.wait_exit(), 0);
    assert_no_codes(&pty);
    assert_eq!(pty.screen_text().matches("Record 5 of 5").count(), 2, "{}", pty.screen_text());
}

#[test]
fn ctrl_z_suspends_under_a_shell_and_fg_prompts_again() {
    let mut pty = Program::new("/bin/sh").args(["-i"]).env("PS1", "$ ").env("TERM", "dumb").size(160, 120).start();
    pty.wait_for("$");
    pty.send(&format!("{} --sandbox<enter>", env!("CARGO_BIN_EXE_autosend-domains")));
    pty.wait_for("Type the domain.");
    pty.send("<c-z>");
    pty.wait_until(|screen| screen.contents().trim_end().ends_with('$'));
    pty.send("fg<enter>");
    pty.wait_until(|screen| screen.contents().matches("Type the domain.").count() == 2);
    pty.send("mail.example.com<enter>");
    answer_prompt(&mut pty, "a region ID", "q");
    pty.wait_until(|screen| screen.contents().trim_end().ends_with('$'));
    pty.send("exit<enter>");
    pty.wait_end();
}

/// A terminal passes on a paste of several lines at once, so each line would answer a question that nobody has seen.
#[test]
fn pasted_lines_confirm_no_unseen_prompt() {
    let server = SandboxServer::start_with(Options {
        rate: RateLimit::Off,
        verify: VerifyMode::Always,
        verification_delay: Duration::ZERO,
        ..Options::default()
    });
    let program = Program::wizard().args(["--plain"]).size(160, 120).env("AUTOSEND_BASE_URL", server.base_url());
    let mut pty = program.env("AUTOSEND_API_KEY", KEY).start();
    answer_prompt(&mut pty, "Type the domain.", "mail.example.com\n\ny\ny");
    pty.wait_for("Input typed before this question was ignored.");
    answer_prompt(&mut pty, "Add it?", "b");
    answer_prompt(&mut pty, "a region ID", "");
    assert_eq!(server.posts(), 0);
    answer_prompt(&mut pty, "Add it?", "y");
    // Inbound mail is turned on for verified domains only.
    answer_prompt(&mut pty, "What next?", "v");
    pty.wait_for("mail.example.com can send.");
    answer_prompt(&mut pty, "What next?", "b");
    answer_prompt(&mut pty, "What next?", "receive mail\n1\n1");
    pty.wait_for_bytes("the same words again", |raw| {
        String::from_utf8_lossy(raw).matches("Input typed before").count() == 2
    });
    answer_prompt(&mut pty, "What next?", "q");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!((server.posts(), server.count_posts_matching("/", "/inbound/enable")), (1, 0));
}
