//! The table of keys, [`sections`]. The meaning of a key, the footer, the help and the list in the documents all come from
//! it. While a text field is active, keys that are characters are text and have no other meaning.

mod binding;
mod conditions;
mod drawn_screen;
mod everywhere;
mod help;
mod key;
mod panes;
mod steps;

use std::fmt::Write as _;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tui_input::backend::crossterm::to_input_request;

use super::message::Intent;
use super::model::Model;
use crate::core::keyboard_layout::explain_letter;
use binding::join_labels;
pub use binding::{Binding, Case, Row, Scope, Section};
pub use drawn_screen::DrawnScreen;
use everywhere::EVERYWHERE;
pub use help::{HelpGroup, help_groups};
pub use key::Key;
use panes::PANES;
use steps::STEPS;

/// Returns every key of the program, by scope.
pub fn sections() -> impl Iterator<Item = &'static Section> {
    [STEPS, PANES, EVERYWHERE].into_iter().flatten()
}

/// Returns the active scopes, innermost first.
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
pub fn resolve_key(model: &Model, event: &KeyEvent) -> Option<Intent> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let everywhere = resolve_everywhere(event);
    // Any key closes the text on the normal screen; the key that leaves the program also leaves.
    if model.normal_screen_text.is_some() && everywhere != Some(Intent::Quit) {
        return Some(Intent::GoBack);
    }
    if let Some(intent) = everywhere {
        return Some(intent);
    }
    if let Some(binding) = find_binding(model, event) {
        return Some(binding.intent_of(event));
    }
    explain_key(model, event)
        .or_else(|| accepts_text(model).then(|| to_input_request(&Event::Key(*event)))?.map(Intent::Edit))
}

/// Returns the intent of a key that has the same meaning on every screen.
pub fn resolve_everywhere(event: &KeyEvent) -> Option<Intent> {
    if event.code == KeyCode::Char('c') && event.modifiers == KeyModifiers::CONTROL | KeyModifiers::ALT {
        return Some(Intent::Quit);
    }
    let mut rows = sections().filter(|section| section.scope == Scope::Always).flat_map(|section| section.rows);
    let (_, cases) = rows.find(|(keys, _)| keys.iter().any(|key| key.matches(event)))?;
    cases.first().map(|case| case.intent.clone())
}

/// Whether a key, or an answer in plain mode, confirms something here.
pub fn has_confirmation(model: &Model) -> bool {
    active_bindings(model).iter().any(|binding| binding.case.confirms)
}

/// Returns the binding of a key press: the first active one of the innermost scope with this key.
fn find_binding(model: &Model, event: &KeyEvent) -> Option<Binding> {
    active_bindings(model).into_iter().find(|binding| binding.has_key(event))
}

/// Explains a letter of another script where a command is expected.
fn explain_key(model: &Model, event: &KeyEvent) -> Option<Intent> {
    let KeyCode::Char(letter) = event.code else { return None };
    let is_command = !accepts_text(model) || event.modifiers.contains(KeyModifiers::CONTROL);
    explain_letter(letter).filter(|_| is_command).map(|_| Intent::ExplainLetter(letter))
}

/// Returns the active keys with their meanings, innermost scope first, in the order of the table.
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

/// Returns the key of the next action, which the footer shows first. `None` on screens other than the records, and if
/// there is nothing to do.
pub fn next_binding(model: &Model) -> Option<Binding> {
    let intent = model.next_intent()?;
    active_bindings(model).into_iter().find(|binding| binding.case.intent == intent)
}

/// Whether a text field receives the keys that are characters.
fn accepts_text(model: &Model) -> bool {
    model.is_filtering_help() || model.overlay.is_none() && model.screen.accepts_text()
}

/// Renders the documents' list of keys: one Markdown table per scope.
pub fn render_markdown() -> String {
    let mut text = String::new();
    for section in sections() {
        let _ = writeln!(text, "**{}**\n\n| key | does |\n|---|---|", section.scope.heading());
        for (keys, cases) in section.rows {
            let mut labels: Vec<&'static str> = Vec::new();
            for case in *cases {
                if !labels.contains(&case.long_label) {
                    labels.push(case.long_label);
                }
            }
            let _ = writeln!(text, "| {} | {} |", join_labels(keys), labels.join("; or: "));
        }
        text.push('\n');
    }
    text
}
