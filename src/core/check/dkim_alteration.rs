//! What was changed in a DKIM key on its way into DNS.

use super::txt::strip_blanks;

/// The most characters that a slip changes.
const MAX_CHANGED: usize = 3;

/// How a key was changed, as a sentence without a full stop; `None` if it is another key, or only its end is missing. `found` is
/// what follows `p=`, with its blanks, and `text` the whole text.
pub(super) fn describe_alteration(wanted: &str, found: &str, text: &str) -> Option<String> {
    const ESCAPES: [(&str, &str); 6] =
        [("%2B", "+"), ("%2F", "/"), ("%3D", "="), ("&#43;", "+"), ("&plus;", "+"), ("&#x2B;", "+")];
    let bare = strip_blanks(found);
    let unescaped = ESCAPES.iter().fold(bare.clone(), |text, (escape, plain)| {
        text.replace(escape, plain).replace(&escape.to_ascii_lowercase(), plain)
    });
    let is_escape = |(escape, _): &&(&str, &str)| bare.to_ascii_lowercase().contains(&escape.to_ascii_lowercase());
    if unescaped == wanted && unescaped != bare {
        let (escape, plain) = ESCAPES.iter().find(is_escape)?;
        return Some(format!("{plain} was changed to {escape}"));
    }
    if found.contains(' ') && wanted.contains('+') && found.trim().replace(' ', "+") == wanted {
        return Some("+ was changed to a space".to_owned());
    }
    if let Some(mark) = ["\u{2026}", "..."].iter().find(|mark| bare.contains(**mark)) {
        let (start, end) = bare.split_once(mark)?;
        let is_shortened = start.len() + end.len() < wanted.len() && wanted.starts_with(start) && wanted.ends_with(end);
        return is_shortened.then(|| format!("{mark} is there instead of its middle"));
    }
    let missing_end = wanted.strip_prefix(bare.as_str()).filter(|end| !bare.is_empty() && !end.is_empty());
    if missing_end.is_some_and(|end| end.len() > MAX_CHANGED && strip_blanks(text).contains(end)) {
        return Some("its parts are in the wrong order".to_owned());
    }
    if is_rotated(wanted, &bare) || is_rotated(wanted, &strip_blanks(text).replacen("p=", "", 1)) {
        return Some("its parts are in the wrong order".to_owned());
    }
    let same = |one: &str, other: &str| one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let reversed = |text: &str| text.chars().rev().collect::<String>();
    let before = same(wanted, &bare);
    let shorter = wanted.len().min(bare.len());
    let after = same(&reversed(wanted), &reversed(&bare)).min(shorter - before.min(shorter));
    let (lost, gained) = (wanted.len() - before - after, bare.len() - before - after);
    // A key that only ends early is cut.
    let is_slip = lost.max(gained) <= MAX_CHANGED
        && (lost == 0 || gained == 0)
        && before + after >= wanted.len() / 2
        && (after > 0 || gained > 0);
    let position = before + 1;
    is_slip.then(|| match (lost, gained) {
        (1, 0) => format!("a character is missing at character {position} of the key"),
        (lost, 0) => format!("{lost} characters are missing at character {position} of the key"),
        (0, 1) => format!("there is one character too many at character {position} of the key"),
        (_, gained) => format!("there are {gained} characters too many at character {position} of the key"),
    })
}

/// Whether a text is the wanted one in two parts of which the second comes first.
fn is_rotated(wanted: &str, text: &str) -> bool {
    wanted.len() == text.len() && wanted != text && [wanted, wanted].concat().contains(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::tests::KEY;

    #[test]
    fn each_alteration_of_a_key_is_described() {
        let part = |start: usize, end: usize| KEY.get(start..end).expect("a part of the key");
        let (first, rest) = KEY.split_at(200);
        let described = |found: &str| describe_alteration(KEY, found, &format!("p={found}"));
        for (found, change) in [
            (KEY.replace('+', " "), Some("+ was changed to a space")),
            (KEY.replace('+', "%2B"), Some("+ was changed to %2B")),
            (KEY.replace('+', "%2b"), Some("+ was changed to %2B")),
            (KEY.replace('+', "&#43;"), Some("+ was changed to &#43;")),
            (
                format!("{}\u{2026}{}", part(0, 50), part(300, KEY.len())),
                Some("\u{2026} is there instead of its middle"),
            ),
            (format!("{rest}{first}"), Some("its parts are in the wrong order")),
            (format!("{first}xx{rest}"), Some("there are 2 characters too many at character 201 of the key")),
            (part(0, 200).to_owned(), None),
            (part(0, KEY.len() - 1).to_owned(), None),
            ("AAAA".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(described(&found).as_deref(), change, "{found}");
        }
        let lost = described(&format!("{first}{}", part(201, KEY.len()))).expect("a change");
        assert!(lost.starts_with("a character is missing at character"), "{lost}");
        let swapped = format!("{rest}p={first}");
        assert_eq!(describe_alteration(KEY, &swapped, &swapped).as_deref(), Some("its parts are in the wrong order"));
    }
}
