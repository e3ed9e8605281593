//! Checks DNS in the background of every screen, once or until all required records are correct.

use std::time::Duration;

use super::context::Context;
use super::verify_watch;
use crate::core::api_key::Credentials;
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
    if !domain.records.is_empty() && context.model.domain_states.current_dns_check(domain).is_none() {
        start(domain, context);
    }
}

/// Starts a run unless one is pending.
pub(super) fn start(domain: &SendingDomain, context: &mut Context) {
    let known = context.model.domain_states.current_dns_check(domain).cloned();
    if known.as_ref().is_some_and(DnsCheck::is_running) {
        return;
    }
    if let Some(timer) = known.as_ref().and_then(DnsCheck::pending_id) {
        context.cancel(timer);
    }
    let id = context.request(Request::CheckDns(Box::new(domain.clone())));
    let check = match known {
        Some(known) => DnsCheck { stage: DnsCheckStage::Running(id), ..known },
        None => DnsCheck::new(domain.clone(), id),
    };
    context.model.domain_states.state_mut(&domain.id).dns_check = Some(check);
}

/// Starts the watch, which repeats the check until all required records are correct. With `verify_with`, AutoSend is then
/// asked to verify.
pub(super) fn start_watch(domain: &SendingDomain, verify_with: Option<Credentials>, context: &mut Context) {
    start(domain, context);
    let clock = context.model.clock;
    if let Some(check) = context.model.domain_states.dns_check_mut(&domain.id) {
        (check.watching_since, check.poll) = (Some(clock), DnsPoll::default());
        check.verify_with = verify_with;
    }
}

/// Stops the checks of this domain; the results stay.
pub(super) fn stop(id: &DomainId, context: &mut Context) {
    let Some(check) = context.model.domain_states.dns_check_mut(id) else { return };
    let under_way = check.pending_id();
    (check.stage, check.watching_since) = (DnsCheckStage::Idle, None);
    if let Some(id) = under_way {
        context.cancel(id);
    }
}

/// Takes an intermediate result of a running check.
pub(super) fn apply_progress(id: RequestId, progress: LookupProgress, context: &mut Context) {
    let states = &mut context.model.domain_states;
    let Some((domain_id, mut check)) = states.take_dns_check(|check| check.awaits(id)) else { return };
    check.result.apply(progress);
    let state = states.state_mut(&domain_id);
    if let Some(zone) = &check.result.zone {
        state.prefs.apply_zone_info(zone);
    }
    state.dns_check = Some(check);
}

/// Handles the end of a run.
pub(super) fn apply_result(
    screen: &mut Screen,
    id: RequestId,
    result: Result<DnsLookup, String>,
    context: &mut Context,
) {
    let clock = context.model.clock;
    let taken = context.model.domain_states.take_dns_check(|check| check.awaits(id));
    let Some((domain_id, mut check)) = taken else { return };
    check.stage = DnsCheckStage::Idle;
    context.clear_checking_notice();
    let states = &mut context.model.domain_states;
    match result {
        Ok(lookup) => {
            check.apply_result(&lookup, clock);
            states.state_mut(&domain_id).prefs.apply_zone_info(&lookup.zone);
        }
        Err(message) => check.last_error = Some(message),
    }
    let mut is_done = false;
    if check.is_watching() {
        check = continue_watch(check, screen, context);
        is_done = !check.is_watching() && check.result.summary().can_verify();
    }
    let verify_with = if check.is_watching() { None } else { check.verify_with.take() };
    let domain = check.result.domain.clone();
    context.model.domain_states.state_mut(&domain_id).dns_check = Some(check);
    if let Some(credentials) = verify_with.filter(|_| is_done) {
        verify(screen, &domain, credentials, context);
    }
}

/// Asks AutoSend to verify a domain whose required records are all correct, and shows the progress in place of the check.
fn verify(screen: &mut Screen, domain: &SendingDomain, credentials: Credentials, context: &mut Context) {
    verify_watch::start_if_idle(credentials, domain, context);
    if let Screen::Records(records) = screen
        && records.domain.id == domain.id
        && matches!(records.pane, Pane::Dns { .. })
        && context.is_screen_visible()
    {
        records.pane = Pane::Verify { scroll: 0 };
    }
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
            let verifies = check.verify_with.is_some();
            let (location, next_step) = (where_correct(&check.result), next_step_phrase(&summary, verifies));
            let text = format!("The required records of {name} are OK{location}{next_step}");
            context.emit(Effect::Notify(text.clone()));
            context.show_notice(NoticeLevel::Success, text);
        }
        Step::TimedOut => {
            check.watching_since = None;
            let text = format!("Some records of {name} are not OK yet; press w to keep checking");
            context.emit(Effect::Notify(text.clone()));
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
fn next_step_phrase(summary: &CheckSummary, verifies: bool) -> String {
    match summary.stale_ttl.map(|seconds| format_duration(Duration::from_secs(seconds.into()))) {
        _ if verifies => "; verification started".to_owned(),
        Some(time) => format!("; wait {time} for caches to expire, then press v"),
        None => "; press v to verify".to_owned(),
    }
}

/// Starts the next run, if `timer` is the timer of a pause between two runs.
pub(super) fn start_next_run(timer: RequestId, context: &mut Context) {
    let waiting = context.model.domain_states.take_dns_check(|check| check.is_waiting_on(timer));
    let Some((domain_id, mut check)) = waiting else { return };
    check.stage = DnsCheckStage::Running(context.request(Request::CheckDns(Box::new(check.result.domain.clone()))));
    context.model.domain_states.state_mut(&domain_id).dns_check = Some(check);
}

/// Whether the screen counts down the seconds to the next run.
pub(super) fn needs_seconds_timer(screen: &Screen, shared: &SharedState) -> bool {
    shared
        .domain_states
        .dns_checks()
        .any(|check| matches!(check.stage, DnsCheckStage::Waiting { .. }) && is_shown(screen, &check.result.domain.id))
}

/// Whether the screen shows the DNS results of this domain.
fn is_shown(screen: &Screen, id: &DomainId) -> bool {
    matches!(screen, Screen::Records(screen)
        if matches!(screen.pane, Pane::Dns { .. }) && screen.domain.id == *id)
}
