//! The difference of two texts, which a screen can mark.

use serde::Serialize;

/// The common beginning and end of two texts, and the different parts between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The position of the first character that differs, from 1.
    pub position: usize,
    /// The common beginning.
    #[serde(skip)]
    pub before: String,
    /// The part of the expected text between; empty if the found text only has more.
    pub expected: String,
    /// The part of the found text between; empty if it only lacks something.
    pub found: String,
    /// The common end.
    #[serde(skip)]
    pub after: String,
}

/// The difference of two texts; `None` if they are equal.
pub fn diff(expected: &str, found: &str) -> Option<Difference> {
    if expected == found {
        return None;
    }
    let wanted: Vec<char> = expected.chars().collect();
    let got: Vec<char> = found.chars().collect();
    let before = wanted.iter().zip(&got).take_while(|(one, other)| one == other).count();
    let (wanted_rest, got_rest) = (wanted.get(before..)?, got.get(before..)?);
    let after = wanted_rest.iter().rev().zip(got_rest.iter().rev()).take_while(|(one, other)| one == other).count();
    let (wanted_middle, end) = wanted_rest.split_at(wanted_rest.len() - after);
    let (got_middle, _) = got_rest.split_at(got_rest.len() - after);
    let text = |characters: &[char]| characters.iter().collect::<String>();
    Some(Difference {
        position: before + 1,
        before: text(wanted.get(..before)?),
        expected: text(wanted_middle),
        found: text(got_middle),
        after: text(end),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_character_that_differs_has_a_place() {
        let pieces = |expected, found| {
            diff(expected, found).map(|all| (all.position, all.before, all.expected, all.found, all.after))
        };
        let piece = |position, [before, expected, found, after]: [&str; 4]| {
            Some((position, before.to_owned(), expected.to_owned(), found.to_owned(), after.to_owned()))
        };
        assert_eq!(pieces("abc", "abc"), None);
        assert_eq!(pieces("p=abc", "p=axc"), piece(4, ["p=a", "b", "x", "c"]));
        assert_eq!(pieces("p=abc", "p=a"), piece(4, ["p=a", "bc", "", ""]));
        assert_eq!(pieces("abc", "\"abc\""), piece(1, ["", "abc", "\"abc\"", ""]));
        assert_eq!(pieces("aa", "aaa"), piece(3, ["aa", "", "a", ""]));
        assert_eq!(pieces("münchen", "mönchen"), piece(2, ["m", "ü", "ö", "nchen"]));
    }

    proptest! {
        #[test]
        fn the_pieces_make_both_texts(expected in "[ab]{0,9}|\\PC{0,9}", found in "[ab]{0,9}|\\PC{0,9}") {
            match diff(&expected, &found) {
                None => prop_assert_eq!(expected, found),
                Some(all) => {
                    prop_assert_eq!(format!("{}{}{}", all.before, all.expected, all.after), expected);
                    prop_assert_eq!(format!("{}{}{}", all.before, all.found, all.after), found);
                    prop_assert_eq!(all.position, all.before.chars().count() + 1);
                }
            }
        }
    }
}
