//! Writes lines and prompts to standard output.

use std::io::{self, Write as _};

use crate::core::redaction::mask_api_keys;
use crate::core::text::escape_hidden;
use crate::plain::Prompt;

/// The text before an answer.
const PROMPT: &str = "> ";

/// The writer to standard output.
pub(super) struct LineWriter {
    /// Whether a terminal echoes the input. If not, answers are written too, so that the output is a complete
    /// transcript.
    is_echoed: bool,
    /// The open prompt, if any; true if its answer is secret.
    open_prompt: Option<bool>,
    error: Option<io::Error>,
}

impl LineWriter {
    pub(super) const fn new(is_echoed: bool) -> Self {
        Self { is_echoed, open_prompt: None, error: None }
    }

    /// Whether a question is open.
    pub(super) const fn has_open_prompt(&self) -> bool {
        self.open_prompt.is_some()
    }

    /// Takes the first write error.
    pub(super) const fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    /// Writes lines; first abandons an open question.
    pub(super) fn write_lines(&mut self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.abandon_prompt();
        let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        self.write(&text);
    }

    /// Asks a question.
    pub(super) fn write_prompt(&mut self, prompt: &Prompt) {
        self.write_lines(&prompt.lines);
        self.write(PROMPT);
        self.open_prompt = Some(prompt.is_secret);
    }

    /// Closes the open question with this answer.
    pub(super) fn finish_prompt(&mut self, line: &str) {
        let Some(is_secret) = self.open_prompt.take() else { return };
        match (self.is_echoed, is_secret) {
            // The terminal has echoed the line end.
            (true, false) => {}
            (true, true) => self.write("\n"),
            (false, true) => self.write("(not shown)\n"),
            (false, false) => self.write(&format!("{}\n", escape_hidden(&mask_api_keys(line)))),
        }
    }

    /// Leaves the open question without an answer; the next output starts on a new line.
    pub(super) fn abandon_prompt(&mut self) {
        if self.open_prompt.take().is_some() {
            self.write("\n");
        }
    }

    fn write(&mut self, text: &str) {
        let mut output = io::stdout().lock();
        let written = output.write_all(text.as_bytes()).and_then(|()| output.flush());
        if let Err(error) = written {
            self.error.get_or_insert(error);
        }
    }
}
