//! Quotes the user's own text inside a sentence: shortened, and safe for a terminal.

use crate::core::text::{escape_hidden, truncate};

/// The maximum width of the user's own text in a sentence, in columns.
const MAX_QUOTED_COLUMNS: usize = 40;

/// The text in quotes, at most [`MAX_QUOTED_COLUMNS`] columns wide, with hidden characters as code points.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", shorten(text))
}

/// Like [`quote`], without the quotes.
pub(super) fn shorten(text: &str) -> String {
    truncate(&escape_hidden(text), MAX_QUOTED_COLUMNS, "…").into_owned()
}

/// The character in double quotes, or in single quotes if it is the double quote.
pub(super) fn quote_char(character: char) -> String {
    if character == '"' { "'\"'".to_owned() } else { quote(character.encode_utf8(&mut [0; 4])) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_hidden_text_is_shortened_and_sanitized() {
        assert_eq!(quote("a\u{202e}b"), "\"a<U+202E>b\"");
        assert_eq!(shorten(&"x".repeat(41)), format!("{}…", "x".repeat(39)));
        assert_eq!(shorten(&"x".repeat(40)), "x".repeat(40));
        assert_eq!((quote_char('!'), quote_char('"')), ("\"!\"".to_owned(), "'\"'".to_owned()));
    }
}
