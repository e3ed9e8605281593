//! The Records step: the table of records, and the panes that open in its place.

mod background;
mod choosers;
mod copy;
mod export;
mod fetch;
mod finish;
mod guide;
mod inbound;
mod panel;
mod publish;

use super::context::{Context, Next};
use crate::wizard::message::{Intent, Reply};
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{LinkState, Pane, PaneKind, RecordsScreen, Screen};
use crate::wizard::session::{RequestId, RequestState};
pub(super) use export::apply_save_reply;
pub(super) use fetch::replace_domain;
pub use publish::publish_rows;

/// The most rows that the details of a record can be scrolled by. The view itself stops at the last row.
const MAX_DETAIL_SCROLL: usize = 60;

pub(super) fn update(screen: &mut RecordsScreen, intent: Intent, context: &mut Context) -> Next {
    match (&mut screen.pane, intent) {
        (Pane::Table, intent) => return update_table(screen, &intent, context),
        (Pane::Guide, Intent::OpenPane(kind @ (PaneKind::Zones | PaneKind::Hosts | PaneKind::Panel)))
        | (Pane::Dns { .. }, Intent::OpenPane(kind @ PaneKind::Panel)) => open_pane(screen, kind, context),
        (Pane::Dns { .. }, Intent::OpenPane(PaneKind::Guide)) => {
            let chosen = background::chosen_record(screen, context);
            open_pane(screen, PaneKind::Guide, context);
            if let (Pane::Guide, Some(index)) = (&screen.pane, chosen) {
                context.model.domain_states.record_prefs_mut(&screen.domain).guide.go_to_record(index);
            }
        }
        (Pane::Inbound { .. }, intent) => inbound::update(screen, &intent, context),
        (Pane::Panel(_), intent) => panel::update(screen, &intent, context),
        (Pane::Publish { .. }, intent) => publish::update(screen, &intent, context),
        (Pane::Dns { .. }, intent) => background::update_dns(screen, &intent, context),
        (Pane::Verify { .. }, intent) => background::update_verify(screen, &intent, context),
        (Pane::VerifyWarning, intent) => background::update_warning(screen, &intent, context),
        (Pane::Finish { .. }, intent) => return finish::update(screen, &intent, context),
        (Pane::Zones { .. }, intent) => choosers::update_zones(screen, &intent, context),
        (Pane::Hosts { .. }, intent) => choosers::update_hosts(screen, &intent, context),
        (Pane::Guide, intent) => guide::update(screen, &intent, context),
        (Pane::Export(_), intent) => export::update(screen, intent, context),
    }
    Next::Stay
}

/// Handles the reply that the screen or its pane waits for.
pub(super) fn apply_reply(screen: &mut RecordsScreen, id: RequestId, reply: Reply, context: &mut Context) -> Next {
    match (&mut screen.pane, reply) {
        (_, Reply::DomainFetched(result)) if screen.refreshing.awaits(id) => {
            return fetch::apply_reply(screen, result, context);
        }
        (Pane::Inbound { toggling }, Reply::OperationFinished(result)) if toggling.awaits(id) => {
            return inbound::apply_reply(screen, result, context);
        }
        (Pane::Publish { publishing, .. }, Reply::RecordsPublished(result)) if publishing.awaits(id) => {
            publish::apply_reply(screen, result, context);
        }
        (Pane::Panel(pane), Reply::LinkOpened(result)) if pane.pending_id() == Some(id) => {
            pane.link_state = LinkState::Finished(result);
        }
        (Pane::Finish { opening, .. }, Reply::LinkOpened(result)) if opening.awaits(id) => {
            finish::apply_link_reply(screen, &result, context);
        }
        (Pane::Export(pane), Reply::ExportRendered(exported)) => export::apply_preview(pane, id, exported),
        (Pane::Export(pane), Reply::PathCompleted(completion)) => export::apply_completion(pane, id, completion),
        _ => {}
    }
    Next::Stay
}

fn update_table(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) -> Next {
    match intent {
        Intent::Move(motion) => {
            let page = usize::from(context.model.viewport.rows / 3);
            screen.select(move_cursor(screen.cursor, *motion, screen.domain.records.len(), page));
        }
        Intent::Copy(target) => copy::copy(screen, *target, context),
        Intent::ScrollDetails(motion) => {
            screen.detail_scroll = move_cursor(screen.detail_scroll, *motion, MAX_DETAIL_SCROLL, 1);
        }
        Intent::ShowOnNormalScreen => {
            if let Some(record) = screen.selected() {
                let what = format!("{} value", copy::short_title(record));
                context.show_on_normal_screen(&what, &record.published_value());
            }
        }
        Intent::OpenPane(PaneKind::Publish) if context.model.config.sandbox => publish::open(screen),
        // Inbound mail can be switched for a domain without records.
        Intent::OpenPane(PaneKind::Inbound) => screen.pane = Pane::Inbound { toggling: RequestState::Idle },
        Intent::OpenPane(kind) if !screen.domain.records.is_empty() => open_pane(screen, *kind, context),
        Intent::Refresh if !screen.refreshing.is_pending() => {
            fetch::refetch(screen, context);
            context.show_refetching_notice();
        }
        Intent::CheckDns => background::open_dns(screen, context),
        Intent::ToggleDnsWatch => background::toggle_dns_watch(screen, context),
        Intent::Verify => background::show_verify(screen, context),
        Intent::RemoveDomain => {
            let (domain, session) = (screen.domain.clone(), screen.session.clone());
            return Next::go(context.enter_removal(domain, session, Screen::Records(screen.clone())));
        }
        Intent::GoBack => return Next::go(context.return_to_list(screen)),
        _ => {}
    }
    Next::Stay
}

fn open_pane(screen: &mut RecordsScreen, kind: PaneKind, context: &mut Context) {
    match kind {
        PaneKind::Zones | PaneKind::Hosts => choosers::open(screen, kind, context),
        // Each host's panel asks for other fields, so the guide asks for the host first, unless it is known.
        PaneKind::Guide if context.model.domain_states.record_prefs_mut(&screen.domain).take_host_prompt() => {
            choosers::ask_for_host(screen, context);
        }
        PaneKind::Guide => guide::open(screen, context),
        PaneKind::Export => export::open(screen, context),
        PaneKind::Panel => panel::open(screen, context),
        PaneKind::ExportPath
        | PaneKind::ConfirmOverwrite
        | PaneKind::Verify
        | PaneKind::VerifyWarning
        | PaneKind::Finish
        | PaneKind::Inbound
        | PaneKind::Dns
        | PaneKind::Publish => {}
    }
}
