//! Encodes OSC 52, the sequence that sets the clipboard of a terminal. Writes nothing.
//!
//! The sequence is in xterm's `ctlseqs` ("Manipulate Selection Data"). It ends with BEL rather than with ST, because an
//! ST inside a wrapper would end the wrapper. The text is encoded as base64, so none of its bytes can act on a
//! terminal.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The longest text in bytes. Its base64 and the frame have 100,000 bytes, which terminals are known to accept.
pub const MAX_TEXT_LEN: usize = 74_994;

/// The longest chunk for GNU screen in bytes, its wrapper included: old versions keep 256 bytes of a string.
pub const SCREEN_CHUNK_LEN: usize = 252;

const ESC: char = '\u{1b}';
const DCS: &str = "\u{1b}P";
const ST: &str = "\u{1b}\\";

/// The sequence for a terminal that reads the output directly.
pub fn encode(text: &str) -> String {
    format!("{ESC}]52;c;{}\u{7}", STANDARD.encode(text))
}

/// The sequence for the terminal outside tmux.
pub fn encode_for_tmux(text: &str) -> String {
    wrap_for_tmux(&encode(text))
}

/// Wraps a sequence in a DCS that tmux unwraps and passes on if its option `allow-passthrough` is on: each ESC inside is
/// doubled.
pub fn wrap_for_tmux(sequence: &str) -> String {
    format!("{DCS}tmux;{}{ST}", sequence.replace(ESC, "\u{1b}\u{1b}"))
}

/// The sequence for the terminal outside GNU screen: DCS strings of at most [`SCREEN_CHUNK_LEN`] bytes, which screen
/// forwards one after the other.
pub fn encode_for_screen(text: &str) -> String {
    let mut rest = encode(text);
    let mut chunks = String::with_capacity(rest.len() + rest.len() / 32 + 8);
    while !rest.is_empty() {
        // Every byte is ASCII, so every index is a character boundary.
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

    /// Decodes a plain sequence as a terminal does.
    fn decoded(sequence: &str) -> String {
        let payload = sequence.strip_prefix("\u{1b}]52;c;").unwrap().strip_suffix('\u{7}').unwrap();
        String::from_utf8(STANDARD.decode(payload).unwrap()).unwrap()
    }

    /// Removes the wrapper as tmux does.
    fn unwrapped_by_tmux(sequence: &str) -> String {
        let inside = sequence.strip_prefix("\u{1b}Ptmux;").unwrap().strip_suffix(ST).unwrap();
        assert!(!inside.replace("\u{1b}\u{1b}", "").contains(ESC), "an ESC that is not doubled ends the wrapper");
        inside.replace("\u{1b}\u{1b}", "\u{1b}")
    }

    /// Joins the chunks as screen does.
    fn joined_by_screen(sequence: &str) -> String {
        let pieces: Vec<_> = sequence.split_inclusive(ST).collect();
        assert!(pieces.iter().all(|piece| piece.len() <= SCREEN_CHUNK_LEN));
        pieces.iter().map(|piece| piece.strip_prefix(DCS).unwrap().strip_suffix(ST).unwrap()).collect()
    }

    #[test]
    fn the_sequences_are_exact() {
        assert_eq!(encode("abc"), "\u{1b}]52;c;YWJj\u{7}");
        assert_eq!(encode_for_tmux("abc"), "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;YWJj\u{7}\u{1b}\\");
        assert_eq!(encode_for_screen("abc"), "\u{1b}P\u{1b}]52;c;YWJj\u{7}\u{1b}\\");
    }

    #[test]
    fn the_limit_makes_a_sequence_of_100000_bytes() {
        assert_eq!(encode(&"x".repeat(MAX_TEXT_LEN)).len(), 100_000);
    }

    proptest! {
        #[test]
        fn no_text_can_end_the_sequence(text in any::<String>()) {
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
