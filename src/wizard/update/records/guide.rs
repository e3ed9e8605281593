//! Guided copy: from field to field and from record to record, as the DNS host's panel asks.

use super::super::super::message::{CopyTarget, Message};
use super::super::super::screen::{Pane, PaneKind, RecordsScreen};
use super::super::super::selection::{Motion, moved};
use super::super::super::session::{RequestId, Task};
use super::super::context::Context;
use crate::core::domain::SendingDomain;
use crate::core::guide::{InputMode, PanelEntry};

/// Where the guide is: the entry, and what is to be copied of it.
pub(super) fn entry(screen: &RecordsScreen, context: &Context) -> Option<PanelEntry> {
    let guide = &context.model.desk(&screen.domain).guide;
    let mut entries = context.model.entries(&screen.domain, guide.record(screen.domain.records.len()));
    let place = guide.entry(entries.len());
    (place < entries.len()).then(|| entries.swap_remove(place))
}

/// Shows it, where there is something to enter.
pub(super) fn open(screen: &mut RecordsScreen, context: &mut Context) {
    let (entries, open) = (count(screen, context), context.model.open_records(&screen.domain));
    context.model.desk_mut(&screen.domain).guide.begin(&screen.domain.records, entries, &open);
    stop_waiting(screen);
}

pub(super) fn update(screen: &mut RecordsScreen, message: &Message, context: &mut Context) {
    match message {
        Message::Copy(CopyTarget::Entry) => copy(screen, context),
        Message::Submit => forward(screen, context),
        Message::PreviousEntry => back(screen, context),
        Message::Skip => {
            let open = context.model.open_records(&screen.domain);
            let records = &screen.domain.records;
            context.model.desk_mut(&screen.domain).guide.skip(records, &open);
            stop_waiting(screen);
        }
        Message::Move(motion) => {
            let records = screen.domain.records.len();
            let guide = &mut context.model.desk_mut(&screen.domain).guide;
            let at = guide.record(records);
            // Down from the end comes round to the first.
            let is_round = *motion == Motion::Down && at == records;
            let last = if *motion == Motion::Down { records.saturating_add(1) } else { records };
            guide.go_to(if is_round { 0 } else { moved(at, *motion, last, 1) });
            stop_waiting(screen);
        }
        Message::Open(kind @ (PaneKind::Zones | PaneKind::Hosts)) => super::choose::open(screen, *kind, true, context),
        Message::Open(PaneKind::Panel) => super::panel::open(screen, context),
        Message::ShowRaw => super::raw_entry(screen, context),
        Message::Back => {
            let at = context.model.desk(&screen.domain).guide.record(screen.domain.records.len());
            screen.cursor = at.min(screen.domain.records.len().saturating_sub(1));
            screen.pane = Pane::Table;
        }
        _ => {}
    }
}

/// Copies the field and, once that is known to have gone out, goes on. A field that nothing is pasted into is only
/// gone past, like a record without fields.
pub(super) fn copy(screen: &mut RecordsScreen, context: &mut Context) {
    let Some(entry) = entry(screen, context) else { return forward(screen, context) };
    if entry.input_mode != InputMode::Paste {
        return forward(screen, context);
    }
    if let Some(id) = super::copy::text(entry.text, entry.label, "Enter goes on", context) {
        screen.pane = Pane::Guide { copying: Task::Running(id) };
    }
}

/// The copy that the guide waited for is out.
pub(super) fn copied(screen: &mut RecordsScreen, id: RequestId, context: &mut Context) {
    if matches!(screen.pane, Pane::Guide { copying } if copying.awaits(id)) {
        forward(screen, context);
    }
}

fn forward(screen: &mut RecordsScreen, context: &mut Context) {
    let (entries, open) = (count(screen, context), context.model.open_records(&screen.domain));
    let records = &screen.domain.records;
    context.model.desk_mut(&screen.domain).guide.forward(records, entries, &open);
    stop_waiting(screen);
}

fn back(screen: &mut RecordsScreen, context: &mut Context) {
    let (entries, open) = (count(screen, context), context.model.open_records(&screen.domain));
    let records = &screen.domain.records;
    context.model.desk_mut(&screen.domain).guide.back(records, entries, &open);
    stop_waiting(screen);
}

/// The records are about to be others: the guide stays at the one it is at, wherever that stands then; where it is gone,
/// at the first field of the one in its place.
pub(super) fn follow(screen: &mut RecordsScreen, news: &SendingDomain, context: &mut Context) {
    if news.records == screen.domain.records {
        return;
    }
    let guide = &mut context.model.desk_mut(&screen.domain).guide;
    guide.follow(&screen.domain.records, &news.records);
    if matches!(screen.pane, Pane::Guide { .. }) {
        stop_waiting(screen);
    }
}

/// How many entries the record has that the guide is at.
fn count(screen: &RecordsScreen, context: &Context) -> usize {
    let guide = &context.model.desk(&screen.domain).guide;
    context.model.entries(&screen.domain, guide.record(screen.domain.records.len())).len()
}

/// A copy that is still under way does not move what the person has moved meanwhile.
fn stop_waiting(screen: &mut RecordsScreen) {
    screen.pane = Pane::Guide { copying: Task::Idle };
}
