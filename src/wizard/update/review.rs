//! The steps Review and Adding: carry out the steps of [`Adding`] and show the result.

use std::time::Duration;

use super::context::{Context, Next};
use crate::core::adding::{Added, Adding, Confirmation, Fact, NotAdded, Step};
use crate::core::api_error::{ApiError, ErrorResponse};
use crate::core::failure::{add_failure, conflict_not_listed, list_failure, lost_add_not_listed, lost_add_unconfirmed};
use crate::core::region::Region;
use crate::wizard::command::{Effect, Request};
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{
    ConflictScreen, DomainScreen, FailureScreen, ReconcilePhase, RegionChoice, ReviewScreen, Screen, Submission,
};
use crate::wizard::session::RequestId;

/// The unit of the countdown.
const SECOND: Duration = Duration::from_secs(1);

pub(super) fn update(screen: &mut ReviewScreen, intent: &Intent, context: &mut Context) -> Next {
    match (&screen.submission, intent) {
        (Submission::Idle, Intent::Submit) => submit(screen, context),
        (Submission::Idle, Intent::GoBack) => return_to_region(screen, context),
        (_, Intent::Submit) => interrupt(screen, Fact::Submitted, context),
        (_, Intent::GoBack) => interrupt(screen, Fact::GivenUp, context),
        _ => Next::Stay,
    }
}

/// Continues the countdown, or loads the list, if `id` is the timer of this screen.
pub(super) fn handle_timer(screen: &mut ReviewScreen, id: RequestId, context: &mut Context) -> Next {
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
            context.reload_list(&mut screen.session);
        }
        _ => {}
    }
    Next::Stay
}

fn submit(screen: &mut ReviewScreen, context: &mut Context) -> Next {
    context.model.requested_domain = None;
    let unconfirmed = context.model.unconfirmed.get(&screen.new_domain.name).cloned();
    if unconfirmed.is_none() && screen.session.find_domain(&screen.new_domain.name).is_some() {
        return Next::go(context.enter_named_records(screen.session.clone(), &screen.new_domain.name));
    }
    let adding = unconfirmed.map_or_else(Adding::new, Adding::unconfirmed);
    let mut adding = adding.with_timeout(context.model.config.timeout);
    let step = adding.next(Fact::Submitted);
    take_step(screen, adding, step, context)
}

/// Passes a fact to the machine and carries out the step that it returns.
pub(super) fn report(screen: &mut ReviewScreen, fact: Fact, context: &mut Context) -> Next {
    let Some(mut adding) = screen.submission.adding().cloned() else { return Next::Stay };
    let step = adding.next(fact);
    take_step(screen, adding, step, context)
}

/// Does the same when the person stops waiting for the pending request.
fn interrupt(screen: &mut ReviewScreen, fact: Fact, context: &mut Context) -> Next {
    let is_wanted = screen.submission.adding().is_some_and(|adding| adding.clone().next(fact.clone()) != Step::Ignore);
    if let Some(id) = screen.submission.pending_id().filter(|_| is_wanted) {
        context.cancel(id);
    }
    report(screen, fact, context)
}

fn take_step(screen: &mut ReviewScreen, adding: Adding, step: Step, context: &mut Context) -> Next {
    match step {
        Step::Post => {
            screen.was_stopped = false;
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
                context.reload_list(&mut screen.session);
                ReconcilePhase::Listing
            } else {
                ReconcilePhase::Waiting(context.start_timer(after))
            };
            screen.submission = Submission::Reconciling { phase, adding };
            context.remember_unconfirmed(screen);
        }
        Step::Done(added) => return show_added(screen, added, context),
        Step::Stop(not_added) => {
            screen.submission = Submission::Idle;
            return show_not_added(screen, adding, not_added, context);
        }
        Step::Ignore => {}
    }
    Next::Stay
}

fn return_to_region(screen: &ReviewScreen, context: &mut Context) -> Next {
    context.model.draft.region = screen.new_domain.region.clone();
    Next::go(Screen::Region(context.enter_region(screen.session.clone(), screen.new_domain.name.clone())))
}

