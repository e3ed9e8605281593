//! Guided copy: the fields of one record as the panel asks for them, one after the other.

use super::character_count;
use crate::core::guide::{InputMode, PanelEntry};
use crate::core::text::escape_hidden;
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::output::{Output, Section};
use crate::plain::question::{Choice, Question};
use crate::wizard::{GuideMark, Model, RecordsScreen};

pub(super) fn output(screen: &RecordsScreen, model: &Model) -> Output {
    let desk = model.record_prefs(&screen.domain);
    let records = &screen.domain.records;
    let at = desk.guide.record_index(records.len());
    let mut parts = vec![heading(screen, model, at)];
    let left_out = model.omitted_message(&screen.domain).map(|words| format!("{words}."));
    if let Some(record) = records.get(at) {
        let mark = match desk.guide.mark(record) {
            Some(GuideMark::Entered) => ", gone through before",
            Some(GuideMark::Skipped) => ", skipped before",
            None => "",
        };
        let number = at.saturating_add(1);
        let work = model.record_action(&screen.domain, at);
        let what = work.kind.message();
        let words = format!("Record {number} of {}: {}{mark}. {what}", records.len(), record.label());
        parts.push(Section::new(left_out));
        parts.push(Section::with_fingerprint(format!("{at} {what}"), [words].into_iter().chain(work.note)));
        let entries = model.panel_entries(&screen.domain, at);
        let place = desk.guide.entry_index(entries.len());
        let lines = entries.get(place).map(field_lines).unwrap_or_default();
        parts.push(Section::with_fingerprint(format!("{at} {place} {}", lines.join("\n")), lines));
    } else {
        parts.push(Section::new(left_out.into_iter().chain(completion_lines(screen, model))));
    }
    let mut numbered = list_choices(model);
    // A number behind it is what makes it go to another record.
    numbered.push(Choice::new("go to a record", []).with_alias("record"));
    let mut question = Question::new("What next?", numbered);
    "A number behind record goes to that one, as in record 2.".clone_into(&mut question.hint);
    question.target_count = records.len();
    question.back = back_choice(model);
    Output::with_question(parts, question)
}

/// Where one is: the panel and the zone.
fn heading(screen: &RecordsScreen, model: &Model, at: usize) -> Section {
    let desk = model.record_prefs(&screen.domain);
    let zone = model.record_zone(&screen.domain, at);
    let host = desk.host().map_or("DNS host not set", |host| host.name);
    let panel = desk.host().map(|host| format!("Panel: {}", host.panel_url_for(zone.name())));
    let words = format!("Guided copy. {host}, zone {}.", zone.name());
    Section::new([words].into_iter().chain(panel))
}

/// A field of the panel, and what goes into it, alone on its line.
fn field_lines(entry: &PanelEntry) -> Vec<String> {
    let label = &entry.label;
    let mut lines = match entry.input_mode {
        InputMode::Paste => {
            vec![format!("{label}, {}:", character_count(&entry.text)), escape_hidden(&entry.text).into_owned()]
        }
        InputMode::Choose => vec![format!("{label}: choose {}", entry.text)],
        InputMode::LeaveEmpty => vec![format!("{label}: leave it empty.")],
    };
    lines.extend(entry.hint.clone());
    lines
}

/// Behind the last record.
fn completion_lines(screen: &RecordsScreen, model: &Model) -> Vec<String> {
    let all = screen.domain.records.len();
    let (entered, skipped, left) = model.guide_counts(&screen.domain);
    let rest = [(skipped, "skipped"), (left, "still to do")].into_iter().filter(|(count, _)| *count > 0);
    let words = rest.fold(format!("You went through {entered} of {all} records"), |text, (count, what)| {
        format!("{text}, {count} {what}")
    });
    let save = "Save them in the panel; it can take some minutes until they are seen everywhere.";
    let mut lines = vec![format!("{words}.")];
    lines.extend((entered > 0).then(|| save.to_owned()));
    lines.push(format!("Back at the records, {}", model.after_guide_message(&screen.domain)));
    lines
}
