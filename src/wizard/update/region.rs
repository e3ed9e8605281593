//! The Region step: the person picks a region from a filtered list or types another region key.

use super::context::{Context, Next};
use super::picker;
use crate::core::region::{Region, RegionKey};
use crate::wizard::field::TextField;
use crate::wizard::message::{Intent, PastedText};
use crate::wizard::picker::{Picker, matching_rows};
use crate::wizard::screen::{NewDomain, RegionMode, RegionScreen, region_rows};

pub(super) fn update(screen: &mut RegionScreen, intent: Intent, context: &mut Context) -> Next {
    let next = handle(screen, intent, context);
    if matches!(next, Next::Stay) {
        match &screen.mode {
            RegionMode::List(picker) => picker.filter.text().clone_into(&mut context.model.draft.region_filter),
            RegionMode::Other { field } => field.text().clone_into(&mut context.model.draft.other_region),
        }
    }
    next
}

fn handle(screen: &mut RegionScreen, intent: Intent, context: &mut Context) -> Next {
    match (&mut screen.mode, intent) {
        (_, Intent::Submit) => return submit(screen, context),
        (RegionMode::List(_), Intent::GoBack) => {
            context.model.requested_domain = None;
            return Next::go(context.enter_domain(screen.session.clone()));
        }
        (RegionMode::Other { .. }, Intent::GoBack) => {
            let last = region_rows(screen.last).len().saturating_sub(1);
            screen.mode = RegionMode::List(Picker::with_cursor(last));
        }
        (RegionMode::List(list), intent) => {
            let chosen = screen.last;
            let count = |filter: &str| matching_rows(region_rows(chosen), filter).len();
            if picker::update(list, &intent, count(""), count) {
                screen.error = None;
            }
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
    Next::Stay
}

fn submit(screen: &mut RegionScreen, context: &mut Context) -> Next {
    let region = match &mut screen.mode {
        RegionMode::List(picker) => {
            let (typed, cursor) = (picker.filter.text().to_owned(), picker.cursor);
            screen.rows().get(cursor).and_then(|row| row.value.region()).ok_or_else(|| {
                screen.mode = RegionMode::Other { field: TextField::with_text(initial_other_key(typed, context)) };
            })
        }
        RegionMode::Other { field } => {
            RegionKey::parse(field.text()).map(Region::Key).map_err(|message| field.error = Some(message))
        }
    };
    let Ok(region) = region else { return Next::Stay };
    Next::go(context.enter_review(screen.session.clone(), NewDomain { name: screen.name.clone(), region }))
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

fn trimmed_line(pasted: &PastedText) -> String {
    pasted.one_line().trim().to_owned()
}
