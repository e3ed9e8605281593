//! OSC 52, by which a program asks the terminal to set its clipboard: the bytes only, nothing is written here.
//!
//! The sequence is in xterm's `ctlseqs` ("Manipulate Selection Data"). It ends with BEL rather than with ST, for an
//! ST inside a wrapper would end the wrapper. The text goes as base64, so no byte of it can act on a terminal.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The longest text that is sent, in octets: with its frame, its base64 is then 100,000 octets long, which is what
/// terminals have been made to take.
pub const MAX_TEXT_LEN: usize = 74_994;

/// The longest piece that GNU screen gets, in octets and with its wrapper: old versions keep 256 of a string.
pub const SCREEN_CHUNK_LEN: usize = 252;

const ESC: char = '\u{1b}';
const DCS: &str = "\u{1b}P";
const ST: &str = "\u{1b}\\";

/// The sequence for a terminal that reads what this program writes.
#[must_use]
pub fn encode(text: &str) -> String {
    format!("{ESC}]52;c;{}\u{7}", STANDARD.encode(text))
}

/// The sequence for the terminal behind tmux: in a DCS that tmux takes apart, each ESC inside doubled.
#[must_use]
pub fn encode_for_tmux(text: &str) -> String {
    format!("{DCS}tmux;{}{ST}", encode(text).replace(ESC, "\u{1b}\u{1b}"))
}

/// The sequence for the terminal behind GNU screen: cut into DCS strings of at most [`SCREEN_CHUNK_LEN`] octets, which
/// screen passes on one behind the other.
#[must_use]
pub fn encode_for_screen(text: &str) -> String {
    let mut rest = encode(text);
    let mut chunks = String::with_capacity(rest.len() + rest.len() / 32 + 8);
    while !rest.is_empty() {
        // Every octet is ASCII, so any cut is one between characters.
        let tail = rest.split_off(rest.len().min(SCREEN_CHUNK_LEN - DCS.len() - ST.len()));
        chunks.extend([DCS, &rest, ST]);
        rest = tail;
    }
    chunks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a terminal makes of a plain sequence.
    fn decoded(sequence: &str) -> String {
        let payload = sequence.strip_prefix("\u{1b}]52;c;").unwrap().strip_suffix('\u{7}').unwrap();
        String::from_utf8(STANDARD.decode(payload).unwrap()).unwrap()
    }

    /// What tmux makes of its wrapper.
    fn unwrapped_by_tmux(sequence: &str) -> String {
        let inside = sequence.strip_prefix("\u{1b}Ptmux;").unwrap().strip_suffix(ST).unwrap();
        assert!(!inside.replace("\u{1b}\u{1b}", "").contains(ESC), "an ESC that is not doubled ends the wrapper");
        inside.replace("\u{1b}\u{1b}", "\u{1b}")
    }

    /// What screen makes of its pieces.
    fn joined_by_screen(sequence: &str) -> String {
        let pieces: Vec<_> = sequence.split_inclusive(ST).collect();
        assert!(pieces.iter().all(|piece| piece.len() <= SCREEN_CHUNK_LEN));
        pieces.iter().map(|piece| piece.strip_prefix(DCS).unwrap().strip_suffix(ST).unwrap()).collect()
    }

    #[test]
    fn the_sequences_to_the_letter() {
        assert_eq!(encode("abc"), "\u{1b}]52;c;YWJj\u{7}");
        assert_eq!(encode_for_tmux("abc"), "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;YWJj\u{7}\u{1b}\\");
        assert_eq!(encode_for_screen("abc"), "\u{1b}P\u{1b}]52;c;YWJj\u{7}\u{1b}\\");
    }

    #[test]
    fn the_limit_makes_a_sequence_of_a_hundred_thousand_octets() {
        assert_eq!(encode(&"x".repeat(MAX_TEXT_LEN)).len(), 100_000);
    }

    proptest! {
        #[test]
        fn the_terminal_gets_the_text_and_nothing_of_it_as_a_command(text in any::<String>()) {
            let sequence = encode(&text);
            prop_assert_eq!(sequence.matches(ESC).count(), 1);
            prop_assert_eq!(decoded(&sequence), text);
        }

        #[test]
        fn wrappers_come_off_whole(text in "(?s).{0,900}") {
            prop_assert_eq!(decoded(&unwrapped_by_tmux(&encode_for_tmux(&text))), text.clone());
            prop_assert_eq!(decoded(&joined_by_screen(&encode_for_screen(&text))), text);
        }
    }
}