fn show_added(screen: &ReviewScreen, added: Added, context: &mut Context) -> Next {
    let ReviewScreen { mut session, new_domain, .. } = screen.clone();
    context.model.draft.domain.clear();
    context.emit(Effect::SaveRegion(new_domain.region));
    let Confirmation::List { cause } = added.confirmation else {
        session.upsert_domain(&added.domain);
        if session.domains.pending_id().is_some() {
            // A list that was requested before the POST may lack the domain.
            context.reload_list(&mut session);
        }
        return Next::go(context.enter_created_records(session, added.domain));
    };
    let name = new_domain.name;
    let records = context.enter_named_records(session, &name);
    let why = if cause.is_some() { "The connection dropped" } else { "You stopped waiting" };
    context.show_notice(NoticeLevel::Success, format!("{why}, but {name} was added"));
    Next::go(records)
}

fn show_not_added(screen: &mut ReviewScreen, adding: Adding, not_added: NotAdded, context: &mut Context) -> Next {
    let name = &screen.new_domain.name.clone();
    let failure = match not_added {
        NotAdded::GivenUp => {
            screen.was_stopped = !context.model.unconfirmed.contains_key(&screen.new_domain.name);
            return Next::Stay;
        }
        NotAdded::Exists(error) => {
            let ReviewScreen { session, new_domain, .. } = screen.clone();
            let conflict = ConflictScreen { session, new_domain, error, adding, is_loading_list: false };
            return Next::go(Screen::Conflict(conflict));
        }
        NotAdded::Refused(error) => match (&error, error.status()) {
            (ApiError::ErrorResponse(response), Some(400 | 422)) => {
                return Next::go(show_invalid_input(screen, response, context));
            }
            (_, Some(401)) => return Next::go(context.enter_key_prompt(Screen::Review(screen.clone()), &error)),
            _ => {
                let failure = add_failure(&error, name);
                context.model.outcome = Some(format!("{}. {}", failure.title, failure.effect));
                failure
            }
        },
        NotAdded::NotListed { cause } => {
            context.model.unconfirmed.remove(name);
            context.model.outcome = Some(format!("{name} is not in your domain list, so it was probably not added."));
            lost_add_not_listed(cause.as_ref(), name)
        }
        NotAdded::OutcomeUnknown { cause, list_error } => lost_add_unconfirmed(cause.as_ref(), &list_error, name),
        NotAdded::AddedElsewhere { refusal } => conflict_not_listed(&refusal, name),
        NotAdded::ExistingUnavailable { list_error } => list_failure(&list_error),
    };
    Next::go(Screen::Failure(FailureScreen::new(failure, Screen::Review(screen.clone()))))
}

/// Goes back from a 400 to the step whose input it names; shows the server's message under the field.
fn show_invalid_input(screen: &ReviewScreen, response: &ErrorResponse, context: &Context) -> Screen {
    let message = |own: Option<String>| {
        let text = own.or_else(|| response.full_message()).unwrap_or_else(|| "refused, no reason given".to_owned());
        format!("AutoSend answered {}: {text}", response.status)
    };
    let on_region = response.field_message("regionKey").or_else(|| response.field_message("region"));
    if on_region.is_some() && response.field_message("domain").is_none() {
        let mut region = context.enter_region(screen.session.clone(), screen.new_domain.name.clone());
        region.error = Some(message(on_region));
        if let (Region::Key(key), RegionChoice::Other) =
            (&screen.new_domain.region, RegionChoice::from_region(&screen.new_domain.region))
        {
            region.prefill_other(key.as_str());
        }
        return Screen::Region(region);
    }
    let mut domain = DomainScreen::new(screen.session.clone(), &context.model.draft.domain);
    // A message on both fields is shown in full on the Domain step, which is the first of the two.
    domain.field.error = Some(message(response.field_message("domain").filter(|_| on_region.is_none())));
    Screen::Domain(domain)
}
