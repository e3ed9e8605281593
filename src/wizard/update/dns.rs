//! Looking into DNS: once, or until all that is required is right. It goes on behind whatever is shown.

use std::time::Duration;

use super::super::command::Command;
use super::super::inspection::{Inspection, InspectionStage};
use super::super::message::Message;
use super::super::model::{Model, Tone};
use super::super::screen::{Pane, PaneKind, RecordsScreen, Screen};
use super::super::selection::moved;
use super::super::session::RequestId;
use super::context::Context;
use super::{follow, records};
use crate::core::dns::{DnsLookup, LookupProgress};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::verify_poll::format_duration;

/// The rows that can be scrolled through; the view stops at its last by itself.
const MOST_ROWS: usize = 200;

/// The pauses between looks, in seconds; the last one stays (dns.md 7.3).
const PAUSES: [u64; 4] = [5, 10, 20, 30];

/// For how long it is looked at most.
pub(super) const LIMIT: Duration = Duration::from_secs(60 * 60);

/// Shows what DNS says; looks now, unless a look is under way.
pub(super) fn open(screen: &mut RecordsScreen, context: &mut Context) {
    look_now(&screen.domain, context);
    screen.pane = Pane::Dns { scroll: 0 };
}

/// The first look at a domain whose records are shown: what is there already.
pub(super) fn first_look(domain: &SendingDomain, context: &mut Context) {
    let known = context.model.inspection(&domain.id);
    if !domain.records.is_empty() && known.is_none_or(|known| known.domain.records != domain.records) {
        look_now(domain, context);
    }
}

fn look_now(domain: &SendingDomain, context: &mut Context) {
    let before = context.model.inspections.iter().position(|known| known.domain.id == domain.id);
    let before = before.map(|place| context.model.inspections.remove(place));
    let same = before.filter(|known| known.domain.records == domain.records);
    if let Some(known) = same.as_ref().filter(|known| known.is_looking()) {
        let known = known.clone();
        context.model.inspections.push(known);
        return;
    }
    if let Some(timer) = same.as_ref().and_then(Inspection::under_way) {
        context.cancel(timer);
    }
    let id = context.id();
    context.command(Command::Survey { id, domain: Box::new(domain.clone()) });
    let inspection = match same {
        Some(known) => Inspection { stage: InspectionStage::Looking(id), ..known },
        None => Inspection::new(domain.clone(), id),
    };
    context.model.inspections.push(inspection);
}

/// Looking is kept up until all that is required is right, or no more.
pub(super) fn keep_up(screen: &mut RecordsScreen, context: &mut Context) {
    let clock = context.model.clock;
    if context.model.inspection(&screen.domain.id).is_some_and(Inspection::is_kept_up) {
        stop(&screen.domain.id, context);
        context.notice(Tone::Plain, "DNS is not looked at again by itself");
        return;
    }
    open(screen, context);
    let id = screen.domain.id.clone();
    if let Some(inspection) = context.model.inspections.iter_mut().find(|known| known.domain.id == id) {
        (inspection.kept_up, inspection.looks_before) = (Some(clock), inspection.looks);
    }
}

/// Nothing more is looked up for this domain; what is known stays.
pub(super) fn stop(id: &DomainId, context: &mut Context) {
    let Some(inspection) = context.model.inspections.iter_mut().find(|known| known.domain.id == *id) else { return };
    let under_way = inspection.under_way();
    (inspection.stage, inspection.kept_up) = (InspectionStage::Idle, None);
    if let Some(id) = under_way {
        context.cancel(id);
    }
}

/// What is pressed where the verdicts are shown.
pub(super) fn on_pane(screen: &mut RecordsScreen, message: &Message, context: &mut Context) {
    match message {
        Message::Look | Message::Refresh => look_now(&screen.domain.clone(), context),
        Message::KeepLooking => keep_up(screen, context),
        Message::Stop => stop(&screen.domain.id, context),
        Message::Verify => follow::open(screen, context),
        Message::Open(PaneKind::Panel) => records::panel::open(screen, context),
        Message::Move(motion) => {
            if let Pane::Dns { scroll } = &mut screen.pane {
                *scroll = moved(*scroll, *motion, MOST_ROWS, 10);
            }
        }
        Message::Back => {
            screen.pane = Pane::Table;
            if context.model.inspection(&screen.domain.id).is_some_and(Inspection::is_kept_up) {
                context.notice(Tone::Plain, "DNS is looked at again and again; d shows it");
            }
        }
        _ => {}
    }
}

