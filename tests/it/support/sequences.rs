//! The output of a program to its terminal, parsed: the text, and the few control sequences that this program uses.
#![expect(clippy::unwrap_used, reason = "what can't be read fails the test")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The CSI sequences that this program uses: modes, the title's stack, cursor position, clearing, and styles.
const ALLOWED_MODES: [&str; 14] = [
    "?1049h", "?1049l", "?2004h", "?2004l", "?25h", "?25l", "?2026h", "?2026l", ">0u", "<u", ">4;0m", ">4m", "22;0t",
    "23;0t",
];

/// Everything but the text.
#[derive(Debug, Default)]
pub(crate) struct Sequences {
    /// The parameters of each SGR (`CSI … m`), in the order written.
    pub(crate) styles: Vec<String>,
    /// The text of each OSC 52, decoded.
    pub(crate) copies: Vec<String>,
}

/// Parses the output.
///
/// # Panics
///
/// At the first octet that acts on a terminal and is none of these: it is not from this program.
pub(crate) fn parse_output(raw: &[u8]) -> Sequences {
    let text = std::str::from_utf8(raw).expect("UTF-8");
    let mut sequences = Sequences::default();
    let mut rest = text;
    while let Some(place) = rest.find(|character: char| character.is_control() && !"\r\n".contains(character)) {
        let (before, from) = rest.split_at(place);
        rest = if let Some(tail) = from.strip_prefix("\u{1b}[") {
            let end = tail.find(|character: char| ('@'..='~').contains(&character)).expect("the end of a CSI") + 1;
            let (sequence, tail) = tail.split_at(end);
            parse_control(sequence, &mut sequences);
            tail
        } else if let Some(tail) = from.strip_prefix("\u{1b}]52;c;") {
            let (payload, tail) = tail.split_once('\u{7}').expect("the end of an OSC 52");
            sequences.copies.push(String::from_utf8(STANDARD.decode(payload).unwrap()).unwrap());
            tail
        } else if let Some(tail) = from.strip_prefix("\u{1b}]2;") {
            // The window's title.
            tail.split_once('\u{7}').expect("the end of an OSC 2").1
        } else {
            let around: String = from.chars().take(40).collect();
            panic!("not ours: {around:?} behind {:?}", before.chars().rev().take(40).collect::<String>());
        };
    }
    sequences
}

fn parse_control(sequence: &str, sequences: &mut Sequences) {
    let (parameters, last) = sequence.split_at(sequence.len() - 1);
    let is_number = parameters.chars().all(|character| character.is_ascii_digit() || character == ';');
    match last {
        "m" if is_number => sequences.styles.push(parameters.to_owned()),
        "H" | "J" if is_number => {}
        _ => assert!(ALLOWED_MODES.contains(&sequence), "not ours: CSI {sequence}"),
    }
}

#[test]
fn text_and_own_sequences_pass() {
    let read = parse_output("\u{1b}[?1049h\u{1b}[2;3Hé…\r\n\u{1b}[1;31m\u{1b}]52;c;YWJj\u{7}x".as_bytes());
    assert_eq!((read.styles, read.copies), (vec!["1;31".to_owned()], vec!["abc".to_owned()]));
}

#[test]
fn any_other_sequence_is_detected() {
    for foreign in ["\u{1b}]0;title\u{7}", "\u{9b}7m", "\u{1b}[21t", "\u{7}", "\u{8}", "\u{1b}[?1000h", "\u{1b}[6n"] {
        assert!(std::panic::catch_unwind(|| parse_output(foreign.as_bytes())).is_err(), "{foreign:?}");
    }
}
