//! The domains that a command works on, from its arguments or from a file. All of them are parsed before anything is sent.

use std::collections::HashMap;
use std::fmt::Display;
use std::fs::File;
use std::hash::Hash;
use std::io::{self, Read};
use std::path::Path;

use super::domain_ref::InputNotes;
use super::report::Warning;
use crate::cli::error::CliError;
use crate::cli::options::{ApiArgs, TargetArgs};
use crate::cli::output::Output;
use crate::core::api_key::contains_api_key;
use crate::core::domain_name::Rejected;
use crate::core::exit::Exit;
use crate::core::text::escape_hidden;

/// The greatest size of a file of names, in bytes: more than ten thousand of the longest names.
const MAX_FILE_SIZE: u64 = 4 << 20;

/// How many rejected names an error lists.
const MAX_LISTED: usize = 10;

/// One domain of the command; `T` is how it was parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target<T> {
    /// Its text in the arguments or in the file.
    pub(super) input: String,
    /// The domain.
    pub(super) domain: T,
    /// What was changed in the text, and what is doubtful about it.
    pub(super) warnings: Vec<Warning>,
}

/// The domains of the command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Targets<T> {
    /// At least one.
    pub(super) list: Vec<Target<T>>,
    /// Whether each domain gets a line of its own instead of one whole report.
    pub(super) is_batch: bool,
}

/// A text that should name a domain, and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RawTarget {
    text: String,
    /// The line of the file, from 1; `None` for an argument.
    line: Option<usize>,
}

/// How a command parses the text of a domain.
type Parser<T> = fn(&str) -> Result<(T, InputNotes), Rejected>;

impl<T: Clone + Display + Eq + Hash> Targets<T> {
    /// The domains of the arguments or of the file. A domain that is given twice is taken once.
    ///
    /// # Errors
    /// A text is not a domain, the file cannot be read or is empty, or standard input is needed for the key as well.
    pub(super) fn read(args: &TargetArgs, api: &ApiArgs, output: Output, parse: Parser<T>) -> Result<Self, CliError> {
        match (&args.domains[..], args.from.as_deref()) {
            ([input], None) => Self::one(input, output, parse),
            (_, Some(path)) => parse_targets(read_file(path, api)?, output, parse),
            (inputs, None) => {
                let texts = inputs.iter().map(|text| RawTarget { text: text.clone(), line: None });
                parse_targets(texts.collect(), output, parse)
            }
        }
    }

    /// The one domain of a command that takes no more. Notes about its text are printed.
    ///
    /// # Errors
    /// The text is not a domain.
    pub(super) fn one(input: &str, output: Output, parse: Parser<T>) -> Result<Self, CliError> {
        let (domain, notes) = parse(input).map_err(|rejected| CliError::rejected_name(&rejected))?;
        notes.print(&domain, output);
        let target = Target { input: input.to_owned(), domain, warnings: notes.into_warnings() };
        Ok(Self { list: vec![target], is_batch: false })
    }
}

impl<T> Targets<T> {
    /// The domains, as they were parsed.
    pub(super) fn domains(&self) -> impl Iterator<Item = &T> {
        self.list.iter().map(|target| &target.domain)
    }
}

fn read_file(path: &Path, api: &ApiArgs) -> Result<Vec<RawTarget>, CliError> {
    let is_stdin = path == Path::new("-");
    if is_stdin && api.key.api_key_file.as_deref() == Some(path) {
        let title = "Names and key can't both come from standard input";
        return Err(CliError::new("usage", Exit::Usage, title).with_hint("Use a file for one of them."));
    }
    let source =
        if is_stdin { "standard input".to_owned() } else { escape_hidden(&path.to_string_lossy()).into_owned() };
    let text = if is_stdin { read_limited(io::stdin().lock()) } else { File::open(path).and_then(read_limited) };
    let text = text.map_err(|error| {
        let reason = escape_hidden(&error.to_string()).into_owned();
        CliError::new("file-failed", Exit::Failed, format!("Could not read names from {source}"))
            .with_detail(format!("{reason}."))
    })?;
    let targets = parse_lines(&text);
    if targets.is_empty() {
        let title = format!("No domains in {source}");
        return Err(CliError::new("usage", Exit::Usage, title).with_hint("One name per line; # starts a comment."));
    }
    Ok(targets)
}

fn read_limited(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    from.take(MAX_FILE_SIZE + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_FILE_SIZE { Err(io::Error::other("it is larger than 4 MiB")) } else { Ok(text) }
}

/// The names in a text, one on each line. Blank lines and comments are skipped.
fn parse_lines(text: &str) -> Vec<RawTarget> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let targets = text
        .lines()
        .zip(1..)
        .map(|(line, number)| RawTarget { text: strip_comment(line).to_owned(), line: Some(number) });
    targets.filter(|target| !target.text.is_empty()).collect()
}

