//! The panes in which the person chooses the zone and the DNS host.

use crate::core::dns_host::{DnsHost, HOSTS};
use crate::core::zone::Zone;
use crate::wizard::field::TextField;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{Pane, PaneKind, RecordsScreen, matching_hosts};
use crate::wizard::update::context::Context;

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
        screen.pane = new_hosts_pane(prefs.host(), from_guide, from_guide);
    }
}

/// Asks for the DNS host before the guided copy starts.
pub(super) fn ask_for_host(screen: &mut RecordsScreen) {
    screen.pane = new_hosts_pane(None, true, false);
}

/// Builds the list of DNS hosts. If none was chosen yet, the first one, which is the likeliest, is selected.
fn new_hosts_pane(chosen: Option<&DnsHost>, to_guide: bool, from_guide: bool) -> Pane {
    let cursor = chosen.and_then(|chosen| HOSTS.iter().position(|host| *host == *chosen)).unwrap_or_default();
    Pane::Hosts { filter: TextField::default(), cursor, to_guide, from_guide }
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
    let Pane::Hosts { filter, cursor, to_guide, from_guide } = &mut screen.pane else { return };
    match intent {
        Intent::Move(motion) => {
            let page = usize::from(context.model.viewport.rows.saturating_sub(12));
            *cursor = move_cursor(*cursor, *motion, matching_hosts(filter.text()).len(), page);
        }
        Intent::Edit(request) => {
            let before = filter.text().to_owned();
            filter.edit(*request);
            if filter.text() != before {
                *cursor = 0;
            }
        }
        Intent::Paste(pasted) => {
            filter.insert(pasted.one_line().trim());
            *cursor = 0;
        }
        Intent::Submit => {
            let Some(host) = matching_hosts(filter.text()).get(*cursor).copied() else { return };
            let (to_guide, from_guide) = (*to_guide, *from_guide);
            let prefs = context.model.domain_states.record_prefs_mut(&screen.domain);
            prefs.set_host(host);
            let form = prefs.name_form();
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
