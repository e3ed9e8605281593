//! Whatever a terminal sends: every key works, a reply is none, and nothing is confirmed that was not on the screen.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::{RateLimit, VerifyMode};

use super::sandbox_program;
use crate::support::api_servers::{KEY, SandboxServer};
use crate::support::pty::{Program, Pty};
use crate::support::wizard_steps::{self, DOMAIN_STEP, RECORDS_STEP, REGION_STEP, REVIEW_STEP, run_in_parallel};

const NAME: &str = "mail.example.com";

/// Replies and beginnings of sequences, after which the parser of crossterm 0.29 waits forever, and others.
const DEAFENING: &[&str] = &[
    "\x1b[?997;1n",
    "\x1b[?2026;2$y",
    "\x1b[?1;1R",
    "\x1b[<",
    "\x1b[?",
    "\x1b[200~",
    "\x1b[",
    "\x1bO",
    "\x1b]52;c;dmM=",
    "\x1bP1+r",
    "\x1b[M",
];

/// Longer than any sequence is waited for. The silence is what is tested.
fn be_silent() {
    thread::sleep(Duration::from_millis(700));
}

/// Without a rate limit, after which a POST is sent again. It verifies any domain at once.
fn server() -> SandboxServer {
    SandboxServer::start_with(Options {
        rate: RateLimit::Off,
        verify: VerifyMode::Always,
        verification_delay: Duration::ZERO,
        ..Options::default()
    })
}

fn at_domain() -> Pty {
    let pty = sandbox_program().start();
    pty.wait_for(DOMAIN_STEP);
    pty
}

#[test]
fn ctrl_c_leaves_after_anything() {
    run_in_parallel(DEAFENING, |bytes| {
        let mut pty = at_domain();
        pty.send_bytes(bytes.as_bytes());
        assert_eq!(wizard_steps::quit(&mut pty), 130, "{bytes:?}");
    });
}

#[test]
fn keys_work_after_anything() {
    run_in_parallel(DEAFENING, |bytes| {
        let mut pty = at_domain();
        pty.send_bytes(bytes.as_bytes());
        be_silent();
        pty.send(NAME);
        pty.wait_for("✓ mail.example.com");
        pty.send("<enter>");
        pty.wait_for(REGION_STEP);
        assert_eq!(wizard_steps::quit(&mut pty), 130, "{bytes:?}");
    });
}

#[test]
fn a_reply_is_not_a_key_a_copy_or_a_verification() {
    let server = server();
    let mut pty = server.wizard().args(["--clipboard", "osc52"]).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    let (posts, before) = (server.count_posts_matching("/", ""), pty.raw_bytes().len());
    for reply in [
        "\x1b[>41;379;0c",
        "\x1b[?62;22;52c",
        "\x1b]4;1;rgb:cdcd/0000/0000\x07",
        "\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
        "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1b]52;c;dmNjdnYNDQ==\x07",
        "\x1b]lvcv window\x1b\\",
        "\x1bP>|vcv(1)\x1b\\",
        "\x1b_Gi=31;vcv\x1b\\",
    ] {
        pty.send_bytes(reply.as_bytes());
    }
    // A key behind them has its own effect only.
    pty.send("<down>");
    pty.wait_for("▌ 2  DKIM");
    let raw = String::from_utf8_lossy(&pty.raw_bytes()[before..]).into_owned();
    assert!(!raw.contains("\x1b]52;"), "{raw:?}");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert_eq!(server.count_posts_matching("/", ""), posts);
}

#[test]
fn keys_of_the_newer_protocols_work_and_those_are_off_while_it_runs() {
    let mut pty = at_domain();
    for bytes in ["\x1b[27;2;88~\x1b[27;5;117~", "\x1b[120;2u\x1b[117;5u", NAME, "\x1b[97;1:1u\x1b[97;1:3u\x1b[127u"] {
        pty.send_bytes(bytes.as_bytes());
    }
    pty.wait_for("✓ mail.example.com");
    pty.send_bytes(b"\x1b[57414u");
    pty.wait_for(REGION_STEP);
    pty.send_bytes(b"\x1b[27;5;99~");
    assert_eq!(pty.wait_exit(), 130);
    pty.assert_restored();
    let raw = String::from_utf8_lossy(&pty.raw_bytes()).into_owned();
    let order =
        ["\x1b[?1049h", "\x1b[>0u\x1b[>4;0m", "\x1b[>4m\x1b[0m\x1b[<u", "\x1b[?1049l"].map(|code| raw.find(code));
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?}");
}

