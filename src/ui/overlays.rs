//! What is shown in place of a screen: the help, or the details of an error.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::page;
use super::styles::Styles;
use super::widgets::{Column, hanging_paragraph, paragraph};
use crate::core::text::width;
use crate::wizard::keymap::{Binding, Scope, active_bindings};
use crate::wizard::page::error_details;
use crate::wizard::{Model, Overlay};

/// Draws the overlay in place of the screen.
pub(super) fn draw(overlay: Overlay, model: &Model, column: &mut Column) {
    match overlay {
        Overlay::Help { scroll } => {
            // The box and its blanks take four columns; without a box, the scrollbar takes one.
            let columns = column.width().saturating_sub(if column.is_roomy() { 4 } else { 1 });
            let lines = help_lines(model, column.styles, columns);
            draw_scrollable("Keyboard shortcuts", lines, scroll, column);
        }
        Overlay::Details { scroll } => {
            // The box and its blanks take four columns.
            let lines = page::page_lines(&error_details(model), None, column, 4);
            draw_scrollable("Error details", lines, scroll, column);
        }
    }
}

/// Lines that scroll, in a box if there is room for one.
fn draw_scrollable(title: &str, lines: Vec<Line<'static>>, scroll: usize, column: &mut Column) {
    let styles = *column.styles;
    let (inner, edge) = if column.is_roomy() {
        let area = column.take_rows(lines.len().saturating_add(2));
        let title = styles.span(&format!(" {title} "), Styles::BOLD);
        let block = Block::bordered().border_set(styles.border()).border_style(Styles::DIM).title(title);
        let inner = block.inner(area);
        column.frame().render_widget(block, area);
        // The scrollbar is drawn on the border.
        let edge = Rect { width: inner.width.saturating_add(1), ..inner };
        (Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(1), ..inner }, edge)
    } else {
        column.heading(title);
        let rows = column.height();
        let area = column.take_rows(rows);
        (area, area)
    };
    column.draw_scrolled(lines, scroll, inner, edge);
}

/// Every key that works on the screen below, by scope.
fn help_lines(model: &Model, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let mut beneath = model.clone();
    beneath.overlay = None;
    let bindings = active_bindings(&beneath);
    let keys = |binding: &Binding| styles.sanitize(&binding.keys_label()).into_owned();
    let indent = bindings.iter().map(|binding| width(&keys(binding))).max().unwrap_or_default() + 2;
    let mut lines = Vec::new();
    let mut scope: Option<Scope> = None;
    for binding in &bindings {
        if scope != Some(binding.scope) {
            if scope.is_some() {
                lines.push(Line::default());
            }
            lines.push(Line::from(styles.span(binding.scope.heading(), styles.accent())));
            scope = Some(binding.scope);
        }
        let keys = Span::styled(keys(binding), Styles::BOLD);
        let label = binding.case.long_label;
        lines.extend(hanging_paragraph(styles, keys, indent, label, Styles::PLAIN, (columns, usize::MAX)));
    }
    if model.screen.accepts_text() {
        lines.push(Line::default());
        lines.extend(paragraph(styles, "You're in a text field: letters and ? are typed.", Styles::DIM, columns));
    }
    lines
}
