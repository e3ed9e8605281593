//! The overlays, which are help and details: opens, scrolls and closes them.

use super::context::Context;
use crate::wizard::keymap::active_hints;
use crate::wizard::message::Intent;
use crate::wizard::model::{Model, Overlay, SharedState};
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::Screen;

/// The most rows around an overlay: header, footer, notice and frame. The view itself stops at its last row.
const OVERLAY_FRAME: u16 = 10;

/// Opens an overlay, or closes the open one.
pub(super) fn toggle(screen: &Screen, overlay: Overlay, context: &mut Context) {
    context.model.overlay = match (context.model.overlay, overlay) {
        (Some(_), _) => None,
        (None, Overlay::Details { .. }) if screen.error_details().is_none() => None,
        (None, overlay) => Some(overlay),
    };
}

/// Handles an intent while an overlay is open. It reaches only the overlay.
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

/// Estimates the number of rows of the open overlay; never too low, so that its last row can be reached.
fn overlay_rows(screen: &Screen, shared: &SharedState) -> usize {
    match shared.overlay {
        None => 0,
        Some(Overlay::Help { .. }) => {
            let shared = SharedState { overlay: None, ..shared.clone() };
            let beneath = Model { screen: screen.clone(), shared };
            // Each of the three scopes has a heading and a blank row; one more row is about typing.
            active_hints(&beneath).len() + 8
        }
        // A value may wrap to several rows.
        Some(Overlay::Details { .. }) => screen
            .error_details()
            .map_or(0, |details| details.lines.iter().map(|(_, value)| 1 + value.chars().count() / 20).sum()),
    }
}
