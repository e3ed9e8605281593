//! Watches domains until they are verified, in the background of every screen: it asks AutoSend to verify once, then
//! only polls the status.

use super::context::Context;
use crate::core::api_error::ApiError;
use crate::core::api_key::Credentials;
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::failure::describe_error;
use crate::core::operation::Operation;
use crate::core::verify_poll::{Fact, Step, VerifyOutcome};
use crate::wizard::command::{Effect, Request};
use crate::wizard::model::{NoticeLevel, SharedState};
use crate::wizard::screen::{Pane, RecordsScreen, Screen};
use crate::wizard::session::RequestId;
use crate::wizard::verify_watch::{VerifyWatch, VerifyWatchStage, outcome_message};

/// Asks AutoSend to verify a domain, unless a watch is running.
pub(super) fn start_if_idle(credentials: Credentials, domain: &SendingDomain, context: &mut Context) {
    if context.model.domain_states.verify_watch(&domain.id).is_some_and(VerifyWatch::is_running) {
        return;
    }
    let clock = context.model.clock;
    let id = context.request(Request::RunOperation {
        credentials: credentials.clone(),
        domain: domain.id.clone(),
        operation: Operation::Verify,
    });
    let watch = VerifyWatch::new(domain.clone(), credentials, id, clock);
    context.model.domain_states.state_mut(&domain.id).verify_watch = Some(watch);
}

/// Polls the status early, if the watch pauses.
pub(super) fn poll_now(id: &DomainId, context: &mut Context) {
    let pausing = |watch: &&VerifyWatch| matches!(watch.stage, VerifyWatchStage::Waiting { .. });
    if let Some(timer) = context.model.domain_states.verify_watch(id).filter(pausing).and_then(VerifyWatch::pending_id)
    {
        context.cancel(timer);
        poll(timer, context);
    }
}

/// Stops the watch of a domain without a notice.
pub(super) fn stop(id: &DomainId, context: &mut Context) {
    let stopped = context.model.domain_states.remove_verify_watch(id);
    if let Some(pending) = stopped.as_ref().and_then(VerifyWatch::pending_id) {
        context.cancel(pending);
    }
}

/// Takes the matching watch out of the model, changes it and puts it back.
fn update_watch(
    is_target: impl Fn(&VerifyWatch) -> bool,
    context: &mut Context,
    then: impl FnOnce(VerifyWatch, &mut Context) -> VerifyWatch,
) {
    let Some((domain_id, watch)) = context.model.domain_states.take_verify_watch(is_target) else { return };
    let watch = then(watch, context);
    context.model.domain_states.state_mut(&domain_id).verify_watch = Some(watch);
}

/// Polls the status, if `timer` is the timer of a pause between two polls.
pub(super) fn poll(timer: RequestId, context: &mut Context) {
    update_watch(
        |watch| watch.is_waiting_on(timer),
        context,
        |mut watch, context| {
            watch.poll.next(Fact::WaitOver);
            watch.stage = VerifyWatchStage::Polling(context.fetch_domain(&watch.credentials, &watch.domain.id));
            watch
        },
    );
}

/// Handles AutoSend's response to the POST or to a GET, except for the records on screen, if any.
pub(super) fn apply_reply(
    screen: &mut Screen,
    id: RequestId,
    result: &Result<SendingDomain, ApiError>,
    context: &mut Context,
) {
    let clock = context.model.clock;
    update_watch(
        |watch| watch.awaits(id),
        context,
        |mut watch, context| {
            let elapsed = clock.saturating_sub(watch.started_at);
            let step = watch.poll.next(Fact::Answered { result: result.as_ref(), elapsed });
            if let Ok(domain) = result {
                watch.apply_result(domain.clone(), clock);
                propagate_domain(&watch, domain, screen, context);
            }
            watch.last_error = watch.poll.last_error().map(describe_error);
            match step {
                Step::Done(outcome) => finish(watch, outcome, screen, context),
                Step::Wait(pause) => {
                    let (timer, until) = (context.start_timer(pause), clock.saturating_add(pause));
                    watch.stage = VerifyWatchStage::Waiting { timer, until };
                    watch
                }
                Step::Request | Step::Poll | Step::Ignore => watch,
            }
        },
    );
}

/// Ends the watch; says so in a notice and by the terminal's bell. A domain that can send has its finish opened where
/// its records are, else announced.
fn finish(mut watch: VerifyWatch, end: VerifyOutcome, screen: &mut Screen, context: &mut Context) -> VerifyWatch {
    let message = outcome_message(&end, &watch.domain);
    let is_verified = end == VerifyOutcome::Verified;
    watch.stage = VerifyWatchStage::Ended(end);
    watch.ended_at = Some(context.model.clock);
    context.emit(Effect::Notify(message.clone()));
    let id = &watch.domain.id;
    match screen {
        Screen::Records(records) if is_verified && records.domain.id == *id => {
            if opens_finish(records, context) {
                records.pane = Pane::finish();
            } else {
                context.show_notice(NoticeLevel::Success, format!("{message}. Esc, then v for the next steps"));
            }
        }
        _ if is_verified => context.show_notice(NoticeLevel::Success, format!("{message}. F2 to open it")),
        // The pane shows the outcome itself, so a notice would repeat it.
        screen if is_shown(screen, id) => {}
        _ => context.show_notice(NoticeLevel::Error, message),
    }
    watch
}

/// Whether the finish may take the place of what is shown: nothing is typed or read there that it would interrupt.
fn opens_finish(records: &RecordsScreen, context: &Context) -> bool {
    let is_guide_over = || {
        let count = records.domain.records.len();
        context.model.domain_states.record_prefs(&records.domain).guide.record_index(count) >= count
    };
    context.is_screen_visible()
        && match records.pane {
            Pane::Table | Pane::Verify { .. } | Pane::VerifyWarning | Pane::Dns { .. } => true,
            Pane::Guide => is_guide_over(),
            _ => false,
        }
}

/// Updates the domain in the session and in what the program remembers of it.
fn propagate_domain(watch: &VerifyWatch, domain: &SendingDomain, screen: &mut Screen, context: &mut Context) {
    if let Some(session) = screen.session_mut().filter(|session| session.credentials == watch.credentials) {
        session.upsert_domain(domain);
    }
    context.save_to_cache(&watch.credentials, domain);
    context.model.domain_states.update_check_history(domain);
    if context.model.last_shown.as_ref().is_some_and(|shown| shown.id == domain.id) {
        context.model.last_shown = Some(domain.clone());
        context.model.last_shown_age = None;
    }
}

/// Whether the screen shows a running watch, whose seconds are counted.
pub(super) fn needs_seconds_timer(screen: &Screen, shared: &SharedState) -> bool {
    shared.domain_states.verify_watches().iter().any(|watch| watch.is_running() && is_shown(screen, &watch.domain.id))
}

/// Whether the screen shows the verification of this domain.
fn is_shown(screen: &Screen, id: &DomainId) -> bool {
    matches!(screen, Screen::Records(screen)
        if matches!(screen.pane, Pane::Verify { .. }) && screen.domain.id == *id)
}
