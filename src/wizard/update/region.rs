//! The Region step: the person picks a region from a filtered list or types another region key.

use super::context::Context;
use crate::core::domain_name::DomainName;
use crate::core::region::{Region, RegionKey};
use crate::wizard::field::TextField;
use crate::wizard::message::{Intent, PastedText};
use crate::wizard::motion::move_cursor;
use crate::wizard::region_choice::{RegionChoice, matching_regions};
use crate::wizard::screen::{DomainScreen, NewDomain, RegionMode, RegionScreen, ReviewScreen, Screen, Submission};
use crate::wizard::session::Session;

/// Builds the step for a name; the draft's region is selected.
pub(super) fn new_screen(session: Session, name: DomainName, context: &Context) -> RegionScreen {
    let draft = &context.model.draft;
    let choice = RegionChoice::from_region(&draft.region);
    let position = |filter: &str| matching_regions(filter).iter().position(|row| *row == choice);
    // If the filter hid the selected region, the person could not see what Enter does.
    let (filter, cursor) = match position(&draft.region_filter) {
        Some(cursor) => (draft.region_filter.as_str(), cursor),
        None => ("", position("").unwrap_or_default()),
    };
    let mode = RegionMode::List { filter: TextField::with_text(filter), cursor };
    RegionScreen { session, name, mode, error: None }
}

pub(super) fn update(screen: RegionScreen, intent: Intent, context: &mut Context) -> Screen {
    let screen = handle(screen, intent, context);
    if let Screen::Region(RegionScreen { mode, .. }) = &screen {
        match mode {
            RegionMode::List { filter, .. } => filter.text().clone_into(&mut context.model.draft.region_filter),
            RegionMode::Other { field } => field.text().clone_into(&mut context.model.draft.other_region),
        }
    }
    screen
}

fn handle(mut screen: RegionScreen, intent: Intent, context: &mut Context) -> Screen {
    match (&mut screen.mode, intent) {
        (_, Intent::Submit) => return submit(screen, context),
        (RegionMode::List { .. }, Intent::GoBack) => {
            context.model.requested_domain = None;
            return Screen::Domain(DomainScreen::new(screen.session, &context.model.draft.domain));
        }
        (RegionMode::Other { .. }, Intent::GoBack) => {
            screen.mode = RegionMode::List { filter: TextField::default(), cursor: RegionChoice::all().len() - 1 };
        }
        (RegionMode::List { cursor, .. }, Intent::Move(motion)) => {
            let current = *cursor;
            let (rows, _) = screen.rows();
            if let RegionMode::List { cursor, .. } = &mut screen.mode {
                *cursor = move_cursor(current, motion, rows.len(), rows.len());
            }
            screen.error = None;
        }
        (RegionMode::List { filter, cursor }, Intent::Edit(request)) => {
            let before = filter.text().to_owned();
            filter.edit(request);
            if filter.text() != before {
                *cursor = 0;
                screen.error = None;
            }
        }
        (RegionMode::List { filter, cursor }, Intent::Paste(pasted)) => {
            filter.insert(&trimmed_line(&pasted));
            *cursor = 0;
            screen.error = None;
        }
        (RegionMode::Other { field }, Intent::Edit(request)) => {
            field.edit(request);
            screen.error = None;
        }
        (RegionMode::Other { field }, Intent::Paste(pasted)) => {
            field.insert(&trimmed_line(&pasted));
            screen.error = None;
        }
        _ => {}
    }
    Screen::Region(screen)
}

fn submit(mut screen: RegionScreen, context: &mut Context) -> Screen {
    match &mut screen.mode {
        RegionMode::List { filter, .. } => {
            let typed = filter.text().to_owned();
            let (rows, cursor) = screen.rows();
            if let Some(region) = rows.get(cursor).and_then(|row| row.region()) {
                return go_to_review(screen.session, screen.name, region, context);
            }
            screen.mode = RegionMode::Other { field: TextField::with_text(initial_other_key(typed, context)) };
            Screen::Region(screen)
        }
        RegionMode::Other { field } => match RegionKey::parse(field.text()) {
            Ok(key) => go_to_review(screen.session, screen.name, Region::Key(key), context),
            Err(message) => {
                field.error = Some(message);
                Screen::Region(screen)
            }
        },
    }
}

/// Returns the initial text of the field of "Other…": the filter text, or the region key typed there earlier.
fn initial_other_key(typed: String, context: &Context) -> String {
    if !typed.trim().is_empty() {
        return typed;
    }
    match &context.model.draft.region {
        _ if !context.model.draft.other_region.is_empty() => context.model.draft.other_region.clone(),
        Region::Key(key) if key.display_name().is_none() => key.to_string(),
        _ => String::new(),
    }
}

/// Goes to the Review step with this region.
pub(super) fn go_to_review(session: Session, name: DomainName, region: Region, context: &mut Context) -> Screen {
    context.model.draft.region = region.clone();
    // Loading the list keeps the connection warm for the POST.
    let session = context.reload_list_if_stale(session);
    let new = NewDomain { name, region };
    Screen::Review(ReviewScreen { session, new_domain: new, submission: Submission::Idle })
}

fn trimmed_line(pasted: &PastedText) -> String {
    pasted.one_line().trim().to_owned()
}
