//! The domains that were given, from the arguments or from a file: read and checked as a whole before anything is sent.

use std::collections::HashMap;
use std::fmt::Display;
use std::fs::File;
use std::hash::Hash;
use std::io::{self, Read};
use std::path::Path;

use crate::cli::args::ApiArgs;
use crate::cli::commands::domain_arg::{InputNotes, Warning};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::contains_api_key;
use crate::core::domain_name::Rejected;
use crate::core::exit::Exit;
use crate::core::text::escape_hidden;

/// The most octets of a file of names: more than ten thousand of the longest.
const MAX_FILE_SIZE: u64 = 4 << 20;

/// How many wrong names are told one by one.
const MAX_LISTED: usize = 10;

/// One domain of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli::commands) struct TargetDomain<T> {
    /// As it was given.
    pub(in crate::cli::commands) input: String,
    /// What it means.
    pub(in crate::cli::commands) domain: T,
    /// What there is to know of it.
    pub(in crate::cli::commands) warnings: Vec<Warning>,
}

/// A text that should be a domain, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RawTarget {
    text: String,
    /// The line of the file, from 1; `None` for an argument.
    line: Option<usize>,
}

/// Reads all that was given by `read`. One that is given twice is worked on once.
///
/// # Errors
/// Where one of them is no domain, where the file cannot be read or holds none, or where standard input is wanted for the
/// key as well.
pub(in crate::cli::commands) fn read_targets<T: Clone + Display + Eq + Hash>(
    domains: &[String],
    from: Option<&Path>,
    account: &ApiArgs,
    output: Output,
    read: impl Fn(&str) -> Result<(T, InputNotes), Rejected>,
) -> Result<Vec<TargetDomain<T>>, CliError> {
    let given = match from {
        None => domains.iter().map(|text| RawTarget { text: text.clone(), line: None }).collect(),
        Some(path) => read_file(path, account)?,
    };
    parse_targets(given, output, read)
}

fn read_file(path: &Path, account: &ApiArgs) -> Result<Vec<RawTarget>, CliError> {
    let is_input = path == Path::new("-");
    if is_input && account.key.api_key_file.as_deref() == Some(path) {
        let title = "Standard input cannot hold both the names and the key";
        return Err(CliError::new("usage", Exit::Usage, title).with_hint("Name a file for one of them."));
    }
    let shown =
        if is_input { "standard input".to_owned() } else { escape_hidden(&path.to_string_lossy()).into_owned() };
    let text = if is_input { read_limited(io::stdin().lock()) } else { File::open(path).and_then(read_limited) };
    let text = text.map_err(|error| {
        let words = escape_hidden(&error.to_string()).into_owned();
        CliError::new("file-failed", Exit::Failed, format!("The names could not be read from {shown}"))
            .with_detail(format!("{words}."))
    })?;
    let given = parse_lines(&text);
    if given.is_empty() {
        let title = format!("There is no domain in {shown}");
        return Err(CliError::new("usage", Exit::Usage, title).with_hint("One name a line; # begins a comment."));
    }
    Ok(given)
}

fn read_limited(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    from.take(MAX_FILE_SIZE + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_FILE_SIZE { Err(io::Error::other("It is larger than 4 MiB")) } else { Ok(text) }
}

/// The names of a text, a line each; blank lines and comments are passed over.
fn parse_lines(text: &str) -> Vec<RawTarget> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let given = text
        .lines()
        .zip(1..)
        .map(|(line, number)| RawTarget { text: strip_comment(line).to_owned(), line: Some(number) });
    given.filter(|given| !given.text.is_empty()).collect()
}

/// What stands before the comment of a line: a # that begins a word.
fn strip_comment(line: &str) -> &str {
    let mut before = ' ';
    let comment = line.char_indices().find(|(_, character)| {
        let begins = *character == '#' && before.is_whitespace();
        before = *character;
        begins
    });
    comment.and_then(|(start, _)| line.get(..start)).unwrap_or(line).trim()
}

