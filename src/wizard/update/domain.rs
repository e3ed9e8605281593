//! The Domain step: assesses the name after every edit. Enter continues if the assessment allows it, and says why if it
//! does not; Tab takes the suggestion. Below the field are the domains to continue with.

use super::context::{Context, Next};
use crate::core::domain_name::assess;
use crate::wizard::message::Intent;
use crate::wizard::motion::Motion;
use crate::wizard::screen::{ApiKeyScreen, DomainScreen, Screen};

pub(super) fn update(screen: &mut DomainScreen, intent: Intent, context: &mut Context) -> Next {
    match intent {
        Intent::Edit(request) => {
            screen.selected = None;
            screen.field.edit(request);
            reassess(screen, context);
        }
        Intent::Paste(pasted) => {
            screen.selected = None;
            screen.field.insert(&pasted.one_line());
            reassess(screen, context);
        }
        Intent::Move(motion) => move_selection(screen, motion),
        Intent::AcceptSuggestion => accept_suggestion(screen, context),
        Intent::Submit => return submit(screen, context),
        Intent::GoBack if screen.selected.is_some() => screen.selected = None,
        Intent::GoBack => return Next::go(return_to_key(screen, context)),
        _ => {}
    }
    Next::Stay
}

/// Moves through the domains to continue with; up from the first one is the field.
fn move_selection(screen: &mut DomainScreen, motion: Motion) {
    let last = screen.recent_domains().len().checked_sub(1);
    let index = match (motion, screen.selected_index()) {
        (Motion::Down, None) => Some(0),
        (Motion::Down, Some(index)) => Some(index.saturating_add(1)),
        (Motion::Up, index) => index.and_then(|index| index.checked_sub(1)),
        (Motion::To(index), _) => Some(index),
        (_, index) => index,
    };
    let index = index.zip(last).map(|(index, last)| index.min(last));
    screen.selected = index.and_then(|index| Some(screen.recent_domains().get(index)?.id.clone()));
}

/// Goes back to the Key step; its field holds the current key, masked.
fn return_to_key(screen: &DomainScreen, context: &Context) -> Screen {
    let (credentials, resume) = (&screen.session.credentials, Screen::Domain(screen.clone()));
    Screen::ApiKey(ApiKeyScreen::prefilled(credentials, resume, context.model.config.env_project.as_ref()))
}

fn submit(screen: &mut DomainScreen, context: &mut Context) -> Next {
    if let Some(domain) = screen.selected_domain().cloned() {
        return Next::go(Screen::Records(context.enter_records(screen.session.clone(), domain)));
    }
    if let Some(name) = screen.assessment.name().cloned() {
        return Next::go(context.enter_step_after_name(screen.session.clone(), name));
    }
    screen.show_rejection();
    Next::Stay
}

/// Puts the suggested name into the field.
fn accept_suggestion(screen: &mut DomainScreen, context: &mut Context) {
    if let Some(suggestion) = screen.suggestion().map(std::borrow::Cow::into_owned) {
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
