//! What a screen has to say: parts, each said again only when it has become another, and a question.

use super::question::{Choice, Question};

/// What a screen has to say.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// In the order in which it is said.
    pub(super) sections: Vec<Section>,
    /// What is asked; nothing while something is waited for.
    pub(super) question: Option<Question>,
    /// What can be done meanwhile.
    pub(super) while_waiting: Vec<Choice>,
}

/// A part of a page.
#[derive(Debug)]
pub(super) struct Section {
    /// By which it is known that it has become another.
    pub(super) fingerprint: String,
    /// Its lines, whatever they hold.
    pub(super) lines: Vec<String>,
    /// Whether it is not said again after a look elsewhere either.
    pub(super) print_once: bool,
}

impl Section {
    /// A part that is said again when any of its lines has changed.
    pub(super) fn new(lines: impl IntoIterator<Item = String>) -> Self {
        let lines: Vec<String> = lines.into_iter().collect();
        Self { fingerprint: lines.join("\n"), lines, print_once: false }
    }

    /// A part so long that it is not said again after a look elsewhere, unless it has become another.
    pub(super) fn print_once(lines: impl IntoIterator<Item = String>) -> Self {
        Self { print_once: true, ..Self::new(lines) }
    }

    /// The same of one line.
    pub(super) fn from_line(line: impl Into<String>) -> Self {
        Self::new([line.into()])
    }

    /// A part that is said again when its stamp has changed, whatever its lines are by then: they may count seconds.
    pub(super) fn with_fingerprint(stamp: impl Into<String>, lines: impl IntoIterator<Item = String>) -> Self {
        Self { fingerprint: stamp.into(), lines: lines.into_iter().collect(), print_once: false }
    }
}

impl Page {
    /// A page that asks.
    pub(super) fn with_question(parts: Vec<Section>, question: Question) -> Self {
        Self { sections: parts, question: Some(question), while_waiting: Vec::new() }
    }

    /// A page that only waits.
    pub(super) fn waiting(parts: Vec<Section>, meanwhile: Vec<Choice>) -> Self {
        Self { sections: parts, question: None, while_waiting: meanwhile }
    }
}
