//! What lies above the screen: help and details, opened, scrolled and closed.

use super::context::Context;
use crate::wizard::keymap::active_hints;
use crate::wizard::message::Intent;
use crate::wizard::model::{Model, Overlay, SharedState};
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::Screen;

/// The rows around an overlay at the most: header, footer, news, box. The view stops at its last row by itself.
const OVERLAY_FRAME: u16 = 10;

/// Opens an overlay, or closes the one that is open.
pub(super) fn toggle(screen: &Screen, overlay: Overlay, context: &mut Context) {
    context.model.overlay = match (context.model.overlay, overlay) {
        (Some(_), _) => None,
        (None, Overlay::Details { .. }) if screen.error_details().is_none() => None,
        (None, overlay) => Some(overlay),
    };
}

/// What the person does while an overlay is open concerns the overlay alone.
pub(super) fn update(screen: &Screen, intent: &Intent, context: &mut Context) {
    match intent {
        Intent::GoBack | Intent::Submit => context.model.overlay = None,
        Intent::Move(motion) => {
            let page = usize::from(context.model.viewport.rows.saturating_sub(OVERLAY_FRAME));
            let rows = overlay_rows(screen, &context.model).saturating_sub(page).saturating_add(1);
            if let Some(Overlay::Help { scroll } | Overlay::Details { scroll }) = &mut context.model.overlay {
                *scroll = move_cursor(*scroll, *motion, rows, page);
            }
        }
        _ => {}
    }
}

/// About how many rows the overlay that is open has: enough to scroll to its last.
fn overlay_rows(screen: &Screen, shared: &SharedState) -> usize {
    match shared.overlay {
        None => 0,
        Some(Overlay::Help { .. }) => {
            let shared = SharedState { overlay: None, ..shared.clone() };
            let beneath = Model { screen: screen.clone(), shared };
            // A heading and a blank row for each of the three scopes, and a word on typing.
            active_hints(&beneath).len() + 8
        }
        // A value may take several rows.
        Some(Overlay::Details { .. }) => screen
            .error_details()
            .map_or(0, |details| details.lines.iter().map(|(_, value)| 1 + value.chars().count() / 20).sum()),
    }
}
