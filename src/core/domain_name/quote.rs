//! The user's own text inside a sentence: in quotes, cut short, and harmless for a terminal.

use crate::core::text::{truncate, visible};

/// The most columns of the user's own text in one sentence.
const SHOWN: usize = 40;

/// The text in quotes, at most [`SHOWN`] columns of it, hidden characters as their code points.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text))
}

/// As [`quoted`], without the quotes.
pub(super) fn shortened(text: &str) -> String {
    truncate(&visible(text), SHOWN, "…").into_owned()
}

/// The character in quotes; the double quote itself between single ones.
pub(super) fn quoted_char(character: char) -> String {
    if character == '"' { "'\"'".to_owned() } else { quoted(character.encode_utf8(&mut [0; 4])) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_hidden_text_is_made_fit() {
        assert_eq!(quoted("a\u{202e}b"), "\"a<U+202E>b\"");
        assert_eq!(shortened(&"x".repeat(41)), format!("{}…", "x".repeat(39)));
        assert_eq!(shortened(&"x".repeat(40)), "x".repeat(40));
        assert_eq!((quoted_char('!'), quoted_char('"')), ("\"!\"".to_owned(), "'\"'".to_owned()));
    }
}