/// Something was heard while looking.
pub(super) fn heard(id: RequestId, progress: LookupProgress, context: &mut Context) {
    let Some(inspection) = context.model.inspections.iter_mut().find(|known| known.awaits(id)) else { return };
    inspection.hear(progress);
    let zone = inspection.zone.clone();
    let domain = inspection.domain.clone();
    if let Some(zone) = zone {
        context.model.desk_mut(&domain).learn(&zone);
    }
}

/// The look has ended.
pub(super) fn surveyed(id: RequestId, result: Result<DnsLookup, String>, context: &mut Context) {
    let clock = context.model.clock;
    let Some(place) = context.model.inspections.iter().position(|known| known.awaits(id)) else { return };
    let mut inspection = context.model.inspections.remove(place);
    inspection.stage = InspectionStage::Idle;
    match result {
        Ok(survey) => {
            inspection.take(&survey, clock);
            context.model.desk_mut(&inspection.domain).learn(&survey.zone);
        }
        Err(words) => inspection.trouble = Some(words),
    }
    if inspection.is_kept_up() {
        inspection = go_on(inspection, context);
    }
    context.model.inspections.push(inspection);
}

/// After a look that is one of many: the next one, or the end.
fn go_on(mut inspection: Inspection, context: &mut Context) -> Inspection {
    let clock = context.model.clock;
    let name = inspection.domain.name.sanitized();
    let since = inspection.kept_up.unwrap_or(clock);
    if inspection.can_verify() {
        inspection.kept_up = None;
        let rest = next_step(&inspection);
        let words = format!("The required records of {name} are right{}{rest}", inspection.where_right());
        context.command(Command::Ring(words.clone()));
        context.notice(Tone::Good, words);
    } else if clock.saturating_sub(since) >= LIMIT {
        inspection.kept_up = None;
        context.notice(Tone::Bad, format!("The records of {name} are not all right yet; w goes on looking"));
    } else {
        if !inspection.news.is_empty() && !is_shown(&context.model, &inspection.domain.id) {
            context.notice(Tone::Plain, format!("{name}: {}", inspection.news.join("; ")));
        }
        let place = usize::try_from(inspection.looks.saturating_sub(inspection.looks_before).saturating_sub(1))
            .unwrap_or(usize::MAX)
            .min(PAUSES.len() - 1);
        let after = Duration::from_secs(PAUSES.get(place).copied().unwrap_or(30));
        let until = clock.saturating_add(after);
        inspection.stage = InspectionStage::Pausing { timer: context.timer(after), until };
    }
    inspection
}

/// What is to be done where the records are right, in words that go on from that.
fn next_step(inspection: &Inspection) -> String {
    let remembered = inspection.overall().and_then(|overall| overall.stale_ttl);
    match remembered.map(|seconds| format_duration(Duration::from_secs(seconds.into()))) {
        Some(time) => format!("; resolvers may give the old answer for {time} more: v after that"),
        None => "; v has AutoSend verify them".to_owned(),
    }
}

/// The pause is over.
pub(super) fn look_again(timer: RequestId, context: &mut Context) {
    let Some(place) = context.model.inspections.iter().position(|known| known.pauses_for(timer)) else { return };
    let id = context.id();
    if let Some(inspection) = context.model.inspections.get_mut(place) {
        inspection.stage = InspectionStage::Looking(id);
        let domain = Box::new(inspection.domain.clone());
        context.command(Command::Survey { id, domain });
    }
}

/// Whether the screen shows a pause whose seconds are counted.
pub(super) fn is_watched(model: &Model) -> bool {
    model
        .inspections
        .iter()
        .any(|known| matches!(known.stage, InspectionStage::Pausing { .. }) && is_shown(model, &known.domain.id))
}

/// Whether the screen shows what DNS says of this domain.
fn is_shown(model: &Model, id: &DomainId) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if matches!(screen.pane, Pane::Dns { .. }) && screen.domain.id == *id)
}
