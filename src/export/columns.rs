//! Tables of text, with each column as wide as its widest cell.

use crate::core::styled_text::{StyledText, TextStyle};
use crate::core::text::width;

/// The number of spaces between two columns.
const COLUMN_GAP: usize = 2;

/// A cell with its style.
pub(super) type Cell = (Option<TextStyle>, String);

/// A table: the names of the columns, then the rows, one line each.
pub(super) fn text_table<const N: usize>(names: [&str; N], rows: &[[String; N]]) -> String {
    let rows: Vec<_> = rows.iter().map(|row| row.clone().map(|cell| (None, cell))).collect();
    styled_table(names, &rows).text()
}

/// A table of cells with styles.
pub(super) fn styled_table<const N: usize>(names: [&str; N], rows: &[[Cell; N]]) -> StyledText {
    let heading = names.map(|name| (None, name.to_owned()));
    let all = || std::iter::once(&heading).chain(rows);
    let mut widths = [0; N];
    for row in all() {
        for (widest, (_, cell)) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    let mut table = StyledText::default();
    for row in all() {
        push_row(&mut table, row, &widths);
    }
    table
}

/// Appends a row, without trailing spaces.
fn push_row<const N: usize>(table: &mut StyledText, row: &[Cell; N], widths: &[usize; N]) {
    let mut gap = 0;
    for ((style, cell), widest) in row.iter().zip(widths) {
        let text = cell.trim_end();
        if !text.is_empty() {
            table.push(None, " ".repeat(gap));
            table.push(*style, text);
            gap = 0;
        }
        gap += widest.saturating_sub(width(text)) + COLUMN_GAP;
    }
    table.push(None, "\n");
}
