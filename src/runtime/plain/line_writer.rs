//! Standard output, a line at a time: what is said, and the place for an answer.

use std::io::{self, Write as _};

use crate::core::redaction::mask_api_keys;
use crate::core::text::escape_hidden;
use crate::plain::Prompt;

/// What stands before an answer.
const PROMPT: &str = "> ";

/// Standard output.
pub(super) struct LineWriter {
    /// Whether a terminal shows what is typed; else the answers are repeated, so that the whole talk can be read.
    is_echoed: bool,
    /// Whether the last line waits for an answer, and whether that is a secret.
    open_prompt: Option<bool>,
    error: Option<io::Error>,
}

impl LineWriter {
    pub(super) const fn new(is_echoed: bool) -> Self {
        Self { is_echoed, open_prompt: None, error: None }
    }

    /// Whether a question stands there without its answer.
    pub(super) const fn has_open_prompt(&self) -> bool {
        self.open_prompt.is_some()
    }

    /// Why nothing more can be written, told once.
    pub(super) const fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    /// Says these lines. A question that stands open is left there.
    pub(super) fn write_lines(&mut self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.abandon_prompt();
        let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        self.write(&text);
    }

    /// Asks.
    pub(super) fn write_prompt(&mut self, prompt: &Prompt) {
        self.write_lines(&prompt.lines);
        self.write(PROMPT);
        self.open_prompt = Some(prompt.is_secret);
    }

    /// The question was answered by this line.
    pub(super) fn finish_prompt(&mut self, line: &str) {
        let Some(is_secret) = self.open_prompt.take() else { return };
        match (self.is_echoed, is_secret) {
            // The terminal has ended the line.
            (true, false) => {}
            (true, true) => self.write("\n"),
            (false, true) => self.write("(not shown)\n"),
            (false, false) => self.write(&format!("{}\n", escape_hidden(&mask_api_keys(line)))),
        }
    }

    /// The question stays without an answer; what comes next begins on a line of its own.
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
