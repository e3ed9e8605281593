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

/// The marks below a found value, and what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceMarks {
    /// The marked characters of the found value: where each range begins, from 0, and its length, at least 1. The first
    /// may be one character after the end.
    pub ranges: Vec<(usize, usize)>,
    /// What is wrong there, in a few words.
    pub label: String,
}

/// The fewest characters by which the expected text is recognised inside another one.
const MIN_CONTAINED: usize = 3;

/// The most characters of a value in the label of marks.
const MAX_LABEL_VALUE: usize = 24;

impl Difference {
    /// The marks below the found value.
    pub fn marks(&self) -> DifferenceMarks {
        let start = self.position.saturating_sub(1);
        let (expected, found) = (self.expected.as_str(), self.found.as_str());
        let len = found.chars().count().max(1);
        let whole = |label: String| DifferenceMarks { ranges: vec![(start, len)], label };
        if expected.is_empty() {
            return whole(extra_label(found));
        }
        if found.is_empty() {
            return whole(missing_label(expected));
        }
        let is_telling = expected.chars().count() >= MIN_CONTAINED;
        if let Some((before, after)) = found.split_once(expected).filter(|_| is_telling) {
            let (lead, tail) = (before.chars().count(), after.chars().count());
            let after_start = start + lead + expected.chars().count();
            let ranges = [(start, lead), (after_start, tail)].into_iter().filter(|(_, len)| *len > 0).collect();
            let label = if before == "\"" && after == "\"" { "extra quotation marks" } else { "extra text" };
            return DifferenceMarks { ranges, label: label.to_owned() };
        }
        if expected.to_lowercase() == found.to_lowercase() {
            return whole("upper and lower case differ".to_owned());
        }
        if expected.chars().count() <= MAX_LABEL_VALUE && len <= MAX_LABEL_VALUE {
            return whole(format!("should be {expected}"));
        }
        DifferenceMarks { ranges: vec![(start, 1)], label: "different from here on".to_owned() }
    }
}

impl Difference {
    /// What is wrong and where, as a sentence for lines that can't mark it.
    pub fn message(&self) -> String {
        format!("At character {}: {}.", self.position, self.marks().label)
    }
}

fn extra_label(found: &str) -> String {
    match found {
        " " => "extra space".to_owned(),
        "\"" => "extra quotation mark".to_owned(),
        "\\" => "extra backslash".to_owned(),
        spaces if spaces.trim().is_empty() => "extra spaces".to_owned(),
        short if short.chars().count() <= MAX_LABEL_VALUE => format!("extra {short}"),
        _ => "extra text".to_owned(),
    }
}

fn missing_label(expected: &str) -> String {
    match expected {
        " " => "a space is missing".to_owned(),
        short if short.chars().count() <= MAX_LABEL_VALUE => format!("{short} is missing"),
        long => format!("{} characters are missing", long.chars().count()),
    }
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

    #[test]
    fn the_marks_say_what_is_wrong_below_it() {
        let marks = |expected: &str, found: &str| {
            let marks = diff(expected, found).unwrap().marks();
            (marks.ranges, marks.label)
        };
        let marked = |ranges: &[(usize, usize)], label: &str| (ranges.to_vec(), label.to_owned());
        assert_eq!(marks("abcd", "ab cd"), marked(&[(2, 1)], "extra space"));
        assert_eq!(marks("abcd", "ab  cd"), marked(&[(2, 2)], "extra spaces"));
        assert_eq!(marks("abc", "\"abc\""), marked(&[(0, 1), (4, 1)], "extra quotation marks"));
        assert_eq!(marks("abc", "abc."), marked(&[(3, 1)], "extra ."));
        assert_eq!(marks("abc", "abc-and-much-more-than-fits-here"), marked(&[(3, 29)], "extra text"));
        assert_eq!(marks("abc", "x abc y"), marked(&[(0, 2), (5, 2)], "extra text"));
        assert_eq!(marks("abc", "ac"), marked(&[(1, 1)], "b is missing"));
        assert_eq!(marks("a c", "ac"), marked(&[(1, 1)], "a space is missing"));
        assert_eq!(marks(&"x".repeat(99), "xx"), marked(&[(2, 1)], "97 characters are missing"));
        assert_eq!(marks("aBc", "abc"), marked(&[(1, 1)], "upper and lower case differ"));
        assert_eq!(marks("none", "nonne-x"), marked(&[(3, 4)], "should be e"));
        assert_eq!(marks(&"a".repeat(30), &"b".repeat(30)), marked(&[(0, 1)], "different from here on"));
    }

    proptest! {
        #[test]
        fn marks_are_inside_the_found_value_or_right_after_it(expected in "[ab ]{0,9}", found in "[ab ]{0,9}") {
            if let Some(difference) = diff(&expected, &found) {
                let marks = difference.marks();
                prop_assert!(!marks.ranges.is_empty() && !marks.label.is_empty());
                for (start, len) in marks.ranges {
                    prop_assert!(len > 0 && start + len <= found.chars().count() + 1);
                }
            }
        }

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
