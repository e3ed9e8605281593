//! The pictures in `screenshots/`: what the real program draws in a terminal of 100x30, for two palettes.
//!
//! The SVGs are compared with what is drawn now. `UPDATE_SCREENSHOTS=1 cargo test --test it screenshots` writes them
//! anew, and the PNGs of those that have changed; the PNGs are not compared, since their letters come from the fonts
//! of the machine (`JetBrains Mono` where it is installed).

mod album;
mod stage;

use self::album::take;
use self::stage::Stage;
use crate::support::pty::Pty;

/// Waits for each of the texts, and for the end of the frame that brought the last.
fn settled(pty: &Pty, texts: &[&str]) {
    for text in texts {
        pty.wait_for(text);
    }
    pty.wait_for_bytes("the end of a frame", |raw| raw.ends_with(b"\x1b[?2026l"));
}

/// A wizard with a key in the environment, whose project is known.
fn at_domain(stage: &Stage) -> Pty {
    let pty = stage.wizard_with_key().start();
    pty.wait_for("● Domain");
    stage.wait_for_list(1);
    pty
}

#[test]
fn the_key_is_asked_for() {
    let stage = Stage::new();
    let mut pty = stage.wizard().start();
    pty.wait_for("● Key");
    pty.paste(stage::KEY);
    settled(&pty, &["•••"]);
    take("key", &pty);
    pty.send("<enter>");
    settled(&pty, &["Keep it"]);
    take("keep-key", &pty);
}

#[test]
fn a_domain_is_added() {
    let stage = Stage::new();
    let mut pty = at_domain(&stage);
    pty.paste("https://Mail.Example.com/\n");
    settled(&pty, &["→ mail.example.com"]);
    take("domain", &pty);
    pty.send("<enter>");
    pty.wait_for("● Region");
    pty.send("<down><down><down><down>");
    settled(&pty, &["> eu-central-1"]);
    take("region", &pty);
    pty.send("<enter>");
    settled(&pty, &["● Review"]);
    take("review", &pty);
    pty.send("<enter>");
    pty.wait_for("> Ownership");
    pty.send("<down>");
    settled(&pty, &["> DKIM"]);
    take("records", &pty);
    pty.send("?");
    settled(&pty, &["copy value", "Always"]);
    take("help", &pty);
}

/// Submits a name with the region that is preselected.
fn submit(pty: &mut Pty, name: &str) {
    pty.send(&format!("{name}<enter>"));
    pty.wait_for("● Region");
    pty.send("<enter>");
    pty.wait_for("● Review");
    pty.send("<enter>");
}

#[test]
fn a_busy_server_is_waited_for() {
    let stage = Stage::new();
    let mut pty = at_domain(&stage);
    submit(&mut pty, "busy.example.com");
    settled(&pty, &["in 5 s"]);
    take("adding", &pty);
}

#[test]
fn every_refusal_has_its_screen() {
    for (name, words, picture) in [
        ("refused.example.com", "list of refused names", "refused"),
        ("taken.example.com", "Nothing was added", "taken"),
        ("plan.example.com", "402", "failed"),
    ] {
        let stage = Stage::new();
        let mut pty = at_domain(&stage);
        submit(&mut pty, name);
        settled(&pty, &[words]);
        take(picture, &pty);
    }
}

#[test]
fn the_domains_of_the_project_are_listed() {
    let stage = Stage::new();
    for (name, verified) in [("example.com", true), ("mail.example.com", true), ("news.example.org", false)] {
        stage.add(name, verified);
    }
    let mut pty = at_domain(&stage);
    pty.send("<f2>");
    settled(&pty, &["> example.com"]);
    take("domains", &pty);
}
