//! `walk.svg`: the whole way from a name to a domain that can send, as an animation. The frames are taken from the real
//! program; the records get into DNS as if a person had entered them at the provider.

use std::fs;

use autosend_domains::core::publishing::PublishMode;

use super::album::{WALK, folder, updates, with_fixed_times};
use super::stage::Stage;
use super::{start_at_domain, wait_for_frame};
use crate::support::pty::Pty;
use crate::support::svg_animation::{Frame, frame_texts, render_animation};

/// The most bytes of the picture: it is loaded with the README.
const MAX_BYTES: usize = 300_000;

const NAME: &str = "mail.mycandles.com";

/// The frames, each with a text that it must show.
struct Walk {
    frames: Vec<Frame>,
    texts: Vec<&'static str>,
}

impl Walk {
    /// Adds the screen once it shows these texts.
    fn add(&mut self, pty: &Pty, seconds: f32, texts: &[&'static str]) {
        wait_for_frame(pty, texts);
        let screen = pty.with_screen(vt100::Screen::clone);
        self.frames.push(Frame { screen, seconds });
        self.texts.push(texts.last().copied().unwrap_or_default());
    }

    /// Types a text, a few characters a frame; each with what the screen says of them, which it can't show before.
    fn type_text(&mut self, pty: &mut Pty, parts: &[(&str, &'static str)]) {
        for (part, answer) in parts {
            pty.send(part);
            self.add(pty, 0.4, &[answer]);
        }
    }
}

/// Goes the whole way.
fn walk() -> Walk {
    let mut walk = Walk { frames: Vec::new(), texts: Vec::new() };
    let stage = Stage::new();
    let mut pty = start_at_domain(&stage);
    walk.add(&pty, 1.2, &["Which domain"]);
    walk.type_text(
        &mut pty,
        &[("mycandles", "Add an ending"), (".com", "Tip: mail.mycandles.com"), ("<tab>", "✓ mail.mycandles.com")],
    );
    walk.add(&pty, 1.6, &["✓ mail.mycandles.com"]);
    pty.send("<enter>");
    walk.add(&pty, 1.2, &["Which region"]);
    pty.send("<down><down><down><down>");
    walk.add(&pty, 1.2, &["▌ eu-central-1"]);
    pty.send("<enter>");
    walk.add(&pty, 1.8, &["Add this domain"]);
    pty.send("<enter>");
    pty.wait_for("not found");
    pty.wait_gone("checking");
    // The time stands there once the check is complete.
    walk.add(&pty, 2.6, &["UTC", "Publish 0/5", "not found"]);
    pty.send("h");
    pty.wait_for("▌ Cloudflare");
    pty.send("goda");
    walk.add(&pty, 1.4, &["▌ GoDaddy"]);
    pty.send("<enter>");
    walk.add(&pty, 1.4, &["NEXT  Add these 5 records at GoDaddy"]);
    pty.send("g");
    walk.add(&pty, 1.6, &["Record 1 of 5"]);
    pty.send("<enter>");
    walk.add(&pty, 2.0, &["Enter to copy Value", "SENT, paste it to check"]);
    pty.send("<enter>");
    walk.add(&pty, 2.0, &["Value (48 characters) was sent"]);
    pty.send("<esc>");
    pty.wait_for("▌ 1  Ownership");
    stage.publish(NAME, PublishMode::Correct);
    pty.send("d");
    walk.add(&pty, 2.2, &["Changed since the last check", "All 5 records are OK"]);
    pty.send("<esc>");
    walk.add(&pty, 1.8, &["● Verify", "Verify the domain now"]);
    pty.send("v");
    walk.add(&pty, 5.0, &["✓ Verified", "curl -X POST"]);
    walk
}

/// Texts in their order, each of another step.
const STEPS: [&str; 7] = [
    "Which domain",
    "▌ eu-central-1",
    "Add this domain",
    "Publish 0/5",
    "All 5 records are OK",
    "Verify the domain now",
    "curl -X POST",
];

/// The letters of a text: circles and the mark of the selected row are drawn, not written.
fn letters(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && !"●▌".contains(*character)).collect()
}

/// The picture with the same duration at each run: a check takes 5 s, and a little more on a busy machine.
fn with_fixed_seconds(drawn: &str) -> String {
    ('6'..='9').fold(drawn.to_owned(), |drawn, digit| {
        ["passed after", "verified in"]
            .into_iter()
            .fold(drawn, |drawn, before| drawn.replace(&format!("{before} {digit} s"), &format!("{before} 5 s")))
    })
}

/// The picture with the same DNS server at each run, in as many letters. A port that is free has five digits.
fn with_fixed_port(drawn: &str) -> String {
    let mut parts = drawn.split("127.0.0.1:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |fixed, part| {
        let rest = part.trim_start_matches(|character: char| character.is_ascii_digit());
        fixed + "192.0.2.53:5353" + rest
    })
}

#[test]
fn the_whole_way_is_one_animated_picture() {
    let Walk { frames, texts } = walk();
    let drawn = render_animation(&frames, |row| with_fixed_port(&with_fixed_seconds(&with_fixed_times(row))));
    let file = folder().join(WALK);
    if updates() {
        fs::write(&file, &drawn).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap();
    assert!(committed == drawn, "screenshots/{WALK} is not what the program draws now: UPDATE_SCREENSHOTS=1 writes it");
    assert!(committed.len() <= MAX_BYTES, "{} bytes", committed.len());
    for foreign in ["<script", "href", "url(", "@import", "@font-face"] {
        assert!(!committed.contains(foreign), "{foreign}");
    }
    let shown = frame_texts(&committed, frames.len());
    for (frame, text) in shown.iter().zip(texts) {
        assert!(frame.contains(&letters(text)), "{text}: {frame}");
    }
    let mut rest = shown.iter();
    for step in STEPS {
        assert!(rest.any(|frame| frame.contains(&letters(step))), "{step}");
    }
}