#[test]
fn a_line_feed_and_the_enter_of_the_number_pad_are_enter() {
    for enter in ["\n", "\x1bOM"] {
        let mut pty = at_domain();
        pty.send(NAME);
        pty.send_bytes(enter.as_bytes());
        pty.wait_for(REGION_STEP);
        assert_eq!(wizard_steps::quit(&mut pty), 130);
    }
}

#[test]
fn a_paste_without_brackets_confirms_no_unseen_screen() {
    let server = server();
    for line_end in ["\r", "\n", "\r\n"] {
        let mut pty = server.wizard().start();
        pty.wait_for(DOMAIN_STEP);
        pty.send_bytes(format!("{NAME}{}", line_end.repeat(6)).as_bytes());
        pty.wait_for(REGION_STEP);
        // Another key, so that an Enter before it would have been seen.
        pty.send("<down>");
        pty.wait_for(REGION_STEP);
        assert_eq!(wizard_steps::quit(&mut pty), 130);
        assert_eq!(server.posts(), 0);
    }
    let mut pty = server.wizard().start();
    wizard_steps::go_to_records(&mut pty, NAME);
    // Inbound mail is turned on for verified domains only.
    pty.send("v");
    pty.wait_for("can send");
    pty.send("<esc>");
    pty.wait_for(RECORDS_STEP);
    pty.send_bytes(format!("{NAME}\r\r").as_bytes());
    pty.wait_for("Enter turn it on");
    pty.send("<esc>");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert_eq!((server.posts(), server.count_posts_matching("/", "/inbound/enable")), (1, 0));
}

#[test]
fn a_paste_without_brackets_that_comes_in_pieces_confirms_no_unseen_screen() {
    const GAP: Duration = Duration::from_millis(10);
    let server = server();
    for _ in 0..20 {
        let mut pty = server.wizard().start();
        pty.wait_for(DOMAIN_STEP);
        let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
        for piece in [NAME, "\r", "\r", "\n", "\r", "y", "\r"] {
            thread::sleep(GAP);
            longest = longest.max(last.elapsed());
            pty.send_piece(piece.as_bytes());
            last = Instant::now();
        }
        pty.wait_for(REGION_STEP);
        pty.send("<down>");
        pty.wait_for(REGION_STEP);
        let is_at_region = !pty.screen_text().contains(REVIEW_STEP);
        wizard_steps::quit(&mut pty);
        assert_eq!(server.posts(), 0);
        // On a machine that was busy meanwhile these were no pieces of one burst.
        if longest < Duration::from_millis(35) {
            assert!(is_at_region, "the rest of the burst has confirmed the region");
            return;
        }
    }
    panic!("the machine was too busy in 20 attempts");
}

#[test]
fn keys_typed_before_the_start_confirm_nothing() {
    let server = server();
    let wizard = env!("CARGO_BIN_EXE_autosend-domains");
    let script = format!(
        "printf ready; until [ -e go ]; do sleep 0.01; done; exec '{wizard}' {NAME} --region us-east-1 --clipboard off"
    );
    let program = Program::new("/bin/sh").args(["-c", &script]);
    let mut pty = program.env("AUTOSEND_API_KEY", KEY).env("AUTOSEND_BASE_URL", server.base_url()).start();
    pty.wait_for("ready");
    pty.send("<enter><enter><enter>");
    fs::write(pty.home().join("go"), "").unwrap();
    pty.wait_for(REVIEW_STEP);
    // A key without an effect comes after them.
    pty.send("<f1>");
    pty.wait_for("Keyboard shortcuts");
    assert_eq!(server.posts(), 0);
    pty.send("<esc>");
    pty.wait_for(REVIEW_STEP);
    pty.send("<enter>");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(server.posts(), 1);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn a_letter_of_another_layout_is_explained() {
    let mut pty = sandbox_program().start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.send("с");
    pty.wait_for_wrapped(&["с is a letter of the Cyrillic script", "switch the keyboard layout"]);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}
