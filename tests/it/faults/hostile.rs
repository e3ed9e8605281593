//! Servers whose texts hold what acts on a terminal: it is shown as what it is, and nothing of it gets through.

use autosend_domains::core::text::is_hidden;
use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::RateLimit;
use serde_json::json;

use super::NAME;
use crate::support::api_servers::{KEY, SandboxServer, StubReply, StubServer};
use crate::support::pty::{Pty, remove_whitespace};
use crate::support::sequences;
use crate::support::wizard_steps::{self, LIST_STEP, REGION_STEP, REVIEW_STEP};

/// Text with every kind of harm: it clears, it copies, it sets the title, it turns the direction, it is not seen.
const HARM: &str =
    "bad\u{1b}[2J\u{1b}]52;c;aG9zdGlsZQ==\u{7}\u{1b}]0;title\u{7}\u{9b}7m\u{202e}\u{200b}\u{2028}\u{e0041}\r\n\u{8}!";

/// The same as it is to be shown, up to its line end. U+2028 is one too: a blank in a text that is no JSON.
const SHOWN: &str = "bad<U+001B>[2J<U+001B>]52;c;aG9zdGlsZQ==<U+0007><U+001B>]0;title<U+0007><U+009B>7m<U+202E><U+200B>\
                     <U+E0041>";

/// Nothing that was written acts on the terminal but our own sequences, and nothing hidden was written.
fn assert_harmless(pty: &Pty) {
    let raw = pty.raw_bytes();
    let copies = sequences::parse_output(&raw).copies;
    let is_harmless = |character: char| character == '\n' || !is_hidden(character);
    assert!(copies.iter().all(|copy| copy.chars().all(is_harmless)), "{copies:?}");
    let text = String::from_utf8(raw).unwrap();
    let hidden: Vec<char> = text.chars().filter(|character| !character.is_control() && is_hidden(*character)).collect();
    assert_eq!(hidden, Vec::<char>::new());
    pty.with_screen(|screen| assert!(!screen.contents().contains('\u{1b}')));
}

#[test]
fn an_error_message_is_sanitized() {
    let bodies: [(u16, fn() -> StubReply); 4] = [
        (403, || StubReply::error(403, HARM, HARM)),
        (403, || StubReply::Respond(403, "content-type: text/plain\r\n", HARM.to_owned())),
        (403, || StubReply::Respond(403, "content-type: text/html\r\n", format!("<html><h1>{HARM}</h1></html>"))),
        (402, || StubReply::error(402, HARM, HARM)),
    ];
    for (status, reply) in bodies {
        let stub = StubServer::start_with_post_reply(move |_| reply());
        let mut pty = stub.wizard().start();
        wizard_steps::submit_domain(&mut pty, NAME);
        // Lines break anywhere in it, and the details stand in a box.
        let is_shown = |screen: &vt100::Screen| {
            remove_whitespace(&screen.contents()).replace([' ', '│'], "").replace("<U+2028>", "").contains(SHOWN)
        };
        pty.wait_until(is_shown);
        pty.wait_for(&format!("AutoSend answered {status}"));
        pty.send("i");
        pty.wait_for("Error details");
        pty.wait_until(is_shown);
        assert_eq!(wizard_steps::quit(&mut pty), 130);
        assert_harmless(&pty);
    }
}

#[test]
fn field_errors_and_redirects_are_sanitized() {
    let stub = StubServer::start_with_post_reply(|request| match request.before {
        0 => {
            let details = json!([{ "field": "domain", "message": HARM }]);
            StubReply::json(400, &json!({ "error": { "code": "X", "message": "no", "details": details } }))
        }
        _ => StubReply::Respond(302, "location: //\u{9b}7m.example.org/\r\n", String::new()),
    });
    let mut pty = stub.wizard().start();
    wizard_steps::submit_domain(&mut pty, NAME);
    pty.wait_for_wrapped(&["AutoSend answered 400: bad<U+001B>[2J<U+001B>]52;c;"]);
    pty.send("<enter>");
    pty.wait_for(REGION_STEP);
    pty.send("<enter>");
    pty.wait_for(REVIEW_STEP);
    pty.send("<enter>");
    pty.wait_for_wrapped(&["The server sent a redirect (302) without"]);
    wizard_steps::quit(&mut pty);
    assert_harmless(&pty);
}

