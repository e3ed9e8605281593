//! Finds and removes API keys in text that must not contain them.
//!
//! There are two cases. User input (an argument, a paste) is searched for anything that looks like a key. Text from a
//! server is searched for the keys that were sent to it.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use super::api_key::{ApiKey, find_key_prefix};

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
pub fn redact_key<'a>(text: &'a str, key: &ApiKey) -> Cow<'a, str> {
    let tail = key.tail();
    if tail.is_empty() || !contains_ignoring_case(text, key.expose()) {
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

/// The keys that a server was sent, any of which it may repeat in a later answer.
#[derive(Clone, Debug, Default)]
pub struct SentKeys(Vec<ApiKey>);

impl SentKeys {
    /// Adds a key.
    pub fn insert(&mut self, key: &ApiKey) {
        if !self.0.contains(key) {
            self.0.push(key.clone());
        }
    }

    /// The text without these keys, as [`redact_key`] has it.
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.0.iter().fold(Cow::Borrowed(text), |text, key| match redact_key(&text, key) {
            Cow::Borrowed(_) => text,
            Cow::Owned(redacted) => Cow::Owned(redacted),
        })
    }

    /// Removes these keys from every text of a document, and from the names of its members. A document is searched once
    /// it is decoded, because a text may be written with escapes.
    pub fn redact_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Cow::Owned(redacted) = self.redact(text) {
                    *text = redacted;
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.redact_json(element)),
            Value::Object(members) => {
                if members.keys().any(|name| matches!(self.redact(name), Cow::Owned(_))) {
                    let renamed = std::mem::take(members).into_iter();
                    *members = renamed.map(|(name, value)| (self.redact(&name).into_owned(), value)).collect();
                }
                members.values_mut().for_each(|value| self.redact_json(value));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// Whether the text contains the ASCII text, in any case of letters.
fn contains_ignoring_case(text: &str, wanted: &str) -> bool {
    text.as_bytes().windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// The length of the prefix, if the word looks like a key.
fn key_prefix_length(word: &str) -> Option<usize> {
    let prefix = find_key_prefix(word)?.0.len();
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
    fn text_that_resembles_a_key_is_redacted() {
        assert_eq!(mask_api_keys("'AS_secret1234' found"), "'AS_…' found");
        assert_eq!(mask_api_keys("--x=asa_secret1234, AS_sandbox AS_secret1234"), "--x=asa_…, AS_sandbox AS_…");
        assert_eq!(mask_api_keys("no such file: ASA_secret-1234"), "no such file: ASA_…");
        assert_eq!(mask_api_keys("--AS_secret1234"), "--AS_…");
        assert_eq!(mask_api_keys("ü AS_üsecret12345 as_is"), "ü AS_üsecret12345 as_is");
    }

    #[test]
    fn a_known_key_is_redacted_in_any_case() {
        let key = ApiKey::parse("AS_sEcret1234").unwrap();
        assert_eq!(redact_key("ü AS_sEcret1234, as_secret1234.example ü", &key), "ü …1234, …1234.example ü");
        assert_eq!(redact_key("AS_other", &key), "AS_other");
        assert_eq!(redact_key("k or K", &ApiKey::parse("k").unwrap()), "k or K");
    }

    #[test]
    fn every_text_of_a_document_is_redacted_and_the_names_of_its_members() {
        let mut keys = SentKeys::default();
        for key in ["AS_first12345", "AS_second6789", "AS_first12345"] {
            keys.insert(&ApiKey::parse(key).unwrap());
        }
        let mut document = serde_json::json!({
            "a": ["x AS_first12345 y", {"AS_SECOND6789": "as_second6789", "n": 1}], "b": null, "c": "plain"
        });
        keys.redact_json(&mut document);
        let expected = serde_json::json!({"a": ["x …2345 y", {"…6789": "…6789", "n": 1}], "b": null, "c": "plain"});
        assert_eq!(document, expected);
    }

    proptest! {
        #[test]
        fn all_other_text_is_unchanged(text in "[^_]*") {
            prop_assert_eq!(mask_api_keys(&text), text.as_str());
        }

        #[test]
        fn every_key_is_redacted(before in "[ :='/]*", key in "ASA?_[A-Za-z0-9_-]{8,40}", after in "([ :='/].*)?") {
            let text = format!("{before}{key}{after}");
            prop_assert!(contains_api_key(&text));
            let shown = mask_api_keys(&text);
            prop_assert!(!shown.contains(&key), "{}", shown);
        }

        #[test]
        fn every_known_key_is_redacted(text in ".{0,20}", key in "AS_[A-Za-z0-9]{8,40}", more in ".{0,20}") {
            let known = ApiKey::parse(&key).unwrap();
            let shown = redact_key(&format!("{text}{}{more}", key.to_ascii_uppercase()), &known).to_ascii_lowercase();
            prop_assert!(!shown.contains(&key.to_ascii_lowercase()), "{}", shown);
        }
    }
}
