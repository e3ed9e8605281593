//! The Domain step: assesses the name after every edit. Enter continues if the assessment allows it.

use super::context::Context;
use super::{api_key, records, region};
use crate::core::domain_name::{Assessment, assess};
use crate::wizard::message::Intent;
use crate::wizard::screen::{DomainScreen, Screen};

pub(super) fn update(mut screen: DomainScreen, intent: Intent, context: &mut Context) -> Screen {
    match intent {
        Intent::Edit(request) => {
            screen.field.edit(request);
            reassess(&mut screen, context);
        }
        Intent::Paste(pasted) => {
            screen.field.insert(&pasted.one_line());
            reassess(&mut screen, context);
        }
        Intent::AcceptSuggestion => accept_suggestion(&mut screen, context),
        Intent::Submit => return submit(screen, context),
        Intent::GoBack => return api_key::return_from_domain(screen, context),
        _ => {}
    }
    Screen::Domain(screen)
}

fn submit(mut screen: DomainScreen, context: &mut Context) -> Screen {
    let Some(name) = screen.assessment.name().cloned() else {
        if screen.suggestion().is_some() {
            accept_suggestion(&mut screen, context);
        } else {
            show_rejection(&mut screen);
        }
        return Screen::Domain(screen);
    };
    if screen.existing_domain().is_some() {
        return records::open_by_name(screen.session, &name, context);
    }
    if std::mem::take(&mut context.model.draft.region_given) {
        return region::go_to_review(screen.session, name, context.model.draft.region.clone(), context);
    }
    Screen::Region(region::new_screen(screen.session, name, context))
}

/// Puts the suggested name into the field.
fn accept_suggestion(screen: &mut DomainScreen, context: &mut Context) {
    if let Some(suggestion) = screen.suggestion().map(str::to_owned) {
        screen.field.replace(suggestion);
        reassess(screen, context);
    }
}

/// Shows under the field why the name is not accepted.
pub(super) fn show_rejection(screen: &mut DomainScreen) {
    if let Assessment::Rejected(refused) = &screen.assessment {
        screen.field.error = Some(refused.reason.message());
    }
}

fn reassess(screen: &mut DomainScreen, context: &mut Context) {
    if context.model.draft.domain != screen.field.text() {
        screen.assessment = assess(screen.field.text());
        screen.field.text().clone_into(&mut context.model.draft.domain);
        context.model.requested_domain = None;
    }
}
