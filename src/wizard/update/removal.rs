//! Removing a domain: the name is asked for, and what became of the request is found out, not guessed.

use super::super::command::Command;
use super::super::field::TextField;
use super::super::message::Message;
use super::super::model::Tone;
use super::super::screen::{RemovalScreen, RemovalStage, Screen};
use super::context::Context;
use super::{api_key, dns, domains, follow};
use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;

/// Asks whether the domain that is shown, or in focus, is to be removed.
pub(super) fn open(screen: Screen, context: &mut Context) -> Screen {
    let domain = match &screen {
        Screen::Records(records) => Some(records.domain.clone()),
        Screen::Domains(list) => list.selected().cloned(),
        _ => None,
    };
    let (Some(domain), Some(session)) = (domain, screen.session().cloned()) else { return screen };
    let back = Box::new(context.set_aside(screen));
    let (field, stage) = (TextField::default(), RemovalStage::Asking);
    Screen::Removal(RemovalScreen { session, domain, field, stage, said: None, in_doubt: false, back })
}

pub(super) fn update(mut screen: RemovalScreen, message: Message, context: &mut Context) -> Screen {
    match (screen.stage, message) {
        (RemovalStage::Asking, Message::Edit(request)) => screen.field.edit(request),
        (RemovalStage::Asking, Message::Paste(pasted)) => screen.field.insert(pasted.one_line().trim()),
        (RemovalStage::Asking, Message::Submit) => submit(&mut screen, context),
        (RemovalStage::Asking, Message::Back) => return back(screen, context),
        // Whether it was carried out is open then, so AutoSend is asked.
        (RemovalStage::Removing(id), Message::Back) => {
            context.cancel(id);
            look(&mut screen, context);
        }
        (RemovalStage::Looking(id), Message::Back) => {
            context.cancel(id);
            (screen.stage, screen.in_doubt) = (RemovalStage::Asking, true);
            screen.said = Some(format!("Whether {} was removed is not known.", name(&screen.domain)));
        }
        (RemovalStage::Removing(awaited), Message::DomainRemoved { id, result }) if id == awaited => {
            return removed(screen, result, context);
        }
        (RemovalStage::Looking(awaited), Message::DomainFetched { id, result }) if id == awaited => {
            return looked(screen, result, context);
        }
        _ => {}
    }
    Screen::Removal(screen)
}

fn name(domain: &SendingDomain) -> String {
    domain.name.sanitized()
}

fn submit(screen: &mut RemovalScreen, context: &mut Context) {
    if screen.in_doubt {
        return look(screen, context);
    }
    if !screen.is_named() {
        screen.field.error = Some(format!("To remove it, type {}", name(&screen.domain)));
        return;
    }
    let id = context.id();
    let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.id.clone());
    context.command(Command::RemoveDomain { id, credentials, domain });
    (screen.stage, screen.said) = (RemovalStage::Removing(id), None);
}

fn look(screen: &mut RemovalScreen, context: &mut Context) {
    let id = context.id();
    let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.id.clone());
    context.command(Command::FetchDomain { id, credentials, domain });
    (screen.stage, screen.said) = (RemovalStage::Looking(id), None);
}

fn removed(mut screen: RemovalScreen, result: Result<(), ApiError>, context: &mut Context) -> Screen {
    let error = match result {
        Ok(()) => return gone(screen, "was removed", context),
        Err(error) if error.status() == Some(404) => return gone(screen, "was already gone", context),
        Err(error) => error,
    };
    if error.status() == Some(401) {
        screen.stage = RemovalStage::Asking;
        return api_key::ask_again(Screen::Removal(screen), &error, context);
    }
    match error.carried_out() {
        CarriedOut::No => {
            screen.stage = RemovalStage::Asking;
            screen.said = Some(format!("{} was not removed. {}", name(&screen.domain), describe_error(&error)));
        }
        CarriedOut::Unknown => look(&mut screen, context),
    }
    Screen::Removal(screen)
}

/// Whether it is still there, after an answer that was lost.
fn looked(mut screen: RemovalScreen, result: Result<SendingDomain, ApiError>, context: &mut Context) -> Screen {
    screen.stage = RemovalStage::Asking;
    let name = name(&screen.domain);
    match result {
        Ok(domain) => {
            screen.said =
                Some(format!("The answer was lost, and AutoSend still has {name}. Enter asks again to remove it."));
            screen.in_doubt = false;
            screen.session.learn(&domain);
        }
        Err(error) if error.status() == Some(404) => {
            return gone(screen, "was removed: AutoSend no longer has it", context);
        }
        Err(error) if error.status() == Some(401) => {
            screen.in_doubt = true;
            return api_key::ask_again(Screen::Removal(screen), &error, context);
        }
        Err(error) => {
            screen.said = Some(format!("Whether {name} was removed is not known. {}", describe_error(&error)));
            screen.in_doubt = true;
        }
    }
    Screen::Removal(screen)
}

/// Back to where it was asked. A list that may be wrong is asked for again.
fn back(screen: RemovalScreen, context: &mut Context) -> Screen {
    let RemovalScreen { session, in_doubt, back, .. } = screen;
    let session = if in_doubt { context.list_now(session) } else { session };
    let mut back = *back;
    if let Some(of_back) = back.session_mut() {
        *of_back = session;
    }
    back
}

/// It is gone: the list shows it so. What was read of it stays kept.
fn gone(screen: RemovalScreen, what: &str, context: &mut Context) -> Screen {
    let RemovalScreen { mut session, domain, back, .. } = screen;
    let words = format!("{} {what}", name(&domain));
    follow::stop(&domain.id, context);
    dns::stop(&domain.id, context);
    session.forget(&domain.id);
    let credentials = session.credentials.clone();
    context.command(Command::RememberRemoved { credentials, domain: Box::new(domain.clone()) });
    if context.model.learnt.as_ref().is_some_and(|learnt| learnt.id == domain.id) {
        context.model.learnt = None;
        context.model.learnt_age = None;
    }
    context.model.outcome = Some(format!("{words}."));
    let list = domains::without(*back, session, &domain.id, context);
    context.notice(Tone::Good, words);
    list
}