/// A line without its comment, which begins with a # at the start of a word.
fn strip_comment(line: &str) -> &str {
    let mut previous = ' ';
    let comment = line.char_indices().find(|(_, character)| {
        let begins = *character == '#' && previous.is_whitespace();
        previous = *character;
        begins
    });
    comment.and_then(|(start, _)| line.get(..start)).unwrap_or(line).trim()
}

fn parse_targets<T: Clone + Display + Eq + Hash>(
    raw_targets: Vec<RawTarget>,
    output: Output,
    parse: Parser<T>,
) -> Result<Targets<T>, CliError> {
    let total = raw_targets.len();
    let (mut list, mut rejections) = (Vec::new(), Vec::new());
    let mut first_uses: HashMap<T, RawTarget> = HashMap::new();
    for raw in raw_targets {
        if contains_api_key(&raw.text) {
            rejections.push(format!("{}: looks like an API key", raw.location(false)));
            continue;
        }
        match parse(&raw.text) {
            Err(rejected) => rejections.push(raw.rejection_message(&rejected)),
            Ok((domain, notes)) => {
                if let Some(first) = first_uses.get(&domain) {
                    let (first, second) = (first.location(true), raw.location(true));
                    output.note(&format!("note: {domain} is given twice ({first} and {second})"));
                    continue;
                }
                first_uses.insert(domain.clone(), raw.clone());
                notes.print(&domain, output);
                list.push(Target { input: raw.text, domain, warnings: notes.into_warnings() });
            }
        }
    }
    if rejections.is_empty() {
        Ok(Targets { list, is_batch: true })
    } else {
        Err(rejected_names_error(&rejections, total))
    }
}

/// If one name is rejected, nothing is sent for the others.
fn rejected_names_error(rejections: &[String], total: usize) -> CliError {
    let count = rejections.len();
    let names = if total == 1 { "name" } else { "names" };
    let are = if count == 1 { "is" } else { "are" };
    let error = CliError::new(
        "name-refused",
        Exit::Usage,
        format!("{count} of {total} {names} {are} invalid; nothing was sent"),
    );
    let listed = rejections.iter().take(MAX_LISTED);
    let error = listed.fold(error, |error, rejection| error.with_detail(format!("{rejection}.")));
    let more = count.saturating_sub(MAX_LISTED);
    if more > 0 { error.with_detail(format!("And {more} more.")) } else { error }
}

impl RawTarget {
    /// Its line, or for an argument its text if that may be shown.
    fn location(&self, is_shown: bool) -> String {
        let text = if is_shown { escape_hidden(&self.text).into_owned() } else { "an argument".to_owned() };
        match self.line {
            Some(line) => format!("line {line}"),
            None => text,
        }
    }

    fn rejection_message(&self, rejected: &Rejected) -> String {
        let line = self.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        let suggestion =
            rejected.suggestion.as_ref().map(|name| format!(" (did you mean {name}?)")).unwrap_or_default();
        format!("{line}{}: {}{suggestion}", escape_hidden(&self.text), rejected.reason.message())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::commands::domain_ref::DomainRef;

    fn parse(text: &str) -> Result<Vec<String>, CliError> {
        let targets = parse_targets(parse_lines(text), Output::new(true), DomainRef::parse)?;
        Ok(targets.domains().map(ToString::to_string).collect())
    }

    #[test]
    fn empty_lines_and_comments_are_skipped() {
        let text = "\u{feff}# all of them\n\nA.example.com # the first\r\n\tb.example.com\t# the second\n  #c.example.com\nc.example.com";
        assert_eq!(parse(text), Ok(["a.example.com", "b.example.com", "c.example.com"].map(str::to_owned).to_vec()));
        assert_eq!(parse_lines("\n # nothing\n\n"), []);
    }

    #[test]
    fn a_repeated_domain_is_used_once() {
        assert_eq!(parse("a.example.com\nA.EXAMPLE.com.\n"), Ok(vec!["a.example.com".to_owned()]));
    }

    #[test]
    fn every_error_is_reported_with_its_line_and_no_key_is_repeated() {
        let text = "a.example.com\nexa_mple.com\nAS_marker0f3c91d2key\nlocalhost\n";
        let message = parse(text).unwrap_err().message();
        assert!(message.starts_with("error: 3 of 4 names are invalid; nothing was sent\n"), "{message}");
        assert!(message.contains("\n  line 2: exa_mple.com: Underscores"), "{message}");
        assert!(message.contains("(did you mean exa-mple.com?).\n"), "{message}");
        assert!(message.contains("\n  line 3: looks like an API key.\n") && !message.contains("marker"), "{message}");
        let many = "localhost\n".repeat(12);
        assert!(parse(&many).unwrap_err().message().contains("\n  And 2 more.\n"));
    }
}
