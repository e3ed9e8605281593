//! Publishes records in the sandbox's own DNS, either correctly or with a deliberate mistake to learn from.

use crate::core::publishing::{Mistake, PublishMode, RecordSelector};
use crate::core::record::DnsRecord;
use crate::core::record_ref::RecordRef;
use crate::core::zone::Zone;
use crate::wizard::command::Request;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{Pane, RecordsScreen};
use crate::wizard::session::RequestState;
use crate::wizard::update::context::Context;

/// Opens the pane. Its default is to publish all records correctly.
pub(super) fn open(screen: &mut RecordsScreen) {
    screen.pane = Pane::Publish { cursor: 0, all_records: true, publishing: RequestState::Idle };
}

/// Returns the modes in which the selected records can be published.
pub fn publish_modes(screen: &RecordsScreen, all: bool) -> Vec<PublishMode> {
    let below = Zone::guess(screen.domain.name.raw()).name() != screen.domain.name.raw();
    let fits = |mistake: &Mistake, record: &DnsRecord| mistake.applies_to(record.purpose(), below);
    let selected: Vec<&DnsRecord> =
        if all { screen.domain.records.iter().collect() } else { screen.selected().into_iter().collect() };
    let mistakes = crate::core::publishing::MISTAKES.into_iter().map(|(mistake, ..)| mistake);
    let mistakes =
        mistakes.filter(|mistake| selected.iter().any(|record| fits(mistake, record))).map(PublishMode::WithMistake);
    PublishMode::WITHOUT_MISTAKE.into_iter().map(|(how, ..)| how).chain(mistakes).collect()
}

pub(super) fn update(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let Pane::Publish { cursor, all_records, publishing } = screen.pane else { return };
    match intent {
        Intent::Move(motion) => {
            let page = usize::from(context.model.viewport.rows.saturating_sub(10));
            let cursor = move_cursor(cursor, *motion, publish_modes(screen, all_records).len(), page);
            screen.pane = Pane::Publish { cursor, all_records, publishing };
        }
        Intent::TogglePublishScope => {
            let selected = publish_modes(screen, all_records).get(cursor).copied();
            let all_records = !all_records;
            let modes = publish_modes(screen, all_records);
            let cursor = modes.into_iter().position(|mode| Some(mode) == selected).unwrap_or_default();
            screen.pane = Pane::Publish { cursor, all_records, publishing };
        }
        Intent::Submit if !publishing.is_pending() => {
            let Some(mode) = publish_modes(screen, all_records).get(cursor).copied() else { return };
            let record = RecordRef::all(&screen.domain.records).into_iter().nth(screen.cursor);
            let scope = record.filter(|_| !all_records).map_or(RecordSelector::All, RecordSelector::One);
            let id = context.request(Request::PublishRecords { domain: screen.domain.id.clone(), scope, mode });
            screen.pane = Pane::Publish { cursor, all_records, publishing: RequestState::Pending(id) };
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
