//! The only place that prints, but for the bar of [`super::progress`]. A reader that has gone is no error: whoever
//! closes a pipe has seen enough.

use std::io::{self, IsTerminal as _, Write};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use serde_json::Value;

use super::error::CliError;
use super::style::{self, StyledText};
use crate::core::exit::Exit;
use crate::core::redaction::mask_api_keys;
use crate::core::terminal_caps::supports_hyperlinks;
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
    pub(super) fn print_result<T: Into<StyledText>>(
        self,
        text: impl FnOnce() -> T,
        document: impl FnOnce() -> Value,
    ) -> Result<(), CliError> {
        if self.json { Self::print_text(json_text(&document())) } else { Self::print_text(text()) }
    }

    /// The result of one domain of several: a line, or a document in one line.
    ///
    /// # Errors
    /// As [`Self::print_result`].
    pub(super) fn print_item<T: Into<StyledText>>(
        self,
        text: impl FnOnce() -> T,
        document: impl FnOnce() -> Value,
    ) -> Result<(), CliError> {
        if self.json { Self::print_text(json_line(&document())) } else { Self::print_text(text().into().append("\n")) }
    }

    /// Whether people are spoken to, rather than scripts.
    pub(super) const fn is_human(self) -> bool {
        !self.json
    }

    /// What was asked for, of a command that has no other form.
    ///
    /// # Errors
    /// As [`Self::print_result`].
    pub(super) fn print_text(text: impl Into<StyledText>) -> Result<(), CliError> {
        write_styled(io::stdout().lock(), &text.into()).map_err(|error| CliError::output_failed(&error))
    }

    /// An export: to the letter into a file or a pipe; made harmless on a terminal.
    ///
    /// # Errors
    /// As [`Self::print_result`].
    pub(super) fn print_export(text: &str) -> Result<(), CliError> {
        let mut output = io::stdout().lock();
        let written = if output.is_terminal() {
            write_styled(output, &text.replace("\r\n", "\n").into())
        } else {
            ignore_broken_pipe(output.write_all(text.as_bytes()).and_then(|()| output.flush()))
        };
        written.map_err(|error| CliError::output_failed(&error))
    }

    /// One value, to the letter: with a line end on a terminal alone, so that a pipe gets nothing else.
    ///
    /// # Errors
    /// As [`Self::print_result`].
    pub(super) fn print_value(text: &str) -> Result<(), CliError> {
        let end = if io::stdout().is_terminal() { "\n" } else { "" };
        Self::print_text(format!("{text}{end}"))
    }

    /// A word on the way, to people. Where it begins with `warning:` or `note:`, that is coloured.
    pub(super) fn note(self, message: &str) {
        if !self.json {
            print_stderr(&style::style_prefix(message).append("\n"));
        }
    }

    /// A question to people, whose answer is typed behind it.
    pub(super) fn prompt(self, question: &str) {
        if !self.json {
            print_stderr(&question.into());
        }
    }

    /// Why it failed; answers with how the command ends.
    pub(super) fn print_error(self, problem: &CliError) -> Exit {
        print_stderr(&if self.json {
            json_text(&problem.to_json_document()).into()
        } else {
            style::style_prefix(&problem.message())
        });
        problem.exit
    }

    /// The arguments are wrong: the text that says how, as the parser of arguments wrote it.
    pub(super) fn print_usage_error(self, text: &str) -> Exit {
        if !self.json {
            print_stderr(&style::style_prefix(&mask_api_keys(text)));
            return Exit::Usage;
        }
        let first = text.split("\n\n").next().unwrap_or_default();
        let first = first.strip_prefix("error: ").unwrap_or(first).split_whitespace().collect::<Vec<_>>().join(" ");
        self.print_error(
            &CliError::new("usage", Exit::Usage, first).with_hint("autosend-domains --help tells what there is."),
        )
    }
}

/// To people, or a document of what went wrong. Where it cannot be written, nothing is left to say so with.
fn print_stderr(text: &StyledText) {
    let _ = write_styled(io::stderr().lock(), text);
}

/// Writes the text at once, in colours where the stream takes them (`--color`, `NO_COLOR`, whether it is a terminal).
fn write_styled<S: Write + RawStream>(stream: S, text: &StyledText) -> io::Result<()> {
    let colours = AutoStream::choice(&stream) != ColorChoice::Never;
    let links = stream.is_terminal() && supports_hyperlinks(std::env::var("TERM").ok().as_deref());
    write_and_flush(stream, &style::render(text, colours, links))
}

fn write_and_flush(mut stream: impl Write, text: &str) -> io::Result<()> {
    ignore_broken_pipe(stream.write_all(text.as_bytes()).and_then(|()| stream.flush()))
}

/// A reader that has gone is no error.
fn ignore_broken_pipe(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
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
    fn a_reader_that_has_gone_is_no_error_but_a_full_disk_is() {
        assert!(write_and_flush(Broken(io::ErrorKind::BrokenPipe), "x").is_ok());
        assert!(write_and_flush(Broken(io::ErrorKind::StorageFull), "x").is_err());
    }
}
