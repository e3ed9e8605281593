//! The title of the terminal's window, and notifications on the desktop.

use std::time::Duration;

use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::VerifyMode;
use rustix::process::Signal;

use super::sandbox_program;
use crate::support::api_servers::SandboxServer;
use crate::support::files::write_program;
use crate::support::pty::{Program, Pty, ending_signals, wait_for_condition};
use crate::support::tools::{TmuxServer, is_available};
use crate::support::wizard_steps::{self, DOMAIN_STEP};

const NAME: &str = "mail.example.com";

/// A terminal that is known to give the title back.
fn titled(program: Program) -> Program {
    program.env("TERM", "alacritty")
}

/// The titles that reached the terminal, in their order.
fn titles(pty: &Pty) -> Vec<String> {
    let raw = String::from_utf8_lossy(&pty.raw_bytes()).into_owned();
    raw.split("\u{1b}]2;").skip(1).map(|rest| rest.split('\u{7}').next().unwrap().to_owned()).collect()
}

#[test]
fn the_title_shows_the_domain_and_its_state_and_is_written_at_a_change_only() {
    let mut pty = titled(sandbox_program()).start();
    pty.wait_for(DOMAIN_STEP);
    wait_for_condition("the first title", || titles(&pty) == ["autosend-domains"]);
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.wait_for("not found");
    pty.wait_gone("checking");
    let steps = ["autosend-domains", "mail.example.com: waiting for DNS", "mail.example.com: 0 of 5 records OK"];
    wait_for_condition("the titles", || titles(&pty) == steps);
    // Nothing changes, so nothing is written.
    pty.send("jjkk?");
    pty.wait_gone(wizard_steps::RECORDS_STEP);
    pty.send("<esc>");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    pty.send("r");
    pty.wait_for("Press any key to return.");
    pty.send("x");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    assert_eq!(titles(&pty), steps);
    pty.send("<f2>");
    pty.wait_for(wizard_steps::LIST_STEP);
    wait_for_condition("the title of the list", || {
        titles(&pty).last().is_some_and(|title| title == "autosend-domains")
    });
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    pty.assert_restored();
}

#[test]
fn verifying_shows_in_the_title() {
    let server = SandboxServer::start_with(Options {
        verify: VerifyMode::Always,
        verification_delay: Duration::from_millis(100),
        ..Options::default()
    });
    let mut pty = titled(server.wizard()).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.send("v");
    wait_for_condition("verified", || {
        titles(&pty).ends_with(&["mail.example.com: verifying".to_owned(), "mail.example.com: verified".to_owned()])
    });
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    pty.assert_restored();
}

#[test]
fn every_end_gives_the_title_back() {
    for (signal, code) in ending_signals() {
        let mut pty = titled(sandbox_program()).start();
        pty.wait_for(DOMAIN_STEP);
        assert_eq!(titles(&pty), ["autosend-domains"]);
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), code, "{signal:?}");
        pty.assert_restored();
    }
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_gives_the_title_back() {
    let mut pty = titled(sandbox_program()).env("AUTOSEND_DOMAINS_PANIC", "draw").start();
    assert_eq!(pty.wait_exit(), 101);
    assert_eq!(titles(&pty), ["autosend-domains"]);
    pty.assert_restored();
}

#[test]
fn a_stopped_wizard_gives_the_title_back_and_takes_it_again() {
    let mut pty = titled(sandbox_program()).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.wait_for("not found");
    pty.wait_gone("checking");
    pty.wait_for_bytes("the end of a frame", |raw| raw.ends_with(b"\x1b[?2026l"));
    let before = titles(&pty);
    pty.signal(Signal::TSTP);
    pty.wait_stopped();
    pty.assert_restored();
    pty.signal(Signal::CONT);
    pty.wait_until(vt100::Screen::alternate_screen);
    let again: Vec<String> = before.iter().chain(before.last()).cloned().collect();
    wait_for_condition("the title again", || titles(&pty) == again);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    pty.assert_restored();
}

#[test]
fn a_terminal_that_is_not_known_to_give_it_back_gets_no_title() {
    for (program, text) in [
        (sandbox_program(), DOMAIN_STEP),
        (sandbox_program().env("TERM_PROGRAM", "WezTerm"), DOMAIN_STEP),
        (sandbox_program().env("TERM", "dumb").env("XTERM_VERSION", "XTerm(379)"), "Type the domain."),
        (titled(sandbox_program()).args(["--plain"]), "Type the domain."),
    ] {
        let mut pty = program.start();
        pty.wait_for(text);
        pty.send("<c-c>");
        assert_eq!(pty.wait_exit(), 130);
        let raw = String::from_utf8(pty.raw_bytes()).unwrap();
        assert!(!raw.contains("\u{1b}]2;") && !raw.contains("[22;0t") && !raw.contains("[23;0t"), "{raw:?}");
    }
}

#[test]
fn a_real_tmux_shows_the_title_and_gets_its_own_back() {
    if !is_available("tmux") {
        return;
    }
    let tmux = TmuxServer::new();
    // The shell stays after the wizard.
    let script = ["-c", "\"$0\" \"$@\"; echo left; read line"].map(Into::into);
    let mut pty = tmux.wrap(sandbox_program().wrapped_by("/bin/sh", script)).start();
    pty.wait_for(DOMAIN_STEP);
    let title = || tmux.output_of(&["display", "-p", "#{pane_title}"]).trim().to_owned();
    wait_for_condition("the title", || title() == "autosend-domains");
    wizard_steps::go_to_records(&mut pty, NAME);
    wait_for_condition("the domain's title", || title() == "mail.example.com: 0 of 5 records OK");
    pty.send("q");
    pty.wait_for("left");
    wait_for_condition("tmux's own title", || !title().contains("example.com") && title() != "autosend-domains");
}

/// The wizard in a tmux that answers so, after a verification.
fn notified_in_tmux(passthrough: &str, terminal: &str) -> String {
    let server = SandboxServer::start_with(Options {
        verify: VerifyMode::Always,
        verification_delay: Duration::from_millis(100),
        ..Options::default()
    });
    let program = server.wizard();
    let folder = program.home().join("bin");
    std::fs::create_dir(&folder).unwrap();
    let answer = format!("3.4|external|{passthrough}|{terminal}|");
    write_program(
        &folder.join("tmux"),
        &format!("#!/bin/sh\ncase $1 in display) echo '{answer}';; *) exit 1;; esac\n"),
    );
    let mut pty = program.env("TMUX", "/tmp/tmux,1,0").env("PATH", folder).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.send("v");
    // The notification comes before the title.
    wait_for_condition("the end", || titles(&pty).last().is_some_and(|title| title == "mail.example.com: verified"));
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    pty.assert_restored();
    String::from_utf8_lossy(&pty.raw_bytes()).into_owned()
}

#[test]
fn tmux_passes_a_notification_on_only_where_it_says_that_it_does_to_a_terminal_that_shows_one() {
    let wrapped = "\u{1b}Ptmux;\u{1b}\u{1b}]9;mail.example.com is verified and ready to send\u{7}\u{1b}\\";
    for (passthrough, terminal, is_passed) in [
        ("1", "xterm-kitty", true),
        ("all", "foot", true),
        ("0", "xterm-kitty", false),
        ("", "xterm-kitty", false),
        ("1", "xterm-256color", false),
    ] {
        let raw = notified_in_tmux(passthrough, terminal);
        assert_eq!(raw.contains(wrapped), is_passed, "{passthrough} {terminal}");
        assert_eq!(raw.contains("]9;"), is_passed, "{passthrough} {terminal}");
    }
}
