//! Following domains until they are verified: AutoSend is asked to verify once, then only how far it is. It goes on
//! behind whatever is shown.

use std::time::Duration;

use super::super::command::Command;
use super::super::follow::{Follow, FollowEnd, FollowStage};
use super::super::message::{CopyTarget, Message};
use super::super::model::{Model, Tone};
use super::super::screen::{Pane, RecordsScreen, Screen};
use super::super::selection::moved;
use super::super::session::RequestId;
use super::context::Context;
use super::records;
use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::failure::describe_error;
use crate::core::operation::Operation;
use crate::core::verify_poll::{MAX_POLL_INTERVAL, VerifyProgress, poll_interval};

/// The rows that can be scrolled through; the view stops at its last by itself.
const MOST_ROWS: usize = 40;

/// Shows how far a domain is; AutoSend is asked to verify it, unless that is under way.
pub(super) fn open(screen: &mut RecordsScreen, context: &mut Context) {
    if context.model.follow(&screen.domain.id).is_none_or(|follow| !follow.is_running()) {
        begin(screen, context);
    }
    screen.pane = Pane::Follow { scroll: 0 };
}

fn begin(screen: &RecordsScreen, context: &mut Context) {
    let id = context.id();
    let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.clone());
    let operation = Operation::Verify;
    context.command(Command::Operate { id, credentials: credentials.clone(), domain: domain.id.clone(), operation });
    let clock = context.model.clock;
    context.model.follows.retain(|follow| follow.domain.id != domain.id);
    context.model.follows.push(Follow::new(domain, credentials, id, clock));
}

/// What is pressed where it is shown how far a domain is.
pub(super) fn on_pane(screen: &mut RecordsScreen, message: &Message, context: &mut Context) {
    match message {
        Message::Verify => open(screen, context),
        Message::Refresh => {
            let pausing = |follow: &&Follow| matches!(follow.stage, FollowStage::Pausing { .. });
            if let Some(timer) = context.model.follow(&screen.domain.id).filter(pausing).and_then(Follow::under_way) {
                context.cancel(timer);
                look(timer, context);
            }
        }
        Message::Stop => {
            stop(&screen.domain.id, context);
            screen.pane = Pane::Table;
            context.notice(Tone::Plain, "It is no longer followed; AutoSend itself may go on checking");
        }
        Message::Copy(CopyTarget::Next) => records::copy_next(screen, context),
        Message::Move(motion) => {
            if let Pane::Follow { scroll } = &mut screen.pane {
                *scroll = moved(*scroll, *motion, MOST_ROWS, MOST_ROWS);
            }
        }
        Message::Back => {
            screen.pane = Pane::Table;
            if context.model.follow(&screen.domain.id).is_some_and(Follow::is_running) {
                context.notice(Tone::Plain, "It is followed on; v shows how far it is");
            }
        }
        _ => {}
    }
}

/// A domain is followed no longer, and nothing is to be said of it.
pub(super) fn stop(id: &DomainId, context: &mut Context) {
    let under_way = context.model.follow(id).and_then(Follow::under_way);
    context.model.follows.retain(|follow| follow.domain.id != *id);
    if let Some(id) = under_way {
        context.cancel(id);
    }
}

/// Takes the following out that is meant, changes it, and puts it back.
fn with(meant: impl Fn(&Follow) -> bool, context: &mut Context, then: impl FnOnce(Follow, &mut Context) -> Follow) {
    let Some(place) = context.model.follows.iter().position(meant) else { return };
    let follow = context.model.follows.remove(place);
    let follow = then(follow, context);
    context.model.follows.insert(place, follow);
}

/// The pause is over: AutoSend is asked how far it is.
pub(super) fn look(timer: RequestId, context: &mut Context) {
    with(
        |follow| follow.pauses_for(timer),
        context,
        |mut follow, context| {
            let id = context.id();
            let (credentials, domain) = (follow.credentials.clone(), follow.domain.id.clone());
            context.command(Command::FetchDomain { id, credentials, domain });
            follow.looks = follow.looks.saturating_add(1);
            follow.stage = FollowStage::Looking(id);
            follow
        },
    );
}

