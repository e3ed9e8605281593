//! What is asked, and the answers that there are.

use crate::wizard::{Message, Model};

/// What an answer leads to: something that is said at once, and messages for the wizard, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Said at once.
    pub say: Vec<String>,
    /// Handed to the wizard.
    pub messages: Vec<Message>,
}

impl Reply {
    /// Words alone: the wizard does not hear of it.
    pub(super) fn words(words: impl Into<String>) -> Self {
        Self { say: vec![words.into()], messages: Vec::new() }
    }

    /// Messages alone.
    pub(super) fn messages(messages: impl IntoIterator<Item = Message>) -> Self {
        Self { say: Vec::new(), messages: messages.into_iter().collect() }
    }
}

/// An answer that can be given.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    /// What it does: the answer itself, whose beginning is enough.
    pub(super) words: String,
    /// Other names that it goes by: the keys that do the same on the screen.
    pub(super) names: Vec<String>,
    /// What it leads to.
    pub(super) reply: Reply,
    /// What it says of the thing that a number behind it names, or of the one in focus.
    pub(super) shows: Option<Show>,
}

/// The words on one of the things that a number can name, by its place.
pub(super) type Show = fn(&Model, usize) -> Vec<String>;

impl Offer {
    /// An answer that leads to messages.
    pub(super) fn new(words: impl Into<String>, messages: impl IntoIterator<Item = Message>) -> Self {
        Self { words: words.into(), names: Vec::new(), reply: Reply::messages(messages), shows: None }
    }

    /// An answer that has something said.
    pub(super) fn saying(words: impl Into<String>, say: Vec<String>) -> Self {
        Self { words: words.into(), names: Vec::new(), reply: Reply { say, messages: Vec::new() }, shows: None }
    }

    /// The same by one more name.
    pub(super) fn called(mut self, name: &str) -> Self {
        self.names.push(name.to_owned());
        self
    }

    /// Whether this is one of its names. A letter is a key, for which case matters.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let is_letter = name.chars().count() == 1;
        self.names.iter().any(|known| known == name || !is_letter && known.eq_ignore_ascii_case(name))
            || self.words.eq_ignore_ascii_case(name)
    }

    /// Whether its words begin so.
    pub(super) fn begins_with(&self, beginning: &str) -> bool {
        self.words.to_lowercase().starts_with(&beginning.to_lowercase())
    }
}

/// What becomes of a text that is none of the answers.
pub(super) type Taker = fn(&Model, &str) -> Reply;

/// What is asked.
#[derive(Debug, Default)]
pub(super) struct Question {
    /// The question, in a sentence or two.
    pub(super) asks: String,
    /// What to know for the answer, in a sentence; may be empty.
    pub(super) hint: String,
    /// The answers that have numbers.
    pub(super) numbered: Vec<Offer>,
    /// How many such answers come before the first of these, on other pages.
    pub(super) before: usize,
    /// The answers that have none, since numbers stand for something else.
    pub(super) worded: Vec<Offer>,
    /// Where back leads.
    pub(super) back: Option<Offer>,
    /// How many things there are that a number behind an answer may name, as in `c 2`.
    pub(super) things: usize,
    /// What becomes of any other text.
    pub(super) text: Option<Taker>,
    /// What an empty line does, as the end of "Enter alone …"; nothing where there is none.
    pub(super) enter: Option<(String, Reply)>,
    /// Whether the answer is a secret: then it is a text, but for the few signs that mean the same everywhere.
    pub(super) is_secret: bool,
}

impl Question {
    /// A question whose answers have numbers.
    pub(super) fn of(asks: impl Into<String>, numbered: Vec<Offer>) -> Self {
        Self { asks: asks.into(), numbered, ..Self::default() }
    }

    /// The line that asks.
    pub(super) fn line(&self) -> String {
        let enter = self.enter.as_ref().map_or("does nothing", |(words, _)| words.as_str());
        let between = if self.hint.is_empty() { "" } else { " " };
        format!("{}{between}{} Enter alone {enter}.", self.asks, self.hint)
    }

    /// Every answer in its line.
    pub(super) fn answers(&self) -> Vec<String> {
        let numbered = self.numbered.iter().zip(self.before.saturating_add(1)..);
        let mut lines: Vec<String> = numbered.map(|(offer, number)| format!("{number}. {}", with_key(offer))).collect();
        if !self.worded.is_empty() {
            let words: Vec<String> = self.worded.iter().map(with_key).collect();
            lines.push(format!("Or a word: {}.", words.join("; ")));
        }
        if let Some(back) = &self.back {
            lines.push(format!("b. {}", back.words));
        }
        lines
    }
}

/// The words of an answer, with the letter that is enough.
pub(super) fn with_key(offer: &Offer) -> String {
    match offer.names.iter().find(|name| name.chars().count() == 1) {
        Some(key) => format!("{} ({key})", offer.words),
        None => offer.words.clone(),
    }
}
