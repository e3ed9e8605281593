//! Texts between double quotes, as the languages of the exports want them. Whatever a terminal would obey or not show
//! is escaped, so that an export can be printed as it is.

use std::fmt::Write as _;

use crate::core::record::MAX_CHARACTER_STRING;
use crate::core::text::is_hidden;

/// How a character beyond U+FFFF is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AstralEscape {
    /// As two units of UTF-16, `\uD83D\uDE00`: JSON, JavaScript.
    SurrogatePair,
    /// With eight digits, `\U0001F600`: YAML, HCL.
    EightDigits,
}

/// The text in double quotes: `"` and `\` escaped, and what is not seen as its code point.
pub(super) fn quote(text: &str, astral: AstralEscape) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Not part of YAML's printable characters (YAML 1.2 section 5.1).
            '\u{FFFE}' | '\u{FFFF}' => push_escaped(&mut quoted, character, astral),
            hidden if is_hidden(hidden) => push_escaped(&mut quoted, hidden, astral),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn push_escaped(into: &mut String, character: char, astral: AstralEscape) {
    let code = u32::from(character);
    // Writing to a text cannot fail.
    if code > 0xFFFF && astral == AstralEscape::EightDigits {
        let _ = write!(into, "\\U{code:08X}");
    } else {
        for unit in character.encode_utf16(&mut [0; 2]) {
            let _ = write!(into, "\\u{unit:04x}");
        }
    }
}

/// The pieces of a text that fit into character-strings, cut between characters; one empty piece of an empty text.
pub(super) fn split_character_strings(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > MAX_CHARACTER_STRING {
        let cut = (0..=MAX_CHARACTER_STRING).rev().find(|place| rest.is_char_boundary(*place)).unwrap_or_default();
        let (piece, tail) = rest.split_at(cut);
        pieces.push(piece);
        rest = tail;
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_seen_is_escaped() {
        assert_eq!(quote("a\"\\\u{1b}\u{e0041}ü", AstralEscape::SurrogatePair), "\"a\\\"\\\\\\u001b\\udb40\\udc41ü\"");
        assert_eq!(quote("\u{e0041}\n", AstralEscape::EightDigits), "\"\\U000E0041\\n\"");
    }

    proptest! {
        #[test]
        fn json_reads_what_was_written(text in any::<String>()) {
            let read: String = serde_json::from_str(&quote(&text, AstralEscape::SurrogatePair)).unwrap();
            prop_assert_eq!(read, text);
        }

        #[test]
        fn pieces_fit_and_join_to_the_text(text in "(?s).{0,600}") {
            let pieces = split_character_strings(&text);
            prop_assert!(pieces.iter().all(|piece| piece.len() <= MAX_CHARACTER_STRING));
            prop_assert_eq!(pieces.concat(), text);
        }
    }
}
