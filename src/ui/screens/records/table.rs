//! The table of records: what they are, and their state in DNS and at AutoSend.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Cell;

use super::dns_status::{autosend_span, state_span};
use crate::core::record::{DnsRecord, Requirement};
use crate::core::text::{Untrusted, truncate, width};
use crate::ui::styles::Styles;
use crate::ui::widgets::{COLUMN_SPACING, Column, MARKER_WIDTH, SelectTable, spread_columns};
use crate::wizard::{Model, RecordsScreen};

/// From this width on there is room for what AutoSend says.
const WIDE: usize = 70;

/// From this width on there is room for types and names.
const MEDIUM: usize = 50;

/// The most columns of a record's label; it may be of an unknown kind.
const MAX_LABEL_WIDTH: usize = 18;

/// The columns of a state in DNS: as many at every state, so that the columns stay where they are.
const STATE_WIDTH: usize = 13;

/// The sign of a record without which the domain can't send.
const REQUIRED_SIGN: &str = " *";

/// What the sign means.
pub(super) const REQUIRED_NOTE: &str = "* required";

/// The table, laid out for a width.
pub(super) struct RecordTable {
    columns: Vec<TableColumn>,
    selected: usize,
}

struct TableColumn {
    name: &'static str,
    cells: Vec<Span<'static>>,
    width: usize,
}

impl TableColumn {
    fn new(name: &'static str, cells: Vec<Span<'static>>, most: usize) -> Self {
        let widest = cells.iter().map(Span::width).max().unwrap_or_default();
        Self { name, width: widest.max(width(name)).min(most), cells }
    }
}

impl RecordTable {
    /// Lays out the columns that fit. The name gets what the others leave.
    pub(super) fn new(screen: &RecordsScreen, model: &Model, styles: &Styles, columns: usize) -> Self {
        let records = &screen.domain.records;
        let prefs = model.domain_states.record_prefs(&screen.domain);
        let cells = |text: &dyn Fn(&DnsRecord) -> String, style: Style| -> Vec<Span<'static>> {
            records.iter().map(|record| styles.span(&text(record), style)).collect()
        };
        let numbers = (1..=records.len()).map(|number| Span::raw(number.to_string())).collect();
        let states =
            (0..records.len()).map(|index| state_span(model.domain_states.dns_state(&screen.domain, index), styles));
        let number = TableColumn::new("#", numbers, 3);
        let label = TableColumn::new("Record", cells(&label, Styles::PLAIN), MAX_LABEL_WIDTH);
        let kind = TableColumn::new("Type", cells(&|record| record.record_type.sanitized(), Styles::PLAIN), 6);
        let state = TableColumn { name: "In DNS", cells: states.collect(), width: STATE_WIDTH };
        let autosend = records
            .iter()
            .map(|record| autosend_span(model.domain_states.autosend_state(&screen.domain, record), styles));
        let autosend = TableColumn::new("AutoSend", autosend.collect(), 12);
        let (with_names, with_autosend) = (columns >= MEDIUM, columns >= WIDE);
        let front = [Some(number), Some(label), Some(kind).filter(|_| with_names)].into_iter().flatten();
        let back = [Some(state), Some(autosend).filter(|_| with_autosend)].into_iter().flatten();
        let (front, back): (Vec<TableColumn>, Vec<TableColumn>) = (front.collect(), back.collect());
        let fixed = front.iter().chain(&back).map(|column| column.width + COLUMN_SPACING).sum();
        // One column at the end is for the scrollbar.
        let room = columns.saturating_sub(MARKER_WIDTH + 1).saturating_sub(fixed);
        // A name is cut at its end, like any text: its own part alone would look like the name to enter. It has the form
        // in which it is copied.
        let name = |record: &DnsRecord| Untrusted::new(prefs.record_name(record, &screen.domain)).sanitized();
        let name = TableColumn::new("Name", cells(&name, Styles::PLAIN), room);
        let mut shown: Vec<TableColumn> =
            front.into_iter().chain(Some(name).filter(|_| with_names)).chain(back).collect();
        let used: usize = shown.iter().map(|column| column.width + COLUMN_SPACING).sum();
        let blanks = (columns + COLUMN_SPACING).saturating_sub(MARKER_WIDTH + 1 + used);
        // A number stays beside its record.
        let last = shown.len().saturating_sub(1);
        let between = shown.iter_mut().take(last).skip(1).map(|column| &mut column.width);
        spread_columns(&mut between.collect::<Vec<_>>(), blanks);
        Self { columns: shown, selected: screen.cursor }
    }

    /// Draws the table in this many rows, besides its header.
    pub(super) fn draw(self, header: bool, rows: usize, column: &mut Column) {
        let styles = *column.styles;
        let count = self.columns.first().map(|column| column.cells.len()).unwrap_or_default();
        let row = |index: usize| {
            self.columns
                .iter()
                .map(|column| column.cells.get(index).map(|text| cut(text, column.width, &styles)).unwrap_or_default())
                .collect()
        };
        let names = || self.columns.iter().map(|column| Cell::from(styles.span(column.name, Styles::DIM))).collect();
        let table = SelectTable {
            header: header.then(names),
            rows: (0..count).map(row).collect(),
            widths: self.columns.iter().map(|column| column.width).collect(),
            selected: Some(self.selected),
        };
        table.draw(column, rows.saturating_add(usize::from(header)));
    }
}

fn cut(text: &Span<'static>, columns: usize, styles: &Styles) -> Cell<'static> {
    let short = truncate(&text.content, columns, styles.symbols().ellipsis).into_owned();
    Cell::from(Line::from(Span::styled(short, text.style)))
}

/// The label, with a sign if the domain can't send without the record.
fn label(record: &DnsRecord) -> String {
    let label = record.label();
    if record.requirement() == Requirement::Required { label + REQUIRED_SIGN } else { label }
}
