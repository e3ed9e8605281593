//! Keys that were given in a wrong place: found, and never repeated.

use std::ffi::OsString;

/// Flags that people give a key to by habit. None exists here: other users of the machine can read arguments.
const HABITS: [&str; 7] = ["--api-key", "--apikey", "--api_key", "--key", "--token", "--api-token", "--auth"];

/// How many characters must follow the prefix of a key for it to be taken for one.
const SHORTEST_TAIL: usize = 8;

/// The flag by which a key was given, if one was.
pub(super) fn key_flag(arguments: &[OsString]) -> Option<&'static str> {
    let flags = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    flags.into_iter().find_map(|argument| {
        let argument = argument.to_string_lossy();
        let flag = argument.split('=').next().unwrap_or_default();
        HABITS.into_iter().find(|habit| flag.eq_ignore_ascii_case(habit))
    })
}

/// The text with everything that looks like a key cut behind its prefix: `AS_…`.
pub(super) fn masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for piece in text.split_inclusive(|character: char| !is_of_key(character)) {
        let word = piece.trim_end_matches(|character: char| !is_of_key(character));
        match prefix(word).and_then(|prefix| Some((prefix, piece.strip_prefix(word)?))) {
            Some((prefix, rest)) => shown.extend([prefix, "…", rest]),
            None => shown.push_str(piece),
        }
    }
    shown
}

/// The prefix of what looks like a key.
fn prefix(word: &str) -> Option<&str> {
    let is_key = |prefix: &&str| word.len() >= prefix.len() + SHORTEST_TAIL;
    ["ASA_", "AS_"]
        .into_iter()
        .filter_map(|prefix| word.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix)))
        .find(is_key)
}

const fn is_of_key(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(arguments: &[&str]) -> Option<&'static str> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        key_flag(&arguments)
    }

    #[test]
    fn a_key_given_by_habit_is_seen() {
        assert_eq!(found(&["x", "add", "--api-key", "AS_1"]), Some("--api-key"));
        assert_eq!(found(&["x", "--KEY=AS_1"]), Some("--key"));
        assert_eq!(found(&["--key", "add", "--", "--key"]), None);
        assert_eq!(found(&["x", "--api-key-file", "path"]), None);
    }

    #[test]
    fn what_looks_like_a_key_is_cut() {
        assert_eq!(masked("'AS_secret1234' found"), "'AS_…' found");
        assert_eq!(masked("--x=asa_secret1234, AS_sandbox"), "--x=asa_…, AS_sandbox");
        assert_eq!(masked("no such file: ASA_secret-1234"), "no such file: ASA_…");
        assert_eq!(masked("ü AS_üsecret12345 as_is"), "ü AS_üsecret12345 as_is");
    }

    proptest! {
        #[test]
        fn all_other_text_stays(text in "[^_]*") {
            prop_assert_eq!(masked(&text), text);
        }

        #[test]
        fn no_key_stays(before in "[ :='/]*", key in "ASA?_[A-Za-z0-9_-]{8,40}", after in "([ :='/].*)?") {
            let shown = masked(&format!("{before}{key}{after}"));
            prop_assert!(!shown.contains(&key), "{}", shown);
        }
    }
}
