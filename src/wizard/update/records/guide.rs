//! Guided copy: goes through fields and records in the order of the DNS host's panel.

use crate::core::domain::SendingDomain;
use crate::core::guide::{InputMode, PanelEntry};
use crate::core::record::DnsRecord;
use crate::wizard::guide_progress::GuideProgress;
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::motion::{Motion, move_cursor};
use crate::wizard::screen::{Pane, RecordsScreen};
use crate::wizard::session::{RequestId, RequestState};
use crate::wizard::update::context::Context;

/// Returns the panel entry that the guide currently shows.
fn current_entry(screen: &RecordsScreen, context: &Context) -> Option<PanelEntry> {
    let guide = &context.model.domain_states.record_prefs(&screen.domain).guide;
    let mut entries = context.model.panel_entries(&screen.domain, guide.record_index(screen.domain.records.len()));
    let index = guide.entry_index(entries.len());
    (index < entries.len()).then(|| entries.swap_remove(index))
}

/// Opens the guide if there is anything to enter.
pub(super) fn open(screen: &mut RecordsScreen, context: &mut Context) {
    move_guide(screen, context, GuideProgress::start);
}

pub(super) fn update(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    match intent {
        Intent::Copy(CopyTarget::GuideEntry) => copy_entry(screen, context),
        Intent::Submit => advance(screen, context),
        Intent::StepGuideBack => move_guide(screen, context, GuideProgress::go_back),
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
            clear_pending_copy(screen);
        }
        Intent::ShowOnNormalScreen => {
            if let Some(entry) = current_entry(screen, context) {
                context.show_on_normal_screen(&entry.label, &entry.text);
            }
        }
        Intent::GoBack => {
            let at = context
                .model
                .domain_states
                .record_prefs(&screen.domain)
                .guide
                .record_index(screen.domain.records.len());
            screen.select(at.min(screen.domain.records.len().saturating_sub(1)));
            screen.pane = Pane::Table;
        }
        _ => {}
    }
}

/// Copies the field and advances once the copy is confirmed. A field that needs no paste, and a record without fields,
/// are only stepped over.
fn copy_entry(screen: &mut RecordsScreen, context: &mut Context) {
    let Some(entry) = current_entry(screen, context) else { return advance(screen, context) };
    if entry.input_mode != InputMode::Paste {
        return advance(screen, context);
    }
    if let Some(id) = super::copy::copy_text(entry.text, entry.label, "Enter to continue", context) {
        screen.pane = Pane::Guide { copying: RequestState::Pending(id) };
    }
}

/// Advances the guide, if `id` is the copy that it waits for.
pub(in crate::wizard::update) fn advance_after_copy(screen: &mut RecordsScreen, id: RequestId, context: &mut Context) {
    if matches!(screen.pane, Pane::Guide { copying } if copying.awaits(id)) {
        advance(screen, context);
    }
}

fn advance(screen: &mut RecordsScreen, context: &mut Context) {
    move_guide(screen, context, GuideProgress::advance);
}

/// Moves the guide by a function that gets the records, the number of panel entries of the guide's current record, and
/// for each record whether it needs an entry.
fn move_guide(
    screen: &mut RecordsScreen,
    context: &mut Context,
    by: impl FnOnce(&mut GuideProgress, &[DnsRecord], usize, &[bool]),
) {
    let domain = &screen.domain;
    let record = context.model.domain_states.record_prefs(domain).guide.record_index(domain.records.len());
    let entries = context.model.panel_entries(domain, record).len();
    let needs_action = context.model.records_needing_action(domain);
    by(&mut context.model.domain_states.record_prefs_mut(domain).guide, &domain.records, entries, &needs_action);
    clear_pending_copy(screen);
}

/// Adapts the guide to a new list of records. It stays at its record, even if the record's index changes; if the
/// record is gone, it goes to the first field of the record that has this index now.
pub(super) fn sync_records(screen: &mut RecordsScreen, news: &SendingDomain, context: &mut Context) {
    if news.records == screen.domain.records {
        return;
    }
    let guide = &mut context.model.domain_states.record_prefs_mut(&screen.domain).guide;
    guide.sync_records(&screen.domain.records, &news.records);
    if matches!(screen.pane, Pane::Guide { .. }) {
        clear_pending_copy(screen);
    }
}

/// Forgets the pending copy, so that its reply does not advance the guide after the person has moved it.
fn clear_pending_copy(screen: &mut RecordsScreen) {
    screen.pane = Pane::Guide { copying: RequestState::Idle };
}
