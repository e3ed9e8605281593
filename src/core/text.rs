//! Makes text from outside safe for a terminal, and measures the width of text.
//!
//! Servers, files, the environment and the clipboard may contain escape codes, direction controls or invisible
//! characters. [`Untrusted`] has no `Display`, so such text reaches the screen only through [`Untrusted::sanitized`],
//! and the clipboard only if [`Untrusted::hidden_characters`] is empty.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The maximum number of characters shown of one untrusted text. The rest is only counted.
pub const MAX_SANITIZED_CHARACTERS: usize = 4096;

/// Text from a server, a file or the environment: stored unchanged, shown only in escaped form.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Untrusted(String);

impl Untrusted {
    /// Wraps text unchanged.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The unchanged text: for comparing, encoding and publishing, never for printing.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// The text in a form that is safe to display: hidden characters become code points (`<U+001B>`), and after
    /// [`MAX_SANITIZED_CHARACTERS`] characters a note counts the rest.
    pub fn sanitized(&self) -> String {
        let shown: String = self.0.chars().take(MAX_SANITIZED_CHARACTERS).collect();
        let mut text = escape_hidden(&shown).into_owned();
        let left_out = self.0.chars().count().saturating_sub(MAX_SANITIZED_CHARACTERS);
        if left_out > 0 {
            let _ = write!(text, " … ({left_out} more characters)");
        }
        text
    }

    /// Every hidden character with its position in characters, counted from 1.
    pub fn hidden_characters(&self) -> Vec<HiddenCharacter> {
        self.0
            .chars()
            .zip(1..)
            .filter(|(character, _)| is_hidden(*character))
            .map(|(character, position)| HiddenCharacter { character, position })
            .collect()
    }

    /// Whether the text is empty.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Untrusted {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// A character that a terminal would not show as itself, and its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HiddenCharacter {
    /// The hidden character.
    pub character: char,
    /// Its position in the text, in characters, counted from 1.
    pub position: usize,
}

impl HiddenCharacter {
    /// The code point in standard notation: `U+202E`.
    pub fn code_point(self) -> String {
        code_point(self.character)
    }
}

/// A code point in standard notation: `U+202E`.
pub fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// Whether a reader cannot see that the character is there, or what it does: a control character (C0, DEL, C1), white
/// space other than a blank ([`char::is_whitespace`] is Unicode's `White_Space`), what Unicode says to show nothing for,
/// or a character whose glyph is empty.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || (character.is_whitespace() && character != ' ')
        || is_default_ignorable(character)
        || is_drawn_empty(character)
}

/// Unicode's property `Default_Ignorable_Code_Point` ([DerivedCoreProperties.txt][data] of Unicode 17.0): direction
/// controls, zero-width characters, fillers, variation selectors and tags, also those that are not assigned yet.
///
/// [data]: https://www.unicode.org/Public/17.0.0/ucd/DerivedCoreProperties.txt
const fn is_default_ignorable(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Characters that neither property has, though nothing is drawn for them ([the chapters on them][book] say so): the
/// blank Braille pattern, interlinear annotation marks, the Khitan filler, and the musical null notehead.
///
/// [book]: https://www.unicode.org/versions/Unicode17.0.0/
const fn is_drawn_empty(character: char) -> bool {
    matches!(character, '\u{2800}' | '\u{FFF9}'..='\u{FFFB}' | '\u{16FE4}' | '\u{1D159}')
}

/// Replaces each hidden character by its code point, as in `a<U+001B>[31m`.
pub fn escape_hidden(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            let _ = write!(shown, "<{}>", code_point(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// The width of the text in terminal columns. East Asian ambiguous characters count as one.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Shortens the text to `columns`, ending it with `ellipsis` if anything was cut. Graphemes are not split.
pub fn truncate<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(width(ellipsis));
    let mut cut = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        cut.push_str(grapheme);
    }
    if width(ellipsis) <= columns {
        cut.push_str(ellipsis);
    }
    Cow::Owned(cut)
}

/// Shortens the text to its first characters, followed by `ellipsis` if there are more.
pub fn truncate_characters(text: &str, characters: usize, ellipsis: &str) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}{ellipsis}", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Splits the text into pieces of at most `columns` columns, at any grapheme boundary. This suits values, because a
/// break at a blank would hide the blank. An empty text gives one empty piece.
pub fn split_by_width(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let taken = width(grapheme);
        if used > 0 && used + taken > columns {
            pieces.push(String::new());
            used = 0;
        }
        used += taken;
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(grapheme);
        }
    }
    pieces
}

