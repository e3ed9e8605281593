//! Rows to choose from: the selected one has a marker and a style of its own, and the rows scroll with it.

use ratatui::layout::{Constraint, Rect};
use ratatui::style::Style;
use ratatui::text::Text;
use ratatui::widgets::{Cell, HighlightSpacing, Row, Table, TableState};

use super::column::Column;
use super::scrollbar::{ScrollWindow, draw_scrollbar};
use crate::core::text::truncate;
use crate::ui::styles::Styles;

/// A table with a selected row.
pub(in crate::ui) struct SelectTable {
    /// The names of the columns, if they are shown.
    pub(in crate::ui) header: Option<Vec<Cell<'static>>>,
    pub(in crate::ui) rows: Vec<Vec<Cell<'static>>>,
    pub(in crate::ui) widths: Vec<usize>,
    /// The selected row; `None` if it is in another table below, so that the last rows are shown.
    pub(in crate::ui) selected: Option<usize>,
}

/// The columns of the marker of the selected row.
pub(in crate::ui) const MARKER_WIDTH: usize = 2;

/// The blanks between two columns.
pub(in crate::ui) const COLUMN_SPACING: usize = 2;

/// The most blanks that a column gets besides: a row with wider gaps is hard to follow.
const MAX_EXTRA_SPACING: usize = 4;

/// Divides the blanks that a table leaves among these columns, so that the last one ends near the right edge.
pub(in crate::ui) fn spread_columns(widths: &mut [&mut usize], blanks: usize) {
    let share = blanks.checked_div(widths.len()).unwrap_or_default().min(MAX_EXTRA_SPACING);
    for width in widths {
        **width = width.saturating_add(share);
    }
}

/// A cell whose text is cut to the width of its column.
pub(in crate::ui) fn cell(styles: &Styles, text: &str, columns: usize, style: Style) -> Cell<'static> {
    let text = styles.sanitize(text);
    let text = truncate(&text, columns, styles.symbols().ellipsis).into_owned();
    Cell::from(Text::styled(text, style))
}

impl SelectTable {
    /// Draws the table in at most this many rows, with a scrollbar if it has more.
    pub(in crate::ui) fn draw(self, column: &mut Column, rows: usize) {
        let styles = *column.styles;
        let header = usize::from(self.header.is_some());
        let (count, selected) = (self.rows.len(), self.selected);
        let area = column.take_rows(rows.min(count.saturating_add(header)));
        let widths: Vec<Constraint> =
            self.widths.iter().map(|width| Constraint::Length(u16::try_from(*width).unwrap_or(u16::MAX))).collect();
        let mut table = Table::new(self.rows.into_iter().map(Row::new), widths)
            .column_spacing(u16::try_from(COLUMN_SPACING).unwrap_or_default())
            .highlight_symbol(styles.marker())
            .highlight_spacing(HighlightSpacing::Always)
            .row_highlight_style(styles.selected());
        if let Some(header) = self.header {
            table = table.header(Row::new(header));
        }
        let seen = usize::from(area.height).saturating_sub(header);
        let offset = if selected.is_some() { 0 } else { count.saturating_sub(seen) };
        let mut state = TableState::default().with_selected(selected).with_offset(offset);
        column.frame().render_stateful_widget(table, area, &mut state);
        let area = Rect {
            y: area.y.saturating_add(u16::from(header > 0)),
            height: u16::try_from(seen).unwrap_or_default(),
            ..area
        };
        draw_scrollbar(column.frame(), &styles, area, ScrollWindow { count, offset: state.offset(), seen });
    }
}
