//! The only place that prints, apart from the progress bar. A closed pipe is not an error: its reader has seen enough.

use std::io::{self, IsTerminal as _, Write};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use super::error::CliError;
use super::style::{self, StyledText};
use crate::core::exit::Exit;
use crate::core::redaction::mask_api_keys;
use crate::core::terminal_caps::supports_hyperlinks;
use crate::export::{SCHEMA_VERSION, json_line, json_text};

/// Prints the output of a command: data to standard output, everything else to standard error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    json: bool,
}

/// Whether a result is the only one of its command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It is: its text ends with a line end, and its document is indented.
    Whole,
    /// It is one of several: text without a line end, and a document, in a line each.
    Item,
}

/// A document with the version of its shape.
#[derive(Serialize)]
pub(super) struct Versioned<'a, D> {
    version: u64,
    #[serde(flatten)]
    document: &'a D,
}

impl<'a, D> Versioned<'a, D> {
    /// The document with the version that is current.
    pub(super) const fn new(document: &'a D) -> Self {
        Self { version: SCHEMA_VERSION, document }
    }
}

impl Output {
    /// Prints text for people, or nothing but JSON documents.
    pub(super) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints the result of a command: text that ends with a line end, or a document with its version.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn print_result<T: Into<StyledText>>(
        self,
        text: impl FnOnce() -> T,
        document: &impl Serialize,
    ) -> Result<(), CliError> {
        self.print(Form::Whole, text, &Versioned::new(document))
    }

    /// Prints the result of one domain of several: text without a line end, or a document with its version in one line.
    ///
    /// # Errors
    /// As [`Self::print_result`].
    pub(super) fn print_item<T: Into<StyledText>>(
        self,
        text: impl FnOnce() -> T,
        document: &impl Serialize,
    ) -> Result<(), CliError> {
        self.print(Form::Item, text, &Versioned::new(document))
    }

    /// Prints text, or a document as it is.
    ///
    /// # Errors
    /// As [`Self::print_result`].
    pub(super) fn print<T: Into<StyledText>>(
        self,
        form: Form,
        text: impl FnOnce() -> T,
        document: &impl Serialize,
    ) -> Result<(), CliError> {
        let to_value = || serde_json::to_value(document).map_err(|error| CliError::output_failed(&error.into()));
        Self::print_text(match (self.json, form) {
            (true, Form::Whole) => json_text(&to_value()?).into(),
            (true, Form::Item) => json_line(&to_value()?).into(),
            (false, Form::Whole) => text().into(),
            (false, Form::Item) => text().into().append("\n"),
        })
    }

    /// Whether the output is text for people.
    pub(super) const fn is_human(self) -> bool {
        !self.json
    }

    /// Prints the result of a command that has no JSON.
    ///
    /// # Errors
    /// As [`Self::print_result`].
    pub(super) fn print_text(text: impl Into<StyledText>) -> Result<(), CliError> {
        write_styled(io::stdout().lock(), &text.into()).map_err(|error| CliError::output_failed(&error))
    }

    /// Prints an export: unchanged to a file or a pipe, with escaped control characters to a terminal.
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

    /// Prints a value, followed by a line end on a terminal only, so that a pipe gets nothing but the value.
    ///
    /// # Errors
    /// As [`Self::print_result`].
    pub(super) fn print_value(text: &str) -> Result<(), CliError> {
        let end = if io::stdout().is_terminal() { "\n" } else { "" };
        Self::print_text(format!("{text}{end}"))
    }

    /// Prints a note for people. A prefix `warning:` or `note:` is coloured.
    pub(super) fn note(self, message: &str) {
        if !self.json {
            print_stderr(&style::style_prefix(message).append("\n"));
        }
    }

    /// Prints a warning for people.
    pub(super) fn warn(self, message: &str) {
        self.note(&format!("warning: {message}"));
    }

    /// Prints a question for people, whose answer is typed after it.
    pub(super) fn prompt(self, question: &str) {
        if !self.json {
            print_stderr(&question.into());
        }
    }

    /// Prints an error, and returns its exit code.
    pub(super) fn print_error(self, error: &CliError) -> Exit {
        print_stderr(&if self.json {
            json_text(&error.to_json_document()).into()
        } else {
            style::style_prefix(&error.message())
        });
        error.exit
    }

    /// Prints the error text of clap about the arguments.
    pub(super) fn print_usage_error(self, text: &str) -> Exit {
        if !self.json {
            print_stderr(&style::style_prefix(&mask_api_keys(text)));
            return Exit::Usage;
        }
        let first = text.split("\n\n").next().unwrap_or_default();
        let first = first.strip_prefix("error: ").unwrap_or(first).split_whitespace().collect::<Vec<_>>().join(" ");
        self.print_error(
            &CliError::new("usage", Exit::Usage, first).with_hint("Run autosend-domains --help for usage."),
        )
    }
}

/// Prints to standard error. If that fails, there is no place left to report it.
fn print_stderr(text: &StyledText) {
    let _ = write_styled(io::stderr().lock(), text);
}

/// Writes the text in one piece, in colours if the stream takes them (`--color`, `NO_COLOR`, whether it is a terminal).
fn write_styled<S: Write + RawStream>(stream: S, text: &StyledText) -> io::Result<()> {
    let colours = AutoStream::choice(&stream) != ColorChoice::Never;
    let links = stream.is_terminal() && supports_hyperlinks(std::env::var("TERM").ok().as_deref());
    write_and_flush(stream, &style::render(text, colours, links))
}

fn write_and_flush(mut stream: impl Write, text: &str) -> io::Result<()> {
    ignore_broken_pipe(stream.write_all(text.as_bytes()).and_then(|()| stream.flush()))
}

/// A closed pipe is not an error.
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
    fn a_closed_pipe_is_not_an_error_but_a_full_disk_is() {
        assert!(write_and_flush(Broken(io::ErrorKind::BrokenPipe), "x").is_ok());
        assert!(write_and_flush(Broken(io::ErrorKind::StorageFull), "x").is_err());
    }
}
