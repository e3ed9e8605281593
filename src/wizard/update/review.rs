//! The steps Review and Adding: carry out the steps of [`Adding`] and show the result.

use std::time::Duration;

use super::context::Context;
use super::{api_key, records, region};
use crate::core::adding::{AddProgress, Added, Adding, Confirmation, Fact, NotAdded, Step};
use crate::core::api_error::{ApiError, ErrorResponse};
use crate::core::domain::SendingDomain;
use crate::core::failure::{add_failure, conflict_not_listed, list_failure, lost_add_not_listed, lost_add_unconfirmed};
use crate::core::region::Region;
use crate::wizard::command::{Effect, Request};
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::region_choice::RegionChoice;
use crate::wizard::screen::{
    ConflictScreen, DomainScreen, FailureScreen, ReconcilePhase, RegionScreen, ReviewScreen, Screen, Submission,
};
use crate::wizard::session::RequestId;

/// The unit of the countdown.
const SECOND: Duration = Duration::from_secs(1);

pub(super) fn update(screen: ReviewScreen, intent: &Intent, context: &mut Context) -> Screen {
    match (&screen.submission, intent) {
        (Submission::Idle, Intent::Submit) => submit(screen, context),
        (Submission::Idle, Intent::GoBack) => return_to_region(screen, context),
        (_, Intent::Submit) => interrupt(screen, Fact::Submitted, context),
        (_, Intent::GoBack) => interrupt(screen, Fact::GivenUp, context),
        _ => Screen::Review(screen),
    }
}

/// Continues the countdown, or loads the list, if `id` is the timer of this screen.
pub(super) fn handle_timer(mut screen: ReviewScreen, id: RequestId, context: &mut Context) -> Screen {
    match &mut screen.submission {
        Submission::Waiting { timer, seconds_left, .. } if *timer == id => {
            *seconds_left = seconds_left.saturating_sub(1);
            if *seconds_left == 0 {
                return report(screen, Fact::WaitOver, context);
            }
            *timer = context.start_timer(SECOND);
        }
        Submission::Reconciling { phase, .. } if *phase == ReconcilePhase::Waiting(id) => {
            *phase = ReconcilePhase::Listing;
            screen.session = context.reload_list(screen.session);
        }
        _ => {}
    }
    Screen::Review(screen)
}

/// Handles the response to the POST.
pub(super) fn apply_reply(
    screen: ReviewScreen,
    result: Result<SendingDomain, ApiError>,
    context: &mut Context,
) -> Screen {
    report(screen, Fact::Posted(result), context)
}

/// Handles a new list, which may have the domain whose POST had no answer.
pub(super) fn apply_list(screen: ReviewScreen, context: &mut Context) -> Screen {
    let listed = screen.session.find_domain(&screen.new_domain.name).cloned();
    report(screen, Fact::Listed(listed), context)
}

/// Handles a list that could not be loaded.
pub(super) fn apply_list_error(screen: ReviewScreen, error: ApiError, context: &mut Context) -> Screen {
    report(screen, Fact::ListFailed(error), context)
}

/// Cancels the pending request and returns to Review.
pub(super) fn cancel_pending(mut screen: ReviewScreen, context: &mut Context) -> Screen {
    if let Some(id) = screen.submission.pending_id() {
        context.cancel(id);
    }
    remember_unconfirmed(&screen, context);
    screen.submission = Submission::Idle;
    Screen::Review(screen)
}

/// Remembers a POST that may have been carried out, so that the name is not sent again before the list was loaded.
pub(super) fn remember_unconfirmed(screen: &ReviewScreen, context: &mut Context) {
    if let Some(adding) = screen.submission.adding().filter(|adding| adding.progress() == AddProgress::MaybeAdded) {
        context.mark_unconfirmed(&screen.new_domain.name, adding.cause().cloned());
    }
}

fn submit(screen: ReviewScreen, context: &mut Context) -> Screen {
    context.model.requested_domain = None;
    let unconfirmed = context.model.unconfirmed.get(&screen.new_domain.name).cloned();
    if unconfirmed.is_none() && screen.session.find_domain(&screen.new_domain.name).is_some() {
        return records::open_by_name(screen.session, &screen.new_domain.name, context);
    }
    let mut adding = unconfirmed.map_or_else(Adding::new, Adding::unconfirmed);
    let step = adding.next(Fact::Submitted);
    take_step(screen, adding, step, context)
}

/// Passes a fact to the machine and carries out the step that it returns.
fn report(screen: ReviewScreen, fact: Fact, context: &mut Context) -> Screen {
    let Some(mut adding) = screen.submission.adding().cloned() else { return Screen::Review(screen) };
    let step = adding.next(fact);
    take_step(screen, adding, step, context)
}

/// Does the same when the person stops waiting for the pending request.
fn interrupt(screen: ReviewScreen, fact: Fact, context: &mut Context) -> Screen {
    let is_wanted = screen.submission.adding().is_some_and(|adding| adding.clone().next(fact.clone()) != Step::Ignore);
    if let Some(id) = screen.submission.pending_id().filter(|_| is_wanted) {
        context.cancel(id);
    }
    report(screen, fact, context)
}

