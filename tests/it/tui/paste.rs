//! Pasting: a line end is no Enter, an address is mended, and nothing that is pasted acts on anything.

use crate::support::api_servers::{KEY, SandboxServer, keyless_wizard_at};
use crate::support::pty::Pty;
use crate::support::sequences;
use crate::support::wizard_steps::{self, DOMAIN_STEP, KEY_STEP, REGION_STEP};

use super::sandbox_program;

fn at_domain() -> Pty {
    let pty = sandbox_program().start();
    pty.wait_for(DOMAIN_STEP);
    pty
}

#[test]
fn a_newline_in_a_paste_does_not_submit() {
    let mut pty = at_domain();
    for line_end in ["\n", "\r", "\r\n"] {
        pty.paste(&format!("example.com{line_end}"));
        pty.wait_for("✓ example.com");
        // Another key, so that an Enter before it would have been seen.
        pty.send("<end>.pl");
        pty.wait_for("✓ example.com.pl");
        pty.wait_for(DOMAIN_STEP);
        pty.send("<c-u>");
        pty.wait_gone("example.com.pl");
    }
    pty.paste("example.com\r\nexample.org\r\n");
    pty.wait_for("example.com example.org");
    pty.wait_for(DOMAIN_STEP);
    assert_eq!(wizard_steps::quit(&mut pty), 130);
}

#[test]
fn a_pasted_url_is_reduced_to_its_host() {
    let mut pty = at_domain();
    pty.paste("  https://user:pass@Mail.Example.com:8443/path?x=1#y\n");
    pty.wait_for("→ mail.example.com");
    pty.send("<enter>");
    pty.wait_for(REGION_STEP);
    pty.send("<enter>");
    pty.wait_for("\"domain\": \"mail.example.com\"");
}

#[test]
fn pasted_escape_characters_are_sanitized() {
    let mut pty = at_domain();
    pty.paste("ex\u{1b}[2Jam\u{9b}7mple\u{202e}.com\u{7}");
    pty.wait_for("ex<U+001B>[2Jam<U+009B>7mple<U+202E>.com<U+0007>");
    pty.wait_for(DOMAIN_STEP);
    // The end of a paste in a paste: what stands behind it are keys, as with any terminal.
    pty.send("<c-u>");
    pty.wait_gone("<U+001B>");
    pty.paste("a.example\u{1b}[201~.com");
    pty.wait_for("✓ a.example.com");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
    sequences::parse_output(&pty.raw_bytes());
}

#[test]
fn a_key_is_pasted_with_its_line_end_and_shown_nowhere() {
    let server = SandboxServer::start();
    let mut pty = keyless_wizard_at(&server.base_url()).start();
    pty.wait_for(KEY_STEP);
    pty.paste(&format!(" {KEY}\r\n"));
    pty.wait_for("••••");
    pty.send("<enter>");
    pty.wait_for("The key works.");
    pty.send("<down><enter>");
    pty.wait_for(DOMAIN_STEP);
    // In the wrong place it is not shown either.
    pty.paste(KEY);
    pty.wait_for("That looks like an API key, so it isn't shown.");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
    assert!(!String::from_utf8(pty.raw_bytes()).unwrap().contains("marker"));
}

/// A terminal without bracketed paste sends a paste as keys, and all of them at once.
#[test]
fn a_burst_of_keys_is_read_completely() {
    let mut pty = at_domain();
    pty.send(&"x".repeat(1_500));
    pty.send("<c-u>behind.example.com");
    pty.wait_for("✓ behind.example.com");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
}
