//! Publishing into the sandbox's own DNS: right, or wrong in a way that can be learnt from.

use super::super::super::command::Command;
use super::super::super::message::Message;
use super::super::super::model::Tone;
use super::super::super::screen::{Pane, RecordsScreen};
use super::super::super::selection::moved;
use super::super::super::session::Task;
use super::super::context::Context;
use super::super::dns;
use crate::core::publishing::{Mistake, PublishMode, RecordSelector};
use crate::core::record::DnsRecord;
use crate::core::record_ref::RecordRef;
use crate::core::zone::Zone;

/// Asks what to publish: everything, rightly, where nothing was asked yet.
pub(super) fn open(screen: &mut RecordsScreen) {
    screen.pane = Pane::Publish { cursor: 0, all: true, publishing: Task::Idle };
}

/// The ways in which the records that are meant can be published.
#[must_use]
pub fn ways(screen: &RecordsScreen, all: bool) -> Vec<PublishMode> {
    let below = Zone::guess(screen.domain.name.raw()).name() != screen.domain.name.raw();
    let fits = |mistake: &Mistake, record: &DnsRecord| mistake.applies_to(record.purpose(), below);
    let meant: Vec<&DnsRecord> =
        if all { screen.domain.records.iter().collect() } else { screen.selected().into_iter().collect() };
    let mistakes = crate::core::publishing::MISTAKES.into_iter().map(|(mistake, ..)| mistake);
    let mistakes =
        mistakes.filter(|mistake| meant.iter().any(|record| fits(mistake, record))).map(PublishMode::WithMistake);
    PublishMode::WITHOUT_MISTAKE.into_iter().map(|(how, ..)| how).chain(mistakes).collect()
}

pub(super) fn update(screen: &mut RecordsScreen, message: &Message, context: &mut Context) {
    let Pane::Publish { cursor, all, publishing } = screen.pane.clone() else { return };
    match message {
        Message::Move(motion) => {
            let page = usize::from(context.model.viewport.rows.saturating_sub(10));
            let cursor = moved(cursor, *motion, ways(screen, all).len(), page);
            screen.pane = Pane::Publish { cursor, all, publishing };
        }
        Message::WhichRecords => {
            let how = ways(screen, all).get(cursor).copied();
            let all = !all;
            let cursor = how.and_then(|how| ways(screen, all).iter().position(|way| *way == how)).unwrap_or_default();
            screen.pane = Pane::Publish { cursor, all, publishing };
        }
        Message::Submit if !publishing.is_running() => publish(screen, (cursor, all), context),
        Message::Published { id, result } if publishing.awaits(*id) => published(screen, result, context),
        Message::Back => screen.pane = Pane::Table,
        _ => {}
    }
}

fn publish(screen: &mut RecordsScreen, (cursor, all): (usize, bool), context: &mut Context) {
    let Some(how) = ways(screen, all).get(cursor).copied() else { return };
    let place = RecordRef::all(&screen.domain.records).into_iter().nth(screen.cursor);
    let which = match place {
        Some(place) if !all => RecordSelector::One(place),
        _ => RecordSelector::All,
    };
    let id = context.id();
    context.command(Command::Publish { id, domain: screen.domain.id.clone(), which, how });
    screen.pane = Pane::Publish { cursor, all, publishing: Task::Running(id) };
}

fn published(screen: &mut RecordsScreen, result: &Result<usize, String>, context: &mut Context) {
    match result {
        Ok(records) => {
            let records = if *records == 1 { "1 record is".to_owned() } else { format!("{records} records are") };
            dns::open(screen, context);
            context.notice(Tone::Good, format!("{records} in the sandbox's DNS as asked for; it is looked up"));
        }
        Err(words) => {
            screen.pane = Pane::Table;
            context.notice(Tone::Bad, format!("Nothing was published: {words}"));
        }
    }
}
