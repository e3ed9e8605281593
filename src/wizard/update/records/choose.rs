//! Choosing the zone and the DNS host by hand.

use super::super::super::field::TextField;
use super::super::super::message::Message;
use super::super::super::model::Tone;
use super::super::super::screen::{Pane, PaneKind, RecordsScreen, matching_hosts};
use super::super::super::selection::moved;
use super::super::context::Context;
use crate::core::dns_host::{DnsHost, HOSTS};
use crate::core::zone::Zone;

/// Opens one of the two, what is in force in focus.
pub(super) fn open(screen: &mut RecordsScreen, kind: PaneKind, from_guide: bool, context: &Context) {
    let desk = context.model.desk(&screen.domain);
    if kind == PaneKind::Zones {
        let zone = desk.zone(&screen.domain);
        let candidates = Zone::candidates(screen.domain.name.raw());
        let cursor = candidates.iter().position(|name| name == zone.name()).unwrap_or_default();
        screen.pane = Pane::Zones { cursor, from_guide };
    } else {
        screen.pane = hosts_pane(desk.host(), from_guide, from_guide);
    }
}

/// Asks for the DNS host on the way into the guided copy.
pub(super) fn ask_for_host(screen: &mut RecordsScreen) {
    screen.pane = hosts_pane(None, true, false);
}

/// The list of DNS hosts. Where none was chosen yet, the first is the likeliest.
fn hosts_pane(chosen: Option<&DnsHost>, to_guide: bool, from_guide: bool) -> Pane {
    let cursor = chosen.and_then(|chosen| HOSTS.iter().position(|host| *host == *chosen)).unwrap_or_default();
    Pane::Hosts { filter: TextField::default(), cursor, to_guide, from_guide }
}

pub(super) fn zones(screen: &mut RecordsScreen, message: &Message, context: &mut Context) {
    let Pane::Zones { cursor, from_guide } = &mut screen.pane else { return };
    let candidates = Zone::candidates(screen.domain.name.raw());
    match message {
        Message::Move(motion) => *cursor = moved(*cursor, *motion, candidates.len(), candidates.len()),
        Message::Submit => {
            if let Some(name) = candidates.get(*cursor) {
                context.model.desk_mut(&screen.domain).set_zone(name);
            }
            screen.pane = Pane::beneath(*from_guide);
        }
        Message::Back => screen.pane = Pane::beneath(*from_guide),
        _ => {}
    }
}

pub(super) fn hosts(screen: &mut RecordsScreen, message: &Message, context: &mut Context) {
    let Pane::Hosts { filter, cursor, to_guide, from_guide } = &mut screen.pane else { return };
    match message {
        Message::Move(motion) => {
            let page = usize::from(context.model.viewport.rows.saturating_sub(12));
            *cursor = moved(*cursor, *motion, matching_hosts(filter.text()).len(), page);
        }
        Message::Edit(request) => {
            let before = filter.text().to_owned();
            filter.edit(*request);
            if filter.text() != before {
                *cursor = 0;
            }
        }
        Message::Paste(pasted) => {
            filter.insert(pasted.one_line().trim());
            *cursor = 0;
        }
        Message::Submit => {
            let Some(host) = matching_hosts(filter.text()).get(*cursor).copied() else { return };
            let (to_guide, from_guide) = (*to_guide, *from_guide);
            let desk = context.model.desk_mut(&screen.domain);
            desk.set_host(host);
            let form = desk.form();
            if to_guide && !from_guide {
                super::guide::open(screen, context);
            } else {
                screen.pane = Pane::beneath(to_guide);
            }
            let name = host.map_or("No DNS host is set", |host| host.name);
            let words = format!("{name}: names are copied as {}", form.label());
            context.notice(Tone::Plain, words);
        }
        Message::Back => screen.pane = Pane::beneath(*from_guide),
        _ => {}
    }
}
