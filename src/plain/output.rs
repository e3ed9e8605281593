//! What a screen says in lines: sections, each said again only if it has changed, and a question.

use super::question::{Choice, Question};
use crate::wizard::page::{Audience, Content, Icon, Lead, Part, Text};

/// What a screen says in lines.
#[derive(Debug, Default)]
pub(super) struct Output {
    /// In the order in which they are said.
    pub(super) sections: Vec<Section>,
    /// What is asked; nothing while something is under way.
    pub(super) question: Option<Question>,
    /// What can be answered meanwhile.
    pub(super) while_waiting: Vec<Choice>,
}

/// A part of it.
#[derive(Debug)]
pub(super) struct Section {
    /// Changes if and only if the section must be said again.
    pub(super) fingerprint: String,
    /// Its lines.
    pub(super) lines: Vec<String>,
    /// Whether it stays said while other screens are shown.
    pub(super) print_once: bool,
}

impl Section {
    /// A section that is said again if any of its lines changes.
    pub(super) fn new(lines: impl IntoIterator<Item = String>) -> Self {
        let lines: Vec<String> = lines.into_iter().collect();
        Self { fingerprint: lines.join("\n"), lines, print_once: false }
    }

    /// A section so long that it is not said again on the way back from another screen, unless it has changed.
    pub(super) fn print_once(lines: impl IntoIterator<Item = String>) -> Self {
        Self { print_once: true, ..Self::new(lines) }
    }

    /// A section of one line.
    pub(super) fn from_line(line: impl Into<String>) -> Self {
        Self::new([line.into()])
    }

    /// A section that is said again if its fingerprint changes, whatever its lines are: they may count seconds.
    pub(super) fn with_fingerprint(fingerprint: impl Into<String>, lines: impl IntoIterator<Item = String>) -> Self {
        Self { fingerprint: fingerprint.into(), lines: lines.into_iter().collect(), print_once: false }
    }

    /// What the parts say, a section each.
    pub(super) fn read_parts(parts: &[Part]) -> Vec<Self> {
        let mut sections: Vec<Self> = Vec::new();
        // What is wrong with a field is said last, right before it is asked for.
        let mut field_note = None;
        for part in parts.iter().filter(|part| part.audience.includes(Audience::LINES)) {
            match &part.content {
                Content::Heading(text) => {
                    let line = spoken(text);
                    let end = if line.ends_with(['.', '?', ':']) { "" } else { "." };
                    sections.push(Self::from_line(format!("{line}{end}")));
                }
                Content::Title(text, notes) => {
                    let line = spoken(text);
                    let end = if line.ends_with(['.', '?', ':']) { "" } else { "." };
                    let note = notes.join(", ");
                    let lines =
                        [format!("{line}{end}")].into_iter().chain((!note.is_empty()).then(|| capitalised(&note)));
                    sections.push(Self::new(lines));
                }
                Content::Signs(signs) => {
                    let words: Vec<String> = signs.iter().map(|(icon, text)| spoken_sign(*icon, text)).collect();
                    sections.push(Self::from_line(format!("{}.", words.join(", "))));
                }
                Content::Rows(rows) => {
                    sections.push(Self::new(rows.rows.iter().map(|row| row.spoken(rows.header))));
                }
                Content::Comparison(comparison) => sections.push(Self::new(comparison.spoken())),
                Content::Explanation(text) => {
                    let heading = sections.pop().map(|section| section.fingerprint).unwrap_or_default();
                    sections.push(Self::from_line(format!("{heading} {}", spoken(text))));
                }
                Content::Text(text) => {
                    let line = spoken(text);
                    sections.push(Self::with_fingerprint(text.fingerprint.as_ref().unwrap_or(&line).clone(), [line]));
                }
                Content::Verbatim(verbatim) => sections.push(Self::new(verbatim.text.lines().map(str::to_owned))),
                Content::States(rows) => {
                    sections.push(Self::new(rows.iter().map(|row| format!("{}: {}.", row.name, row.spoken))));
                }
                Content::Field(field) if field.is_focused => {
                    let hint = (!field.hint.is_empty()).then(|| field.hint.to_owned());
                    field_note = field.error.clone().or(hint);
                }
                Content::Field(_) | Content::Options(_) | Content::Gap | Content::KeyLine(_) => {}
            }
        }
        sections.extend(field_note.map(Self::from_line));
        sections
    }
}

impl Output {
    /// What is said before a question.
    pub(super) fn with_question(sections: Vec<Section>, question: Question) -> Self {
        Self { sections, question: Some(question), while_waiting: Vec::new() }
    }

    /// What is said while something is under way.
    pub(super) fn waiting(sections: Vec<Section>, while_waiting: Vec<Choice>) -> Self {
        Self { sections, question: None, while_waiting }
    }
}

/// The note as a sentence.
fn capitalised(note: &str) -> String {
    let mut letters = note.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

/// The word with what its icon says.
fn spoken_sign(icon: Icon, text: &str) -> String {
    if icon == Icon::Success { format!("{text} passed") } else { text.to_owned() }
}

/// The words of a text in lines.
fn spoken(text: &Text) -> String {
    match (&text.spoken, text.lead) {
        (Some(spoken), _) => spoken.clone(),
        (None, Lead::Spinner { .. }) => format!("{}...", text.text),
        (None, Lead::Name(name, _) | Lead::RoomyName(name, _)) if !name.is_empty() => format!("{name}: {}", text.text),
        (None, _) => text.text.clone(),
    }
}
