//! Review and Adding: one POST for one Enter, and what becomes of each answer.

use std::time::Duration;

use super::context::Context;
use super::{api_key, reconcile, records, region};
use crate::core::api_error::{ApiError, CarriedOut, ErrorResponse};
use crate::core::domain::SendingDomain;
use crate::core::failure::add_failure;
use crate::core::region::Region;
use crate::wizard::command::{Effect, Request};
use crate::wizard::message::Intent;
use crate::wizard::region_choice::RegionChoice;
use crate::wizard::screen::{
    ConflictScreen, DomainScreen, FailureScreen, RegionScreen, ReviewScreen, Screen, Submission,
};
use crate::wizard::session::RequestId;

/// How often a POST is repeated by itself after "too many requests".
const MAX_RATE_LIMIT_RETRIES: u8 = 3;

const SECOND: Duration = Duration::from_secs(1);

pub(super) fn update(screen: ReviewScreen, intent: &Intent, context: &mut Context) -> Screen {
    match (&screen.submission, intent) {
        (Submission::Idle, Intent::Submit) => submit(screen, context),
        (Submission::Idle, Intent::GoBack) => return_to_region(screen, context),
        (Submission::Posting { id, .. }, Intent::GoBack) => {
            context.cancel(*id);
            reconcile::start(screen, None, context)
        }
        (Submission::Waiting { rate_limit_count, .. }, Intent::Submit) => {
            let refused = *rate_limit_count;
            post(cancel_countdown(screen, context), refused, context)
        }
        (Submission::Waiting { .. }, Intent::GoBack) => Screen::Review(cancel_countdown(screen, context)),
        (Submission::Reconciling { .. }, Intent::GoBack) => reconcile::give_up(screen, context),
        _ => Screen::Review(screen),
    }
}

/// A second of the countdown, or the pause of a reconciliation, may be over.
pub(super) fn handle_timer(screen: ReviewScreen, id: RequestId, context: &mut Context) -> Screen {
    match screen.submission {
        Submission::Waiting { timer, seconds_left, rate_limit_count } if timer == id => {
            match seconds_left.saturating_sub(1) {
                0 => post(screen, rate_limit_count, context),
                left => start_countdown(screen, left, rate_limit_count, context),
            }
        }
        _ => reconcile::handle_timer(screen, id, context),
    }
}

fn submit(screen: ReviewScreen, context: &mut Context) -> Screen {
    context.model.requested_domain = None;
    if let Some(cause) = context.model.unconfirmed.get(&screen.new_domain.name).cloned() {
        return reconcile::start(screen, cause, context);
    }
    if screen.session.find_domain(&screen.new_domain.name).is_some() {
        return records::open_by_name(screen.session, &screen.new_domain.name, context);
    }
    post(screen, 0, context)
}

fn post(mut screen: ReviewScreen, refused: u8, context: &mut Context) -> Screen {
    let credentials = screen.session.credentials.clone();
    let id = context.request(Request::CreateDomain { credentials, new_domain: screen.new_domain.clone() });
    screen.submission = Submission::Posting { id, rate_limit_count: refused };
    Screen::Review(screen)
}

fn start_countdown(mut screen: ReviewScreen, left: u64, refused: u8, context: &mut Context) -> Screen {
    let timer = context.start_timer(SECOND);
    screen.submission = Submission::Waiting { timer, seconds_left: left, rate_limit_count: refused };
    Screen::Review(screen)
}

fn cancel_countdown(mut screen: ReviewScreen, context: &mut Context) -> ReviewScreen {
    if let Submission::Waiting { timer, .. } = screen.submission {
        context.cancel(timer);
    }
    screen.submission = Submission::Idle;
    screen
}

fn return_to_region(screen: ReviewScreen, context: &mut Context) -> Screen {
    context.model.draft.region = screen.new_domain.region;
    Screen::Region(region::new_screen(screen.session, screen.new_domain.name, context))
}

