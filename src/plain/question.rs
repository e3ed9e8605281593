//! Questions, the answers that they have, and what an answer does.

use crate::wizard::{InputRequest, Intent, Model, PastedText};

/// What an answer does: lines to print, and intents for the wizard, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputAction {
    /// Printed at once.
    pub output: Vec<String>,
    /// Passed to the wizard.
    pub intents: Vec<Intent>,
}

impl InputAction {
    /// A line to print, and nothing for the wizard.
    pub(super) fn from_output(line: impl Into<String>) -> Self {
        Self { output: vec![line.into()], intents: Vec::new() }
    }

    pub(super) fn from_intents(intents: impl IntoIterator<Item = Intent>) -> Self {
        Self { output: Vec::new(), intents: intents.into_iter().collect() }
    }

    /// Replaces the text of the field in focus.
    pub(super) fn replace_text(text: &str) -> Self {
        Self::from_intents([Intent::Edit(InputRequest::DeleteLine), Intent::Paste(PastedText::new(text))])
    }

    /// Replaces the text of the field in focus and submits it.
    pub(super) fn submit_text(text: &str) -> Self {
        Self::replace_text(text).then([Intent::Submit])
    }

    /// The same, and then these intents.
    pub(super) fn then(mut self, intents: impl IntoIterator<Item = Intent>) -> Self {
        self.intents.extend(intents);
        self
    }
}

/// A possible answer.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// What it does. It is chosen by this label or its beginning.
    pub(super) label: String,
    /// Other words that choose it, such as the keys of the screen.
    pub(super) aliases: Vec<String>,
    pub(super) action: InputAction,
    /// What it prints about its target, or about the selected record.
    pub(super) details: Option<DetailsFn>,
}

/// The lines about the target of this index.
pub(super) type DetailsFn = fn(&Model, usize) -> Vec<String>;

impl Choice {
    /// An answer that has intents.
    pub(super) fn new(label: impl Into<String>, intents: impl IntoIterator<Item = Intent>) -> Self {
        Self { label: label.into(), aliases: Vec::new(), action: InputAction::from_intents(intents), details: None }
    }

    /// An answer that prints something.
    pub(super) fn with_output(label: impl Into<String>, output: Vec<String>) -> Self {
        Self {
            label: label.into(),
            aliases: Vec::new(),
            action: InputAction { output, intents: Vec::new() },
            details: None,
        }
    }

    /// The same with one more word that chooses it.
    pub(super) fn with_alias(mut self, name: &str) -> Self {
        self.aliases.push(name.to_owned());
        self
    }

    /// Whether this word chooses it. A single letter is a key, for which case matters.
    pub(super) fn matches_name(&self, name: &str) -> bool {
        let is_letter = name.chars().count() == 1;
        self.aliases.iter().any(|alias| alias == name || !is_letter && alias.eq_ignore_ascii_case(name))
            || self.label.eq_ignore_ascii_case(name)
    }

    pub(super) fn label_starts_with(&self, beginning: &str) -> bool {
        self.label.to_lowercase().starts_with(&beginning.to_lowercase())
    }
}

/// Interprets a text that is none of the answers.
pub(super) type TextHandler = fn(&Model, &str) -> InputAction;

/// A question.
#[derive(Debug, Default)]
pub(super) struct Question {
    pub(super) prompt: String,
    /// What to know for the answer; may be empty.
    pub(super) hint: String,
    /// The answers with numbers.
    pub(super) numbered: Vec<Choice>,
    /// How many of them come before the first of these, on other pages.
    pub(super) number_offset: usize,
    /// The answers without numbers.
    pub(super) unnumbered: Vec<Choice>,
    /// The answer that goes back.
    pub(super) back: Option<Choice>,
    /// The highest target number that can stand behind an answer, as in `c 2`.
    pub(super) target_count: usize,
    /// Interprets any other text.
    pub(super) on_text: Option<TextHandler>,
    /// What an empty line does, in the brackets of the prompt.
    pub(super) on_enter: Option<(String, InputAction)>,
    /// Whether the answer is a secret: then it is a text, except for the letters with the same meaning everywhere.
    pub(super) is_secret: bool,
}

impl Question {
    pub(super) fn new(prompt: impl Into<String>, numbered: Vec<Choice>) -> Self {
        Self { prompt: prompt.into(), numbered, ..Self::default() }
    }

    /// The line of the question.
    pub(super) fn prompt_line(&self) -> String {
        let enter = self.on_enter.as_ref().map(|(label, _)| format!("[Enter: {label}]"));
        let parts = [self.prompt.as_str(), self.hint.as_str(), enter.as_deref().unwrap_or_default()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// A line for each answer.
    pub(super) fn choice_lines(&self) -> Vec<String> {
        let numbered = self.numbered.iter().zip(self.number_offset.saturating_add(1)..);
        let mut lines: Vec<String> =
            numbered.map(|(choice, number)| format!("{number}. {}", label_with_key(choice))).collect();
        if !self.unnumbered.is_empty() {
            let labels: Vec<String> = self.unnumbered.iter().map(label_with_key).collect();
            lines.push(format!("Or a word: {}.", labels.join("; ")));
        }
        if let Some(back) = &self.back {
            lines.push(format!("b. {}", back.label));
        }
        lines
    }
}

/// The label of an answer, with its key.
pub(super) fn label_with_key(choice: &Choice) -> String {
    match choice.aliases.iter().find(|name| name.chars().count() == 1) {
        Some(key) => format!("{} ({key})", choice.label),
        None => choice.label.clone(),
    }
}
