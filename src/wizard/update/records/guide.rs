//! The guide: goes through records and copies their fields in the order of the DNS host's panel.

use crate::core::domain::SendingDomain;
use crate::core::guide::{InputMode, PanelEntry};
use crate::core::record::DnsRecord;
use crate::wizard::guide_progress::{FieldState, GuideProgress};
use crate::wizard::guide_step::GuideNext;
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::motion::{Motion, move_cursor};
use crate::wizard::screen::{Pane, RecordsScreen};
use crate::wizard::update::context::Context;

/// The alternative to a copy that failed.
const SHOW_HINT: &str = "r to show";

/// Opens the guide at the first record that needs an entry.
pub(super) fn open(screen: &mut RecordsScreen, context: &mut Context) {
    move_guide(screen, context, GuideProgress::start);
    screen.pane = Pane::Guide;
}

pub(super) fn update(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    match intent {
        Intent::Copy(CopyTarget::GuideEntry) => copy_next(screen, context),
        Intent::Copy(CopyTarget::GuideEntryAgain) => {
            if let Some(index) = context.model.guide_step(&screen.domain).and_then(|step| step.field()) {
                copy_field(screen, index, context);
            }
        }
        Intent::StepGuideBack => step_back(screen, context),
        Intent::SkipRecord => {
            move_guide(screen, context, |guide, records, _, needs_action| guide.skip_record(records, needs_action));
        }
        Intent::Move(motion) => {
            let records = screen.domain.records.len();
            let guide = &mut context.model.domain_states.record_prefs_mut(&screen.domain).guide;
            let at = guide.record_index(records);
            // "Down" after the last record continues at the first.
            let is_round = *motion == Motion::Down && at == records;
            let last = if *motion == Motion::Down { records.saturating_add(1) } else { records };
            guide.go_to_record(if is_round { 0 } else { move_cursor(at, *motion, last, 1) });
        }
        Intent::ShowOnNormalScreen => show_field(screen, context),
        Intent::CheckDns => super::background::open_dns(screen, context),
        Intent::Verify => super::background::show_verify(screen, context),
        Intent::GoBack => {
            let guide = &context.model.domain_states.record_prefs(&screen.domain).guide;
            let at = guide.record_index(screen.domain.records.len());
            screen.select(at.min(screen.domain.records.len().saturating_sub(1)));
            screen.pane = Pane::Table;
        }
        _ => {}
    }
}

/// Copies the next field. After the last one of a record, that of the next record, so that every key press copies
/// something. A field whose copy is pending is not on the clipboard yet: it is copied again.
fn copy_next(screen: &RecordsScreen, context: &mut Context) {
    let Some(step) = context.model.guide_step(&screen.domain) else { return };
    if let Some((index, FieldState::Copying(_))) = step.asked {
        return copy_field(screen, index, context);
    }
    match step.next {
        GuideNext::Field(index) => copy_field(screen, index, context),
        GuideNext::Record(_) | GuideNext::End => {
            move_guide(screen, context, GuideProgress::complete_record);
            let next = context.model.guide_step(&screen.domain).map(|step| step.next);
            if let Some(GuideNext::Field(index)) = next {
                copy_field(screen, index, context);
            }
        }
    }
}

/// Copies a field of the current record.
fn copy_field(screen: &RecordsScreen, index: usize, context: &mut Context) {
    let Some(entry) = entry(screen, index, context).filter(|entry| entry.input_mode == InputMode::Paste) else {
        return;
    };
    let state = match super::copy::copy_text(entry.text, entry.label, SHOW_HINT, context) {
        Some(id) => FieldState::Copying(id),
        None => FieldState::Failed,
    };
    context.model.domain_states.record_prefs_mut(&screen.domain).guide.set_field(index, entry.part, state);
}

/// Shows the current field alone. A field that is on the clipboard stays marked as such.
fn show_field(screen: &RecordsScreen, context: &mut Context) {
    let Some(step) = context.model.guide_step(&screen.domain) else { return };
    let Some(index) = step.field() else { return };
    let is_copied = matches!(step.asked, Some((_, FieldState::Copied(_))));
    let Some(entry) = entry(screen, index, context) else { return };
    context.show_on_normal_screen(&entry.label, &entry.text);
    if !is_copied {
        let guide = &mut context.model.domain_states.record_prefs_mut(&screen.domain).guide;
        guide.set_field(index, entry.part, FieldState::Shown);
    }
}

/// Copies the previous field, or goes to the previous record.
fn step_back(screen: &RecordsScreen, context: &mut Context) {
    let guide = &context.model.domain_states.record_prefs(&screen.domain).guide;
    let entries = context.model.panel_entries(&screen.domain, guide.record_index(screen.domain.records.len()));
    match (guide.previous_field(&entries), guide.asked(&entries)) {
        (Some(index), _) => copy_field(screen, index, context),
        (None, Some(_)) => context.model.domain_states.record_prefs_mut(&screen.domain).guide.restart_record(),
        (None, None) => move_guide(screen, context, |guide, records, _, needs_action| {
            guide.go_to_previous_record(records, needs_action);
        }),
    }
}

fn entry(screen: &RecordsScreen, index: usize, context: &Context) -> Option<PanelEntry> {
    context.model.guide_step(&screen.domain)?.entries.into_iter().nth(index)
}

/// Moves the guide by a function that gets the records, the panel entries of the guide's current record, and for each
/// record whether it needs an entry.
fn move_guide(
    screen: &RecordsScreen,
    context: &mut Context,
    by: impl FnOnce(&mut GuideProgress, &[DnsRecord], &[PanelEntry], &[bool]),
) {
    let domain = &screen.domain;
    let record = context.model.domain_states.record_prefs(domain).guide.record_index(domain.records.len());
    let entries = context.model.panel_entries(domain, record);
    let needs_action = context.model.records_needing_action(domain);
    by(&mut context.model.domain_states.record_prefs_mut(domain).guide, &domain.records, &entries, &needs_action);
}

/// Adapts the guide to a new list of records. It stays at its record, even if the record's index changes; if the
/// record is gone, it goes to the first field of the record that has this index now.
pub(super) fn sync_records(screen: &RecordsScreen, news: &SendingDomain, context: &mut Context) {
    if news.records == screen.domain.records {
        return;
    }
    let guide = &mut context.model.domain_states.record_prefs_mut(&screen.domain).guide;
    guide.sync_records(&screen.domain.records, &news.records);
}
