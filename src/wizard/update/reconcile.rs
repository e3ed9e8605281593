//! A lost POST: nobody knows whether it was carried out, so it is never sent again by itself. The list is asked
//! at 0, 1 and 3 s.

use std::time::Duration;

use super::context::Context;
use super::records;
use crate::core::api_error::ApiError;
use crate::core::failure::{lost_add_not_listed, lost_add_unconfirmed};
use crate::wizard::command::Effect;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{FailureScreen, ReconcilePhase, ReviewScreen, Screen, Submission};
use crate::wizard::session::RequestId;

/// The pauses before the second and the third question: lists can lag behind.
const RETRY_DELAYS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(2)];

/// Asks the list for the first time.
pub(super) fn start(screen: ReviewScreen, cause: Option<ApiError>, context: &mut Context) -> Screen {
    context.mark_unconfirmed(&screen.new_domain.name, cause.clone());
    request_list(screen, 1, cause, context)
}

/// The pause before another question may be over.
pub(super) fn handle_timer(screen: ReviewScreen, timer: RequestId, context: &mut Context) -> Screen {
    match &screen.submission {
        Submission::Reconciling { attempt, phase, cause } if *phase == ReconcilePhase::Waiting(timer) => {
            let (attempt, cause) = (*attempt, cause.clone());
            request_list(screen, attempt, cause, context)
        }
        _ => Screen::Review(screen),
    }
}

/// The list came: does it have the name?
pub(super) fn apply_list(mut screen: ReviewScreen, context: &mut Context) -> Screen {
    let Submission::Reconciling { attempt, cause, .. } = screen.submission.clone() else {
        return Screen::Review(screen);
    };
    let name = screen.new_domain.name.clone();
    if screen.session.find_domain(&name).is_some() {
        context.model.draft.domain.clear();
        context.emit(Effect::SaveRegion(screen.new_domain.region));
        let records = records::open_by_name(screen.session, &name, context);
        let why = if cause.is_some() { "The answer was lost" } else { "You stopped waiting" };
        context.show_notice(NoticeLevel::Success, format!("{why}, but AutoSend's list has {name}: it was added"));
        return records;
    }
    if let Some(pause) = RETRY_DELAYS.get(usize::from(attempt.saturating_sub(1))) {
        let timer = context.start_timer(*pause);
        screen.submission =
            Submission::Reconciling { attempt: attempt + 1, phase: ReconcilePhase::Waiting(timer), cause };
        return Screen::Review(screen);
    }
    context.model.unconfirmed.remove(&name);
    screen.submission = Submission::Idle;
    let failure = lost_add_not_listed(cause.as_ref(), &name);
    context.model.outcome = Some(format!("{name}: not added, as far as AutoSend's list shows."));
    Screen::Failure(FailureScreen { failure, resume: Box::new(Screen::Review(screen)) })
}

/// The list cannot be read either. The name stays in doubt, so that Enter asks the list, never the POST.
pub(super) fn apply_list_error(mut screen: ReviewScreen, error: &ApiError, context: &mut Context) -> Screen {
    let cause = screen.loss_cause();
    context.mark_unconfirmed(&screen.new_domain.name, cause.clone());
    let failure = lost_add_unconfirmed(cause.as_ref(), error, &screen.new_domain.name);
    screen.submission = Submission::Idle;
    Screen::Failure(FailureScreen { failure, resume: Box::new(Screen::Review(screen)) })
}

/// Back to Review without knowing: its next Enter asks the list first.
pub(super) fn give_up(mut screen: ReviewScreen, context: &mut Context) -> Screen {
    context.mark_unconfirmed(&screen.new_domain.name, screen.loss_cause());
    if let Submission::Reconciling { phase: ReconcilePhase::Waiting(timer), .. } = screen.submission {
        context.cancel(timer);
    }
    screen.submission = Submission::Idle;
    Screen::Review(screen)
}

fn request_list(mut screen: ReviewScreen, attempt: u8, cause: Option<ApiError>, context: &mut Context) -> Screen {
    screen.session = context.reload_list(screen.session);
    screen.submission = Submission::Reconciling { attempt, phase: ReconcilePhase::Listing, cause };
    Screen::Review(screen)
}
