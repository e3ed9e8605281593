//! 409: the domain is there already. Enter shows its records, Esc changes the name.

use super::context::Context;
use super::records;
use crate::core::api_error::ApiError;
use crate::core::failure::{conflict_not_listed, list_failure};
use crate::wizard::message::Intent;
use crate::wizard::screen::{ConflictScreen, DomainScreen, FailureScreen, Screen};

pub(super) fn update(mut screen: ConflictScreen, intent: &Intent, context: &mut Context) -> Screen {
    match intent {
        Intent::Submit if !screen.is_loading_list => {
            if screen.session.find_domain(&screen.new_domain.name).is_some() {
                return records::open_by_name(screen.session, &screen.new_domain.name, context);
            }
            screen.session = context.reload_list(screen.session);
            screen.is_loading_list = true;
            Screen::Conflict(screen)
        }
        Intent::GoBack => {
            // The list then tells on the Domain step that the name is there.
            let session = context.reload_list(screen.session);
            Screen::Domain(DomainScreen::new(session, &context.model.draft.domain))
        }
        _ => Screen::Conflict(screen),
    }
}

/// The list came: its records, or the word that it is elsewhere.
pub(super) fn apply_list(screen: ConflictScreen, context: &mut Context) -> Screen {
    if screen.session.find_domain(&screen.new_domain.name).is_some() {
        return records::open_by_name(screen.session, &screen.new_domain.name, context);
    }
    let failure = conflict_not_listed(&screen.error, &screen.new_domain.name);
    context.model.outcome = Some(failure.reason.clone());
    let resume = Screen::Domain(DomainScreen::new(screen.session, &context.model.draft.domain));
    Screen::Failure(FailureScreen { failure, resume: Box::new(resume) })
}

/// The list cannot be read.
pub(super) fn apply_list_error(mut screen: ConflictScreen, error: &ApiError) -> Screen {
    screen.is_loading_list = false;
    Screen::Failure(FailureScreen { failure: list_failure(error), resume: Box::new(Screen::Conflict(screen)) })
}
