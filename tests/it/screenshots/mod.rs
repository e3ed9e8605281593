//! The pictures in `screenshots/`: what the real program draws in a terminal of 100x30, for two palettes.
//!
//! The SVGs are compared with what is drawn now. `UPDATE_SCREENSHOTS=1 cargo test --test it screenshots` writes them
//! anew, and the PNGs of those that have changed; the PNGs are not compared. All are in
//! one typeface, `JetBrains Mono`, which has to be installed where the PNGs are made.

mod album;
pub(crate) mod stage;
mod walk;

use std::cell::RefCell;

use autosend_domains::core::publishing::PublishMode;

use self::album::{take, take_screen};
use self::stage::Stage;
use crate::support::pty::{Program, Pty, wait_for_condition};

/// Waits for each of the texts, and for the end of the frame that brought the last.
fn wait_for_frame(pty: &Pty, texts: &[&str]) {
    for text in texts {
        pty.wait_for(text);
    }
    pty.wait_for_bytes("the end of a frame", |raw| raw.ends_with(b"\x1b[?2026l"));
}

/// A wizard with a key in the environment, whose project is known.
fn start_at_domain(stage: &Stage) -> Pty {
    let pty = stage.wizard_with_key().start();
    pty.wait_for("● Domain");
    stage.wait_for_list(1);
    pty
}

#[test]
fn the_key_step() {
    let stage = Stage::new();
    let mut pty = stage.wizard().start();
    pty.wait_for("● Key");
    pty.paste(stage::KEY);
    wait_for_frame(&pty, &["•••"]);
    take("key", &pty);
    pty.send("<enter>");
    wait_for_frame(&pty, &["Save it"]);
    take("keep-key", &pty);
}

#[test]
fn adding_a_domain() {
    let stage = Stage::new();
    let mut pty = start_at_domain(&stage);
    pty.paste("https://Mail.Example.com/\n");
    wait_for_frame(&pty, &["→ mail.example.com"]);
    take("domain", &pty);
    pty.send("<enter>");
    pty.wait_for("● Region");
    pty.send("<down><down><down><down>");
    wait_for_frame(&pty, &["▌ eu-central-1"]);
    take("region", &pty);
    pty.send("<enter>");
    wait_for_frame(&pty, &["● Add"]);
    take("review", &pty);
    pty.send("<enter>");
    pty.wait_for("▌ 1  Ownership");
    pty.wait_for("not found");
    pty.wait_gone("checking");
    pty.send("<down>");
    wait_for_frame(&pty, &["▌ 2  DKIM"]);
    take("records", &pty);
    pty.send("?");
    wait_for_frame(&pty, &["Keyboard shortcuts", "copy full name"]);
    take("help", &pty);
}

#[test]
fn the_records_and_the_guide() {
    let stage = Stage::new();
    stage.add("mail.example.com", false);
    let mut pty = start_at_domain(&stage);
    pty.send("<f2>");
    pty.wait_for("▌ mail.example.com");
    pty.send("<enter>");
    pty.wait_for("▌ 1  Ownership");
    pty.wait_for("not found");
    pty.wait_gone("checking");
    pty.send("<down>");
    pty.wait_for("▌ 2  DKIM");
    pty.send("h");
    wait_for_frame(&pty, &["▌ Cloudflare", "Hostinger"]);
    take("hosts", &pty);
    pty.send("<enter>");
    pty.wait_for("n copies");
    pty.send("g");
    pty.wait_for("Record 1 of 5");
    pty.send("s");
    pty.wait_for("Record 2 of 5");
    pty.send("<enter>");
    wait_for_frame(&pty, &["Enter to copy Content", "SENT, paste it to check"]);
    take("guide", &pty);
    pty.send("<esc>");
    pty.wait_for("▌ 2  DKIM");
    pty.send("e");
    pty.wait_for("▌ Zone file");
    pty.send("<down>");
    wait_for_frame(&pty, &["▌ Message, plain text", "Please add these 5 records"]);
    take("export", &pty);
    pty.send("<esc>");
    pty.wait_for("▌ 2  DKIM");
    pty.send("r");
    pty.wait_until(|screen| !screen.alternate_screen() && screen.contents().contains("Press any key to return."));
    take("raw", &pty);
}

#[test]
fn the_doctor_report() {
    let program = Program::wizard()
        .args(["doctor"])
        .size(100, 40)
        .env("XDG_CONFIG_HOME", "/home/you/.config")
        .env("XDG_STATE_HOME", "/home/you/.local/state")
        .env("AUTOSEND_API_KEY", stage::KEY)
        .env("SSH_CONNECTION", "192.0.2.7 50022 192.0.2.1 22");
    let mut pty = program.start();
    assert_eq!(pty.wait_exit(), 0);
    // The one thing that is this machine's own.
    let printed = String::from_utf8(pty.raw_bytes()).unwrap();
    let lines = printed.lines().map(|line| match line.split_once("DNS servers") {
        Some((before, _)) => format!("{before}DNS servers       192.0.2.53"),
        None => line.to_owned(),
    });
    let mut parser =
        vt100::Parser::new(std::num::NonZeroU16::new(40).unwrap(), std::num::NonZeroU16::new(100).unwrap(), 0);
    parser.process(lines.collect::<Vec<_>>().join("\r\n").as_bytes());
    take_screen("doctor", parser.screen());
}

