//! Copying, by what reaches the terminal or tmux, and by what the screen says of it.

use std::fs;

use serde_json::{Value, json};

use crate::support::api_servers::{KEY, StubReply, StubServer};
use crate::support::files::write_program;
use crate::support::pty::{Program, Pty, wait_for_condition};
use crate::support::sequences;
use crate::support::wizard_steps;

const NAME: &str = "mail.example.com";
const VERIFY: &str = "autosend-verify-0123456789abcdef0123456789abcdef";

/// A bare DKIM key, as AutoSend returns it: base64 of a `SubjectPublicKeyInfo`.
fn dkim() -> String {
    format!("MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC{}IDAQAB", "7dZ/+x3K".repeat(21))
}

/// The domain with one record of each kind, and one with a value that is not seen whole.
fn domain() -> Value {
    let text = |name: &str, value: &str| json!({ "name": format!("{name}.{NAME}"), "value": value, "type": "TXT" });
    json!({
        "id": "65f1a2b3c4d5e6f7a8b9c0d1", "domainName": NAME, "verificationStatus": "PENDING_CONFIGURATION",
        "dnsRecords": {
            "ownership": text("_autosend-verify", VERIFY),
            "dkim": text("autosend._domainkey", &dkim()),
            "mailFrom": [
                { "name": format!("asend.{NAME}"), "value": "feedback-smtp.us-east-1.amazonses.com", "type": "MX",
                  "priority": 10 },
            ],
            "dmarc": text("_dmarc", "v=DMARC1;\u{200b} p=none;"),
        }
    })
}

/// The wizard on the records of that domain.
fn at_records(prepare: impl FnOnce(Program) -> Program) -> (Pty, StubServer) {
    let stub = StubServer::start(|request| match request.path.as_str() {
        "/v1/domains" => StubReply::list(&[domain()]),
        _ => StubReply::domain(200, &domain()),
    });
    let pty = prepare(stub.wizard()).args([NAME]).start();
    pty.wait_for(wizard_steps::RECORDS_STEP);
    (pty, stub)
}

fn copies(pty: &Pty) -> Vec<String> {
    sequences::parse_output(&pty.raw_bytes()).copies
}

