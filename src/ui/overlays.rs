//! What is shown in place of a screen: the help, or the details of an error.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::page;
use super::styles::Styles;
use super::widgets::{Column, hanging_paragraph, paragraph};
use crate::core::text::width;
use crate::wizard::keymap::{Binding, HelpGroup, help_groups};
use crate::wizard::page::error_details;
use crate::wizard::{Model, Overlay, TextField};

/// From this width on, the help has two columns.
const TWO_COLUMNS: usize = 68;

/// The columns between them.
const COLUMN_GAP: usize = 2;

/// The most columns of the keys of a row.
const MAX_KEYS_WIDTH: usize = 12;

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

/// Every key that works on the screen beneath, in groups: in two columns where there is room.
fn help_lines(model: &Model, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let filter = model.help_filter.as_ref().map(TextField::text).unwrap_or_default();
    let groups = help_groups(model, filter);
    let mut lines = Vec::new();
    if model.help_filter.is_some() {
        let shown =
            [styles.span("/ ", styles.accent()), styles.span(filter, Styles::BOLD), styles.span("_", Styles::DIM)];
        lines.extend([Line::from(Vec::from(shown)), Line::default()]);
    }
    let (moves, groups): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(group, _)| *group == HelpGroup::Move);
    let has_two = columns >= TWO_COLUMNS;
    let column = if has_two { columns.saturating_sub(COLUMN_GAP) / 2 } else { columns };
    let blocks: Vec<Vec<Line<'static>>> = groups.iter().map(|group| group_lines(group, styles, column)).collect();
    if has_two {
        lines.extend(join_columns(blocks, column));
    } else {
        for block in blocks {
            lines.extend(block);
            lines.push(Line::default());
        }
    }
    lines.extend(move_lines(&moves, styles, columns));
    if model.screen.accepts_text() {
        lines.extend(paragraph(styles, "You're in a text field: letters and ? are typed.", Styles::DIM, columns));
    }
    if lines.iter().all(|line| line.width() == 0) || filter_found_nothing(&groups, &moves) {
        lines.extend(paragraph(styles, "Nothing matches.", Styles::DIM, columns));
    }
    lines
}

fn filter_found_nothing(groups: &[(HelpGroup, Vec<Binding>)], moves: &[(HelpGroup, Vec<Binding>)]) -> bool {
    groups.is_empty() && moves.is_empty()
}

/// The heading of a group, and a key with what it does in each row.
fn group_lines((group, bindings): &(HelpGroup, Vec<Binding>), styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let heading = group.heading().unwrap_or_default();
    let keys = |binding: &Binding| styles.sanitize(&binding.keys_label()).into_owned();
    let widest = bindings.iter().map(|binding| width(&keys(binding))).max().unwrap_or_default();
    let indent = widest.min(MAX_KEYS_WIDTH) + 2;
    let mut lines = vec![Line::from(styles.span(&heading, styles.accent()))];
    for binding in bindings {
        let label = binding.case.long_label;
        // Of many keys with the same meaning, those that fit are named.
        let all = keys(binding);
        let shown = if width(&all) > MAX_KEYS_WIDTH { binding.key_label() } else { all };
        let shown = Span::styled(styles.sanitize(&shown).into_owned(), Styles::BOLD);
        lines.extend(hanging_paragraph(styles, shown, indent, label, Styles::PLAIN, (columns, usize::MAX)));
    }
    lines
}

/// The blocks in two columns of about the same height, in their order: down the left one, then down the right one.
fn join_columns(blocks: Vec<Vec<Line<'static>>>, column: usize) -> Vec<Line<'static>> {
    let total: usize = blocks.iter().map(|block| block.len() + 1).sum();
    let (mut left, mut right): (Vec<Line<'static>>, Vec<Line<'static>>) = (Vec::new(), Vec::new());
    for block in blocks {
        let is_left = right.is_empty() && (left.is_empty() || left.len() + block.len() <= total.div_ceil(2) + 1);
        let side = if is_left { &mut left } else { &mut right };
        side.extend(block);
        side.push(Line::default());
    }
    let rows = left.len().max(right.len());
    let cell = |lines: &[Line<'static>], row: usize| lines.get(row).cloned().unwrap_or_default();
    let join = |row: usize| {
        let (mut line, other) = (cell(&left, row), cell(&right, row));
        let blanks = (column + COLUMN_GAP).saturating_sub(line.width());
        if other.width() > 0 {
            line.spans.push(Span::raw(" ".repeat(blanks)));
            line.spans.extend(other.spans);
        }
        line
    };
    (0..rows).map(join).collect()
}

/// The keys that move and scroll, in one paragraph.
fn move_lines(groups: &[(HelpGroup, Vec<Binding>)], styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let bindings = groups.iter().flat_map(|(_, bindings)| bindings);
    let parts: Vec<String> =
        bindings.map(|binding| format!("{} {}", binding.keys_label(), binding.case.long_label)).collect();
    if parts.is_empty() { Vec::new() } else { paragraph(styles, &parts.join("   "), Styles::DIM, columns) }
}
