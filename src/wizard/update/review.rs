//! Review and Adding: one POST for one Enter, and what becomes of each answer.

use std::time::Duration;

use super::super::command::Command;
use super::super::message::Message;
use super::super::regions::RegionChoice;
use super::super::screen::{
    ConflictScreen, DomainScreen, FailureScreen, RegionScreen, ReviewScreen, Screen, Submission,
};
use super::context::Context;
use super::{api_key, records, region, resolving};
use crate::core::api_error::{ApiError, CarriedOut, ErrorResponse};
use crate::core::domain::SendingDomain;
use crate::core::failure::add_failure;
use crate::core::region::Region;

/// How often a POST is repeated by itself after "too many requests".
const REPEATS: u8 = 3;

const SECOND: Duration = Duration::from_secs(1);

pub(super) fn update(screen: ReviewScreen, message: Message, context: &mut Context) -> Screen {
    match (&screen.submission, message) {
        (Submission::Idle, Message::Submit) => submit(screen, context),
        (Submission::Idle, Message::Back) => back_to_region(screen, context),
        (Submission::Posting { id, .. }, Message::DomainCreated { id: answer, result }) if *id == answer => {
            answered(screen, result, context)
        }
        (Submission::Posting { id, .. }, Message::Back) => {
            context.cancel(*id);
            resolving::begin(screen, None, context)
        }
        (Submission::Waiting { refused, .. }, Message::Submit) => {
            let refused = *refused;
            post(stop_waiting(screen, context), refused, context)
        }
        (Submission::Waiting { .. }, Message::Back) => Screen::Review(stop_waiting(screen, context)),
        (Submission::Waiting { timer, left, refused }, Message::TimerFired(id)) if *timer == id => {
            let (left, refused) = (left.saturating_sub(1), *refused);
            if left == 0 { post(screen, refused, context) } else { wait(screen, left, refused, context) }
        }
        (Submission::Resolving { .. }, message) => resolving::update(screen, &message, context),
        _ => Screen::Review(screen),
    }
}

fn submit(screen: ReviewScreen, context: &mut Context) -> Screen {
    context.model.lookup = None;
    if let Some(cause) = context.model.doubt.get(&screen.new.name).cloned() {
        return resolving::begin(screen, cause, context);
    }
    if screen.session.find(&screen.new.name).is_some() {
        return records::open_known(screen.session, &screen.new.name, context);
    }
    post(screen, 0, context)
}

fn post(mut screen: ReviewScreen, refused: u8, context: &mut Context) -> Screen {
    let id = context.id();
    let credentials = screen.session.credentials.clone();
    context.command(Command::CreateDomain { id, credentials, new: screen.new.clone() });
    screen.submission = Submission::Posting { id, refused };
    Screen::Review(screen)
}

fn wait(mut screen: ReviewScreen, left: u64, refused: u8, context: &mut Context) -> Screen {
    let timer = context.timer(SECOND);
    screen.submission = Submission::Waiting { timer, left, refused };
    Screen::Review(screen)
}

fn stop_waiting(mut screen: ReviewScreen, context: &mut Context) -> ReviewScreen {
    if let Submission::Waiting { timer, .. } = screen.submission {
        context.cancel(timer);
    }
    screen.submission = Submission::Idle;
    screen
}

fn back_to_region(screen: ReviewScreen, context: &mut Context) -> Screen {
    context.model.draft.region = screen.new.region;
    Screen::Region(region::screen(screen.session, screen.new.name, context))
}

fn answered(mut screen: ReviewScreen, result: Result<SendingDomain, ApiError>, context: &mut Context) -> Screen {
    let refused = match screen.submission {
        Submission::Posting { refused, .. } => refused,
        _ => 0,
    };
    screen.submission = Submission::Idle;
    let error = match result {
        Ok(domain) => return added(screen, domain, context),
        Err(error) => error,
    };
    if error.carried_out() == CarriedOut::Unknown {
        return resolving::begin(screen, Some(error), context);
    }
    match &error {
        ApiError::ErrorResponse(refusal) => match refusal.status {
            400 | 422 => bad_input(screen, refusal, context),
            401 => api_key::ask_again(Screen::Review(screen), &error, context),
            409 => {
                let ReviewScreen { session, new, .. } = screen;
                Screen::Conflict(ConflictScreen { session, new, error, opening: false })
            }
            429 if refused < REPEATS => {
                // As told, else 1, 2, 4 s (AutoSend's page on rate limits).
                let told = refusal.retry_after.map(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
                let left = told.unwrap_or(1 << refused).max(1);
                wait(screen, left, refused + 1, context)
            }
            _ => failed(screen, &error, context),
        },
        _ => failed(screen, &error, context),
    }
}

fn added(screen: ReviewScreen, domain: SendingDomain, context: &mut Context) -> Screen {
    let ReviewScreen { mut session, new, .. } = screen;
    session.learn(&domain);
    if session.domains.request().is_some() {
        // A list that was asked for before the POST may lack it.
        session = context.list_now(session);
    }
    context.model.draft.domain.clear();
    context.command(Command::SaveRegion(new.region));
    records::show_new(session, domain, context)
}

fn failed(screen: ReviewScreen, error: &ApiError, context: &mut Context) -> Screen {
    let failure = add_failure(error, &screen.new.name);
    context.model.outcome = Some(format!("{}. {}", failure.title, failure.effect));
    Screen::Failure(FailureScreen { failure, resume: Box::new(Screen::Review(screen)) })
}

/// 400 goes back to the step whose input it names, with the server's words under the field.
fn bad_input(screen: ReviewScreen, refusal: &ErrorResponse, context: &Context) -> Screen {
    let words = |own: Option<String>| {
        let words = own.or_else(|| refusal.full_message()).unwrap_or_else(|| "refused without a word".to_owned());
        format!("AutoSend answered {}: {words}", refusal.status)
    };
    let on_region = refusal.field_message("regionKey").or_else(|| refusal.field_message("region"));
    if on_region.is_some() && refusal.field_message("domain").is_none() {
        let mut region: RegionScreen = region::screen(screen.session, screen.new.name, context);
        region.error = Some(words(on_region));
        if let (Region::Key(key), RegionChoice::Other) = (&screen.new.region, RegionChoice::of(&screen.new.region)) {
            region.type_other(key.as_str());
        }
        return Screen::Region(region);
    }
    let mut domain = DomainScreen::with(screen.session, &context.model.draft.domain);
    // Words on both fields are said together: the Domain step comes first.
    domain.field.error = Some(words(refusal.field_message("domain").filter(|_| on_region.is_none())));
    Screen::Domain(domain)
}

/// The screen with nothing under way: a POST that was is remembered as not known.
pub(super) fn stopped(review: ReviewScreen, context: &mut Context) -> Screen {
    if matches!(review.submission, Submission::Resolving { .. }) {
        return resolving::give_up(review, context);
    }
    Screen::Review(stop_waiting(review, context))
}