#[test]
fn each_copy_is_one_sequence_with_the_verbatim_text() {
    let (mut pty, _stub) = at_records(|program| program);
    pty.send("c");
    pty.wait_for("Sent Ownership value (48 characters) to your terminal. Paste to check");
    pty.send("n");
    pty.wait_for("Sent Ownership name (33 characters) to your terminal");
    pty.send("j");
    pty.wait_for("p= prefix added");
    pty.send("y");
    pty.wait_for("Sent DKIM value (215 characters) to your terminal. Paste to check");
    pty.send("u");
    pty.wait_for_wrapped(&["Sent DKIM value as returned (213 characters) to your terminal. Paste to check"]);
    pty.send("j");
    pty.wait_for("MX, priority 10");
    pty.send("<enter>");
    pty.wait_for("Sent Mail-from MX value (37 characters) to your terminal. Paste to check");
    pty.send("C");
    pty.wait_for("Sent Zone file, all records (");
    let copies = copies(&pty);
    let zone = format!(
        "; DNS records for AutoSend: mail.example.com\n\
         ; Zone: example.com (guessed from the name; the actual zone may differ)\n\
         $ORIGIN example.com.\n\
         $TTL 3600\n\
         _autosend-verify.mail.example.com. 3600 IN TXT \"{VERIFY}\"\n\
         autosend._domainkey.mail.example.com. 3600 IN TXT \"p={}\"\n\
         asend.mail.example.com. 3600 IN MX 10 feedback-smtp.us-east-1.amazonses.com.\n\
         _dmarc.mail.example.com. 3600 IN TXT \"v=DMARC1;\\226\\128\\139 p=none;\"\n",
        dkim()
    );
    let published = format!("p={}", dkim());
    assert_eq!(
        copies,
        [
            VERIFY,
            "_autosend-verify.mail.example.com",
            &published,
            &dkim(),
            "feedback-smtp.us-east-1.amazonses.com",
            &zone
        ]
    );
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn a_value_with_hidden_characters_is_not_copied() {
    let (mut pty, _stub) = at_records(|program| program);
    pty.send("<end>");
    pty.wait_for("v=DMARC1;<U+200B> p=none;");
    for key in ["c", "y", "<enter>"] {
        pty.send(key);
        pty.wait_for("Not copied: the DMARC value contains an invisible character (U+200B)");
        pty.send("n");
        pty.wait_for("Sent DMARC name");
    }
    assert_eq!(copies(&pty), ["_dmarc.mail.example.com"; 3]);
}

#[test]
fn tmux_gets_the_copy_and_the_terminal_nothing() {
    let body = "[ -z \"$AUTOSEND_API_KEY\" ] || echo leaked >> \"$here/calls\"\n\
                case $1 in load-buffer) cat > \"$here/part\"; mv \"$here/part\" \"$here/buffer\";; display) echo \
                clipboard;; esac";
    let (mut pty, _stub) = at_records(|program| {
        let script = format!("#!/bin/sh\nhere=$HOME\nprintf '%s\\n' \"$*\" >> \"$here/calls\"\n{body}\n");
        write_program(&program.home().join("tmux"), &script);
        let home = program.home().display().to_string();
        program.env("TMUX", "/tmp/tmux-1/default,1,0").env("PATH", format!("{home}:/usr/bin:/bin"))
    });
    pty.send("c");
    pty.wait_for_wrapped(&["Sent Ownership value (48 characters) to tmux and your terminal"]);
    let home = pty.home().to_owned();
    let read = |file: &str| fs::read_to_string(home.join(file)).unwrap_or_default();
    assert_eq!(read("buffer"), VERIFY);
    let calls = read("calls");
    assert!(calls.contains("load-buffer -w -") && !calls.contains("leaked") && !calls.contains(KEY), "{calls}");
    assert_eq!(copies(&pty), Vec::<String>::new());
    pty.send("j");
    pty.wait_for("p= prefix added");
    pty.send("c");
    wait_for_condition("the key in the buffer", || read("buffer") == format!("p={}", dkim()));
}

#[test]
fn copying_and_leaving_in_one_burst_does_both() {
    let (mut pty, _stub) = at_records(|program| {
        let slow = "#!/bin/sh\n[ $1 != load-buffer ] || { sleep 0.3; cat > \"$HOME/buffer\"; }\n";
        write_program(&program.home().join("tmux"), slow);
        let home = program.home().display().to_string();
        program.env("TMUX", "/tmp/tmux-1/default,1,0").env("PATH", format!("{home}:/usr/bin:/bin"))
    });
    pty.send("cq");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(fs::read_to_string(pty.home().join("buffer")).unwrap_or_default(), VERIFY);
    assert!(pty.screen_text().contains("Sent Ownership value (48 characters) to tmux only"), "{}", pty.screen_text());
}

#[test]
fn in_screen_the_sequence_goes_in_pieces() {
    let (mut pty, _stub) = at_records(|program| program.env("STY", "1234.pts-0.host"));
    pty.send("j");
    pty.wait_for("p= prefix added");
    pty.send("c");
    pty.wait_for("Sent DKIM value (215 characters) to your terminal. Paste to check");
    let raw = String::from_utf8(pty.raw_bytes()).unwrap();
    let pieces: Vec<&str> = raw.split("\u{1b}P").skip(1).map(|piece| piece.split("\u{1b}\\").next().unwrap()).collect();
    assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.len() <= 248), "{pieces:?}");
    assert_eq!(sequences::parse_output(pieces.concat().as_bytes()).copies, [format!("p={}", dkim())]);
}