fn take_step(mut screen: ReviewScreen, adding: Adding, step: Step, context: &mut Context) -> Screen {
    match step {
        Step::Post => {
            let (credentials, new_domain) = (screen.session.credentials.clone(), screen.new_domain.clone());
            let id = context.request(Request::CreateDomain { credentials, new_domain });
            screen.submission = Submission::Posting { id, adding };
        }
        Step::Wait { seconds, .. } => {
            let timer = context.start_timer(SECOND);
            screen.submission = Submission::Waiting { timer, seconds_left: seconds, adding };
        }
        Step::ReadList { after } => {
            let phase = if after.is_zero() {
                screen.session = context.reload_list(screen.session);
                ReconcilePhase::Listing
            } else {
                ReconcilePhase::Waiting(context.start_timer(after))
            };
            screen.submission = Submission::Reconciling { phase, adding };
            remember_unconfirmed(&screen, context);
        }
        Step::Done(added) => return show_added(screen, added, context),
        Step::Stop(not_added) => {
            screen.submission = Submission::Idle;
            return show_not_added(screen, adding, not_added, context);
        }
        Step::Ignore => {}
    }
    Screen::Review(screen)
}

fn return_to_region(screen: ReviewScreen, context: &mut Context) -> Screen {
    context.model.draft.region = screen.new_domain.region;
    Screen::Region(region::new_screen(screen.session, screen.new_domain.name, context))
}

fn show_added(screen: ReviewScreen, added: Added, context: &mut Context) -> Screen {
    let ReviewScreen { mut session, new_domain, .. } = screen;
    context.model.draft.domain.clear();
    context.emit(Effect::SaveRegion(new_domain.region));
    let Confirmation::List { cause } = added.confirmation else {
        session.upsert_domain(&added.domain);
        if session.domains.pending_id().is_some() {
            // A list that was requested before the POST may lack the domain.
            session = context.reload_list(session);
        }
        return records::show_created(session, added.domain, context);
    };
    let name = new_domain.name;
    let records = records::open_by_name(session, &name, context);
    let why = if cause.is_some() { "The answer was lost" } else { "You stopped waiting" };
    context.show_notice(NoticeLevel::Success, format!("{why}, but AutoSend's list has {name}: it was added"));
    records
}

fn show_not_added(screen: ReviewScreen, adding: Adding, not_added: NotAdded, context: &mut Context) -> Screen {
    let name = &screen.new_domain.name;
    let failure = match not_added {
        NotAdded::GivenUp => return Screen::Review(screen),
        NotAdded::Exists(error) => {
            let ReviewScreen { session, new_domain, .. } = screen;
            return Screen::Conflict(ConflictScreen { session, new_domain, error, adding, is_loading_list: false });
        }
        NotAdded::Refused(error) => match (&error, error.status()) {
            (ApiError::ErrorResponse(response), Some(400 | 422)) => {
                return show_invalid_input(screen, response, context);
            }
            (_, Some(401)) => return api_key::prompt_for_new_key(Screen::Review(screen), &error, context),
            _ => {
                let failure = add_failure(&error, name);
                context.model.outcome = Some(format!("{}. {}", failure.title, failure.effect));
                failure
            }
        },
        NotAdded::NotListed { cause } => {
            context.model.unconfirmed.remove(name);
            context.model.outcome = Some(format!("{name}: not added, as far as AutoSend's list shows."));
            lost_add_not_listed(cause.as_ref(), name)
        }
        NotAdded::OutcomeUnknown { cause, list_error } => lost_add_unconfirmed(cause.as_ref(), &list_error, name),
        NotAdded::AddedElsewhere { refusal } => conflict_not_listed(&refusal, name),
        NotAdded::ExistingUnavailable { list_error } => list_failure(&list_error),
    };
    Screen::Failure(FailureScreen { failure, resume: Box::new(Screen::Review(screen)) })
}

/// Goes back from a 400 to the step whose input it names; shows the server's message under the field.
fn show_invalid_input(screen: ReviewScreen, response: &ErrorResponse, context: &Context) -> Screen {
    let message = |own: Option<String>| {
        let text = own.or_else(|| response.full_message()).unwrap_or_else(|| "refused without a word".to_owned());
        format!("AutoSend answered {}: {text}", response.status)
    };
    let on_region = response.field_message("regionKey").or_else(|| response.field_message("region"));
    if on_region.is_some() && response.field_message("domain").is_none() {
        let mut region: RegionScreen = region::new_screen(screen.session, screen.new_domain.name, context);
        region.error = Some(message(on_region));
        if let (Region::Key(key), RegionChoice::Other) =
            (&screen.new_domain.region, RegionChoice::from_region(&screen.new_domain.region))
        {
            region.prefill_other(key.as_str());
        }
        return Screen::Region(region);
    }
    let mut domain = DomainScreen::new(screen.session, &context.model.draft.domain);
    // A message on both fields is shown in full on the Domain step, which is the first of the two.
    domain.field.error = Some(message(response.field_message("domain").filter(|_| on_region.is_none())));
    Screen::Domain(domain)
}
