//! Every key that works on the step beneath, by where it is valid.

use ratatui::text::{Line, Span};

use crate::core::text::width;
use crate::ui::styles::Styles;
use crate::wizard::Model;
use crate::wizard::keymap::{Hint, Scope, active_hints};

/// The lines of the help.
pub(super) fn lines(model: &Model, styles: &Styles) -> Vec<Line<'static>> {
    let mut beneath = model.clone();
    beneath.overlay = None;
    let hints = active_hints(&beneath);
    let keys = |hint: &Hint| styles.sanitize(&hint.keys).into_owned();
    let indent = hints.iter().map(|hint| width(&keys(hint))).max().unwrap_or_default() + 2;
    let mut lines = Vec::new();
    let mut scope: Option<Scope> = None;
    for hint in &hints {
        if scope != Some(hint.scope) {
            if scope.is_some() {
                lines.push(Line::default());
            }
            lines.push(Line::from(styles.span(hint.scope.heading(), styles.accent())));
            scope = Some(hint.scope);
        }
        let keys = keys(hint);
        let blanks = " ".repeat(indent.saturating_sub(width(&keys)));
        lines.push(Line::from(vec![
            Span::styled(keys, Styles::BOLD),
            Span::raw(blanks),
            styles.span(hint.label, Styles::PLAIN),
        ]));
    }
    if model.screen.accepts_text() {
        lines.push(Line::default());
        lines.push(Line::from(styles.span("Letters, digits and signs such as ? are text here.", Styles::DIM)));
    }
    lines
}
