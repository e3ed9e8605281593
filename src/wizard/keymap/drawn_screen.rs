//! What was on the screen when a key was pressed.
//!
//! Keys can arrive in a burst: a paste without brackets, a text that was typed ahead, a slow connection. The first of
//! them may open a screen that nobody has seen yet; the rest must not act on it. So whoever draws keeps a
//! [`DrawnScreen`] of the last frame and asks it about each key that was read since.

use crossterm::event::KeyEvent;

use super::{Case, Scope, active_bindings, active_scopes, find_binding, resolve_everywhere, resolve_key};
use crate::wizard::message::{Intent, PastedText};
use crate::wizard::model::Model;

/// The last frame, as far as keys depend on it.
#[derive(Clone, Debug)]
pub struct DrawnScreen {
    scopes: Vec<Scope>,
    /// What the frame said that a key confirms.
    confirmations: Vec<&'static Case>,
    /// Whether another screen was there since, even if it is this one again.
    was_left: bool,
    /// What was drawn since, which nobody can have answered yet.
    newer: Option<Vec<Scope>>,
}

impl DrawnScreen {
    /// The frame that shows this model.
    pub fn new(model: &Model) -> Self {
        let cases = active_bindings(model).into_iter().map(|binding| binding.case);
        // A window that is too small shows nothing that could be confirmed.
        let shown = cases.filter(|case| case.confirms && !model.viewport.is_too_small());
        Self { confirmations: shown.collect(), ..Self::before_first(model) }
    }

    /// Before the first frame: what was typed ahead is for the first screen, but confirms nothing.
    pub fn before_first(model: &Model) -> Self {
        Self { scopes: active_scopes(model), confirmations: Vec::new(), was_left: false, newer: None }
    }

    /// Takes note of a change that is not drawn yet.
    pub fn follow(&mut self, model: &Model) {
        self.was_left |= active_scopes(model) != self.scopes;
    }

    /// Takes note of a frame that was drawn while a burst of keys goes on: its rest may come in pieces, and nobody can
    /// have answered this frame yet. Returns whether that makes a difference, so that this frame stays the one that
    /// keys are for until the burst has ended.
    pub fn is_ahead_of(&mut self, model: &Model) -> bool {
        let next = Self::new(model);
        let confirms_more = next.confirmations.iter().any(|case| !self.has_shown(case));
        self.newer = Some(next.scopes);
        self.was_left || confirms_more
    }

    fn has_shown(&self, case: &'static Case) -> bool {
        self.confirmations.iter().any(|shown| std::ptr::eq(*shown, case))
    }

    /// Returns the intent of a key that was read after this frame and before the next one.
    ///
    /// On a screen that is not drawn yet, only the keys count that mean the same everywhere. A key that confirms
    /// something counts only if the frame said that it would. On a screen that was drawn during a burst, a text field
    /// takes characters as well: they can be seen and change nothing else.
    pub fn resolve_key(&self, model: &Model, event: &KeyEvent) -> Option<Intent> {
        let intent = resolve_key(model, event)?;
        if resolve_everywhere(event).is_some() {
            return Some(intent);
        }
        let is_shown =
            find_binding(model, event).is_none_or(|binding| !binding.case.confirms || self.has_shown(binding.case));
        let is_text = matches!(intent, Intent::Edit(_)) && self.newer.as_ref() == Some(&active_scopes(model));
        Some(intent).filter(|_| is_shown && (!self.was_left || is_text))
    }

    /// Returns the intent of a paste that was read after this frame and before the next one.
    pub fn resolve_paste(&self, text: PastedText) -> Option<Intent> {
        (!self.was_left).then_some(Intent::Paste(text))
    }
}
