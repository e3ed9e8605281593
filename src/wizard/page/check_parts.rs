//! The parts of the page of a DNS check: rows of records, and values below each other.

use crate::core::check::Difference;

/// Records with two facts each, below each other.
#[derive(Debug)]
pub struct RecordRows {
    /// The names of the facts; empty where the rows speak for themselves.
    pub header: [&'static str; 2],
    /// The rows.
    pub rows: Vec<RecordRow>,
}

/// A record with two facts.
#[derive(Debug)]
pub struct RecordRow {
    /// Its number among the domain's records, from 1.
    pub number: usize,
    /// What it is.
    pub label: String,
    /// The first fact, which a narrow screen leaves out.
    pub left: String,
    /// The second one.
    pub right: String,
    /// Whether keys act on it.
    pub is_chosen: bool,
}

/// The value that was found and the one to publish.
#[derive(Debug)]
pub struct Comparison {
    /// The value that was found.
    pub found: Option<String>,
    /// The value to publish.
    pub change_to: String,
    /// What the value to publish is called.
    pub label: &'static str,
    /// Where the two differ, if that can be marked.
    pub difference: Option<Difference>,
    /// Whether keys act on its record.
    pub is_chosen: bool,
}

/// A text with keys at its right.
#[derive(Debug)]
pub struct KeyLine {
    /// The text.
    pub text: String,
    /// A value behind the text, which is never cut: empty if there is none.
    pub value: String,
    /// The keys, each with what it does.
    pub keys: &'static [(&'static str, &'static str)],
}

impl KeyLine {
    /// A line without a value.
    pub(super) const fn new(text: String, keys: &'static [(&'static str, &'static str)]) -> Self {
        Self { text, value: String::new(), keys }
    }
}

impl RecordRow {
    /// The row in lines: "Ownership: now X, change to Y."
    pub fn spoken(&self, [left, right]: [&str; 2]) -> String {
        let Self { number, label, left: first, right: second, .. } = self;
        match (left, right) {
            ("" | "Type", _) => format!("{number}. {label}: {first} {second}"),
            _ => format!("{number}. {label}: {left} {first}, {right} {second}"),
        }
    }
}

impl Comparison {
    /// The values in lines, each on its own, and where they differ.
    pub fn spoken(&self) -> Vec<String> {
        let found = self.found.iter().map(|found| format!("Found: {found}"));
        let difference = self.difference.iter().map(Difference::message);
        let label = if self.label == "expected" { "Expected" } else { "Change to" };
        found.chain(difference).chain([format!("{label}: {}", self.change_to)]).collect()
    }
}
