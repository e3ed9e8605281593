//! The pane with the link to the DNS host's panel. It asks a browser to open the link, which can also be copied.

use crate::core::open_link::OpenError;
use crate::wizard::command::Request;
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{LinkState, Pane, PaneKind, PanelPane, RecordsScreen};
use crate::wizard::update::context::Context;

/// The most rows that the pane can be scrolled by. The view itself stops at its last row.
const MAX_SCROLL: usize = 40;

/// Shows the link and opens it if there is a browser. Without a DNS host there is no link.
pub(super) fn open(screen: &mut RecordsScreen, context: &mut Context) {
    let prefs = context.model.domain_states.record_prefs(&screen.domain);
    let Some(host) = prefs.host() else { return };
    let zone = prefs.zone(&screen.domain);
    let beneath = std::mem::take(&mut screen.pane).without_pending();
    let opening = LinkState::Finished(Err(OpenError::Sandbox));
    let mut pane = PanelPane { host, zone, link_state: opening, scroll: 0, parent: beneath };
    open_link(&mut pane, context);
    screen.pane = Pane::Panel(Box::new(pane));
}

/// Asks the browser to open the link. Not in the sandbox: its zones are at no DNS host, and nothing of it may leave
/// the machine.
fn open_link(pane: &mut PanelPane, context: &mut Context) {
    if context.model.config.sandbox || pane.pending_id().is_some() {
        return;
    }
    let id = context.request(Request::OpenLink(pane.link()));
    pane.link_state = LinkState::Opening(id);
}

pub(super) fn update(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let Pane::Panel(pane) = &mut screen.pane else { return };
    match intent {
        Intent::OpenPane(PaneKind::Panel) => open_link(pane, context),
        Intent::Copy(CopyTarget::PanelLink) => {
            super::copy::copy_text(pane.link(), "DNS page link".to_owned(), "", context);
        }
        Intent::ShowOnNormalScreen => context.show_on_normal_screen("DNS page link", &pane.link()),
        Intent::Move(motion) => pane.scroll = move_cursor(pane.scroll, *motion, MAX_SCROLL, MAX_SCROLL),
        Intent::OpenPane(PaneKind::Guide) => {
            cancel_open_link(pane, context);
            super::guide::open(screen, context);
        }
        Intent::GoBack => {
            cancel_open_link(pane, context);
            screen.pane = pane.parent.clone();
        }
        _ => {}
    }
}

/// Cancels the request to open the link.
fn cancel_open_link(pane: &PanelPane, context: &mut Context) {
    if let Some(id) = pane.pending_id() {
        context.cancel(id);
    }
}
