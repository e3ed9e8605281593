//! Words that are nearly the name of a command: a domain has a dot, so a single word in its place was most likely meant
//! for a command.

use std::ffi::OsString;

use clap::CommandFactory as _;
use strsim::damerau_levenshtein;

use super::args::Args;
use super::error::CliError;
use crate::core::exit::Exit;

/// So many letters of a word let one more of them be wrong.
const LETTERS_PER_TYPO: usize = 4;

/// The command that a word in the place of the domain was most likely meant for; none for the name of a command itself.
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
    let near = commands.map(|command| (damerau_levenshtein(&lower, command.get_name()), command.get_name()));
    let (distance, name) = near.min()?;
    (distance <= max_typos).then(|| name.to_owned())
}

/// What is said of such a word.
pub(super) fn misspelled_command_error(word: &str) -> Option<CliError> {
    let command = suggest_command(word)?;
    let problem = CliError::new("usage", Exit::Usage, format!("{} is no domain name: it has no dot", word.trim()));
    Some(problem.with_hint(format!("Perhaps you mean: autosend-domains {command}")))
}

/// The first word of the arguments, unless an option comes before it, whose value it may be.
pub(super) fn first_positional(arguments: &[OsString]) -> Option<&str> {
    arguments.get(1)?.to_str().filter(|word| !word.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_another_word_is_not() {
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
