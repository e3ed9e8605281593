//! The link to the DNS host's panel: a browser is asked to open it, and it can be copied and shown alone.

use super::super::super::command::Command;
use super::super::super::message::{CopyTarget, Message};
use super::super::super::screen::{Opening, Pane, PaneKind, PanelPane, RecordsScreen};
use super::super::super::selection::moved;
use super::super::context::Context;
use crate::core::open_link::OpenError;

/// The rows that can be scrolled through; the view stops at its last by itself.
const MOST_ROWS: usize = 40;

/// Shows the link, and has it opened where there is a browser. Without a DNS host there is no link.
pub(in crate::wizard::update) fn open(screen: &mut RecordsScreen, context: &mut Context) {
    let desk = context.model.desk(&screen.domain);
    let Some(host) = desk.host() else { return };
    let zone = desk.zone(&screen.domain);
    let beneath = std::mem::take(&mut screen.pane).set_aside();
    let opening = Opening::Over(Err(OpenError::Sandbox));
    let mut pane = PanelPane { host, zone, opening, scroll: 0, beneath };
    ask(&mut pane, context);
    screen.pane = Pane::Panel(Box::new(pane));
}

/// Asks the browser. The zones of the sandbox are at no DNS host, and nothing of it leaves the machine.
fn ask(pane: &mut PanelPane, context: &mut Context) {
    if context.model.setting.sandbox || pane.request().is_some() {
        return;
    }
    let id = context.id();
    context.command(Command::OpenLink { id, link: pane.link() });
    pane.opening = Opening::Asking(id);
}

pub(super) fn update(screen: &mut RecordsScreen, message: &Message, context: &mut Context) {
    let Pane::Panel(pane) = &mut screen.pane else { return };
    match message {
        Message::LinkOpened { id, result } if pane.request() == Some(*id) => {
            pane.opening = Opening::Over(result.clone());
        }
        Message::Open(PaneKind::Panel) => ask(pane, context),
        Message::Copy(CopyTarget::Link) => {
            super::copy::text(pane.link(), "panel link".to_owned(), "", context);
        }
        Message::ShowRaw => super::raw("Panel link", &pane.link(), context),
        Message::Move(motion) => pane.scroll = moved(pane.scroll, *motion, MOST_ROWS, MOST_ROWS),
        Message::Open(PaneKind::Guide) => {
            forget(pane, context);
            super::guide::open(screen, context);
        }
        Message::Back => {
            forget(pane, context);
            screen.pane = pane.beneath.clone();
        }
        _ => {}
    }
}

/// Nobody waits to hear of the link any more.
fn forget(pane: &PanelPane, context: &mut Context) {
    if let Some(id) = pane.request() {
        context.cancel(id);
    }
}
