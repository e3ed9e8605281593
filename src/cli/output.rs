//! The only place that prints, but for the bar of [`super::progress`]. A reader that has gone is no error: whoever closes a pipe has seen enough.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write};

use serde_json::Value;

use super::problem::Problem;
use crate::core::exit::Exit;
use crate::core::secrets::masked;
use crate::core::text::{is_hidden, visible};
use crate::export::{json_line, json_text};

/// Where a command prints: data to standard output, all else to standard error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    json: bool,
}

impl Output {
    /// For people, or as JSON: then nothing but documents is printed.
    pub(super) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// What was asked for: as text whose lines are whole, or as a document.
    ///
    /// # Errors
    /// Where it cannot be written, though somebody reads.
    pub(super) fn data(self, text: impl FnOnce() -> String, document: impl FnOnce() -> Value) -> Result<(), Problem> {
        Self::lines(&if self.json { json_text(&document()) } else { text() })
    }

    /// The result of one domain of several: a line, or a document in one line.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub(super) fn line(self, text: impl FnOnce() -> String, document: impl FnOnce() -> Value) -> Result<(), Problem> {
        Self::lines(&if self.json { json_line(&document()) } else { text() + "\n" })
    }

    /// Whether people are spoken to, rather than scripts.
    pub(super) const fn is_for_people(self) -> bool {
        !self.json
    }

    /// What was asked for, of a command that has no other form.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub(super) fn lines(text: &str) -> Result<(), Problem> {
        print(io::stdout().lock(), text).map_err(|error| Problem::unwritten(&error))
    }

    /// An export: to the letter into a file or a pipe; made harmless on a terminal.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub(super) fn export(text: &str) -> Result<(), Problem> {
        let mut output = io::stdout().lock();
        let written = if output.is_terminal() {
            print(output, &text.replace("\r\n", "\n"))
        } else {
            forgiving(output.write_all(text.as_bytes()).and_then(|()| output.flush()))
        };
        written.map_err(|error| Problem::unwritten(&error))
    }

    /// One value, to the letter: with a line end on a terminal alone, so that a pipe gets nothing else.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub(super) fn bare(text: &str) -> Result<(), Problem> {
        let end = if io::stdout().is_terminal() { "\n" } else { "" };
        Self::lines(&format!("{text}{end}"))
    }

    /// A word on the way, to people.
    pub(super) fn note(self, words: &str) {
        if !self.json {
            // Nothing is left to say it with.
            let _ = print(io::stderr().lock(), &format!("{words}\n"));
        }
    }

    /// Why it failed; answers with how the command ends.
    pub(super) fn problem(self, problem: &Problem) -> Exit {
        let text = if self.json { json_text(&problem.json()) } else { problem.words() };
        // Nothing is left to say it with.
        let _ = print(io::stderr().lock(), &text);
        problem.exit
    }

    /// The arguments are wrong: the text that says how, as the parser of arguments wrote it.
    pub(super) fn usage(self, text: &str) -> Exit {
        if !self.json {
            // Nothing is left to say it with.
            let _ = print(io::stderr().lock(), &masked(text));
            return Exit::Usage;
        }
        let first = text.split("\n\n").next().unwrap_or_default();
        let first = first.strip_prefix("error: ").unwrap_or(first).split_whitespace().collect::<Vec<_>>().join(" ");
        self.problem(&Problem::new("usage", Exit::Usage, first).hint("autosend-domains --help tells what there is."))
    }
}

/// Writes the text at once; its lines are made harmless, whatever they hold.
fn print(mut stream: impl Write, text: &str) -> io::Result<()> {
    forgiving(stream.write_all(harmless(text).as_bytes()).and_then(|()| stream.flush()))
}

/// A reader that has gone is no error.
fn forgiving(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn harmless(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| character == '\n' || !is_hidden(character)) {
        return Cow::Borrowed(text);
    }
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => visible(line).into_owned() + "\n",
            None => visible(line).into_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken(io::ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _octets: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn whatever_a_line_holds_is_harmless() {
        let mut stream = Vec::new();
        print(&mut stream, "a\u{1b}[2J\u{9b}\nb\r\n\tc").unwrap();
        assert_eq!(String::from_utf8(stream).unwrap(), "a<U+001B>[2J<U+009B>\nb<U+000D>\n<U+0009>c");
    }

    #[test]
    fn a_reader_that_has_gone_is_no_error_but_a_full_disk_is() {
        assert!(print(Broken(io::ErrorKind::BrokenPipe), "x").is_ok());
        assert!(print(Broken(io::ErrorKind::StorageFull), "x").is_err());
    }
}
