//! Examines the input character by character: removes invisible characters, and converts the wide forms that East
//! Asian input methods produce (`ｅｘａｍｐｌｅ．ｃｏｍ`, `example。com`) to ASCII, so that later steps work on plain text. It
//! keeps the original position of each character.

use crate::core::text::{HiddenCharacter, is_hidden};

/// A text without invisible and wide characters.
pub(super) struct NormalizedText {
    text: String,
    removed: Vec<HiddenCharacter>,
    /// Byte offsets in `text` of characters that were wide.
    folded: Vec<usize>,
}

impl NormalizedText {
    pub(super) fn new(input: &str) -> Self {
        let mut normalized = Self { text: String::with_capacity(input.len()), removed: Vec::new(), folded: Vec::new() };
        for (character, position) in input.chars().zip(1..) {
            if is_invisible(character) {
                normalized.removed.push(HiddenCharacter { character, position });
            } else {
                let plain = fold_width(character);
                if plain != character {
                    normalized.folded.push(normalized.text.len());
                }
                normalized.text.push(plain);
            }
        }
        normalized
    }

    /// The normalized text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The characters that were removed.
    pub(super) fn removed(&self) -> &[HiddenCharacter] {
        &self.removed
    }

    /// Whether any character in this byte range of the text was wide.
    pub(super) fn has_folded(&self, start: usize, end: usize) -> bool {
        self.folded.iter().any(|offset| (start..end).contains(offset))
    }

    /// The position that the character at this byte of the text had in the input, in characters, counted from 1.
    pub(super) fn original_position(&self, byte: usize) -> usize {
        let mut position = self.text.char_indices().take_while(|(index, _)| *index < byte).count() + 1;
        for removed in &self.removed {
            if removed.position <= position {
                position += 1;
            }
        }
        position
    }
}

/// Whether the character controls the direction of text (UAX 9 section 2). Such input is rejected, because the name on
/// the screen would differ from the name that is sent.
pub(super) const fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether the character is a joiner or non-joiner. Both are valid in some scripts (RFC 5892 appendix A), so the rules
/// for international names decide.
pub(super) const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

/// Whether the character is white space, or the blank Braille pattern.
pub(super) fn is_blank(character: char) -> bool {
    (character.is_whitespace() && !is_control(character)) || character == '\u{2800}'
}

/// Whether the character is a control character other than a tab or a line end.
pub(super) fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Whether the character is invisible and means nothing in a name. Such characters are removed, and the removal is reported.
fn is_invisible(character: char) -> bool {
    is_hidden(character)
        && !character.is_control()
        && !is_bidi_control(character)
        && !is_joiner(character)
        && !is_blank(character)
}

/// Whether the character is visible, so that a name that contains it can be shown.
pub(super) fn is_displayable(character: char) -> bool {
    !is_hidden(character) && !is_blank(character)
}

/// The ASCII form of a wide character (U+FF01 to U+FF5E), and the dot for an ideographic full stop (UTS 46 section 4
/// maps both).
fn fold_width(character: char) -> char {
    match character {
        '\u{3002}' | '\u{FF61}' => '.',
        '\u{3001}' | '\u{FF64}' => ',',
        '\u{FF01}'..='\u{FF5E}' => u8::try_from(u32::from(character) - 0xFEE0).map_or(character, char::from),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_removed_and_counted() {
        let normalized = NormalizedText::new("\u{feff}ex\u{200b}\u{ad}am❤\u{fe0f}");
        let positions: Vec<_> = normalized.removed().iter().map(|found| found.position).collect();
        assert_eq!((normalized.text(), positions), ("exam❤", vec![1, 4, 5, 9]));
    }

    #[test]
    fn original_positions_count_removed_characters() {
        let normalized = NormalizedText::new("\u{feff}ab\u{200b}c!");
        assert_eq!((0..4).map(|byte| normalized.original_position(byte)).collect::<Vec<_>>(), [2, 3, 5, 6]);
    }

    #[test]
    fn wide_characters_become_ascii() {
        let normalized = NormalizedText::new("ａ＠ｂ。c");
        assert_eq!(normalized.text(), "a@b.c");
        assert_eq!((normalized.has_folded(3, 4), normalized.has_folded(4, 5)), (true, false));
    }

    #[test]
    fn characters_with_a_possible_meaning_are_unchanged() {
        for kept in ["a\u{202e}", "a\u{200d}", "a\u{200c}", "a\u{1b}", "a\u{2028}", "a\u{a0}"] {
            assert_eq!(NormalizedText::new(kept).text(), kept);
        }
    }
}
