//! Every size of the window, and whatever is pressed in it.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use super::sandbox_program;
use crate::support::sequences;
use crate::support::wizard_steps::{self, DOMAIN_STEP, RECORDS_STEP, REGION_STEP};

#[test]
fn a_resize_redraws_without_a_key_and_loses_nothing() {
    let mut pty = sandbox_program().start();
    wizard_steps::go_to_review(&mut pty, "mail.example.com");
    pty.resize(40, 12);
    pty.wait_for("Add 3/5");
    pty.wait_for("mail.example.com");
    pty.wait_for("Enter add");
    pty.resize(80, 24);
    pty.wait_for("● Add");
    pty.send("<enter>");
    pty.wait_for(RECORDS_STEP);
    pty.resize(40, 12);
    pty.wait_for("Publish 4/5");
    pty.wait_for("autosend-verify-");
    pty.resize(20, 5);
    pty.wait_for("Too small: 20x5");
    pty.resize(1, 1);
    pty.wait_until(|screen| screen.contents().trim() == "1");
    pty.resize(300, 100);
    pty.wait_for("_autosend-verify.mail.example.com");
    pty.resize(80, 24);
    pty.wait_for("● Publish");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn the_wizard_starts_at_any_size() {
    for (columns, rows) in [(1, 1), (2, 1), (1, 100), (39, 12), (300, 100)] {
        let mut pty = sandbox_program().size(columns, rows).start();
        pty.wait_until(|screen| screen.alternate_screen() && !screen.contents().trim().is_empty());
        assert_eq!(wizard_steps::quit(&mut pty), 130);
    }
}

#[test]
fn every_step_is_walked_at_40x12() {
    let mut pty = sandbox_program().size(40, 12).start();
    pty.wait_for("Domain 1/5");
    pty.send("mail.example.com<enter>");
    pty.wait_for("Region 2/5");
    pty.send("<down>");
    pty.wait_for("▌ us-east-1");
    pty.send("<enter>");
    pty.wait_for("Add 3/5");
    pty.wait_for("us-east-1, US East");
    pty.send("<enter>");
    pty.wait_for("Publish 4/5");
    pty.send("j");
    pty.wait_for("autosend._domainkey");
    pty.send("<esc>");
    pty.wait_for("▌ mail.example.com");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

/// Keys that mean something somewhere, and some that do not. Leaving is left out, and so are characters that make
/// an Esc before them the beginning of a longer sequence.
const KEYS: [&str; 40] = [
    "<enter>",
    "<enter>",
    "<enter>",
    "<up>",
    "<down>",
    "<left>",
    "<right>",
    "<home>",
    "<end>",
    "<pgup>",
    "<pgdn>",
    "<tab>",
    "<s-tab>",
    "<f1>",
    "<f2>",
    "<f3>",
    "<c-o>",
    "<c-g>",
    "<c-l>",
    "<c-r>",
    "<c-z>",
    "<c-u>",
    "<c-w>",
    "<c-a>",
    "<backspace>",
    "<del>",
    "?",
    "i",
    "c",
    "n",
    "C",
    "u",
    "y",
    "j",
    "k",
    "é",
    "a.example.com",
    "mail.example.org<enter>",
    "<c-u>lost.example.com<enter><enter><enter>",
    "<c-u>refused.example.com<enter><enter><enter>",
];

#[test]
fn random_keys_and_sizes_never_panic() {
    let mut random = StdRng::seed_from_u64(20_260_319);
    let mut pty = sandbox_program().start();
    pty.wait_for(DOMAIN_STEP);
    for _ in 0..600 {
        match random.random_range(0..10) {
            0 => {
                let (columns, rows) = (random.random_range(1..=300), random.random_range(1..=100));
                pty.resize(columns, rows);
            }
            1 => pty.paste(&"é\u{1b}[31m.\r\nx ".repeat(random.random_range(0..9))),
            2 => pty.send("<esc>"),
            _ => {
                let key = KEYS.choose(&mut random).unwrap();
                pty.send(key);
            }
        }
    }
    pty.resize(80, 24);
    // Esc closes whatever lies above and goes back to a step with a header.
    pty.send("<esc>");
    pty.wait_for("autosend-domains   SANDBOX");
    let code = wizard_steps::quit(&mut pty);
    assert!(matches!(code, 0 | 130), "{code}: {}", pty.screen_text());
    sequences::parse_output(&pty.raw_bytes());
}

#[test]
fn the_region_is_unchanged_after_many_resizes() {
    let mut pty = sandbox_program().start();
    pty.wait_for(DOMAIN_STEP);
    pty.send("mail.example.com<enter>");
    pty.wait_for(REGION_STEP);
    for (columns, rows) in [(100, 30), (40, 12), (81, 25), (79, 23), (80, 24), (200, 12), (40, 60)] {
        pty.resize(columns, rows);
        pty.wait_until(|screen| screen.contents().contains("eu-central-1") && screen.contents().contains("Enter"));
    }
}