/// Wraps the text into lines of at most `columns` columns. Lines break at blanks, which are dropped, and inside a word
/// only if the word is wider than a line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let blank = usize::from(used > 0);
        if used + blank + width(word) <= columns {
            used += append_to_last(&mut lines, if blank == 1 { " " } else { "" });
            used += append_to_last(&mut lines, word);
            continue;
        }
        for piece in split_by_width(word, columns) {
            if used > 0 {
                lines.push(String::new());
            }
            used = append_to_last(&mut lines, &piece);
        }
    }
    lines
}

fn append_to_last(lines: &mut [String], text: &str) -> usize {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
    width(text)
}

/// "1 character", "48 characters".
pub fn format_character_count(count: usize) -> String {
    if count == 1 { "1 character".to_owned() } else { format!("{count} characters") }
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointSetData;
    use icu_properties::props::DefaultIgnorableCodePoint;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hidden_characters_are_shown_as_code_points() {
        assert_eq!(escape_hidden("a\u{1b}[31mb"), "a<U+001B>[31mb");
        assert_eq!(escape_hidden("x\u{202e}y\u{200b}"), "x<U+202E>y<U+200B>");
        assert_eq!(escape_hidden("münchen 日本"), "münchen 日本");
    }

    /// The library has the data of the Unicode version that it was built for; what is not assigned there may differ.
    #[test]
    fn the_table_equals_unicodes_table() {
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        for character in '\0'..=char::MAX {
            assert_eq!(is_default_ignorable(character), ignorable.contains(character), "{}", code_point(character));
            let is_seen = !character.is_control() && !character.is_whitespace() && !ignorable.contains(character);
            assert_eq!(is_hidden(character), character != ' ' && (!is_seen || is_drawn_empty(character)));
        }
    }

    #[test]
    fn invisible_characters_are_hidden() {
        let blanks =
            ['\u{a0}', '\u{1680}', '\u{202f}', '\u{205f}', '\u{3000}'].into_iter().chain('\u{2000}'..='\u{200a}');
        let others =
            ('\u{fff0}'..='\u{fff8}').chain('\u{1bca0}'..='\u{1bca3}').chain(['\u{16fe4}', '\u{2065}', '\u{e0080}']);
        for hidden in blanks.chain(others) {
            assert!(is_hidden(hidden), "{}", code_point(hidden));
        }
        for seen in [' ', 'a', 'é', '日', '·', '…', '–', '\u{301}', '\u{FFFD}'] {
            assert!(!is_hidden(seen), "{}", code_point(seen));
        }
    }

    #[test]
    fn hidden_characters_are_found_with_their_position() {
        let found = Untrusted::new("ab\u{7}c\u{2028}").hidden_characters();
        let positions: Vec<_> = found.iter().map(|hidden| (hidden.code_point(), hidden.position)).collect();
        assert_eq!(positions, [("U+0007".to_owned(), 3), ("U+2028".to_owned(), 5)]);
    }

    #[test]
    fn a_long_text_counts_the_omitted_characters() {
        let shown = Untrusted::new("x".repeat(MAX_SANITIZED_CHARACTERS + 7)).sanitized();
        assert!(shown.ends_with("x … (7 more characters)"), "{shown}");
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("an abcdefghij k", 4), ["an", "abcd", "efgh", "ij k"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn truncation_keeps_wide_graphemes_whole() {
        assert_eq!(truncate("日本語", 5, "…"), "日本…");
        assert_eq!(truncate("abc", 3, "…"), "abc");
        assert_eq!(truncate("abc", 0, "…"), "");
    }

    proptest! {
        #[test]
        fn no_hidden_character_is_left_on_the_screen(text in any::<String>()) {
            prop_assert!(!Untrusted::new(text).sanitized().chars().any(is_hidden));
        }

        #[test]
        fn pieces_join_to_the_text(text in any::<String>(), columns in 0_usize..40) {
            prop_assert_eq!(split_by_width(&text, columns).concat(), text);
        }

        #[test]
        fn no_letter_is_lost_and_no_line_too_wide(text in "[a-z日ü ]{0,60}", columns in 2_usize..30) {
            let lines = wrap(&text, columns);
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            prop_assert!(lines.iter().all(|line| width(line) <= columns));
        }

        #[test]
        fn truncated_text_fits(text in "\\PC*", columns in 0_usize..40) {
            prop_assert!(width(&truncate(&text, columns, "…")) <= columns);
        }
    }
}
