//! Removing a domain: the name is asked for, and what became of the request is found out, not guessed.

use super::context::Context;
use super::{api_key, dns_check, domains, verify_watch};
use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::wizard::command::{Effect, Request};
use crate::wizard::field::TextField;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{RemovalScreen, RemovalStage, Screen};

/// Asks whether the domain that is shown, or in focus, is to be removed.
pub(super) fn open(screen: Screen, context: &mut Context) -> Screen {
    let domain = match &screen {
        Screen::Records(records) => Some(records.domain.clone()),
        Screen::Domains(list) => list.selected().cloned(),
        _ => None,
    };
    let (Some(domain), Some(session)) = (domain, screen.session().cloned()) else { return screen };
    let back = Box::new(context.cancel_pending(screen));
    let (field, stage) = (TextField::default(), RemovalStage::Confirming);
    Screen::Removal(RemovalScreen { session, domain, field, stage, message: None, is_unconfirmed: false, parent: back })
}

pub(super) fn update(mut screen: RemovalScreen, intent: Intent, context: &mut Context) -> Screen {
    match (screen.stage, intent) {
        (RemovalStage::Confirming, Intent::Edit(request)) => screen.field.edit(request),
        (RemovalStage::Confirming, Intent::Paste(pasted)) => screen.field.insert(pasted.one_line().trim()),
        (RemovalStage::Confirming, Intent::Submit) => submit(&mut screen, context),
        (RemovalStage::Confirming, Intent::GoBack) => return go_back(screen, context),
        // Whether it was carried out is open then, so AutoSend is asked.
        (RemovalStage::Removing(id), Intent::GoBack) => {
            context.cancel(id);
            check_existence(&mut screen, context);
        }
        (RemovalStage::CheckingExistence(id), Intent::GoBack) => {
            context.cancel(id);
            (screen.stage, screen.is_unconfirmed) = (RemovalStage::Confirming, true);
            screen.message = Some(format!("Whether {} was removed is not known.", sanitized_name(&screen.domain)));
        }
        _ => {}
    }
    Screen::Removal(screen)
}

fn sanitized_name(domain: &SendingDomain) -> String {
    domain.name.sanitized()
}

fn submit(screen: &mut RemovalScreen, context: &mut Context) {
    if screen.is_unconfirmed {
        return check_existence(screen, context);
    }
    if !screen.name_matches() {
        screen.field.error = Some(format!("To remove it, type {}", sanitized_name(&screen.domain)));
        return;
    }
    let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.id.clone());
    let id = context.request(Request::RemoveDomain { credentials, domain });
    (screen.stage, screen.message) = (RemovalStage::Removing(id), None);
}

fn check_existence(screen: &mut RemovalScreen, context: &mut Context) {
    let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.id.clone());
    let id = context.request(Request::FetchDomain { credentials, domain });
    (screen.stage, screen.message) = (RemovalStage::CheckingExistence(id), None);
}

pub(super) fn apply_removal_reply(
    mut screen: RemovalScreen,
    result: Result<(), ApiError>,
    context: &mut Context,
) -> Screen {
    let error = match result {
        Ok(()) => return finish_removal(screen, "was removed", context),
        Err(error) if error.status() == Some(404) => return finish_removal(screen, "was already gone", context),
        Err(error) => error,
    };
    if error.status() == Some(401) {
        screen.stage = RemovalStage::Confirming;
        return api_key::prompt_for_new_key(Screen::Removal(screen), &error, context);
    }
    match error.carried_out() {
        CarriedOut::No => {
            screen.stage = RemovalStage::Confirming;
            screen.message =
                Some(format!("{} was not removed. {}", sanitized_name(&screen.domain), describe_error(&error)));
        }
        CarriedOut::Unknown => check_existence(&mut screen, context),
    }
    Screen::Removal(screen)
}

/// Whether it is still there, after an answer that was lost.
pub(super) fn apply_existence_reply(
    mut screen: RemovalScreen,
    result: Result<SendingDomain, ApiError>,
    context: &mut Context,
) -> Screen {
    screen.stage = RemovalStage::Confirming;
    let name = sanitized_name(&screen.domain);
    match result {
        Ok(domain) => {
            screen.message =
                Some(format!("The answer was lost, and AutoSend still has {name}. Enter asks again to remove it."));
            screen.is_unconfirmed = false;
            screen.session.upsert_domain(&domain);
        }
        Err(error) if error.status() == Some(404) => {
            return finish_removal(screen, "was removed: AutoSend no longer has it", context);
        }
        Err(error) if error.status() == Some(401) => {
            screen.is_unconfirmed = true;
            return api_key::prompt_for_new_key(Screen::Removal(screen), &error, context);
        }
        Err(error) => {
            screen.message = Some(format!("Whether {name} was removed is not known. {}", describe_error(&error)));
            screen.is_unconfirmed = true;
        }
    }
    Screen::Removal(screen)
}

/// Back to where it was asked. A list that may be wrong is asked for again.
fn go_back(screen: RemovalScreen, context: &mut Context) -> Screen {
    let RemovalScreen { session, is_unconfirmed, parent, .. } = screen;
    let session = if is_unconfirmed { context.reload_list(session) } else { session };
    let mut back = *parent;
    if let Some(parent_session) = back.session_mut() {
        *parent_session = session;
    }
    back
}

/// It is gone: the list shows it so. What was read of it stays kept.
fn finish_removal(screen: RemovalScreen, what: &str, context: &mut Context) -> Screen {
    let RemovalScreen { mut session, domain, parent, .. } = screen;
    let words = format!("{} {what}", sanitized_name(&domain));
    verify_watch::stop(&domain.id, context);
    dns_check::stop(&domain.id, context);
    session.remove_domain(&domain.id);
    let credentials = session.credentials.clone();
    context.emit(Effect::SaveRemovedToCache { credentials, domain: Box::new(domain.clone()) });
    if context.model.last_shown.as_ref().is_some_and(|learnt| learnt.id == domain.id) {
        context.model.last_shown = None;
        context.model.last_shown_age = None;
    }
    context.model.outcome = Some(format!("{words}."));
    let list = domains::return_after_removal(*parent, session, &domain.id, context);
    context.show_notice(NoticeLevel::Success, words);
    list
}
