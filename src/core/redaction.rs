//! Finds and removes API keys in text that must not contain them.
//!
//! There are two cases. User input (an argument, a paste) is searched for anything that looks like a key. Text from a
//! server is searched for the one key that was sent to it.

use std::borrow::Cow;
use std::ops::Range;

use super::api_key::ApiKey;

/// The minimum number of characters after the prefix of a key.
const MIN_KEY_BODY: usize = 8;

/// Finds the first text that looks like an AutoSend key: its range, and the length of its prefix. A key must be at the
/// start of the text or after a character that keys cannot contain, as in `export AUTOSEND_API_KEY=AS_…`.
fn find_api_key(text: &str) -> Option<(Range<usize>, usize)> {
    let mut from = 0;
    for piece in text.split_inclusive(|character: char| !is_key_character(character)) {
        let word = piece.trim_end_matches(|character: char| !is_key_character(character));
        let bare = word.trim_start_matches(['-', '_']);
        if let Some(prefix) = key_prefix_length(bare) {
            let start = from + word.len() - bare.len();
            return Some((start..from + word.len(), prefix));
        }
        from += piece.len();
    }
    None
}

/// Whether the text most likely contains an AutoSend key that was pasted by mistake. If a dot and more text follow
/// (`as_longer-label.example.com`), it is treated as a mistyped domain instead.
#[must_use]
pub fn contains_api_key(text: &str) -> bool {
    let mut rest = text;
    while let Some((Range { end, .. }, _)) = find_api_key(rest) {
        rest = rest.get(end..).unwrap_or_default();
        let goes_on = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_key_character));
        if !goes_on {
            return true;
        }
    }
    false
}

/// Replaces everything that looks like a key by its prefix and an ellipsis: `AS_…`.
#[must_use]
pub fn mask_api_keys(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((Range { start, end }, prefix)) = find_api_key(rest) {
        let (before, after) = (rest.get(..start + prefix), rest.get(end..));
        shown.extend([before.unwrap_or_default(), "…"]);
        rest = after.unwrap_or_default();
    }
    if shown.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(shown + rest) }
}

/// Removes all but the tail of this key from the text, ignoring case: servers and proxies repeat what they received,
/// and host names are converted to lower case. A key too short to have a tail cannot be distinguished from ordinary
/// text, so the text stays unchanged.
#[must_use]
pub fn redact_key<'a>(text: &'a str, key: &ApiKey) -> Cow<'a, str> {
    let tail = key.tail();
    if tail.is_empty() {
        return Cow::Borrowed(text);
    }
    // The key is ASCII, and converting ASCII to lower case keeps lengths, so an offset in one text is valid in the
    // other.
    let (lower, wanted) = (text.to_ascii_lowercase(), key.expose().to_ascii_lowercase());
    let mut shown = String::new();
    let mut from = 0;
    for (start, found) in lower.match_indices(&wanted) {
        shown.extend([text.get(from..start).unwrap_or_default(), "…", tail]);
        from = start + found.len();
    }
    if from == 0 { Cow::Borrowed(text) } else { Cow::Owned(shown + text.get(from..).unwrap_or_default()) }
}

/// The length of the prefix, if the word looks like a key.
fn key_prefix_length(word: &str) -> Option<usize> {
    let begins = |prefix: &str| word.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let prefix = ["ASA_", "AS_"].into_iter().find(|prefix| begins(prefix))?.len();
    (word.len() >= prefix + MIN_KEY_BODY).then_some(prefix)
}

const fn is_key_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_is_distinguished_from_a_domain() {
        for text in [
            " AS_0123456789abcdef\n",
            "asa_0123456789abcdef",
            "export AUTOSEND_API_KEY=AS_0123456789abcdef",
            "AUTOSEND_API_KEY='ASA_0123456789abcdef'",
            "Authorization: Bearer AS_0123456789abcdef",
            "{\"key\":\"AS_0123456789abcdef\"}",
            "the key is AS_0123456789abcdef.",
            "as_longer-label.example.com AS_0123456789abcdef",
            "--AS_0123456789abcdef",
        ] {
            assert!(contains_api_key(text), "{text}");
        }
        for text in [
            "as_example.com",
            "as_longer-label.example.com",
            "as_x",
            "AS_sandbox",
            "example.com",
            "as_two words here",
            "has_0123456789abcdef",
            "AUTOSEND_API_KEY",
            "",
        ] {
            assert!(!contains_api_key(text), "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_key_is_cut() {
        assert_eq!(mask_api_keys("'AS_secret1234' found"), "'AS_…' found");
        assert_eq!(mask_api_keys("--x=asa_secret1234, AS_sandbox AS_secret1234"), "--x=asa_…, AS_sandbox AS_…");
        assert_eq!(mask_api_keys("no such file: ASA_secret-1234"), "no such file: ASA_…");
        assert_eq!(mask_api_keys("--AS_secret1234"), "--AS_…");
        assert_eq!(mask_api_keys("ü AS_üsecret12345 as_is"), "ü AS_üsecret12345 as_is");
    }

    #[test]
    fn a_known_key_is_cut_in_any_case() {
        let key = ApiKey::parse("AS_sEcret1234").unwrap();
        assert_eq!(redact_key("ü AS_sEcret1234, as_secret1234.example ü", &key), "ü …1234, …1234.example ü");
        assert_eq!(redact_key("AS_other", &key), "AS_other");
        assert_eq!(redact_key("k or K", &ApiKey::parse("k").unwrap()), "k or K");
    }

    proptest! {
        #[test]
        fn all_other_text_stays(text in "[^_]*") {
            prop_assert_eq!(mask_api_keys(&text), text.as_str());
        }

        #[test]
        fn no_key_stays(before in "[ :='/]*", key in "ASA?_[A-Za-z0-9_-]{8,40}", after in "([ :='/].*)?") {
            let text = format!("{before}{key}{after}");
            prop_assert!(contains_api_key(&text));
            let shown = mask_api_keys(&text);
            prop_assert!(!shown.contains(&key), "{}", shown);
        }

        #[test]
        fn no_known_key_stays(text in ".{0,20}", key in "AS_[A-Za-z0-9]{8,40}", more in ".{0,20}") {
            let known = ApiKey::parse(&key).unwrap();
            let shown = redact_key(&format!("{text}{}{more}", key.to_ascii_uppercase()), &known).to_ascii_lowercase();
            prop_assert!(!shown.contains(&key.to_ascii_lowercase()), "{}", shown);
        }
    }
}
