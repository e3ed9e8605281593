//! What the guide says of the current record: its fields, what is on the clipboard, and what Enter does.

use super::guide_progress::{FieldState, next_actionable};
use super::model::SharedState;
use crate::core::copy::CopyOutcome;
use crate::core::dns_host::RecordPart;
use crate::core::domain::SendingDomain;
use crate::core::guide::{ActionKind, InputMode, PanelEntry, RecordAction};
use crate::core::record::DnsRecord;
use crate::core::text::format_character_count;

/// The current record of the guide.
#[derive(Clone, Debug)]
pub struct GuideStep<'d> {
    /// The record.
    pub record: &'d DnsRecord,
    /// Its index.
    pub index: usize,
    /// What the user must do for it.
    pub action: RecordAction,
    /// The fields of the panel.
    pub entries: Vec<PanelEntry>,
    /// The index of the field that was asked for last, and what became of it.
    pub asked: Option<(usize, FieldState)>,
    /// What Enter does.
    pub next: GuideNext,
}

/// What Enter does in the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuideNext {
    /// Copies the field of this index.
    Field(usize),
    /// Goes on to the record with this label.
    Record(String),
    /// Ends the guide.
    End,
}

impl SharedState {
    /// Returns the current record of the guide; `None` after the last one.
    pub fn guide_step<'d>(&self, domain: &'d SendingDomain) -> Option<GuideStep<'d>> {
        let guide = &self.domain_states.record_prefs(domain).guide;
        let index = guide.record_index(domain.records.len());
        let record = domain.records.get(index)?;
        let entries = self.panel_entries(domain, index);
        let following = next_actionable(&self.records_needing_action(domain), index.saturating_add(1));
        let next = match (guide.next_field(&entries), domain.records.get(following)) {
            (Some(field), _) => GuideNext::Field(field),
            (None, Some(record)) => GuideNext::Record(record.label()),
            (None, None) => GuideNext::End,
        };
        let asked = guide.asked(&entries).map(|(field, state)| (field, state.clone()));
        Some(GuideStep { record, index, action: self.record_action(domain, index), entries, asked, next })
    }
}

impl GuideStep<'_> {
    /// Returns the field that was asked for last; before the first, the one that is copied next.
    pub fn field(&self) -> Option<usize> {
        match (&self.asked, &self.next) {
            (Some((index, _)), _) | (None, GuideNext::Field(index)) => Some(*index),
            (None, GuideNext::Record(_) | GuideNext::End) => None,
        }
    }

    /// Says where to enter the record.
    pub fn heading(&self, provider: &str) -> String {
        let kind = self.action.kind;
        if kind.is_noop() { kind.label().to_owned() } else { format!("At {provider}: {}", kind.instruction()) }
    }

    /// Says what is on the clipboard, and what to press next.
    pub fn instruction(&self) -> String {
        let then = match &self.next {
            GuideNext::Field(index) => format!("press Enter to copy {}", self.label(*index)),
            GuideNext::Record(label) => format!("press Enter for the next record: {label}"),
            GuideNext::End => "press Enter to finish".to_owned(),
        };
        let Some((index, state)) = &self.asked else {
            return match self.action.kind {
                ActionKind::Delete => format!("Delete it at your DNS provider, then {then}."),
                _ => format!("{}.", then.replacen('p', "P", 1)),
            };
        };
        let label = self.label(*index);
        let name = match self.entries.get(*index) {
            Some(entry) if entry.part == RecordPart::Value => {
                format!("{label} ({})", format_character_count(entry.text.chars().count()))
            }
            _ => label.to_owned(),
        };
        let save = if matches!(self.next, GuideNext::Field(_)) { "" } else { " and save the record" };
        match state {
            FieldState::Copying(_) => format!("Copying {label}…"),
            FieldState::Copied(CopyOutcome::System) => {
                format!("{name} is on your clipboard. Paste it{save}, then {then}.")
            }
            FieldState::Copied(CopyOutcome::TmuxBuffer { forwarded: false }) => {
                format!("{name} is in tmux's buffer. Paste it with prefix ]{save}, then {then}.")
            }
            FieldState::Copied(CopyOutcome::TmuxBuffer { forwarded: true } | CopyOutcome::Terminal) => {
                format!("{name} was sent to your terminal. Paste it{save}, then {then}. Not there? Press r.")
            }
            FieldState::Copied(CopyOutcome::Command) => {
                format!("{name} was sent to your copy command. Paste it{save}, then {then}. Not there? Press r.")
            }
            FieldState::Shown => format!("You were shown {name}. Enter it{save}, then {then}."),
            FieldState::Failed => format!("{name} wasn't copied. Press r to show it. Enter it{save}, then {then}."),
            FieldState::Replaced => {
                format!("Something else is on your clipboard now. Press ← to copy {label} again, or {then}.")
            }
        }
    }

    /// Returns what to know of the fields: at first also of those that are not copied.
    pub fn hints(&self) -> Vec<&str> {
        let field = self.field();
        let is_first = field.is_none_or(|field| {
            self.entries
                .iter()
                .position(|entry| entry.input_mode == InputMode::Paste)
                .is_none_or(|first| first == field)
        });
        let is_shown = |(index, entry): &(usize, &PanelEntry)| {
            field == Some(*index) || is_first && matches!(entry.input_mode, InputMode::Choose | InputMode::LeaveEmpty)
        };
        self.entries.iter().enumerate().filter(is_shown).filter_map(|(_, entry)| entry.hint.as_deref()).collect()
    }

    fn label(&self, index: usize) -> &str {
        self.entries.get(index).map(|entry| entry.label.as_str()).unwrap_or_default()
    }
}
