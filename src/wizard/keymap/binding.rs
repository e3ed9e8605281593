//! The parts of the keymap: scopes with rows of keys, and the cases of a key.

use crossterm::event::KeyEvent;

use super::key::Key;
use crate::wizard::message::Intent;
use crate::wizard::model::Model;
use crate::wizard::motion::Motion;
use crate::wizard::screen::{PaneKind, Step};

/// The part of the screen in which a binding is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Overlays: help and details.
    Overlay,
    /// One step, without an open pane.
    Step(Step),
    /// A pane of the Records step.
    Pane(PaneKind),
    /// Every step, if no overlay is open.
    Global,
    /// Every step and every overlay.
    Always,
}

impl Scope {
    /// Returns the heading in the help and in the documents.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Overlay => "Help and details",
            Self::Step(Step::ApiKey) => "Key",
            Self::Step(Step::Domain) => "Domain",
            Self::Step(Step::Region) => "Region",
            Self::Step(Step::Review) => "Review",
            Self::Step(Step::Adding) => "Adding",
            Self::Step(Step::Records) => "Records",
            Self::Step(Step::Domains) => "Domains",
            Self::Step(Step::Removal) => "Removing a domain",
            Self::Step(Step::Conflict) => "Already added",
            Self::Step(Step::Failure) => "Error",
            Self::Step(Step::Closed) => "Closed",
            Self::Pane(PaneKind::Verify) => "Verifying",
            Self::Pane(PaneKind::VerifyWarning) => "Verifying too early",
            Self::Pane(PaneKind::Finish) => "Next steps",
            Self::Pane(PaneKind::Dns) => "DNS check",
            Self::Pane(PaneKind::Panel) => "DNS provider's page",
            Self::Pane(PaneKind::Publish) => "Publishing in the sandbox",
            Self::Pane(PaneKind::Inbound) => "Inbound mail",
            Self::Pane(PaneKind::Zones) => "DNS zone",
            Self::Pane(PaneKind::Hosts) => "DNS provider",
            Self::Pane(PaneKind::Guide) => "Step by step",
            Self::Pane(PaneKind::Export) => "Export",
            Self::Pane(PaneKind::ExportPath) => "Export path",
            Self::Pane(PaneKind::ConfirmOverwrite) => "Overwriting a file",
            Self::Global => "Everywhere",
            Self::Always => "Always",
        }
    }
}

/// The keys of a scope.
#[derive(Debug)]
pub struct Section {
    /// Where the keys are active.
    pub scope: Scope,
    /// The rows, in the order of the footer and the help.
    pub rows: &'static [Row],
}

/// One key, or several with the same meaning, and its cases in order: the first that is enabled applies, so that a case
/// need not exclude the earlier ones. The footer shows the first key.
pub type Row = (&'static [Key], &'static [Case]);

/// The meaning of a key under a condition.
#[derive(Debug)]
pub struct Case {
    /// Whether the case applies now.
    pub is_enabled: fn(&Model) -> bool,
    /// The intent that the key triggers.
    pub intent: Intent,
    /// The label in the footer, one or two words.
    pub label: &'static str,
    /// The label where more space is available, and the answer's text in plain mode.
    pub long_label: &'static str,
    /// The label of an entry in the footer that this key shares with the key of the opposite direction, if it is not made
    /// of both labels.
    pub pair_label: Option<&'static str>,
    /// The priority in a narrow footer; the lowest rank is dropped last.
    pub footer_rank: u8,
    /// Whether the key confirms what the screen says: it sends or overwrites something. Then it counts only if the
    /// screen was drawn with this case before: see [`DrawnScreen`](crate::wizard::DrawnScreen).
    pub confirms: bool,
}

pub(super) const fn case(is_enabled: fn(&Model) -> bool, intent: Intent, label: &'static str, rank: u8) -> Case {
    Case { is_enabled, intent, label, long_label: label, pair_label: None, footer_rank: rank, confirms: false }
}

impl Case {
    /// Sets the label that is used where more space is available.
    pub(super) const fn long(mut self, label: &'static str) -> Self {
        self.long_label = label;
        self
    }

    /// Sets the label of an entry that the key shares with the key of the opposite direction.
    pub(super) const fn paired(mut self, label: &'static str) -> Self {
        self.pair_label = Some(label);
        self
    }

    /// Marks a case that confirms what the screen says.
    pub(super) const fn confirms(mut self) -> Self {
        self.confirms = true;
        self
    }
}

/// Keys that are active now, and their meaning.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Where the keys are active.
    pub scope: Scope,
    /// The keys; the footer shows the first.
    pub keys: Vec<Key>,
    /// The case that applies.
    pub case: &'static Case,
}

impl Binding {
    /// Whether one of the keys is this one.
    pub fn has_key(&self, event: &KeyEvent) -> bool {
        self.keys.iter().any(|key| key.matches(event))
    }

    /// Returns the intent that a key press triggers. A digit selects the row with its number.
    pub fn intent_of(&self, event: &KeyEvent) -> Intent {
        let digit = self.keys.iter().find(|key| key.matches(event)).and_then(Key::digit_index);
        match (&self.case.intent, digit) {
            (Intent::Move(Motion::To(_)), Some(index)) => Intent::Move(Motion::To(index)),
            (intent, _) => intent.clone(),
        }
    }

    /// Returns the label of the key that the footer shows.
    pub fn key_label(&self) -> String {
        self.keys.first().map(Key::label).unwrap_or_default()
    }

    /// Returns the labels of all keys.
    pub fn keys_label(&self) -> String {
        join_labels(&self.keys)
    }
}

/// Returns the labels of the keys, separated by commas; digits as a range.
pub(super) fn join_labels(keys: &[Key]) -> String {
    if let ([first, .., last], true) = (keys, keys.iter().all(|key| key.digit_index().is_some())) {
        return format!("{}–{}", first.label(), last.label());
    }
    let labels: Vec<String> = keys.iter().map(Key::label).collect();
    labels.join(", ")
}
