//! Quoted strings of the languages of the exports. Control and invisible characters are escaped, so that an export can be
//! printed to a terminal.

use std::fmt::Write as _;

use crate::core::text::is_hidden;

/// How a character above U+FFFF is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AstralEscape {
    /// As two UTF-16 code units, `\uD83D\uDE00`: JSON, JavaScript.
    SurrogatePair,
    /// With eight digits, `\U0001F600`: YAML, HCL.
    EightDigits,
}

/// The text in double quotes, with `"`, `\` and invisible characters escaped.
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
            // Not printable in YAML (YAML 1.2 section 5.1).
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
    // Writing to a string cannot fail.
    if code > 0xFFFF && astral == AstralEscape::EightDigits {
        let _ = write!(into, "\\U{code:08X}");
    } else {
        for unit in character.encode_utf16(&mut [0; 2]) {
            let _ = write!(into, "\\u{unit:04x}");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn invisible_characters_are_escaped() {
        assert_eq!(quote("a\"\\\u{1b}\u{e0041}ü", AstralEscape::SurrogatePair), "\"a\\\"\\\\\\u001b\\udb40\\udc41ü\"");
        assert_eq!(quote("\u{e0041}\n", AstralEscape::EightDigits), "\"\\U000E0041\\n\"");
    }

    proptest! {
        #[test]
        fn json_reads_what_was_written(text in any::<String>()) {
            let read: String = serde_json::from_str(&quote(&text, AstralEscape::SurrogatePair)).unwrap();
            prop_assert_eq!(read, text);
        }
    }
}
