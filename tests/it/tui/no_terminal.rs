//! Where nothing can be drawn, nothing is: one line says so, and names the command to use.

use std::fs;

use crate::support::api_servers::KEY;
use crate::support::pty::Program;

/// Runs the wizard by a shell in a pty, with this behind its arguments; what the shell's `2>` got, and the screen.
fn refused(redirection: &str, term: Option<&str>) -> (String, String) {
    let wizard = env!("CARGO_BIN_EXE_autosend-domains");
    let unset = if term.is_some() { "" } else { "unset TERM; " };
    let script = format!("{unset}'{wizard}' --sandbox 2>words {redirection}; exit $?");
    let program = Program::new("/bin/sh").args(["-c", &script]).env("AUTOSEND_API_KEY", KEY);
    let mut pty = program.env("TERM", term.unwrap_or_default()).start();
    assert_eq!(pty.wait_exit(), 2, "{redirection}");
    pty.assert_restored();
    let words = fs::read_to_string(pty.home().join("words")).unwrap();
    let mut written = String::from_utf8(pty.raw_bytes()).unwrap();
    written.push_str(&fs::read_to_string(pty.home().join("output")).unwrap_or_default());
    (words, written)
}

#[test]
fn without_a_terminal_the_wizard_prints_reason_and_alternative() {
    for (redirection, term, reason) in [
        ("</dev/null", Some("xterm"), "standard input is not a terminal"),
        (">output", Some("xterm"), "standard output is not a terminal"),
        ("</dev/null | cat >output; exit 2", Some("xterm"), "standard input is not a terminal"),
        ("", Some(""), "TERM is not set"),
        ("", None, "TERM is not set"),
    ] {
        let (words, written) = refused(redirection, term);
        assert_eq!(words.lines().count(), 1, "{words}");
        assert!(words.contains(reason) && words.contains("autosend-domains add DOMAIN"), "{words}");
        assert!(words.contains("autosend-domains --plain"), "{words}");
        assert_eq!(written, "", "{redirection}");
    }
}

#[test]
fn a_key_is_not_read_from_a_terminal_that_would_show_it() {
    let mut pty = Program::wizard().args(["--api-key-file", "-"]).start();
    assert_eq!(pty.wait_exit(), 2);
    assert!(pty.screen_text().contains("the wizard reads your answers from standard input"), "{}", pty.screen_text());
    let mut pty = Program::wizard().args(["add", "mail.example.com", "--api-key-file", "-"]).start();
    assert_eq!(pty.wait_exit(), 4);
    assert!(pty.screen_text().contains("standard input is a terminal"), "{}", pty.screen_text());
}
