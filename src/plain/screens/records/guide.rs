//! Guided copy: the fields of one record in the order of the panel, one after the other.

use crate::core::guide::{InputMode, PanelEntry};
use crate::core::text::{escape_hidden, format_character_count};
use crate::plain::choices::ask_next;
use crate::plain::output::{Output, Section};
use crate::plain::question::Choice;
use crate::wizard::{GuideMark, Model, RecordsScreen, SAVE_HINT};

pub(super) fn output(screen: &RecordsScreen, model: &Model) -> Output {
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let records = &screen.domain.records;
    let index = prefs.guide.record_index(records.len());
    let mut parts = vec![heading(screen, model, index)];
    let omitted = model.omitted_message(&screen.domain).map(|line| format!("{line}."));
    if let Some(record) = records.get(index) {
        let mark = prefs.guide.mark(record).map_or("", GuideMark::suffix);
        let number = index.saturating_add(1);
        let action = model.record_action(&screen.domain, index);
        let what = action.kind.message();
        let line = format!("Record {number} of {}: {}{mark}. {what}", records.len(), record.label());
        parts.push(Section::new(omitted));
        parts.push(Section::with_fingerprint(format!("{index} {what}"), [line].into_iter().chain(action.note)));
        let entries = model.panel_entries(&screen.domain, index);
        let entry_index = prefs.guide.entry_index(entries.len());
        let lines = entries.get(entry_index).map(field_lines).unwrap_or_default();
        parts.push(Section::with_fingerprint(format!("{index} {entry_index} {}", lines.join("\n")), lines));
    } else {
        parts.push(Section::new(omitted.into_iter().chain(completion_lines(screen, model))));
    }
    let mut question = ask_next(model);
    // The target number behind it is the record.
    question.numbered.push(Choice::new("go to a record", []).with_alias("record"));
    "Add a number to record to go to that one, for example record 2.".clone_into(&mut question.hint);
    question.target_count = records.len();
    Output::with_question(parts, question)
}

/// The DNS host, the zone and the panel.
fn heading(screen: &RecordsScreen, model: &Model, index: usize) -> Section {
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let zone = model.record_zone(&screen.domain, index);
    let host = prefs.host().map_or("DNS provider unknown", |host| host.name);
    let panel = prefs.host().map(|host| format!("DNS page: {}", host.panel_url_for(zone.name())));
    let line = format!("Step by step. {host}, zone {}.", zone.name());
    Section::new([line].into_iter().chain(panel))
}

/// A field of the panel; its text stands alone on a line.
fn field_lines(entry: &PanelEntry) -> Vec<String> {
    let label = &entry.label;
    let mut lines = match entry.input_mode {
        InputMode::Paste => {
            vec![
                format!("{label}, {}:", format_character_count(entry.text.chars().count())),
                escape_hidden(&entry.text).into_owned(),
            ]
        }
        InputMode::Choose => vec![format!("{label}: choose {}", entry.text)],
        InputMode::LeaveEmpty => vec![format!("{label}: leave it empty.")],
    };
    lines.extend(entry.hint.clone());
    lines
}

/// The summary after the last record.
fn completion_lines(screen: &RecordsScreen, model: &Model) -> Vec<String> {
    let counts = model.guide_counts(&screen.domain);
    let mut lines = vec![counts.message()];
    lines.extend((counts.entered > 0).then(|| SAVE_HINT.to_owned()));
    lines.push(format!("Go back to the records, then {}", model.after_guide_message(&screen.domain)));
    lines
}
