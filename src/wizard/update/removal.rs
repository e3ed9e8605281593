//! The Removal step: the person types the domain's name, then this carries out the steps of [`Removing`].

use super::context::Context;
use super::{api_key, dns_check, domains, verify_watch};
use crate::core::api_error::ApiError;
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::core::removing::{Fact, NotRemoved, Removed, Removing, Step};
use crate::wizard::command::{Effect, Request};
use crate::wizard::field::TextField;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{RemovalScreen, RemovalStage, Screen};
use crate::wizard::session::RequestId;

/// Asks the person to confirm the removal of the domain that is shown or selected.
pub(super) fn open(screen: Screen, context: &mut Context) -> Screen {
    let domain = match &screen {
        Screen::Records(records) => Some(records.domain.clone()),
        Screen::Domains(list) => list.selected().cloned(),
        _ => None,
    };
    let (Some(domain), Some(session)) = (domain, screen.session().cloned()) else { return screen };
    let parent = Box::new(context.cancel_pending(screen));
    let (field, stage, removing) = (TextField::default(), RemovalStage::Confirming, Removing::new());
    Screen::Removal(RemovalScreen { session, domain, field, stage, removing, message: None, parent })
}

pub(super) fn update(mut screen: RemovalScreen, intent: Intent, context: &mut Context) -> Screen {
    match (screen.stage, intent) {
        (RemovalStage::Confirming, Intent::Edit(request)) => screen.field.edit(request),
        (RemovalStage::Confirming, Intent::Paste(pasted)) => screen.field.insert(pasted.one_line().trim()),
        (RemovalStage::Confirming, Intent::Submit) if screen.is_unconfirmed() || screen.name_matches() => {
            return report(screen, Fact::Submitted, context);
        }
        (RemovalStage::Confirming, Intent::Submit) => {
            screen.field.error = Some(format!("To remove it, type {}", sanitized_name(&screen.domain)));
        }
        (RemovalStage::Confirming, Intent::GoBack) => return go_back(screen, context),
        (RemovalStage::Removing(id) | RemovalStage::CheckingExistence(id), Intent::GoBack) => {
            context.cancel(id);
            return report(screen, Fact::GivenUp, context);
        }
        _ => {}
    }
    Screen::Removal(screen)
}

fn sanitized_name(domain: &SendingDomain) -> String {
    domain.name.sanitized()
}

/// Starts the request for the domain, if `id` is the timer of the pause before it.
pub(super) fn handle_timer(mut screen: RemovalScreen, id: RequestId, context: &mut Context) -> Screen {
    if screen.stage == RemovalStage::CheckingExistence(id) {
        screen.stage = RemovalStage::CheckingExistence(request_domain(&screen, context));
    }
    Screen::Removal(screen)
}

/// Handles the response to the DELETE.
pub(super) fn apply_removal_reply(
    screen: RemovalScreen,
    result: Result<(), ApiError>,
    context: &mut Context,
) -> Screen {
    report(screen, Fact::Deleted(result), context)
}

/// Handles the response that shows whether the domain still exists after a DELETE without an answer.
pub(super) fn apply_existence_reply(
    screen: RemovalScreen,
    result: Result<SendingDomain, ApiError>,
    context: &mut Context,
) -> Screen {
    report(screen, Fact::Fetched(result), context)
}

/// Cancels the pending request and returns to the confirmation.
pub(super) fn cancel_pending(mut screen: RemovalScreen, context: &mut Context) -> Screen {
    if let RemovalStage::Removing(id) | RemovalStage::CheckingExistence(id) = screen.stage {
        context.cancel(id);
        screen.stage = RemovalStage::Confirming;
        while screen.removing.next(Fact::GivenUp) != Step::Ignore {}
    }
    Screen::Removal(screen)
}

/// Passes a fact to the machine and carries out the step that it returns.
fn report(mut screen: RemovalScreen, fact: Fact, context: &mut Context) -> Screen {
    match screen.removing.next(fact) {
        Step::Delete => {
            let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.id.clone());
            let id = context.request(Request::RemoveDomain { credentials, domain });
            (screen.stage, screen.message) = (RemovalStage::Removing(id), None);
        }
        Step::Fetch { after } => {
            let id = if after.is_zero() { request_domain(&screen, context) } else { context.start_timer(after) };
            (screen.stage, screen.message) = (RemovalStage::CheckingExistence(id), None);
        }
        Step::Done(removed) => {
            let what = match removed {
                Removed::Response => "was removed",
                Removed::AlreadyGone => "was already gone",
                Removed::Confirmed { .. } => "was removed: AutoSend no longer has it",
            };
            return finish_removal(screen, what, context);
        }
        Step::Stop(not_removed) => return show_not_removed(screen, not_removed, context),
        Step::Ignore => {}
    }
    Screen::Removal(screen)
}

fn request_domain(screen: &RemovalScreen, context: &mut Context) -> RequestId {
    let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.id.clone());
    context.request(Request::FetchDomain { credentials, domain })
}

fn show_not_removed(mut screen: RemovalScreen, not_removed: NotRemoved, context: &mut Context) -> Screen {
    screen.stage = RemovalStage::Confirming;
    let name = sanitized_name(&screen.domain);
    screen.message = Some(match not_removed {
        NotRemoved::Refused(error) | NotRemoved::OutcomeUnknown { lookup_error: error, .. }
            if error.status() == Some(401) =>
        {
            return api_key::prompt_for_new_key(Screen::Removal(screen), &error, context);
        }
        NotRemoved::Refused(error) => format!("{name} was not removed. {}", describe_error(&error)),
        NotRemoved::OutcomeUnknown { lookup_error, .. } => {
            format!("Whether {name} was removed is not known. {}", describe_error(&lookup_error))
        }
        NotRemoved::GivenUp => format!("Whether {name} was removed is not known."),
        NotRemoved::StillThere { domain, .. } => {
            screen.session.upsert_domain(&domain);
            format!("The answer was lost, and AutoSend still has {name}. Enter asks again to remove it.")
        }
    });
    Screen::Removal(screen)
}

/// Returns to the screen that opened the removal. Reloads the list if it may be wrong.
fn go_back(screen: RemovalScreen, context: &mut Context) -> Screen {
    let is_unconfirmed = screen.is_unconfirmed();
    let RemovalScreen { session, parent, .. } = screen;
    let session = if is_unconfirmed { context.reload_list(session) } else { session };
    let mut back = *parent;
    if let Some(parent_session) = back.session_mut() {
        *parent_session = session;
    }
    back
}

/// Shows the list without the domain. Its cached records are kept and marked as removed.
fn finish_removal(screen: RemovalScreen, what: &str, context: &mut Context) -> Screen {
    let RemovalScreen { mut session, domain, parent, .. } = screen;
    let message = format!("{} {what}", sanitized_name(&domain));
    verify_watch::stop(&domain.id, context);
    dns_check::stop(&domain.id, context);
    session.remove_domain(&domain.id);
    let credentials = session.credentials.clone();
    context.emit(Effect::SaveRemovedToCache { credentials, domain: Box::new(domain.clone()) });
    if context.model.last_shown.as_ref().is_some_and(|shown| shown.id == domain.id) {
        context.model.last_shown = None;
        context.model.last_shown_age = None;
    }
    context.model.outcome = Some(format!("{message}."));
    let list = domains::return_after_removal(*parent, session, &domain.id, context);
    context.show_notice(NoticeLevel::Success, message);
    list
}
