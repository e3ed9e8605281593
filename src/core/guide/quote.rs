//! Texts as the quoted strings that some panels want.

/// The longest character-string, in octets (RFC 1035 section 3.3).
pub(super) const MAX_STRING_OCTETS: usize = 255;

/// A text as quoted strings of at most 255 octets each, separated by blanks; `"` and `\` are escaped by a `\`, as
/// `DNSControl` sends them to Route 53, Cloud DNS and Hetzner. Nothing is cut inside a character, and all other
/// characters stay as they are.
pub(super) fn quote_strings(text: &str) -> String {
    let strings: Vec<String> =
        split_strings(text).into_iter().map(|string| format!("\"{}\"", escape(string))).collect();
    strings.join(" ")
}

/// The text in pieces of at most 255 octets; an empty text is one empty piece.
pub(super) fn split_strings(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let longest = rest.len().min(MAX_STRING_OCTETS);
        let cut = (0..=longest).rev().find(|&cut| rest.is_char_boundary(cut)).unwrap_or(longest);
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece);
        if after.is_empty() {
            return pieces;
        }
        rest = after;
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(quote_strings(r#"a"b\c; d"#), r#""a\"b\\c; d""#);
        assert_eq!(quote_strings(""), "\"\"");
    }

    #[test]
    fn a_long_text_is_cut_every_255_octets_before_it_is_escaped() {
        let text = "\"".repeat(256);
        assert_eq!(quote_strings(&text), format!("\"{}\" \"\\\"\"", "\\\"".repeat(255)));
        assert_eq!(quote_strings(&"a".repeat(255)), format!("\"{}\"", "a".repeat(255)));
    }

    #[test]
    fn no_character_is_cut() {
        let text = format!("{}é", "a".repeat(254));
        assert_eq!(split_strings(&text), ["a".repeat(254).as_str(), "é"]);
    }
}
