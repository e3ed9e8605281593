//! Misspelled names of commands. A domain has a dot, so a single word in its place is most likely meant as a command.

use std::ffi::OsString;

use clap::CommandFactory as _;
use strsim::damerau_levenshtein;

use super::error::CliError;
use crate::cli::args::Args;
use crate::core::exit::Exit;

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
    let max_typos = lower.len().div_ceil(LETTERS_PER_TYPO);
    let commands = definition.get_subcommands().filter(|command| !command.is_hide_set());
    let candidates = commands.map(|command| (damerau_levenshtein(&lower, command.get_name()), command.get_name()));
    let (distance, name) = candidates.min()?;
    (distance <= max_typos).then(|| name.to_owned())
}

/// The error for a word in the place of the domain that is nearly the name of a command.
pub(super) fn misspelled_command_error(word: &str) -> Option<CliError> {
    let command = suggest_command(word)?;
    let error = CliError::new("usage", Exit::Usage, format!("{} is not a domain name (no dot)", word.trim()));
    Some(error.with_hint(format!("Did you mean: autosend-domains {command}")))
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
