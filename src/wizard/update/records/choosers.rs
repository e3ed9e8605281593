//! The panes in which the person chooses the zone and the DNS host.

use crate::core::zone::Zone;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::move_cursor;
use crate::wizard::picker::{Picker, matching_rows};
use crate::wizard::screen::{Pane, PaneKind, RecordsScreen, host_rows};
use crate::wizard::update::context::Context;
use crate::wizard::update::picker;

/// Opens the pane of zones or of DNS hosts; the current value is selected.
pub(super) fn open(screen: &mut RecordsScreen, kind: PaneKind, context: &Context) {
    let from_guide = matches!(screen.pane, Pane::Guide);
    let prefs = context.model.domain_states.record_prefs(&screen.domain);
    if kind == PaneKind::Zones {
        let zone = prefs.zone(&screen.domain);
        let candidates = Zone::candidates(screen.domain.name.raw());
        let cursor = candidates.iter().position(|name| name == zone.name()).unwrap_or_default();
        screen.pane = Pane::Zones { cursor, from_guide };
    } else {
        screen.pane = new_hosts_pane(screen, context, from_guide, from_guide);
    }
}

/// Asks for the DNS host before the guided copy starts.
pub(super) fn ask_for_host(screen: &mut RecordsScreen, context: &Context) {
    screen.pane = new_hosts_pane(screen, context, true, false);
}

/// Builds the list of DNS hosts. The current one is selected; if there is none, the first one, which is the likeliest.
fn new_hosts_pane(screen: &RecordsScreen, context: &Context, to_guide: bool, from_guide: bool) -> Pane {
    let current = context.model.domain_states.record_prefs(&screen.domain).host();
    let rows = host_rows(&context.model.likely_hosts(&screen.domain));
    let cursor = current.and_then(|current| rows.iter().position(|row| row.value == Some(current)));
    Pane::Hosts { picker: Picker::with_cursor(cursor.unwrap_or_default()), to_guide, from_guide }
}

pub(super) fn update_zones(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let Pane::Zones { cursor, from_guide } = &mut screen.pane else { return };
    let candidates = Zone::candidates(screen.domain.name.raw());
    match intent {
        Intent::Move(motion) => *cursor = move_cursor(*cursor, *motion, candidates.len(), candidates.len()),
        Intent::Submit => {
            if let Some(name) = candidates.get(*cursor) {
                context.model.domain_states.record_prefs_mut(&screen.domain).set_zone(name);
            }
            screen.pane = Pane::guide_or_table(*from_guide);
        }
        Intent::GoBack => screen.pane = Pane::guide_or_table(*from_guide),
        _ => {}
    }
}

pub(super) fn update_hosts(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let Pane::Hosts { picker, to_guide, from_guide } = &mut screen.pane else { return };
    let page = usize::from(context.model.viewport.rows.saturating_sub(12));
    let rows = host_rows(&context.model.likely_hosts(&screen.domain));
    if picker::update(picker, intent, page, |filter| matching_rows(rows.clone(), filter).len()) {
        return;
    }
    match intent {
        Intent::Submit => {
            let Some(row) = matching_rows(rows, picker.filter.text()).into_iter().nth(picker.cursor) else { return };
            let host = row.value;
            let (to_guide, from_guide) = (*to_guide, *from_guide);
            let prefs = context.model.domain_states.record_prefs_mut(&screen.domain);
            prefs.set_host(host);
            let form = prefs.name_form();
            context.model.draft.last_host = host.or(context.model.draft.last_host);
            if to_guide && !from_guide {
                super::guide::open(screen, context);
            } else {
                screen.pane = Pane::guide_or_table(to_guide);
            }
            // The guide copies each field in the form that the provider expects.
            if !to_guide {
                let name = host.map_or("DNS provider not set", |host| host.name);
                context.show_notice(NoticeLevel::Info, format!("{name}: n copies {}", form.label()));
            }
        }
        Intent::GoBack => screen.pane = Pane::guide_or_table(*from_guide),
        _ => {}
    }
}
