//! The Records step: every record in full, and the actions on them.

mod dns;
mod export;
mod guide;

use crate::core::record::{DnsRecord, Priority};
use crate::core::text::{escape_hidden, format_character_count};
use crate::core::zone::ZoneSource;
use crate::plain::choices::ask_next;
use crate::plain::output::{Output, Section};
use crate::plain::question::Choice;
use crate::wizard::keymap::next_binding;
use crate::wizard::{Model, Pane, RecordPrefs, RecordsScreen, Screen, step_message};

pub(super) fn output(screen: &RecordsScreen, model: &Model) -> Output {
    match &screen.pane {
        Pane::Table => table(screen, model),
        Pane::Guide => guide::output(screen, model),
        Pane::Export(pane) => export::output(pane, model),
        // These have a page.
        Pane::Zones { .. }
        | Pane::Hosts { .. }
        | Pane::Publish { .. }
        | Pane::Panel(_)
        | Pane::Inbound { .. }
        | Pane::Dns { .. }
        | Pane::Finish { .. }
        | Pane::VerifyWarning
        | Pane::Verify { .. } => Output::default(),
    }
}

fn table(screen: &RecordsScreen, model: &Model) -> Output {
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let records = &screen.domain.records;
    let mut sections = vec![
        Section::from_line(step_message(model)),
        domain_section(screen, model),
        Section::new(status_lines(screen, model)),
        Section::new(zone_line(screen, prefs)),
    ];
    sections.push(Section::new(dns::dns_summary(screen, model)));
    let describe = |(index, record): (usize, &DnsRecord)| record_lines(record, index, screen, prefs);
    let end = (!records.is_empty()).then(String::new);
    sections.push(Section::print_once(records.iter().enumerate().flat_map(describe).chain(end)));
    let mut question = ask_next(model);
    if let Some(record) = screen.selected() {
        let (index, title) = (screen.cursor.saturating_add(1), record.label());
        question.hint =
            format!("Applies to record {index}, {title}. Add a number for another record, for example c 2.");
        question.numbered.push(Choice { details: Some(record_details), ..Choice::new("show the record", []) });
    }
    question.target_count = records.len();
    Output::with_question(sections, question)
}

/// One of the records.
fn record_details(model: &Model, index: usize) -> Vec<String> {
    let Screen::Records(screen) = &model.screen else { return Vec::new() };
    let record = screen.domain.records.get(index);
    record
        .map(|record| record_lines(record, index, screen, model.domain_states.record_prefs(&screen.domain)))
        .unwrap_or_default()
}

/// The domain and its status.
fn domain_section(screen: &RecordsScreen, model: &Model) -> Section {
    let domain = &screen.domain;
    let letters = domain.unicode_name().map(|letters| format!(" ({letters})")).unwrap_or_default();
    let mut line = format!("{}{letters}: {}", domain.name.sanitized(), domain.status.label());
    if let Some(region) = &domain.region {
        line = format!("{line}, in {}", region.sanitized());
    }
    if domain.verification_in_progress {
        line.push_str(", AutoSend is checking");
    }
    let stamp = format!("{line} {}", screen.age.is_some());
    if let Some(age) = screen.age {
        line = format!("{line}, as of {}", age.label(model.clock));
    }
    Section::with_fingerprint(stamp, [format!("{line}.")])
}

/// The next action, and the results of AutoSend's own checks.
fn status_lines(screen: &RecordsScreen, model: &Model) -> Vec<String> {
    let domain = &screen.domain;
    let sentence = model.domain_states.next_action(domain).sentence();
    let answer = next_binding(model).map(|next| format!(" ({}: {})", next.key_label(), next.case.long_label));
    if domain.records.is_empty() && screen.refreshing.is_pending() {
        return vec!["Loading records...".to_owned()];
    }
    let mut lines = vec![format!("Next: {sentence}{}.", answer.unwrap_or_default())];
    let found = model.domain_states.check_history(domain).summary_line(domain.status.can_send());
    if !found.is_empty() && !domain.is_unchecked() {
        lines.push(format!("AutoSend checks: {found}."));
    }
    lines
}

/// The zone, the DNS host and the name form.
fn zone_line(screen: &RecordsScreen, prefs: &RecordPrefs) -> Option<String> {
    let zone = prefs.zone(&screen.domain);
    if screen.domain.records.is_empty() {
        return None;
    }
    let guess = if zone.source() == ZoneSource::Guessed { " (guessed)" } else { "" };
    let host = prefs.host().map_or("unknown", |host| host.name);
    Some(format!("Zone: {}{guess}. DNS provider: {host}. n copies {}.", zone.name(), prefs.name_form().label()))
}

/// One record in full. Its value stands alone on an unbroken line, so that it can be selected there.
fn record_lines(record: &DnsRecord, index: usize, screen: &RecordsScreen, prefs: &RecordPrefs) -> Vec<String> {
    let number = index.saturating_add(1);
    let kind = record.record_type.sanitized();
    let mut lines = vec![
        String::new(),
        format!("Record {number} of {}: {}, type {kind}.", screen.domain.records.len(), record.label()),
        record.purpose().description().to_owned(),
    ];
    if let Some(host) = prefs.zone(&screen.domain).relative_name(record.name.raw()) {
        lines.push(format!("Name: {}", escape_hidden(&host)));
    }
    lines.push(format!("Full name: {}", escape_hidden(record.name.raw())));
    if let Some(priority) = &record.priority {
        lines.push(format!("Priority: {}", Priority::sanitized(priority)));
    }
    let size = record.key_size().map(|size| format!(", {}", size.label())).unwrap_or_default();
    let value = record.published_value();
    lines.push(format!("Value, {}{size}:", format_character_count(value.chars().count())));
    lines.push(escape_hidden(&value).into_owned());
    if record.has_added_p_tag() {
        lines.push("The p= prefix was added.".to_owned());
    }
    lines.extend(record.long_txt_note());
    lines.extend(record.hidden_character_warnings());
    lines.extend(record.note_line());
    lines
}
