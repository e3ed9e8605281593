//! Texts: the joined character-strings of a record (RFC 7208 section 3.3), and the mistakes that change a text.

use super::cause::{Cause, Comparison};
use super::sanitize::sanitize;
use crate::core::text::{code_point, is_hidden};

/// The shortest part of a value that was divided on purpose. Shorter parts come from line breaks.
const MIN_PART_CHARS: usize = 100;

/// The most pieces of a divided value.
const MAX_PIECES: usize = 8;

/// Compares the texts of a name. One of them must be the expected text.
pub(super) fn compare(expected: &str, texts: &[String]) -> Comparison {
    if texts.iter().any(|text| text.trim() == expected) {
        return Comparison::correct();
    }
    if let Some(count) = count_pieces(expected, texts) {
        return Comparison::incorrect(vec![Cause::SplitRecords { count }]);
    }
    let mut causes: Vec<Cause> = texts.iter().flat_map(|text| diagnose(expected, text)).collect();
    if causes.is_empty() {
        let stem = expected.rfind('-').and_then(|end| expected.get(..=end));
        let is_token = |text: &String| stem.is_some_and(|stem| stem.len() > 3 && text.trim().starts_with(stem));
        let is_other = texts.iter().any(is_token);
        causes.push(if is_other { Cause::OtherToken } else { Cause::OtherValue { can_coexist: true } });
    }
    Comparison::incorrect(causes)
}

/// Whether a text equals the expected one, ignoring quotation marks, backslashes and blanks.
pub(super) fn is_same(expected: &str, text: &str) -> bool {
    let (plain, _) = strip_zone_syntax(text);
    !expected.is_empty() && strip_blanks(&plain).eq_ignore_ascii_case(&strip_blanks(expected))
}

/// The mistakes that turned the expected text into this one; empty for an unrelated text.
pub(super) fn diagnose(expected: &str, text: &str) -> Vec<Cause> {
    let (plain, mut causes) = strip_zone_syntax(text);
    let (bare, wanted) = (strip_blanks(&plain), strip_blanks(expected));
    if plain == expected {
        return causes;
    }
    if bare == wanted {
        causes.extend(diagnose_blanks(expected, text, &plain));
    } else if bare.eq_ignore_ascii_case(&wanted) {
        causes.push(Cause::LetterCase);
    } else if is_cut_at_comment(expected, &plain) {
        causes.push(Cause::Comment { found: sanitize(plain.as_bytes()) });
    } else if expected.starts_with(&plain) && (plain.is_empty() || plain.len() >= 8) {
        causes.push(Cause::Cut { octets: plain.len(), expected_octets: expected.len() });
    } else if !expected.is_empty() && plain.contains(expected) {
        let added = plain.replacen(expected, " ", 1);
        causes.push(Cause::ExtraText { added: sanitize(added.trim().as_bytes()) });
    } else {
        return Vec::new();
    }
    causes
}

/// The text without the syntax of zone files, and the causes for what was removed.
pub(super) fn strip_zone_syntax(text: &str) -> (String, Vec<Cause>) {
    const MARKS: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];
    let mut causes = Vec::new();
    let mut plain = text.trim().to_owned();
    let single = plain.strip_prefix('\'').and_then(|inside| inside.strip_suffix('\''));
    if let Some(inside) = single.map(str::to_owned) {
        plain = inside;
        causes.push(Cause::Quotes);
    }
    let has_backslashes = plain.contains('\\');
    if has_backslashes {
        plain = plain.replace('\\', "");
    }
    if plain.contains(MARKS) {
        // Blanks between the quotation marks of two strings are not part of the value.
        let parts: Vec<&str> = plain.split(MARKS).collect();
        let last = parts.len() - 1;
        let is_between = |index: usize, part: &str| index > 0 && index < last && part.trim().is_empty();
        let kept = parts.iter().enumerate().filter(|(index, part)| !is_between(*index, part)).map(|(_, part)| *part);
        let kept: String = kept.collect();
        kept.trim().clone_into(&mut plain);
        if causes.is_empty() {
            causes.push(Cause::Quotes);
        }
    }
    if has_backslashes {
        causes.push(Cause::Backslashes);
    }
    (plain, causes)
}

/// The text without blanks and hidden characters.
pub(super) fn strip_blanks(text: &str) -> String {
    text.chars().filter(|character| !is_blank(*character)).collect()
}

/// The number of texts over which the expected one is divided; `None` if it is not.
pub(super) fn count_pieces(expected: &str, texts: &[String]) -> Option<usize> {
    let is_piece = |text: &String| !text.is_empty() && text.len() < expected.len();
    let mut left: Vec<String> = texts.iter().map(|text| strip_zone_syntax(text).0).filter(is_piece).collect();
    let mut rest = expected;
    for count in 1..=MAX_PIECES {
        let next = left.iter().enumerate().filter(|(_, piece)| rest.starts_with(piece.as_str()));
        let (index, length) = next.map(|(index, piece)| (index, piece.len())).max_by_key(|(_, length)| *length)?;
        left.swap_remove(index);
        rest = rest.get(length..)?;
        if rest.is_empty() {
            return (count > 1).then_some(count);
        }
    }
    None
}

/// The difference in blanks between two texts that are equal without blanks.
pub(super) fn diagnose_blanks(expected: &str, text: &str, plain: &str) -> Option<Cause> {
    let count = |text: &str| text.chars().filter(|character| is_blank(*character)).count();
    if count(plain) < count(expected) {
        return Some(Cause::Glued);
    }
    if is_split_with_blanks(plain, expected) {
        return Some(Cause::SplitWithBlanks);
    }
    let mut wanted = expected.chars().peekable();
    let (index, character) =
        text.trim_end().chars().enumerate().skip_while(|(_, character)| character.is_whitespace()).find(
            |(_, character)| {
                if wanted.peek() == Some(character) {
                    wanted.next();
                    return false;
                }
                is_blank(*character)
            },
        )?;
    Some(Cause::BlanksInside { position: index + 1, character: describe_character(character) })
}

/// Whether the texts differ only in blanks between long parts.
pub(super) fn is_split_with_blanks(plain: &str, expected: &str) -> bool {
    let parts: Vec<&str> = plain.split([' ', '\t']).filter(|part| !part.is_empty()).collect();
    let long = parts.iter().rev().skip(1).all(|part| part.len() >= MIN_PART_CHARS);
    parts.len() > 1 && long && parts.concat() == expected
}

/// The name of a space or hidden character.
pub(super) fn describe_character(character: char) -> String {
    match character {
        ' ' => "a space".to_owned(),
        '\t' => "a tab".to_owned(),
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => "a line break".to_owned(),
        '\u{a0}' => "a no-break space (U+00A0)".to_owned(),
        other => format!("an invisible character ({})", code_point(other)),
    }
}

pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_hidden(character)
}

/// Whether the text is the expected one up to its first `;` or blank.
fn is_cut_at_comment(expected: &str, plain: &str) -> bool {
    let part = plain.trim_end_matches(';').trim_end();
    let is_it = |end: Option<usize>| end.and_then(|end| expected.get(..end)).is_some_and(|first| first == part);
    !part.is_empty() && (is_it(expected.find(';')) || is_it(expected.find(' ')))
}
