//! The Conflict screen after a 409: the domain exists already. Enter shows its records, Esc changes the name.

use super::context::{Context, Next};
use crate::core::adding::{Fact, NotAdded, Step};
use crate::core::failure::{conflict_not_listed, list_failure};
use crate::wizard::message::Intent;
use crate::wizard::screen::{ConflictScreen, FailureScreen, Screen};

pub(super) fn update(screen: &mut ConflictScreen, intent: &Intent, context: &mut Context) -> Next {
    match intent {
        Intent::Submit if screen.is_loading_list => Next::Stay,
        Intent::Submit if screen.session.find_domain(&screen.new_domain.name).is_some() => {
            Next::go(context.enter_named_records(screen.session.clone(), &screen.new_domain.name))
        }
        Intent::Submit => report(screen, Fact::ShowExisting, context),
        Intent::GoBack => {
            // With the new list, the Domain step shows that the name exists.
            context.reload_list(&mut screen.session);
            Next::go(context.enter_domain(screen.session.clone()))
        }
        _ => Next::Stay,
    }
}

/// Passes a fact to the machine and carries out the step that it returns.
pub(super) fn report(screen: &mut ConflictScreen, fact: Fact, context: &mut Context) -> Next {
    let step = screen.adding.next(fact);
    screen.is_loading_list = matches!(step, Step::ReadList { .. });
    let (failure, resume) = match step {
        Step::ReadList { .. } => {
            context.reload_list(&mut screen.session);
            return Next::Stay;
        }
        Step::Done(_) => {
            return Next::go(context.enter_named_records(screen.session.clone(), &screen.new_domain.name));
        }
        Step::Stop(NotAdded::AddedElsewhere { refusal }) => {
            let failure = conflict_not_listed(&refusal, &screen.new_domain.name);
            context.model.outcome = Some(failure.reason.clone());
            (failure, context.enter_domain(screen.session.clone()))
        }
        Step::Stop(NotAdded::ExistingUnavailable { list_error }) => {
            (list_failure(&list_error), Screen::Conflict(screen.clone()))
        }
        _ => return Next::Stay,
    };
    Next::go(Screen::Failure(FailureScreen::new(failure, resume)))
}
