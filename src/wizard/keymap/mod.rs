//! The table of keys, [`BINDINGS`]. The meaning of a key, the footer, the help and the list in the README all come
//! from it.

mod binding;
mod conditions;
mod key;
mod table;

use std::fmt::Write as _;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tui_input::backend::crossterm::to_input_request;

use super::message::Intent;
use super::model::Model;
pub use binding::{Binding, Scope};
pub use key::Key;
pub use table::BINDINGS;

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
        return Some(binding.intent.clone());
    }
    if model.overlay.is_some() || !model.screen.accepts_text() {
        return None;
    }
    to_input_request(&Event::Key(*event)).map(Intent::Edit)
}

/// An enabled binding, for the footer and the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Where the binding is active.
    pub scope: Scope,
    /// The key that the footer shows.
    pub key: String,
    /// All keys of the binding.
    pub keys: String,
    /// The intent that the keys trigger.
    pub intent: Intent,
    /// The label in the footer.
    pub label: &'static str,
    /// The label where more space is available.
    pub long_label: &'static str,
    /// The priority in a narrow footer; the lowest rank is dropped last.
    pub footer_rank: u8,
}

/// Returns the enabled bindings, innermost scope first, in the order of the table.
#[must_use]
pub fn active_hints(model: &Model) -> Vec<Hint> {
    active_bindings(model)
        .into_iter()
        .map(|binding| Hint {
            scope: binding.scope,
            key: binding.keys.first().map(Key::label).unwrap_or_default(),
            keys: join_key_labels(binding),
            intent: binding.intent.clone(),
            label: binding.label,
            long_label: binding.long_label,
            footer_rank: binding.footer_rank,
        })
        .collect()
}

/// Returns the enabled bindings, innermost scope first. In each scope, only the first enabled row of a key counts.
#[must_use]
pub fn active_bindings(model: &Model) -> Vec<&'static Binding> {
    let mut active: Vec<&'static Binding> = Vec::new();
    for scope in active_scopes(model) {
        for binding in BINDINGS.iter().filter(|binding| binding.scope == scope) {
            let is_later_case = active.iter().any(|other| other.scope == scope && other.keys == binding.keys);
            if !is_later_case && (binding.is_enabled)(model) {
                active.push(binding);
            }
        }
    }
    active
}

fn join_key_labels(binding: &Binding) -> String {
    let names: Vec<String> = binding.keys.iter().map(Key::label).collect();
    names.join(", ")
}

/// Renders the README's list of keys: one Markdown table per scope.
#[must_use]
pub fn render_markdown() -> String {
    let mut scopes: Vec<Scope> = Vec::new();
    for binding in BINDINGS {
        if !scopes.contains(&binding.scope) {
            scopes.push(binding.scope);
        }
    }
    let mut text = String::new();
    for scope in scopes {
        let _ = writeln!(text, "**{}**\n\n| key | does |\n|---|---|", scope.heading());
        let mut rows: Vec<(String, Vec<&'static str>)> = Vec::new();
        for binding in BINDINGS.iter().filter(|binding| binding.scope == scope) {
            let keys = join_key_labels(binding);
            match rows.iter_mut().find(|(row, _)| *row == keys) {
                Some((_, labels)) if labels.contains(&binding.label) => {}
                Some((_, labels)) => labels.push(binding.label),
                None => rows.push((keys, vec![binding.label])),
            }
        }
        for (keys, labels) in rows {
            let _ = writeln!(text, "| {keys} | {} |", labels.join("; or: "));
        }
        text.push('\n');
    }
    text
}