fn parse_targets<T: Clone + Display + Eq + Hash>(
    given: Vec<RawTarget>,
    output: Output,
    read: impl Fn(&str) -> Result<(T, InputNotes), Rejected>,
) -> Result<Vec<TargetDomain<T>>, CliError> {
    let total = given.len();
    let (mut items, mut wrong) = (Vec::new(), Vec::new());
    let mut seen: HashMap<T, RawTarget> = HashMap::new();
    for given in given {
        if contains_api_key(&given.text) {
            wrong.push(format!("{}: it looks like an API key", given.location(false)));
            continue;
        }
        match read(&given.text) {
            Err(refused) => wrong.push(given.rejection_message(&refused)),
            Ok((what, remarks)) => {
                if let Some(first) = seen.get(&what) {
                    output.note(&format!(
                        "note: {what} is given twice ({} and {})",
                        first.location(true),
                        given.location(true)
                    ));
                    continue;
                }
                seen.insert(what.clone(), given.clone());
                remarks.print(&what, output);
                items.push(TargetDomain { input: given.text, domain: what, warnings: remarks.into_warnings() });
            }
        }
    }
    if wrong.is_empty() { Ok(items) } else { Err(rejected_names_error(&wrong, total)) }
}

/// None is worked on where one is wrong.
fn rejected_names_error(wrong: &[String], total: usize) -> CliError {
    let count = wrong.len();
    let are = if count == 1 { "is no domain" } else { "are no domains" };
    let problem = CliError::new("name-refused", Exit::Usage, format!("{count} of {total} {are}; nothing was sent"));
    let problem =
        wrong.iter().take(MAX_LISTED).fold(problem, |problem, words| problem.with_detail(format!("{words}.")));
    let more = count.saturating_sub(MAX_LISTED);
    if more > 0 { problem.with_detail(format!("And {more} more.")) } else { problem }
}

impl RawTarget {
    /// Where it stands, with the text where it may be shown.
    fn location(&self, is_shown: bool) -> String {
        let text = if is_shown { escape_hidden(&self.text).into_owned() } else { "an argument".to_owned() };
        match self.line {
            Some(line) => format!("line {line}"),
            None => text,
        }
    }

    fn rejection_message(&self, refused: &Rejected) -> String {
        let line = self.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        let perhaps = refused.suggestion.as_ref().map(|name| format!(" (perhaps {name})")).unwrap_or_default();
        format!("{line}{}: {}{perhaps}", escape_hidden(&self.text), refused.reason.message())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::commands::domain_ref::DomainRef;

    fn checked(text: &str) -> Result<Vec<String>, CliError> {
        let items = parse_targets(parse_lines(text), Output::new(true), DomainRef::parse)?;
        Ok(items.into_iter().map(|item| item.domain.to_string()).collect())
    }

    #[test]
    fn blank_lines_and_comments_are_passed_over() {
        let text = "\u{feff}# all of them\n\nA.example.com # the first\r\n\tb.example.com\t# the second\n  #c.example.com\nc.example.com";
        assert_eq!(checked(text), Ok(["a.example.com", "b.example.com", "c.example.com"].map(str::to_owned).to_vec()));
        assert_eq!(parse_lines("\n # nothing\n\n"), []);
    }

    #[test]
    fn one_that_is_given_twice_is_taken_once() {
        assert_eq!(checked("a.example.com\nA.EXAMPLE.com.\n"), Ok(vec!["a.example.com".to_owned()]));
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_line_and_no_key_is_repeated() {
        let text = "a.example.com\nexa_mple.com\nAS_marker0f3c91d2key\nlocalhost\n";
        let words = checked(text).unwrap_err().message();
        assert!(words.starts_with("error: 3 of 4 are no domains; nothing was sent\n"), "{words}");
        assert!(words.contains("\n  line 2: exa_mple.com: An underscore"), "{words}");
        assert!(words.contains("(perhaps exa-mple.com).\n"), "{words}");
        assert!(words.contains("\n  line 3: it looks like an API key.\n") && !words.contains("marker"), "{words}");
        let many = "localhost\n".repeat(12);
        assert!(checked(&many).unwrap_err().message().contains("\n  And 2 more.\n"));
    }
}
