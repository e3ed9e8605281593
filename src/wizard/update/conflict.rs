//! The Conflict screen after a 409: the domain exists already. Enter shows its records, Esc changes the name.

use super::context::Context;
use super::records;
use crate::core::adding::{Fact, NotAdded, Step};
use crate::core::api_error::ApiError;
use crate::core::failure::{conflict_not_listed, list_failure};
use crate::wizard::message::Intent;
use crate::wizard::screen::{ConflictScreen, DomainScreen, FailureScreen, Screen};

pub(super) fn update(screen: ConflictScreen, intent: &Intent, context: &mut Context) -> Screen {
    match intent {
        Intent::Submit if screen.is_loading_list => Screen::Conflict(screen),
        Intent::Submit if screen.session.find_domain(&screen.new_domain.name).is_some() => {
            records::open_by_name(screen.session, &screen.new_domain.name, context)
        }
        Intent::Submit => report(screen, Fact::ShowExisting, context),
        Intent::GoBack => {
            // With the new list, the Domain step shows that the name exists.
            let session = context.reload_list(screen.session);
            Screen::Domain(DomainScreen::new(session, &context.model.draft.domain))
        }
        _ => Screen::Conflict(screen),
    }
}

/// Handles a new list, which has the domain or shows that it belongs to another project.
pub(super) fn apply_list(screen: ConflictScreen, context: &mut Context) -> Screen {
    let listed = screen.session.find_domain(&screen.new_domain.name).cloned();
    report(screen, Fact::Listed(listed), context)
}

/// Handles a list that could not be loaded.
pub(super) fn apply_list_error(screen: ConflictScreen, error: ApiError, context: &mut Context) -> Screen {
    report(screen, Fact::ListFailed(error), context)
}

/// Clears the pending state.
pub(super) fn cancel_pending(mut screen: ConflictScreen) -> Screen {
    screen.is_loading_list = false;
    screen.adding.next(Fact::GivenUp);
    Screen::Conflict(screen)
}

/// Passes a fact to the machine and carries out the step that it returns.
fn report(mut screen: ConflictScreen, fact: Fact, context: &mut Context) -> Screen {
    let step = screen.adding.next(fact);
    screen.is_loading_list = matches!(step, Step::ReadList { .. });
    match step {
        Step::ReadList { .. } => {
            screen.session = context.reload_list(screen.session);
            Screen::Conflict(screen)
        }
        Step::Done(_) => records::open_by_name(screen.session, &screen.new_domain.name, context),
        Step::Stop(NotAdded::AddedElsewhere { refusal }) => {
            let failure = conflict_not_listed(&refusal, &screen.new_domain.name);
            context.model.outcome = Some(failure.reason.clone());
            let resume = Screen::Domain(DomainScreen::new(screen.session, &context.model.draft.domain));
            Screen::Failure(FailureScreen { failure, resume: Box::new(resume) })
        }
        Step::Stop(NotAdded::ExistingUnavailable { list_error }) => {
            let failure = list_failure(&list_error);
            Screen::Failure(FailureScreen { failure, resume: Box::new(Screen::Conflict(screen)) })
        }
        _ => Screen::Conflict(screen),
    }
}