/// The POST was answered.
pub(super) fn apply_reply(
    mut screen: ReviewScreen,
    result: Result<SendingDomain, ApiError>,
    context: &mut Context,
) -> Screen {
    let refused = match screen.submission {
        Submission::Posting { rate_limit_count, .. } => rate_limit_count,
        _ => 0,
    };
    screen.submission = Submission::Idle;
    let error = match result {
        Ok(domain) => return show_created(screen, domain, context),
        Err(error) => error,
    };
    if error.carried_out() == CarriedOut::Unknown {
        return reconcile::start(screen, Some(error), context);
    }
    match &error {
        ApiError::ErrorResponse(refusal) => match refusal.status {
            400 | 422 => show_invalid_input(screen, refusal, context),
            401 => api_key::prompt_for_new_key(Screen::Review(screen), &error, context),
            409 => {
                let ReviewScreen { session, new_domain, .. } = screen;
                Screen::Conflict(ConflictScreen { session, new_domain, error, is_loading_list: false })
            }
            429 if refused < MAX_RATE_LIMIT_RETRIES => {
                // As retry_after, else 1, 2, 4 s (AutoSend's page on rate limits).
                let retry_after = refusal.retry_after.map(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
                let left = retry_after.unwrap_or(1 << refused).max(1);
                start_countdown(screen, left, refused + 1, context)
            }
            _ => show_failure(screen, &error, context),
        },
        _ => show_failure(screen, &error, context),
    }
}

fn show_created(screen: ReviewScreen, domain: SendingDomain, context: &mut Context) -> Screen {
    let ReviewScreen { mut session, new_domain, .. } = screen;
    session.upsert_domain(&domain);
    if session.domains.pending_id().is_some() {
        // A list that was asked for before the POST may lack it.
        session = context.reload_list(session);
    }
    context.model.draft.domain.clear();
    context.emit(Effect::SaveRegion(new_domain.region));
    records::show_created(session, domain, context)
}

fn show_failure(screen: ReviewScreen, error: &ApiError, context: &mut Context) -> Screen {
    let failure = add_failure(error, &screen.new_domain.name);
    context.model.outcome = Some(format!("{}. {}", failure.title, failure.effect));
    Screen::Failure(FailureScreen { failure, resume: Box::new(Screen::Review(screen)) })
}

/// 400 goes back to the step whose input it names, with the server's words under the field.
fn show_invalid_input(screen: ReviewScreen, refusal: &ErrorResponse, context: &Context) -> Screen {
    let words = |own: Option<String>| {
        let words = own.or_else(|| refusal.full_message()).unwrap_or_else(|| "refused without a word".to_owned());
        format!("AutoSend answered {}: {words}", refusal.status)
    };
    let on_region = refusal.field_message("regionKey").or_else(|| refusal.field_message("region"));
    if on_region.is_some() && refusal.field_message("domain").is_none() {
        let mut region: RegionScreen = region::new_screen(screen.session, screen.new_domain.name, context);
        region.error = Some(words(on_region));
        if let (Region::Key(key), RegionChoice::Other) =
            (&screen.new_domain.region, RegionChoice::from_region(&screen.new_domain.region))
        {
            region.prefill_other(key.as_str());
        }
        return Screen::Region(region);
    }
    let mut domain = DomainScreen::new(screen.session, &context.model.draft.domain);
    // Words on both fields are said together: the Domain step comes first.
    domain.field.error = Some(words(refusal.field_message("domain").filter(|_| on_region.is_none())));
    Screen::Domain(domain)
}

/// The screen with nothing under way: a POST that was is remembered as not known.
pub(super) fn cancel_pending(review: ReviewScreen, context: &mut Context) -> Screen {
    if matches!(review.submission, Submission::Reconciling { .. }) {
        return reconcile::give_up(review, context);
    }
    Screen::Review(cancel_countdown(review, context))
}
