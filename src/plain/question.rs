//! What is asked, and the answers that there are.

use crate::wizard::{InputRequest, Intent, Model, PastedText};

/// What an answer leads to: something that is said at once, and messages for the wizard, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputAction {
    /// Said at once.
    pub output: Vec<String>,
    /// Handed to the wizard.
    pub intents: Vec<Intent>,
}

impl InputAction {
    /// Words alone: the wizard does not hear of it.
    pub(super) fn from_output(words: impl Into<String>) -> Self {
        Self { output: vec![words.into()], intents: Vec::new() }
    }

    /// Messages alone.
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

    /// The same, and then these messages.
    pub(super) fn then(mut self, intents: impl IntoIterator<Item = Intent>) -> Self {
        self.intents.extend(intents);
        self
    }
}

/// An answer that can be given.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// What it does: the answer itself, whose beginning is enough.
    pub(super) label: String,
    /// Other names that it goes by: the keys that do the same on the screen.
    pub(super) aliases: Vec<String>,
    /// What it leads to.
    pub(super) action: InputAction,
    /// What it says of the thing that a number behind it names, or of the one in focus.
    pub(super) details: Option<DetailsFn>,
}

/// The words on one of the things that a number can name, by its place.
pub(super) type DetailsFn = fn(&Model, usize) -> Vec<String>;

impl Choice {
    /// An answer that leads to messages.
    pub(super) fn new(words: impl Into<String>, intents: impl IntoIterator<Item = Intent>) -> Self {
        Self { label: words.into(), aliases: Vec::new(), action: InputAction::from_intents(intents), details: None }
    }

    /// An answer that has something said.
    pub(super) fn with_output(words: impl Into<String>, output: Vec<String>) -> Self {
        Self {
            label: words.into(),
            aliases: Vec::new(),
            action: InputAction { output, intents: Vec::new() },
            details: None,
        }
    }

    /// The same by one more name.
    pub(super) fn with_alias(mut self, name: &str) -> Self {
        self.aliases.push(name.to_owned());
        self
    }

    /// Whether this is one of its names. A letter is a key, for which case matters.
    pub(super) fn matches_name(&self, name: &str) -> bool {
        let is_letter = name.chars().count() == 1;
        self.aliases.iter().any(|known| known == name || !is_letter && known.eq_ignore_ascii_case(name))
            || self.label.eq_ignore_ascii_case(name)
    }

    /// Whether its words begin so.
    pub(super) fn label_starts_with(&self, beginning: &str) -> bool {
        self.label.to_lowercase().starts_with(&beginning.to_lowercase())
    }
}

/// What becomes of a text that is none of the answers.
pub(super) type TextHandler = fn(&Model, &str) -> InputAction;

/// What is asked.
#[derive(Debug, Default)]
pub(super) struct Question {
    /// The question, in a sentence or two.
    pub(super) prompt: String,
    /// What to know for the answer, in a sentence; may be empty.
    pub(super) hint: String,
    /// The answers that have numbers.
    pub(super) numbered: Vec<Choice>,
    /// How many such answers come before the first of these, on other pages.
    pub(super) number_offset: usize,
    /// The answers that have none, since numbers stand for something else.
    pub(super) unnumbered: Vec<Choice>,
    /// Where back leads.
    pub(super) back: Option<Choice>,
    /// How many things there are that a number behind an answer may name, as in `c 2`.
    pub(super) target_count: usize,
    /// What becomes of any other text.
    pub(super) on_text: Option<TextHandler>,
    /// What an empty line does, as the end of "Enter alone …"; nothing where there is none.
    pub(super) on_enter: Option<(String, InputAction)>,
    /// Whether the answer is a secret: then it is a text, but for the few signs that mean the same everywhere.
    pub(super) is_secret: bool,
}

impl Question {
    /// A question whose answers have numbers.
    pub(super) fn new(prompt: impl Into<String>, numbered: Vec<Choice>) -> Self {
        Self { prompt: prompt.into(), numbered, ..Self::default() }
    }

    /// The line that asks.
    pub(super) fn prompt_line(&self) -> String {
        let enter = self.on_enter.as_ref().map_or("does nothing", |(words, _)| words.as_str());
        let between = if self.hint.is_empty() { "" } else { " " };
        format!("{}{between}{} Enter alone {enter}.", self.prompt, self.hint)
    }

    /// Every answer in its line.
    pub(super) fn choice_lines(&self) -> Vec<String> {
        let numbered = self.numbered.iter().zip(self.number_offset.saturating_add(1)..);
        let mut lines: Vec<String> =
            numbered.map(|(offer, number)| format!("{number}. {}", label_with_key(offer))).collect();
        if !self.unnumbered.is_empty() {
            let words: Vec<String> = self.unnumbered.iter().map(label_with_key).collect();
            lines.push(format!("Or a word: {}.", words.join("; ")));
        }
        if let Some(back) = &self.back {
            lines.push(format!("b. {}", back.label));
        }
        lines
    }
}

/// The words of an answer, with the letter that is enough.
pub(super) fn label_with_key(offer: &Choice) -> String {
    match offer.aliases.iter().find(|name| name.chars().count() == 1) {
        Some(key) => format!("{} ({key})", offer.label),
        None => offer.label.clone(),
    }
}