#[test]
fn a_terminal_that_ignores_copies_is_reported_and_gets_none() {
    let (mut pty, _stub) = at_records(|program| program.env("VTE_VERSION", "7000"));
    pty.send("c");
    pty.wait_for_wrapped(&[
        "Not copied: r to show, e to save; GNOME Terminal (and other VTE terminals) doesn't let programs copy",
    ]);
    pty.send("C");
    pty.wait_for("Not copied");
    assert_eq!(copies(&pty), Vec::<String>::new());
    // What is offered instead is there on leaving.
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert!(pty.screen_text().contains(VERIFY), "{}", pty.screen_text());
}

#[test]
fn the_guide_copies_fields_in_the_form_of_the_dns_host() {
    let (mut pty, _stub) = at_records(|program| program);
    pty.send("h");
    pty.wait_for("Who is your DNS provider?");
    pty.send("cloudfl<enter>");
    pty.wait_for("Cloudflare: n copies");
    pty.send("g");
    pty.wait_for("Press Enter to copy Name.");
    pty.send("<enter>");
    pty.wait_for("press Enter to copy Content");
    pty.send("<enter>");
    pty.wait_for("Content (48 characters) was sent");
    pty.send("s");
    pty.wait_for("Record 2 of 4");
    pty.send("<esc>");
    pty.wait_for("▌ 2  DKIM");
    pty.send("n");
    pty.wait_for("Sent DKIM name");
    assert_eq!(copies(&pty), ["_autosend-verify.mail", VERIFY, "autosend._domainkey.mail"]);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn the_raw_value_is_one_line_and_any_key_returns() {
    let (mut pty, _stub) = at_records(|program| program);
    pty.send("jr");
    let value = format!("p={}", dkim());
    pty.wait_for("Press any key to return.");
    pty.wait_for_bytes("the value in one piece", |raw| {
        let text = String::from_utf8_lossy(raw).into_owned();
        let shown = text.rsplit("\x1b[?1049l").next().unwrap_or_default().to_owned();
        shown.contains(&format!("\r\n{value}\r\n"))
    });
    assert!(!pty.with_screen(vt100::Screen::alternate_screen), "it stands on the normal screen");
    // Wider than the window, the terminal itself wraps it: no line end of ours is in it.
    let wrapped = pty.with_screen(vt100::Screen::contents);
    assert!(wrapped.contains(&value), "{wrapped}");
    pty.resize(60, 16);
    pty.send("x");
    pty.wait_for("▌ 2  DKIM");
    assert!(pty.with_screen(vt100::Screen::alternate_screen));
    pty.send("r");
    // A paste would else arrive as keys, the first of which would go back and the others be obeyed. The words stand there
    // from the first time, so that they do not tell when all is done.
    pty.wait_until(|screen| {
        !screen.alternate_screen() && screen.bracketed_paste() && screen.contents().contains("Press any key to return.")
    });
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn the_raw_value_is_one_line_at_every_size() {
    let value = format!("p={}", dkim());
    wizard_steps::run_in_parallel([(120, 40), (80, 24), (60, 16), (40, 12)], |(columns, rows)| {
        let (mut pty, _stub) = at_records(|program| program.size(columns, rows));
        pty.send("jr");
        pty.wait_for("Press any key to return.");
        // What the terminal itself has wrapped is one line to it, so to its selection too.
        let whole = pty.with_screen(vt100::Screen::contents);
        let lines: Vec<&str> = whole.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        let title = format!("DKIM value ({} characters). Press any key to return.", value.len());
        assert!(lines.ends_with(&[title.as_str(), value.as_str()]), "{columns}x{rows}: {lines:?}");
        assert_eq!(wizard_steps::quit(&mut pty), 0);
    });
}

#[test]
fn the_raw_value_shows_hidden_characters() {
    let (mut pty, _stub) = at_records(|program| program);
    pty.send("<end>r");
    pty.wait_for("v=DMARC1;<U+200B> p=none;");
    pty.wait_for("hidden ones shown as <U+");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}
