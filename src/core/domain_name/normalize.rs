//! The first look at a text, character by character: what cannot be seen is taken out, and the wide forms that
//! East Asian input methods produce (`ｅｘａｍｐｌｅ．ｃｏｍ`, `example。com`) become ASCII, so that everything after
//! works on plain text. The place of each character in what was given is kept.

use crate::core::text::{HiddenCharacter, is_hidden};

/// A text without invisible and wide characters.
pub(super) struct NormalizedText {
    text: String,
    removed: Vec<HiddenCharacter>,
    /// Where in `text`, in bytes, a character stands that was a wide one.
    folded: Vec<usize>,
}

impl NormalizedText {
    /// Looks at every character once.
    pub(super) fn new(given: &str) -> Self {
        let mut clean = Self { text: String::with_capacity(given.len()), removed: Vec::new(), folded: Vec::new() };
        for (character, position) in given.chars().zip(1..) {
            if is_invisible(character) {
                clean.removed.push(HiddenCharacter { character, position });
            } else {
                let plain = fold_width(character);
                if plain != character {
                    clean.folded.push(clean.text.len());
                }
                clean.text.push(plain);
            }
        }
        clean
    }

    /// The text that is left.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What was taken out.
    pub(super) fn removed(&self) -> &[HiddenCharacter] {
        &self.removed
    }

    /// Whether a wide character stood between these bytes of the text.
    pub(super) fn has_folded(&self, start: usize, end: usize) -> bool {
        self.folded.iter().any(|place| (start..end).contains(place))
    }

    /// The place, in characters from 1, that the character at this byte of the text had in what was given.
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

/// Whether the character sets the direction of text (UAX 9 section 2): refused, because what is shown then is
/// not what is sent.
pub(super) const fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether the character joins or parts its neighbours: valid in some scripts (RFC 5892 appendix A), so it is
/// left for the rules of international names.
pub(super) const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

/// Whether the character is a gap: white space, and the Braille pattern that is blank.
pub(super) fn is_blank(character: char) -> bool {
    (character.is_whitespace() && !is_control(character)) || character == '\u{2800}'
}

/// Whether the character is a control character other than a tab or a line end.
pub(super) fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Whether the character is not seen and has no meaning in a name: it is removed, and that is told.
fn is_invisible(character: char) -> bool {
    let unseen = is_hidden(character)
        || matches!(character,
            '\u{FE00}'..='\u{FE0F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}');
    unseen && !character.is_control() && !is_bidi_control(character) && !is_joiner(character) && !is_blank(character)
}

/// Whether the character is drawn as itself, so that a name with it may be shown.
pub(super) fn is_displayable(character: char) -> bool {
    !is_hidden(character) && !is_invisible(character) && !is_blank(character)
}

/// The ASCII form of a wide character (U+FF01 to U+FF5E), and the dot of an ideographic full stop (UTS 46
/// section 4 maps both).
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
    fn invisible_characters_are_taken_out_and_counted() {
        let clean = NormalizedText::new("\u{feff}ex\u{200b}\u{ad}am❤\u{fe0f}");
        let places: Vec<_> = clean.removed().iter().map(|found| found.position).collect();
        assert_eq!((clean.text(), places), ("exam❤", vec![1, 4, 5, 9]));
    }

    #[test]
    fn a_place_is_that_in_what_was_given() {
        let clean = NormalizedText::new("\u{feff}ab\u{200b}c!");
        assert_eq!((0..4).map(|byte| clean.original_position(byte)).collect::<Vec<_>>(), [2, 3, 5, 6]);
    }

    #[test]
    fn wide_characters_become_ascii() {
        let clean = NormalizedText::new("ａ＠ｂ。c");
        assert_eq!(clean.text(), "a@b.c");
        assert_eq!((clean.has_folded(3, 4), clean.has_folded(4, 5)), (true, false));
    }

    #[test]
    fn what_may_mean_something_is_kept() {
        for kept in ["a\u{202e}", "a\u{200d}", "a\u{200c}", "a\u{1b}", "a\u{2028}", "a\u{a0}"] {
            assert_eq!(NormalizedText::new(kept).text(), kept);
        }
    }
}
