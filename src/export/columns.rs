//! Rows in columns, each as wide as its widest cell.

use crate::core::text::width;

/// How many blanks stand between two columns.
const GAP: usize = 2;

/// The rows below the names of their columns, a line each.
pub(super) fn table<const N: usize>(names: [&str; N], rows: &[[String; N]]) -> String {
    let heading = names.map(str::to_owned);
    let all = || std::iter::once(&heading).chain(rows);
    let mut widths = [0; N];
    for row in all() {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    all().map(|row| line(row, &widths)).collect()
}

fn line<const N: usize>(row: &[String; N], widths: &[usize; N]) -> String {
    let mut line = String::new();
    for (cell, widest) in row.iter().zip(widths) {
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', widest.saturating_sub(width(cell)) + GAP));
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}
