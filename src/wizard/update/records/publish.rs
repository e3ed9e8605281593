//! Publishes records in the sandbox's own DNS, either correctly or with a deliberate mistake to learn from.

use crate::core::publishing::{MISTAKES, Mistake, PublishMode, RecordSelector};
use crate::core::record::DnsRecord;
use crate::core::record_ref::RecordRef;
use crate::core::zone::Zone;
use crate::wizard::command::Request;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::picker::{Picker, PickerRow, matching_rows};
use crate::wizard::screen::{Pane, RecordsScreen};
use crate::wizard::session::RequestState;
use crate::wizard::update::context::Context;
use crate::wizard::update::picker;

/// Opens the pane. Its default is to publish all records correctly.
pub(super) fn open(screen: &mut RecordsScreen) {
    screen.pane = Pane::Publish { picker: Picker::default(), all_records: true, publishing: RequestState::Idle };
}

/// Returns the modes in which the selected records can be published.
#[must_use]
pub fn publish_rows(screen: &RecordsScreen, all: bool) -> Vec<PickerRow<PublishMode>> {
    let below = Zone::guess(screen.domain.name.raw()).name() != screen.domain.name.raw();
    let fits = |mistake: &Mistake, record: &DnsRecord| mistake.applies_to(record.purpose(), below);
    let selected: Vec<&DnsRecord> =
        if all { screen.domain.records.iter().collect() } else { screen.selected().into_iter().collect() };
    let mistakes = MISTAKES.into_iter().map(|(mistake, ..)| mistake);
    let mistakes =
        mistakes.filter(|mistake| selected.iter().any(|record| fits(mistake, record))).map(PublishMode::WithMistake);
    let row = |mode: PublishMode| PickerRow {
        note: note(mode),
        search: mode.code().to_owned(),
        ..PickerRow::new(mode, mode.label())
    };
    PublishMode::WITHOUT_MISTAKE.into_iter().map(|(mode, ..)| mode).chain(mistakes).map(row).collect()
}

/// What the description adds to the label: nothing if it only says the same again.
fn note(mode: PublishMode) -> String {
    let (label, description) = (mode.label().to_lowercase(), mode.description());
    if description.to_lowercase().ends_with(&label) { String::new() } else { description.to_owned() }
}

pub(super) fn update(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let Pane::Publish { picker, all_records, publishing } = &screen.pane else { return };
    let (mut picker, all_records, publishing) = (picker.clone(), *all_records, *publishing);
    let rows = publish_rows(screen, all_records);
    let selected = matching_rows(rows.clone(), picker.filter.text()).get(picker.cursor).map(|row| row.value);
    let page = usize::from(context.model.viewport.rows.saturating_sub(12));
    if picker::update(&mut picker, intent, page, |filter| matching_rows(rows.clone(), filter).len()) {
        screen.pane = Pane::Publish { picker, all_records, publishing };
        return;
    }
    match intent {
        Intent::TogglePublishScope => {
            let all_records = !all_records;
            let rows = matching_rows(publish_rows(screen, all_records), picker.filter.text());
            picker.cursor = rows.iter().position(|row| Some(row.value) == selected).unwrap_or_default();
            screen.pane = Pane::Publish { picker, all_records, publishing };
        }
        Intent::Submit if !publishing.is_pending() => {
            let Some(mode) = selected else { return };
            let record = RecordRef::all(&screen.domain.records).into_iter().nth(screen.cursor);
            let scope = record.filter(|_| !all_records).map_or(RecordSelector::All, RecordSelector::One);
            let id = context.request(Request::PublishRecords { domain: screen.domain.id.clone(), scope, mode });
            screen.pane = Pane::Publish { picker, all_records, publishing: RequestState::Pending(id) };
        }
        Intent::GoBack => screen.pane = Pane::Table,
        _ => {}
    }
}

/// Handles the result of publishing.
pub(super) fn apply_reply(screen: &mut RecordsScreen, result: Result<usize, String>, context: &mut Context) {
    match result {
        Ok(records) => {
            let records = if records == 1 { "1 record".to_owned() } else { format!("{records} records") };
            super::background::open_dns(screen, context);
            context
                .show_checking_notice(NoticeLevel::Success, format!("{records} published to the sandbox; checking…"));
        }
        Err(message) => {
            screen.pane = Pane::Table;
            context.show_notice(NoticeLevel::Error, format!("Nothing was published: {message}"));
        }
    }
}
