//! 409: the domain is there already. Enter shows its records, Esc changes the name.

use super::super::message::Message;
use super::super::screen::{ConflictScreen, DomainScreen, FailureScreen, Screen};
use super::context::Context;
use super::records;
use crate::core::api_error::ApiError;
use crate::core::failure::{conflict_not_listed, list_failure};

pub(super) fn update(mut screen: ConflictScreen, message: &Message, context: &mut Context) -> Screen {
    match message {
        Message::Submit if !screen.opening => {
            if screen.session.find(&screen.new.name).is_some() {
                return records::open_known(screen.session, &screen.new.name, context);
            }
            screen.session = context.list_now(screen.session);
            screen.opening = true;
            Screen::Conflict(screen)
        }
        Message::Back => {
            // The list then tells on the Domain step that the name is there.
            let session = context.list_now(screen.session);
            Screen::Domain(DomainScreen::with(session, &context.model.draft.domain))
        }
        _ => Screen::Conflict(screen),
    }
}

/// The list came: its records, or the word that it is elsewhere.
pub(super) fn list_came(screen: ConflictScreen, context: &mut Context) -> Screen {
    if screen.session.find(&screen.new.name).is_some() {
        return records::open_known(screen.session, &screen.new.name, context);
    }
    let failure = conflict_not_listed(&screen.error, &screen.new.name);
    context.model.outcome = Some(failure.reason.clone());
    let resume = Screen::Domain(DomainScreen::with(screen.session, &context.model.draft.domain));
    Screen::Failure(FailureScreen { failure, resume: Box::new(resume) })
}

/// The list cannot be read.
pub(super) fn list_failed(mut screen: ConflictScreen, error: &ApiError) -> Screen {
    screen.opening = false;
    Screen::Failure(FailureScreen { failure: list_failure(error), resume: Box::new(Screen::Conflict(screen)) })
}
