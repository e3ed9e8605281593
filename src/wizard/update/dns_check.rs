//! Checks DNS in the background of every screen, once or until all required records are correct.

use std::time::Duration;

use super::context::Context;
use crate::core::check::{CheckSummary, where_correct};
use crate::core::dns::{DnsLookup, LookupProgress};
use crate::core::dns_poll::{DnsPoll, Step};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::duration::format_duration;
use crate::wizard::command::{Effect, Request};
use crate::wizard::dns_check::{DnsCheck, DnsCheckStage};
use crate::wizard::model::{NoticeLevel, SharedState};
use crate::wizard::screen::{Pane, Screen};
use crate::wizard::session::RequestId;

/// Checks a domain for the first time when its records are shown.
pub(super) fn start_if_unknown(domain: &SendingDomain, context: &mut Context) {
    let known = context.model.dns_check(&domain.id);
    if !domain.records.is_empty() && known.is_none_or(|check| check.result.domain.records != domain.records) {
        start(domain, context);
    }
}

/// Starts a run unless one is pending.
pub(super) fn start(domain: &SendingDomain, context: &mut Context) {
    let before = context.model.dns_checks.iter().position(|check| check.result.domain.id == domain.id);
    let before = before.map(|index| context.model.dns_checks.remove(index));
    let same = before.filter(|check| check.result.domain.records == domain.records);
    if let Some(known) = same.as_ref().filter(|check| check.is_running()) {
        let known = known.clone();
        context.model.dns_checks.push(known);
        return;
    }
    if let Some(timer) = same.as_ref().and_then(DnsCheck::pending_id) {
        context.cancel(timer);
    }
    let id = context.request(Request::CheckDns(Box::new(domain.clone())));
    let check = match same {
        Some(known) => DnsCheck { stage: DnsCheckStage::Running(id), ..known },
        None => DnsCheck::new(domain.clone(), id),
    };
    context.model.dns_checks.push(check);
}

/// Starts the watch, which repeats the check until all required records are correct.
pub(super) fn start_watch(domain: &SendingDomain, context: &mut Context) {
    start(domain, context);
    let clock = context.model.clock;
    if let Some(check) = context.model.dns_checks.iter_mut().find(|check| check.result.domain.id == domain.id) {
        (check.watching_since, check.poll) = (Some(clock), DnsPoll::default());
    }
}

/// Stops the checks of this domain; the results stay.
pub(super) fn stop(id: &DomainId, context: &mut Context) {
    let Some(check) = context.model.dns_checks.iter_mut().find(|check| check.result.domain.id == *id) else { return };
    let under_way = check.pending_id();
    (check.stage, check.watching_since) = (DnsCheckStage::Idle, None);
    if let Some(id) = under_way {
        context.cancel(id);
    }
}

/// Takes an intermediate result of a running check.
pub(super) fn apply_progress(id: RequestId, progress: LookupProgress, context: &mut Context) {
    let Some(check) = context.model.dns_checks.iter_mut().find(|check| check.awaits(id)) else { return };
    check.result.apply(progress);
    let zone = check.result.zone.clone();
    let domain = check.result.domain.clone();
    if let Some(zone) = zone {
        context.model.record_prefs_mut(&domain).apply_zone_info(&zone);
    }
}

/// Handles the end of a run.
pub(super) fn apply_result(screen: &Screen, id: RequestId, result: Result<DnsLookup, String>, context: &mut Context) {
    let clock = context.model.clock;
    let Some(index) = context.model.dns_checks.iter().position(|check| check.awaits(id)) else { return };
    let mut check = context.model.dns_checks.remove(index);
    check.stage = DnsCheckStage::Idle;
    match result {
        Ok(lookup) => {
            check.apply_result(&lookup, clock);
            context.model.record_prefs_mut(&check.result.domain).apply_zone_info(&lookup.zone);
        }
        Err(message) => check.last_error = Some(message),
    }
    if check.is_watching() {
        check = continue_watch(check, screen, context);
    }
    context.model.dns_checks.push(check);
}

/// Schedules the watch's next run, or reports how the watch ended.
fn continue_watch(mut check: DnsCheck, screen: &Screen, context: &mut Context) -> DnsCheck {
    let clock = context.model.clock;
    let name = check.result.domain.name.sanitized();
    let elapsed = clock.saturating_sub(check.watching_since.unwrap_or(clock));
    let summary = check.result.summary();
    match check.poll.next(summary.can_verify(), elapsed) {
        Step::Done => {
            check.watching_since = None;
            let (location, next_step) = (where_correct(&check.result), next_step_phrase(&summary));
            let text = format!("The required records of {name} are right{location}{next_step}");
            context.emit(Effect::Notify(text.clone()));
            context.show_notice(NoticeLevel::Success, text);
        }
        Step::TimedOut => {
            check.watching_since = None;
            let text = format!("The records of {name} are not all right yet; w goes on looking");
            context.show_notice(NoticeLevel::Error, text);
        }
        Step::Wait(pause) => {
            if !check.changes.is_empty() && !is_shown(screen, &check.result.domain.id) {
                context.show_notice(NoticeLevel::Info, format!("{name}: {}", check.changes.join("; ")));
            }
            let (timer, until) = (context.start_timer(pause), clock.saturating_add(pause));
            check.stage = DnsCheckStage::Waiting { timer, until };
        }
    }
    check
}

/// Returns what to do next once the records are correct, as the end of a sentence.
fn next_step_phrase(summary: &CheckSummary) -> String {
    match summary.stale_ttl.map(|seconds| format_duration(Duration::from_secs(seconds.into()))) {
        Some(time) => format!("; resolvers may give the old answer for {time} more: v after that"),
        None => "; v has AutoSend verify them".to_owned(),
    }
}

/// Starts the next run, if `timer` is the timer of a pause between two runs.
pub(super) fn start_next_run(timer: RequestId, context: &mut Context) {
    let Some(index) = context.model.dns_checks.iter().position(|check| check.is_waiting_on(timer)) else { return };
    let Some(domain) = context.model.dns_checks.get(index).map(|check| Box::new(check.result.domain.clone())) else {
        return;
    };
    let id = context.request(Request::CheckDns(domain));
    if let Some(check) = context.model.dns_checks.get_mut(index) {
        check.stage = DnsCheckStage::Running(id);
    }
}

/// Whether the screen counts down the seconds to the next run.
pub(super) fn needs_seconds_timer(screen: &Screen, shared: &SharedState) -> bool {
    shared
        .dns_checks
        .iter()
        .any(|check| matches!(check.stage, DnsCheckStage::Waiting { .. }) && is_shown(screen, &check.result.domain.id))
}

/// Whether the screen shows the DNS results of this domain.
fn is_shown(screen: &Screen, id: &DomainId) -> bool {
    matches!(screen, Screen::Records(screen)
        if matches!(screen.pane, Pane::Dns { .. }) && screen.domain.id == *id)
}