/// Submits a name with the region that is preselected.
fn submit_domain(pty: &mut Pty, name: &str) {
    pty.send(&format!("{name}<enter>"));
    pty.wait_for("● Region");
    pty.send("<enter>");
    pty.wait_for("● Add");
    pty.send("<enter>");
}

#[test]
fn a_rate_limited_server() {
    let stage = Stage::new();
    let mut pty = start_at_domain(&stage);
    submit_domain(&mut pty, "busy.example.com");
    wait_for_frame(&pty, &["in 5 s"]);
    take("adding", &pty);
}

#[test]
fn every_rejection_has_a_screen() {
    for (name, words, picture) in [
        ("refused.example.com", "list of rejected names", "refused"),
        ("taken.example.com", "Nothing was added", "taken"),
        ("plan.example.com", "402", "failed"),
    ] {
        let stage = Stage::new();
        let mut pty = start_at_domain(&stage);
        submit_domain(&mut pty, name);
        wait_for_frame(&pty, &[words]);
        take(picture, &pty);
    }
}

#[test]
fn the_list_of_domains() {
    let stage = Stage::new();
    for (name, verified) in [("example.com", true), ("mail.example.com", true), ("news.example.org", false)] {
        stage.add(name, verified);
    }
    let mut pty = start_at_domain(&stage);
    pty.send("<f2>");
    wait_for_frame(&pty, &["▌ news.example.org"]);
    take("domains", &pty);
}

/// The screen as it is while these are on it; `None` where it has gone on meanwhile, which `later` tells.
fn capture_while_shown(pty: &Pty, texts: &[&str], later: &str) -> Option<vt100::Screen> {
    let found = RefCell::new(None);
    wait_for_condition("a moment with all texts, or one after it", || {
        pty.with_screen(|screen| {
            let contents = screen.contents();
            let is_it = texts.iter().all(|text| contents.contains(text));
            *found.borrow_mut() = is_it.then(|| screen.clone());
            is_it || contents.contains(later)
        })
    });
    found.into_inner()
}

/// Verifying, at its first second and at its end; `None` where the machine was too slow for these moments.
fn capture_verifying(pty: &mut Pty) -> Option<(vt100::Screen, vt100::Screen)> {
    pty.send("v");
    let first = capture_while_shown(pty, &["for 0 s", "Next check in 5 s", "Esc records"], "Next check in 4 s");
    wait_for_frame(pty, &["curl -X POST"]);
    let last = capture_while_shown(pty, &["verified in 5 s", "curl -X POST"], "verified in 6 s");
    first.zip(last)
}

#[test]
fn verifying_and_removing() {
    let mut pictures = None;
    for _attempt in 0..12 {
        let stage = Stage::new();
        stage.add("mail.example.com", false);
        stage.publish("mail.example.com", PublishMode::Correct);
        let mut pty = start_at_domain(&stage);
        pty.send("<f2>");
        pty.wait_for("▌ mail.example.com");
        pty.send("<enter>");
        pty.wait_for("▌ 1  Ownership");
        // Else there would be a warning first.
        pty.wait_for("Verify the domain now");
        pictures = capture_verifying(&mut pty);
        if pictures.is_some() {
            pty.send("<esc>");
            pty.wait_for("▌ 1  Ownership");
            pty.send("x");
            pty.wait_for("Remove mail.example.com");
            pty.send("mail.example.com");
            wait_for_frame(&pty, &["Press Enter to remove it permanently"]);
            take("removal", &pty);
            break;
        }
    }
    let (first, last) = pictures.expect("one of twelve attempts is quick enough");
    take_screen("verifying", &first);
    take_screen("verified", &last);
}

#[test]
fn a_mistake_with_cause_and_remedy() {
    let mut pty = Program::wizard().args(["--sandbox"]).size(100, 30).start();
    pty.wait_for("● Domain");
    submit_domain(&mut pty, "mail.example.com");
    pty.wait_for("▌ 1  Ownership");
    pty.wait_for("not found");
    pty.wait_gone("checking");
    pty.send("p");
    pty.wait_for("Domain twice in the name");
    pty.send("<down><down>");
    pty.wait_for("▌ Domain twice in the name");
    pty.send("<enter>");
    pty.wait_for("0 of 5 records are OK");
    pty.wait_for("change to");
    // The notice of publishing goes with the pane.
    pty.send("<esc>");
    pty.wait_for("▌ 1  Ownership");
    pty.send("d");
    wait_for_frame(&pty, &["change to", "check again"]);
    take("check", &pty);
}