#[test]
fn hostile_records_are_sanitized_and_not_copied() {
    let server = SandboxServer::start_with(Options { rate: RateLimit::Off, ..Options::default() });
    let mut pty = server.wizard().size(100, 40).start();
    wizard_steps::submit_domain(&mut pty, "hostile.example.com");
    pty.wait_for("unknown<U+001B>");
    pty.wait_for("at position 37 and is not copied");
    // Each value and each name is refused, with the first character and where it stands.
    let records = server.records();
    assert!(records.len() >= 6, "{records:?}");
    for (name, value) in records {
        for (key, text) in [("n", &name), ("c", &value)] {
            pty.send(key);
            let (place, hidden) = text.chars().enumerate().find(|(_, character)| is_hidden(*character)).unwrap();
            let words = format!("(U+{:04X}) at position {}", u32::from(hidden), place + 1);
            pty.wait_for_wrapped(&["Not copied: the", &words]);
        }
        pty.send("<down>");
    }
    assert_eq!(sequences::parse_output(&pty.raw_bytes()).copies, Vec::<String>::new());

    pty.send("C");
    pty.wait_for_wrapped(&["to your terminal", "can't be expressed"]);
    let copies = sequences::parse_output(&pty.raw_bytes()).copies;
    let [zone] = copies.as_slice() else { panic!("{copies:?}") };
    assert!(zone.chars().all(|character| character == '\n' || (' '..='~').contains(&character)), "{zone}");
    assert!(zone.contains(r"\027"), "{zone}");

    pty.send("<f2>");
    pty.wait_for(LIST_STEP);
    pty.wait_for("hostile.example.com<U+001B>");
    pty.send("<esc>");
    pty.wait_for("▌ 6  unknown");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    pty.wait_for("<U+001B>[2J");
    assert_harmless(&pty);
}

/// A server may repeat the key to us in its words; the screen may not.
#[test]
fn an_error_that_echoes_the_key_is_not_drawn() {
    for status in [400, 401, 403, 409, 500] {
        let words = format!("the key '{KEY}' is not what I like");
        let stub = StubServer::start_with_post_reply(move |_| StubReply::error(status, KEY, &words));
        let mut pty = stub.wizard().start();
        wizard_steps::submit_domain(&mut pty, NAME);
        pty.wait_for_wrapped(&["is not what I like"]);
        pty.send("i");
        wizard_steps::quit(&mut pty);
        let raw = String::from_utf8(pty.raw_bytes()).unwrap();
        assert!(!raw.contains("marker"), "{status}: {}", pty.screen_text());
    }
}

#[test]
fn a_response_that_echoes_the_key_is_not_drawn() {
    let stub = StubServer::start(|_| {
        let record = json!({ "name": format!("{KEY}.{NAME}"), "value": format!("v={KEY}"), "type": "TXT" });
        StubReply::list(&[json!({
            "id": "65f1a2b3c4d5e6f7a8b9c0d1", "domainName": NAME, "verificationStatus": KEY, "regionKey": KEY,
            "dnsRecords": { "dkim": record, (KEY): record }
        })])
    });
    let mut pty = stub.wizard().start();
    pty.wait_for(wizard_steps::DOMAIN_STEP);
    pty.send("<f2>");
    pty.wait_for(&format!("▌ {NAME}"));
    pty.send("<enter>");
    pty.wait_for("v=…d2b7");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert!(!String::from_utf8(pty.raw_bytes()).unwrap().contains("marker0f3c91"));
}
