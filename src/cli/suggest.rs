//! Words in the place of a command that are none. A domain has a dot, so a single word is meant as a command: misspelled, or
//! named as other programs name it.

use std::ffi::OsString;

use clap::CommandFactory as _;
use strsim::damerau_levenshtein;

use super::error::CliError;
use crate::cli::args::Args;
use crate::core::exit::Exit;
use crate::core::text::escape_hidden;

/// What the words of other programs are here.
const SYNONYMS: [(&str, &str); 20] = [
    ("config", "doctor"),
    ("create", "add"),
    ("del", "remove"),
    ("delete", "remove"),
    ("diagnose", "check"),
    ("dns", "check"),
    ("export", "records --format zone"),
    ("get", "records"),
    ("info", "status"),
    ("key", "auth status"),
    ("login", "auth login"),
    ("logout", "auth logout"),
    ("new", "add"),
    ("publish", "records"),
    ("receive", "inbound"),
    ("server", "sandbox"),
    ("show", "records"),
    ("version", "--version"),
    ("wait", "verify --wait 30m"),
    ("whoami", "auth status"),
];

/// What ends a label in a domain name: the full stops of UTS #46, section 4.5 (mapped to the ASCII dot).
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'];

/// The length of a word for which one typo is accepted; twice this length accepts two, and so on.
const LETTERS_PER_TYPO: usize = 4;

/// The command that is nearest to a word, unless the word is the name of a command.
fn suggest_command(word: &str) -> Option<String> {
    let lower = word.trim().to_lowercase();
    if lower.is_empty() || !lower.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') {
        return None;
    }
    let definition = Args::command();
    if definition.find_subcommand(word).is_some() {
        return None;
    }
    if let Some((_, command)) = SYNONYMS.iter().find(|(word, _)| *word == lower) {
        return Some((*command).to_owned());
    }
    let max_typos = lower.len().div_ceil(LETTERS_PER_TYPO);
    let commands = definition.get_subcommands().filter(|command| !command.is_hide_set());
    let candidates = commands.map(|command| (damerau_levenshtein(&lower, command.get_name()), command.get_name()));
    let (distance, name) = candidates.min()?;
    (distance <= max_typos).then(|| name.to_owned())
}

/// The error for a word that is neither a domain nor a command.
pub(super) fn unknown_word_error(word: &str) -> Option<CliError> {
    let is_command = Args::command().find_subcommand(word).is_some();
    if is_command || word.contains(DOTS) {
        return None;
    }
    let shown = escape_hidden(word.trim()).into_owned();
    let error = CliError::new("usage", Exit::Usage, format!("{shown} is not a domain name (no dot)"));
    Some(error.with_hint(match suggest_command(word) {
        Some(command) => format!("Did you mean: autosend-domains {command}"),
        None => "Enter the whole name, such as mail.example.com. Commands: autosend-domains --help".to_owned(),
    }))
}

/// The same for the first argument of a command line with other errors as well.
pub(super) fn misspelled_command_error(word: &str) -> Option<CliError> {
    suggest_command(word).and_then(|_| unknown_word_error(word))
}

/// The first argument, unless it is an option, whose value may follow.
pub(super) fn first_positional(arguments: &[OsString]) -> Option<&str> {
    arguments.get(1)?.to_str().filter(|word| !word.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_gets_a_suggestion_and_another_word_does_not() {
        for (word, expected) in [
            ("lst", "list"),
            ("LIST", "list"),
            ("ad", "add"),
            ("record", "records"),
            ("recrods", "records"),
            ("stats", "status"),
            ("verfiy", "verify"),
            ("remvoe", "remove"),
            ("inbuond", "inbound"),
            ("sandobx", "sandbox"),
            ("show", "records"),
            ("login", "auth login"),
            ("version", "--version"),
        ] {
            assert_eq!(suggest_command(word).as_deref(), Some(expected), "{word}");
        }
        for word in [
            "localhost",
            "example",
            "mail",
            "intranet",
            "",
            "l.st",
            "l\u{1b}st",
            "keep-clipboard",
            "open-lnk",
            "AS_1234567",
            "list",
        ] {
            assert_eq!(suggest_command(word), None, "{word}");
        }
    }
}
