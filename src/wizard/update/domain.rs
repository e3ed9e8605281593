//! The Domain step: assesses the name after every edit. Enter continues if the assessment allows it.

use super::context::{Context, Next};
use crate::core::domain_name::assess;
use crate::wizard::message::Intent;
use crate::wizard::screen::{ApiKeyScreen, DomainScreen, Screen};

pub(super) fn update(screen: &mut DomainScreen, intent: Intent, context: &mut Context) -> Next {
    match intent {
        Intent::Edit(request) => {
            screen.field.edit(request);
            reassess(screen, context);
        }
        Intent::Paste(pasted) => {
            screen.field.insert(&pasted.one_line());
            reassess(screen, context);
        }
        Intent::AcceptSuggestion => accept_suggestion(screen, context),
        Intent::Submit => return submit(screen, context),
        Intent::GoBack => return Next::go(return_to_key(screen, context)),
        _ => {}
    }
    Next::Stay
}

/// Goes back to the Key step; its field holds the current key, masked.
fn return_to_key(screen: &DomainScreen, context: &Context) -> Screen {
    let (credentials, resume) = (&screen.session.credentials, Screen::Domain(screen.clone()));
    Screen::ApiKey(ApiKeyScreen::prefilled(credentials, resume, context.model.config.env_project.as_ref()))
}

fn submit(screen: &mut DomainScreen, context: &mut Context) -> Next {
    match screen.assessment.name().cloned() {
        Some(name) => return Next::go(context.enter_step_after_name(screen.session.clone(), name)),
        None if screen.suggestion().is_some() => accept_suggestion(screen, context),
        None => screen.show_rejection(),
    }
    Next::Stay
}

/// Puts the suggested name into the field.
fn accept_suggestion(screen: &mut DomainScreen, context: &mut Context) {
    if let Some(suggestion) = screen.suggestion().map(str::to_owned) {
        screen.field.replace(suggestion);
        reassess(screen, context);
    }
}

fn reassess(screen: &mut DomainScreen, context: &mut Context) {
    if context.model.draft.domain != screen.field.text() {
        screen.assessment = assess(screen.field.text());
        screen.field.text().clone_into(&mut context.model.draft.domain);
        context.model.requested_domain = None;
    }
}