/// AutoSend has answered, to being asked to verify or how far it is.
pub(super) fn answered(id: RequestId, result: Result<SendingDomain, ApiError>, context: &mut Context) {
    let clock = context.model.clock;
    with(
        |follow| follow.awaits(id),
        context,
        |mut follow, context| {
            let is_verify = matches!(follow.stage, FollowStage::Asking(_));
            match result {
                Ok(domain) => {
                    follow.take(domain.clone(), clock);
                    let outlook = VerifyProgress::from_domain(&domain, follow.looks);
                    news(&follow, domain, context);
                    match outlook {
                        VerifyProgress::Verified => end(follow, FollowEnd::Verified, context),
                        VerifyProgress::Failed => end(follow, FollowEnd::Failed, context),
                        VerifyProgress::Waiting => wait(follow, None, context),
                    }
                }
                Err(error) if error.status() == Some(404) => end(follow, FollowEnd::Gone, context),
                Err(error) if is_final(&error, is_verify) => {
                    let words = match error.status() {
                        Some(401) => "AutoSend does not accept the key any more".to_owned(),
                        _ => describe_error(&error),
                    };
                    end(follow, FollowEnd::Refused(words), context)
                }
                Err(error) => {
                    follow.trouble = Some(describe_error(&error));
                    let told = error.error_response().and_then(|refusal| refusal.retry_after);
                    wait(follow, told, context)
                }
            }
        },
    );
}

/// Whether it makes no sense to look again: AutoSend refuses, or was not asked to verify at all. Everything else may
/// pass, and to verify is not asked a second time.
fn is_final(error: &ApiError, is_verify: bool) -> bool {
    match error.status() {
        Some(408 | 429) => is_verify,
        Some(400..=499) => true,
        _ => is_verify && error.carried_out() == CarriedOut::No,
    }
}

/// Waits for the next look, at least for as long as AutoSend has asked for.
fn wait(mut follow: Follow, told: Option<Duration>, context: &mut Context) -> Follow {
    if follow.is_time_up(context.model.clock) {
        return end(follow, FollowEnd::TimeUp, context);
    }
    let after =
        told.map_or_else(Duration::default, |told| told.min(MAX_POLL_INTERVAL)).max(poll_interval(follow.looks));
    let until = context.model.clock.saturating_add(after);
    follow.stage = FollowStage::Pausing { timer: context.timer(after), until };
    follow
}

/// It is over: said on the screen and by the bell of the terminal.
fn end(mut follow: Follow, end: FollowEnd, context: &mut Context) -> Follow {
    let words = end.words(&follow.domain);
    let tone = if end == FollowEnd::Verified { Tone::Good } else { Tone::Bad };
    follow.stage = FollowStage::Over(end);
    context.command(Command::Ring(words.clone()));
    // Where it is shown, it need not be said as well.
    if !is_shown(&context.model, &follow.domain.id) {
        context.notice(tone, words);
    }
    follow
}

/// What AutoSend said of the domain counts wherever it is shown.
fn news(follow: &Follow, domain: SendingDomain, context: &mut Context) {
    let credentials = follow.credentials.clone();
    if let Some(session) = context.model.screen.session_mut().filter(|session| session.credentials == credentials) {
        session.learn(&domain);
    }
    context.command(Command::RememberDomain { credentials, domain: Box::new(domain.clone()) });
    context.model.stand(&domain);
    if context.model.learnt.as_ref().is_some_and(|learnt| learnt.id == domain.id) {
        context.model.learnt = Some(domain.clone());
        context.model.learnt_age = None;
    }
    context.model.screen = match context.take_screen() {
        Screen::Records(screen) if screen.domain.id == domain.id => {
            Screen::Records(records::take_news(screen, domain, context))
        }
        other => other,
    };
}

/// Whether the screen shows how far a domain is that is still followed: then its seconds are counted.
pub(super) fn is_watched(model: &Model) -> bool {
    model.follows.iter().any(|follow| follow.is_running() && is_shown(model, &follow.domain.id))
}

/// Whether the screen shows how far this domain is.
fn is_shown(model: &Model, id: &DomainId) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if matches!(screen.pane, Pane::Follow { .. }) && screen.domain.id == *id)
}
