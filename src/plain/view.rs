//! Remembers what was said: only new sections are said, and the answers of a question once.

use super::output::Section;
use super::question::{InputAction, label_with_key};
use super::{input, screens};
use crate::core::terminal_caps::{Charset, transliterate};
use crate::core::text::escape_hidden;
use crate::wizard::{Model, Notice, PaneKind, Step};

const INTRO: [&str; 2] = [
    "autosend-domains, plain mode. Answer each question with a number, a word (or its first letters), or text.",
    "At any question: ? or help = list answers, again = repeat, b = back, q = quit.",
];

/// The wizard in plain lines.
#[derive(Clone, Debug)]
pub struct PlainView {
    charset: Charset,
    /// Whether a person types the answers, who may want to do something while something is under way.
    is_interactive: bool,
    printed: PrintedState,
}

#[derive(Clone, Debug, Default)]
struct PrintedState {
    intro: bool,
    context_line: String,
    notice: Option<Notice>,
    location: Option<(Step, Option<PaneKind>)>,
    fingerprints: Vec<String>,
    /// The last section that was too long to be said twice.
    print_once: Option<String>,
    choices: Vec<String>,
    prompt: String,
}

/// A question with everything that is said before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// The lines to print; the last one is the question.
    pub lines: Vec<String>,
    /// Whether the answer must not be echoed.
    pub is_secret: bool,
}

impl PlainView {
    /// A view that has said nothing yet. `is_interactive`: a person types the answers.
    pub fn new(charset: Charset, is_interactive: bool) -> Self {
        Self { charset, is_interactive, printed: PrintedState::default() }
    }

    /// What to say before a question: the intro, the key in use, the notice, and what is under way.
    pub fn render_updates(&mut self, model: &Model) -> Vec<String> {
        let mut lines = Vec::new();
        if model.screen.step() == Step::Closed {
            return lines;
        }
        if !std::mem::replace(&mut self.printed.intro, true) {
            lines.extend(INTRO.map(str::to_owned));
        }
        let context_line = screens::context_line(model);
        if self.printed.context_line != context_line {
            lines.extend((!context_line.is_empty()).then(|| context_line.clone()));
            self.printed.context_line = context_line;
        }
        if model.notice.is_some() && model.notice != self.printed.notice {
            lines.extend(model.notice.iter().map(|notice| notice.text.clone()));
            self.printed.notice.clone_from(&model.notice);
        }
        let output = screens::output(model);
        if output.question.is_none() {
            let has_news = self.append_changed(model, &output.sections, &mut lines);
            if self.is_interactive && has_news && !output.while_waiting.is_empty() {
                let words: Vec<String> = output.while_waiting.iter().map(label_with_key).collect();
                lines.push(format!("While waiting, you can answer: {}.", words.join("; ")));
            }
        }
        lines.into_iter().map(|line| self.sanitize(&line)).collect()
    }

    /// Whether a question is asked now.
    pub fn is_asking(model: &Model) -> bool {
        screens::output(model).question.is_some()
    }

    /// The question to ask now, with what is new on its screen.
    pub fn render_prompt(&mut self, model: &Model) -> Option<Prompt> {
        let output = screens::output(model);
        let question = output.question?;
        let mut lines = Vec::new();
        self.append_changed(model, &output.sections, &mut lines);
        let answers = question.choice_lines();
        lines.extend(answers.iter().filter(|answer| !self.printed.choices.contains(answer)).cloned());
        self.printed.choices = answers;
        self.printed.prompt = question.prompt_line();
        lines.push(self.printed.prompt.clone());
        Some(Prompt { lines: lines.iter().map(|line| self.sanitize(line)).collect(), is_secret: question.is_secret })
    }

    /// Whether the question to ask now was asked last, with nothing new on its screen.
    pub fn is_prompt_current(&self, model: &Model) -> bool {
        let output = screens::output(model);
        let fingerprints = output.sections.iter().map(|section| &section.fingerprint);
        let is_same = self.printed.location == Some((model.screen.step(), model.screen.pane_kind()))
            && self.printed.fingerprints.iter().eq(fingerprints);
        is_same
            && output.question.is_some_and(|question| {
                self.printed.choices == question.choice_lines() && self.printed.prompt == question.prompt_line()
            })
    }

    /// The question to ask now, without its hints.
    pub fn question_text(&self, model: &Model) -> Option<String> {
        screens::output(model).question.map(|question| self.sanitize(&question.prompt))
    }

    /// What a line means as an answer to that question.
    pub fn interpret(&mut self, model: &Model, line: &str) -> InputAction {
        let output = screens::output(model);
        let Some(question) = output.question else { return InputAction::default() };
        let action = input::interpret(&question, model, line).unwrap_or_else(|| {
            (self.printed.location, self.printed.print_once) = (None, None);
            InputAction::default()
        });
        self.sanitize_action(action)
    }

    /// What a line means that is typed while something is under way; `None` if it is for the next question.
    pub fn interpret_while_waiting(&self, model: &Model, line: &str) -> Option<InputAction> {
        let action = input::interpret_while_waiting(&screens::output(model).while_waiting, line)?;
        Some(self.sanitize_action(action))
    }

    fn sanitize_action(&self, action: InputAction) -> InputAction {
        InputAction { output: action.output.iter().map(|line| self.sanitize(line)).collect(), ..action }
    }

    /// A line that may be printed: hidden characters are escaped, and it is ASCII if the locale has only that.
    pub fn sanitize(&self, line: &str) -> String {
        let line = escape_hidden(line);
        if self.charset == Charset::Ascii { transliterate(&line) } else { line.into_owned() }
    }

    /// Adds the sections that have changed, or all of them on another screen. Returns whether there were any.
    fn append_changed(&mut self, model: &Model, sections: &[Section], lines: &mut Vec<String>) -> bool {
        let location = Some((model.screen.step(), model.screen.pane_kind()));
        let before = lines.len();
        if self.printed.location != location {
            self.printed.location = location;
            self.printed.fingerprints.clear();
            self.printed.choices.clear();
            lines.push(String::new());
        }
        let printed = std::mem::take(&mut self.printed.fingerprints);
        for section in sections {
            let is_printed = printed.contains(&section.fingerprint)
                || self.printed.print_once.as_ref() == Some(&section.fingerprint);
            if !is_printed {
                lines.extend(section.lines.iter().cloned());
            }
            if section.print_once {
                self.printed.print_once = Some(section.fingerprint.clone());
            }
            self.printed.fingerprints.push(section.fingerprint.clone());
        }
        lines.len() > before
    }
}
