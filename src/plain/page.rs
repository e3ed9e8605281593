//! What a screen has to say: parts, each said again only when it has become another, and a question.

use super::question::{Offer, Question};

/// What a screen has to say.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// In the order in which it is said.
    pub(super) parts: Vec<Part>,
    /// What is asked; nothing while something is waited for.
    pub(super) question: Option<Question>,
    /// What can be done meanwhile.
    pub(super) meanwhile: Vec<Offer>,
}

/// A part of a page.
#[derive(Debug)]
pub(super) struct Part {
    /// By which it is known that it has become another.
    pub(super) stamp: String,
    /// Its lines, whatever they hold.
    pub(super) lines: Vec<String>,
    /// Whether it is not said again after a look elsewhere either.
    pub(super) is_long: bool,
}

impl Part {
    /// A part that is said again when any of its lines has changed.
    pub(super) fn new(lines: impl IntoIterator<Item = String>) -> Self {
        let lines: Vec<String> = lines.into_iter().collect();
        Self { stamp: lines.join("\n"), lines, is_long: false }
    }

    /// A part so long that it is not said again after a look elsewhere, unless it has become another.
    pub(super) fn long(lines: impl IntoIterator<Item = String>) -> Self {
        Self { is_long: true, ..Self::new(lines) }
    }

    /// The same of one line.
    pub(super) fn line(line: impl Into<String>) -> Self {
        Self::new([line.into()])
    }

    /// A part that is said again when its stamp has changed, whatever its lines are by then: they may count seconds.
    pub(super) fn stamped(stamp: impl Into<String>, lines: impl IntoIterator<Item = String>) -> Self {
        Self { stamp: stamp.into(), lines: lines.into_iter().collect(), is_long: false }
    }
}

impl Page {
    /// A page that asks.
    pub(super) fn asking(parts: Vec<Part>, question: Question) -> Self {
        Self { parts, question: Some(question), meanwhile: Vec::new() }
    }

    /// A page that only waits.
    pub(super) fn waiting(parts: Vec<Part>, meanwhile: Vec<Offer>) -> Self {
        Self { parts, question: None, meanwhile }
    }
}
