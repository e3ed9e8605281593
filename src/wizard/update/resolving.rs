//! A lost POST: nobody knows whether it was carried out, so it is never sent again by itself. The list is asked
//! at 0, 1 and 3 s.

use std::time::Duration;

use super::super::command::Command;
use super::super::message::Message;
use super::super::model::Tone;
use super::super::screen::{FailureScreen, Phase, ReviewScreen, Screen, Submission};
use super::context::Context;
use super::records;
use crate::core::api_error::ApiError;
use crate::core::failure::{lost_add_not_listed, lost_add_unconfirmed};

/// The pauses before the second and the third question: lists can lag behind.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(2)];

/// Asks the list for the first time.
pub(super) fn begin(screen: ReviewScreen, cause: Option<ApiError>, context: &mut Context) -> Screen {
    context.doubt(&screen.new.name, cause.clone());
    ask(screen, 1, cause, context)
}

pub(super) fn update(screen: ReviewScreen, message: &Message, context: &mut Context) -> Screen {
    let Submission::Resolving { attempt, phase, cause } = &screen.submission else { return Screen::Review(screen) };
    match message {
        Message::TimerFired(id) if *phase == Phase::Pausing(*id) => {
            let (attempt, cause) = (*attempt, cause.clone());
            ask(screen, attempt, cause, context)
        }
        Message::Back => give_up(screen, context),
        _ => Screen::Review(screen),
    }
}

/// The list came: does it have the name?
pub(super) fn list_came(mut screen: ReviewScreen, context: &mut Context) -> Screen {
    let Submission::Resolving { attempt, cause, .. } = screen.submission.clone() else {
        return Screen::Review(screen);
    };
    let name = screen.new.name.clone();
    if screen.session.find(&name).is_some() {
        context.model.draft.domain.clear();
        context.command(Command::SaveRegion(screen.new.region));
        let records = records::open_known(screen.session, &name, context);
        let why = if cause.is_some() { "The answer was lost" } else { "You stopped waiting" };
        context.notice(Tone::Good, format!("{why}, but AutoSend's list has {name}: it was added"));
        return records;
    }
    if let Some(pause) = PAUSES.get(usize::from(attempt.saturating_sub(1))) {
        let timer = context.timer(*pause);
        screen.submission = Submission::Resolving { attempt: attempt + 1, phase: Phase::Pausing(timer), cause };
        return Screen::Review(screen);
    }
    context.model.doubt.remove(&name);
    screen.submission = Submission::Idle;
    let failure = lost_add_not_listed(cause.as_ref(), &name);
    context.model.outcome = Some(format!("{name}: not added, as far as AutoSend's list shows."));
    Screen::Failure(FailureScreen { failure, resume: Box::new(Screen::Review(screen)) })
}

/// The list cannot be read either. The name stays in doubt, so that Enter asks the list, never the POST.
pub(super) fn list_failed(mut screen: ReviewScreen, error: &ApiError, context: &mut Context) -> Screen {
    let cause = screen.cause();
    context.doubt(&screen.new.name, cause.clone());
    let failure = lost_add_unconfirmed(cause.as_ref(), error, &screen.new.name);
    screen.submission = Submission::Idle;
    Screen::Failure(FailureScreen { failure, resume: Box::new(Screen::Review(screen)) })
}

/// Back to Review without knowing: its next Enter asks the list first.
pub(super) fn give_up(mut screen: ReviewScreen, context: &mut Context) -> Screen {
    context.doubt(&screen.new.name, screen.cause());
    if let Submission::Resolving { phase: Phase::Pausing(timer), .. } = screen.submission {
        context.cancel(timer);
    }
    screen.submission = Submission::Idle;
    Screen::Review(screen)
}

fn ask(mut screen: ReviewScreen, attempt: u8, cause: Option<ApiError>, context: &mut Context) -> Screen {
    screen.session = context.list_now(screen.session);
    screen.submission = Submission::Resolving { attempt, phase: Phase::Asking, cause };
    Screen::Review(screen)
}
