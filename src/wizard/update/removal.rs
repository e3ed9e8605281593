//! The Removal step: the person types the domain's name, then this carries out the steps of
//! [`Removing`](crate::core::removing::Removing).

use super::context::{Context, Next};
use super::{dns_check, verify_watch};
use crate::core::failure::describe_error;
use crate::core::removing::{Fact, NotRemoved, Removed, Step};
use crate::wizard::command::{Effect, Request};
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{RemovalScreen, RemovalStage, Screen};
use crate::wizard::session::RequestId;

pub(super) fn update(screen: &mut RemovalScreen, intent: Intent, context: &mut Context) -> Next {
    match (screen.stage, intent) {
        (RemovalStage::Confirming, Intent::Edit(request)) => screen.field.edit(request),
        (RemovalStage::Confirming, Intent::Paste(pasted)) => screen.field.insert(pasted.one_line().trim()),
        (RemovalStage::Confirming, Intent::Submit) if screen.is_unconfirmed() || screen.name_matches() => {
            return report(screen, Fact::Submitted, context);
        }
        (RemovalStage::Confirming, Intent::Submit) => {
            screen.field.error = Some(format!("Type {} to confirm", screen.domain.name.sanitized()));
        }
        (RemovalStage::Confirming, Intent::GoBack) => {
            // If the domain may be gone, the list may be wrong.
            if screen.is_unconfirmed() {
                context.reload_list(&mut screen.session);
            }
            return Next::go_back(screen.parent.clone(), screen.session.clone());
        }
        (RemovalStage::Removing(id) | RemovalStage::CheckingExistence(id), Intent::GoBack) => {
            context.cancel(id);
            return report(screen, Fact::GivenUp, context);
        }
        _ => {}
    }
    Next::Stay
}

/// Starts the request for the domain, if `id` is the timer of the pause before it.
pub(super) fn handle_timer(screen: &mut RemovalScreen, id: RequestId, context: &mut Context) {
    if screen.stage == RemovalStage::CheckingExistence(id) {
        let id = context.fetch_domain(&screen.session.credentials, &screen.domain.id);
        screen.stage = RemovalStage::CheckingExistence(id);
    }
}

/// Passes a fact to the machine and carries out the step that it returns.
pub(super) fn report(screen: &mut RemovalScreen, fact: Fact, context: &mut Context) -> Next {
    match screen.removing.next(fact) {
        Step::Delete => {
            let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.id.clone());
            let id = context.request(Request::RemoveDomain { credentials, domain });
            (screen.stage, screen.message) = (RemovalStage::Removing(id), None);
        }
        Step::Fetch { after } => {
            let id = if after.is_zero() {
                context.fetch_domain(&screen.session.credentials, &screen.domain.id)
            } else {
                context.start_timer(after)
            };
            (screen.stage, screen.message) = (RemovalStage::CheckingExistence(id), None);
        }
        Step::Done(removed) => {
            let what = match removed {
                Removed::Response => "was removed",
                Removed::AlreadyGone => "was already removed",
                Removed::Confirmed { .. } => "was removed: AutoSend no longer lists it",
            };
            return Next::go(finish_removal(screen, what, context));
        }
        Step::Stop(not_removed) => return show_not_removed(screen, not_removed, context),
        Step::Ignore => {}
    }
    Next::Stay
}

fn show_not_removed(screen: &mut RemovalScreen, not_removed: NotRemoved, context: &mut Context) -> Next {
    screen.stage = RemovalStage::Confirming;
    let name = screen.domain.name.sanitized();
    screen.message = Some(match not_removed {
        NotRemoved::Refused(error) | NotRemoved::OutcomeUnknown { lookup_error: error, .. }
            if error.status() == Some(401) =>
        {
            return Next::go(context.enter_key_prompt(Screen::Removal(screen.clone()), &error));
        }
        NotRemoved::Refused(error) => format!("{name} was not removed. {}", describe_error(&error)),
        NotRemoved::OutcomeUnknown { lookup_error, .. } => {
            format!("We don't know whether {name} was removed. {}", describe_error(&lookup_error))
        }
        NotRemoved::GivenUp => format!("We don't know whether {name} was removed."),
        NotRemoved::StillThere { domain, .. } => {
            screen.session.upsert_domain(&domain);
            format!("No response, and {name} still exists. Press Enter to try again.")
        }
    });
    Next::Stay
}

/// Shows the list without the domain. Its cached records are kept and marked as removed.
fn finish_removal(screen: &RemovalScreen, what: &str, context: &mut Context) -> Screen {
    let RemovalScreen { mut session, domain, .. } = screen.clone();
    let message = format!("{} {what}", domain.name.sanitized());
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
    let list = context.return_to_list_after_removal(&screen.parent, session, &domain.id);
    context.show_notice(NoticeLevel::Success, message);
    list
}
