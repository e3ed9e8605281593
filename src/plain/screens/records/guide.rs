//! The guide: the fields of one record in the order of the panel, one after the other.

use crate::core::dns_host::RecordPart;
use crate::core::guide::{GuideMark, InputMode, PanelEntry};
use crate::core::text::{escape_hidden, format_character_count};
use crate::plain::choices::ask_next;
use crate::plain::output::{Output, Section};
use crate::plain::question::{Choice, InputAction};
use crate::wizard::{CopyTarget, GuideStep, Intent, Model, RecordsScreen, SAVE_HINT};

pub(super) fn output(screen: &RecordsScreen, model: &Model) -> Output {
    let step = model.guide_step(&screen.domain);
    let index = step.as_ref().map_or(screen.domain.records.len(), |step| step.index);
    let mut parts = vec![heading(screen, model, index)];
    let omitted = model.omitted_message(&screen.domain).map(|line| format!("{line}."));
    match &step {
        Some(step) => {
            parts.push(Section::new(omitted));
            parts.extend(record_sections(step, screen, model));
        }
        None => parts.push(Section::new(omitted.into_iter().chain(completion_lines(screen, model)))),
    }
    let mut question = ask_next(model);
    if let Some(choice) = question.numbered.first().filter(|_| step.is_some()) {
        let enter = InputAction::from_intents([Intent::Copy(CopyTarget::GuideEntry)]);
        question.on_enter = Some((choice.label.clone(), enter));
    }
    // The target number behind it is the record.
    question.numbered.push(Choice::new("go to a record", []).with_alias("record"));
    "Add a number to record to go to that one, for example record 2.".clone_into(&mut question.hint);
    question.target_count = screen.domain.records.len();
    Output::with_question(parts, question)
}

/// The record, its fields, and what is on the clipboard.
fn record_sections(step: &GuideStep, screen: &RecordsScreen, model: &Model) -> Vec<Section> {
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let mark = prefs.guide.mark(step.record).map_or("", GuideMark::suffix);
    let (number, what) = (step.index.saturating_add(1), step.action.kind.message());
    let records = screen.domain.records.len();
    let line = format!("Record {number} of {records}: {}{mark}. {what}", step.record.label());
    let fields: Vec<String> = step.entries.iter().flat_map(field_lines).collect();
    let hints = step.hints().into_iter().map(str::to_owned);
    vec![
        Section::with_fingerprint(format!("{number} {what}"), [line].into_iter().chain(step.action.note.clone())),
        Section::with_fingerprint(format!("{number} {}", fields.join("\n")), fields),
        Section::with_fingerprint(
            format!("{number} {:?} {}", step.asked, step.instruction()),
            [step.instruction()].into_iter().chain(hints),
        ),
    ]
}

/// The DNS host, the zone and the panel.
fn heading(screen: &RecordsScreen, model: &Model, index: usize) -> Section {
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let zone = model.record_zone(&screen.domain, index);
    let host = prefs.provider_label().unwrap_or_else(|| "DNS provider unknown".to_owned());
    let panel = prefs.host().map(|host| format!("DNS page: {}", host.panel_url_for(zone.name())));
    let line = format!("Step by step. {host}, zone {}.", zone.name());
    Section::new([line].into_iter().chain(panel))
}

/// A field of the panel; a text to paste stands alone on a line.
fn field_lines(entry: &PanelEntry) -> Vec<String> {
    let label = &entry.label;
    let text = escape_hidden(&entry.text);
    match (entry.input_mode, entry.part) {
        (InputMode::Paste, _) => {
            vec![format!("{label}, {}:", format_character_count(entry.text.chars().count())), text.into_owned()]
        }
        (InputMode::Choose, _) => vec![format!("{label}: choose {text}")],
        (InputMode::LeaveEmpty, _) => vec![format!("{label}: leave it empty.")],
        (InputMode::Keep, RecordPart::Ttl) => vec![format!("{label}: leave it as it is, or {text}.")],
        (InputMode::Keep, _) => vec![format!("{label}: leave it as it is: {text}")],
    }
}

/// The summary after the last record.
fn completion_lines(screen: &RecordsScreen, model: &Model) -> Vec<String> {
    let counts = model.guide_counts(&screen.domain);
    let mut lines = vec![counts.message()];
    lines.extend((counts.entered > 0).then(|| SAVE_HINT.to_owned()));
    lines.push(model.after_guide_message(&screen.domain).to_owned());
    lines
}
