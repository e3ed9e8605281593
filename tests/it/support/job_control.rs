//! Stopping a program and continuing it, in a real shell.

use super::api_servers::{KEY, StubReply, StubServer};
use super::pty::{Program, wait_for_condition};

/// Stops the program twice and continues it: while it asks for the key at this prompt, and while it tries the key. What is
/// typed is visible in the shell and hidden in the program, and a part of the key does not reach the shell. Then Ctrl+C
/// ends the program, which may say this.
pub(crate) fn assert_echo_follows_stops(arguments: &str, prompt: &str, last_words: Option<&str>) {
    let stub = StubServer::start(|_| StubReply::WriteAndHang(""));
    let shell = Program::new("/bin/sh").args(["-i"]).env("PS1", "$ ").size(160, 120);
    let mut pty = shell.env("AUTOSEND_BASE_URL", stub.base_url()).start();
    pty.wait_for("$");
    let at_prompt = |screen: &vt100::Screen| screen.contents().trim_end().ends_with('$');
    pty.send(&format!("{} {arguments}<enter>", env!("CARGO_BIN_EXE_autosend-domains")));
    pty.wait_for(prompt);
    let hidden = pty.tty_settings();
    // A part of the key, which must not reach the shell.
    pty.send("AS_marker");
    pty.send("<c-z>");
    pty.wait_until(at_prompt);
    pty.assert_line_restored();
    pty.send("fg<enter>");
    pty.wait_until(|screen| screen.contents().matches(prompt).count() == 2);
    assert_eq!(pty.tty_settings(), hidden);
    pty.send(&format!("{KEY}<enter>"));
    stub.wait_for("GET", 1);
    pty.send("<c-z>");
    pty.wait_until(|screen| at_prompt(screen) && screen.contents().matches("topped").count() == 2);
    pty.assert_line_restored();
    pty.send("fg<enter>");
    wait_for_condition("the echo to be off", || pty.tty_settings() == hidden);
    // The prompt of before must be gone, or it would be taken for the next one.
    pty.wait_until(|screen| !at_prompt(screen));
    pty.send("<c-c>");
    if let Some(words) = last_words {
        pty.wait_for(words);
    }
    pty.wait_until(at_prompt);
    pty.assert_line_restored();
    assert!(!String::from_utf8_lossy(&pty.raw_bytes()).contains("marker"));
    pty.send("exit<enter>");
    pty.wait_end();
}
