//! Colours: on a terminal, where they were asked for, and nowhere else.

use rstest::rstest;
use serde_json::Value;

use super::{KEY, Run};
use crate::support::pty::Program;

/// What a program writes that wants to colour: the beginning of a sequence (CSI).
const ESCAPE: &str = "\u{1b}[";

/// Standard output and standard error, of a run whose streams are pipes.
fn streams(arguments: &[&str], variables: &[(&'static str, &str)]) -> (String, String) {
    let mut run = Run::new(arguments);
    for (name, value) in variables {
        run = run.env(name, *value);
    }
    let output = run.command().output().unwrap();
    let text = |octets| String::from_utf8(octets).unwrap();
    (text(output.stdout), text(output.stderr))
}

#[test]
fn a_pipe_gets_no_colours_unless_requested() {
    for arguments in [&["add", "localhost"][..], &["--help"], &["--nonsense"], &["add", "--nonsense"]] {
        let (out, err) = streams(arguments, &[]);
        assert!(!(out + &err).contains(ESCAPE), "{arguments:?}");
        let asked = [arguments, &["--color", "always"]].concat();
        let (out, err) = streams(&asked, &[("NO_COLOR", "1")]);
        assert!((out + &err).contains(ESCAPE), "{asked:?}");
        let (out, err) = streams(&[&["--color=never"], arguments].concat(), &[]);
        assert!(!(out + &err).contains(ESCAPE), "{arguments:?}");
    }
}

#[test]
fn colours_do_not_change_the_text() {
    let (_, plain) = streams(&["add", "localhost"], &[]);
    let (_, coloured) = streams(&["add", "localhost", "--color", "always"], &[]);
    let expected = plain.replacen("error:", "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m", 1);
    assert_eq!(coloured, expected);
}

#[rstest]
#[case(&["add", "example.com", "--dry-run", "--json", "--color", "always"])]
#[case(&["add", "localhost", "--json", "--color", "always"])]
#[case(&["add", "--nonsense", "--json", "--color", "always"])]
fn json_never_has_colours(#[case] arguments: &[&str]) {
    let (out, err) = streams(arguments, &[]);
    let document = if out.is_empty() { err } else { out };
    assert!(!document.contains(ESCAPE) && serde_json::from_str::<Value>(&document).is_ok(), "{document}");
}

#[test]
fn an_invalid_colour_choice_is_rejected() {
    let ran = Run::new(&["doctor", "--color", "green"]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("[possible values: auto, always, never]"), "{ran:?}");
    // That a key is not repeated is checked of every run.
    assert_eq!(Run::new(&["doctor", "--color", KEY]).run().code, 2);
}

/// What the program writes on a terminal.
fn on_terminal(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let program = Program::wizard().args(arguments.iter().copied());
    let mut pty = variables.iter().fold(program, |program, (name, value)| program.env(*name, *value)).start();
    pty.wait_exit();
    String::from_utf8(pty.raw_bytes()).unwrap()
}

#[test]
fn a_terminal_gets_colours_unless_disabled() {
    for arguments in [&["add", "localhost"][..], &["--help"]] {
        assert!(on_terminal(arguments, &[]).contains(ESCAPE), "{arguments:?}");
        for variables in [("NO_COLOR", "1"), ("TERM", "dumb")] {
            assert!(!on_terminal(arguments, &[variables]).contains(ESCAPE), "{arguments:?} {variables:?}");
        }
        assert!(!on_terminal(&[arguments, &["--color", "never"]].concat(), &[]).contains(ESCAPE), "{arguments:?}");
    }
}

#[test]
fn the_wizard_uses_the_requested_colours() {
    for (arguments, variables, wanted) in [
        (&["--sandbox"][..], &[][..], true),
        (&["--sandbox", "--color", "never"], &[], false),
        (&["--sandbox"], &[("NO_COLOR", "1")], false),
        (&["--sandbox", "--color", "always"], &[("NO_COLOR", "1")], true),
    ] {
        let program = Program::wizard().args(arguments.iter().copied());
        let mut pty = variables.iter().fold(program, |program, (name, value)| program.env(*name, *value)).start();
        pty.wait_for("Domain");
        pty.send("mail.example.com");
        pty.wait_for("mail.example.com");
        let coloured = pty.with_screen(|screen| {
            let (rows, columns) = screen.size();
            let mut cells =
                (0..rows.get()).flat_map(|row| (0..columns.get()).filter_map(move |column| screen.cell(row, column)));
            cells.any(|cell| cell.fgcolor() != vt100::Color::Default)
        });
        assert_eq!(coloured, wanted, "{arguments:?} {variables:?}");
        pty.send("<c-c>");
        pty.wait_exit();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn status_words_have_a_colour_and_the_same_text_without() {
    let sandbox = super::start_sandbox().await;
    super::add_domains(&sandbox, &["mail.example.com"]).await;
    for (arguments, coloured) in [
        (&["list"][..], "\u{1b}[1m\u{1b}[33mwaiting for DNS\u{1b}[0m"),
        (&["status", "mail.example.com"], ": \u{1b}[1m\u{1b}[33mwaiting for DNS\u{1b}[0m\n"),
        (&["status", "mail.example.com", "a.com"], ": \u{1b}[1m\u{1b}[33mwaiting for DNS\u{1b}[0m; not"),
        (&["status", "mail.example.com", "a.com"], "a.com: \u{1b}[1m\u{1b}[31merror:\u{1b}[0m No domain a.com in"),
    ] {
        let output =
            |colour| Run::new(arguments).with_api(sandbox.base_url()).arg("--color").arg(colour).command().output();
        let text = |colour| String::from_utf8(output(colour).unwrap().stdout).unwrap();
        let (with, without) = tokio::task::block_in_place(|| (text("always"), text("never")));
        assert!(with.contains(coloured), "{arguments:?}: {with:?}");
        assert!(!without.contains(ESCAPE), "{arguments:?}: {without:?}");
        let sequences = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m", "\u{1b}[0m"];
        let bare = sequences.into_iter().fold(with, |text, sequence| text.replace(sequence, ""));
        // The seconds that the two runs are apart.
        let steady = |text: &str| text.split(|character: char| character.is_ascii_digit()).collect::<String>();
        assert_eq!(steady(&bare), steady(&without), "{arguments:?}");
    }
}
