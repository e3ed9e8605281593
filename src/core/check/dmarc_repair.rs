//! Repairs a DMARC record without changing what its owner wants: their policy and addresses stay.

use crate::core::dmarc::{DmarcRecord, Policy};

/// The tags of DMARC (RFC 9989 section 4.7, and those of RFC 7489 section 6.3).
const TAGS: [&str; 13] = ["v", "p", "sp", "np", "rua", "ruf", "adkim", "aspf", "fo", "pct", "rf", "ri", "psd"];

/// The marks that people put between tags.
const SEPARATORS: [char; 6] = [';', ',', ' ', '\t', '"', '\\'];

/// The record with its slips mended; `None` if it is not certain what was meant.
pub(super) fn repair(text: &str) -> Option<String> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for (name, value) in split_tags(text) {
        if name == "v" {
            continue;
        }
        // Which of two values was meant is not certain.
        if tags.iter().any(|(other, _)| *other == name) {
            return None;
        }
        let value = match name.as_str() {
            "p" | "sp" | "np" => nearest_policy(&value)?.name().to_owned(),
            _ => value,
        };
        tags.push((name, value));
    }
    // Receivers of RFC 7489 expect the policy at the beginning.
    tags.sort_by_key(|(name, _)| name != "p");
    let tags: Vec<String> = tags.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let line = format!("v=DMARC1; {}", tags.join("; "));
    let is_certain = line.contains("p=") && DmarcRecord::parse(&line).is_ok();
    is_certain.then_some(line)
}

/// The tags of a text, whatever is between them, with their names in lower case.
fn split_tags(text: &str) -> Vec<(String, String)> {
    let text: String = text.split('\u{200b}').collect();
    let mut starts: Vec<(usize, usize, &str)> = Vec::new();
    for (equals, _) in text.match_indices('=') {
        let Some(before) = text.get(..equals) else { continue };
        let name = before.trim_end();
        let start = name.rfind(|character: char| !character.is_ascii_alphabetic()).map_or(0, |index| {
            index + name.get(index..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let Some(word) = name.get(start..) else { continue };
        let is_start = name.get(..start).is_some_and(|before| before.is_empty() || before.ends_with(SEPARATORS));
        if let Some(tag) = TAGS.iter().find(|tag| is_start && word.eq_ignore_ascii_case(tag)) {
            starts.push((start, equals + 1, tag));
        }
    }
    let ends = starts.iter().skip(1).map(|(start, ..)| *start).chain(std::iter::once(text.len()));
    let tags = starts.iter().zip(ends).map(|((_, value, tag), end)| {
        let value = text.get(*value..end).unwrap_or_default().trim_matches(SEPARATORS);
        ((*tag).to_owned(), value.to_owned())
    });
    tags.collect()
}

/// The policy that a misspelt one was meant to be: at most two letters differ.
fn nearest_policy(value: &str) -> Option<Policy> {
    const MAX_DISTANCE: usize = 2;
    let value = value.trim_matches(|character: char| !character.is_ascii_alphabetic()).to_ascii_lowercase();
    let mut near = Policy::ALL.into_iter().filter(|policy| distance(&value, policy.name()) <= MAX_DISTANCE);
    let nearest = near.next()?;
    near.next().is_none().then_some(nearest)
}

/// How many letters have to be changed, added or removed.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut next = vec![line + 1];
        for (column, of_other) in other.iter().enumerate() {
            let cell = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
            let changed = cell(&row, column) + usize::from(letter != *of_other);
            next.push(changed.min(cell(&row, column + 1) + 1).min(cell(&next, column) + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slips_are_corrected_and_the_policy_stays() {
        for (text, line) in [
            ("v=dmarc1; p=reject", Some("v=DMARC1; p=reject")),
            ("v=DMARC1 p=reject", Some("v=DMARC1; p=reject")),
            (
                "v=DMARC1, p=reject, rua=mailto:a@example.com,mailto:b@example.com",
                Some("v=DMARC1; p=reject; rua=mailto:a@example.com,mailto:b@example.com"),
            ),
            (" v=DMARC1; p=Quarantine; pct=50;", Some("v=DMARC1; p=quarantine; pct=50")),
            ("v=DMARC1; p=jerect; rua=mailto:a@example.com", Some("v=DMARC1; p=reject; rua=mailto:a@example.com")),
            ("v=DMARC1; p=nonne", Some("v=DMARC1; p=none")),
            ("v=DMARC1; p=reject; sp=quarentine", Some("v=DMARC1; p=reject; sp=quarantine")),
            ("v=DMARC1;; p=reject", Some("v=DMARC1; p=reject")),
            (
                "v=DMARC1; rua=mailto:a@example.com; p=\u{201d}reject\u{201d}",
                Some("v=DMARC1; p=reject; rua=mailto:a@example.com"),
            ),
            ("p=reject", Some("v=DMARC1; p=reject")),
            ("v=DMARC1; p=all", None),
            ("v=DMARC1; p=none; p=reject", None),
            ("v=DMARC1", None),
            ("v=DMARC1; rua=mailto:a@example.com", None),
        ] {
            assert_eq!(repair(text).as_deref(), line, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_corrected_record_is_valid_and_has_the_same_policy(
            policy in "none|quarantine|reject",
            separator in "[;, ]{1,2}",
            version in "v=DMARC1|V = dmarc1|",
            rest in "(; ?rua=mailto:[a-z]{1,5}@example.com)?",
        ) {
            let text = format!("{version}{separator}p={policy}{rest}");
            if let Some(line) = repair(&text) {
                let read = DmarcRecord::parse(&line).expect("a valid record");
                prop_assert_eq!(read.policy.name(), policy);
                prop_assert_eq!(line.contains("rua"), text.contains("rua"));
            }
        }

        #[test]
        fn any_text_is_corrected_or_refused(text in ".{0,60}|(v=DMARC1)?[;,= a-z]{0,40}") {
            prop_assert!(repair(&text).is_none_or(|line| DmarcRecord::parse(&line).is_ok()));
        }
    }
}
