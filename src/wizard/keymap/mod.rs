//! The table of keys, [`sections`]. The meaning of a key, the footer, the help and the list in the README all come from
//! it. While a text field is active, keys that are characters are text and have no other meaning.

mod binding;
mod conditions;
mod everywhere;
mod key;
mod panes;
mod steps;

use std::fmt::Write as _;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tui_input::backend::crossterm::to_input_request;

use super::message::Intent;
use super::model::Model;
use binding::join_labels;
pub use binding::{Binding, Case, Row, Scope, Section};
use everywhere::EVERYWHERE;
pub use key::Key;
use panes::PANES;
use steps::STEPS;

/// Returns every key of the program, by scope.
pub fn sections() -> impl Iterator<Item = &'static Section> {
    [STEPS, PANES, EVERYWHERE].into_iter().flatten()
}

/// Returns the active scopes, innermost first.
#[must_use]
pub fn active_scopes(model: &Model) -> Vec<Scope> {
    if model.normal_screen_text.is_some() {
        vec![Scope::Always]
    } else if model.overlay.is_some() {
        vec![Scope::Overlay, Scope::Always]
    } else {
        let innermost = model.screen.pane_kind().map_or_else(|| Scope::Step(model.screen.step()), Scope::Pane);
        vec![innermost, Scope::Global, Scope::Always]
    }
}

/// Returns the intent of a key press: that of the first enabled binding of the innermost scope with this key, or text
/// input if a text field is active. Key releases have no meaning.
///
/// Over a slow connection, Esc and Ctrl+C may arrive together and be read as Alt+Ctrl+C, so that key leaves too.
#[must_use]
pub fn resolve_key(model: &Model, event: &KeyEvent) -> Option<Intent> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    if event.code == KeyCode::Char('c') && event.modifiers == KeyModifiers::CONTROL | KeyModifiers::ALT {
        return Some(Intent::Quit);
    }
    // Any key closes the text on the normal screen; the key that leaves the program also leaves.
    if model.normal_screen_text.is_some() && !Key::ctrl('c').matches(event) {
        return Some(Intent::GoBack);
    }
    let bound = active_bindings(model).into_iter().find(|binding| binding.keys.iter().any(|key| key.matches(event)));
    if let Some(binding) = bound {
        return Some(binding.case.intent.clone());
    }
    accepts_text(model).then(|| to_input_request(&Event::Key(*event)))?.map(Intent::Edit)
}

/// Returns the active keys with their meanings, innermost scope first, in the order of the table.
#[must_use]
pub fn active_bindings(model: &Model) -> Vec<Binding> {
    let mut bindings = Vec::new();
    for scope in active_scopes(model) {
        for (keys, cases) in sections().filter(|section| section.scope == scope).flat_map(|section| section.rows) {
            let keys: Vec<Key> = keys.iter().copied().filter(|key| !(key.is_text() && accepts_text(model))).collect();
            let case = cases.iter().find(|case| (case.is_enabled)(model));
            bindings.extend(case.filter(|_| !keys.is_empty()).map(|case| Binding { scope, keys, case }));
        }
    }
    bindings
}

/// Whether a text field receives the keys that are characters.
fn accepts_text(model: &Model) -> bool {
    model.overlay.is_none() && model.screen.accepts_text()
}

/// Renders the README's list of keys: one Markdown table per scope.
#[must_use]
pub fn render_markdown() -> String {
    let mut text = String::new();
    for section in sections() {
        let _ = writeln!(text, "**{}**\n\n| key | does |\n|---|---|", section.scope.heading());
        for (keys, cases) in section.rows {
            let mut labels: Vec<&'static str> = cases.iter().map(|case| case.label).collect();
            labels.dedup();
            let _ = writeln!(text, "| {} | {} |", join_labels(keys), labels.join("; or: "));
        }
        text.push('\n');
    }
    text
}
