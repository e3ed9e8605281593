//! The table of records: what each is for, and as much of it as a row has room for.

use super::super::super::styles::Styles;
use super::super::super::widgets::{Column, MARKER, Rows, SPACING, cell};
use crate::core::record::{DnsRecord, Priority};
use crate::core::text::width;
use crate::wizard::RecordsScreen;

/// The state of a record that was not compared with DNS.
const STATE: &str = "not checked";

/// From this width on there is room for every column.
const WIDE: usize = 70;

/// The least that is shown of a name and of a value.
const LEAST: usize = 12;

/// The cells of a row.
fn texts(record: &DnsRecord) -> [String; 6] {
    [
        record.title(),
        record.record_type.for_screen(),
        record.name.for_screen(),
        crate::core::text::Untrusted::new(record.publish_value()).for_screen(),
        record.priority.as_ref().map(Priority::for_screen).unwrap_or_default(),
        STATE.to_owned(),
    ]
}

pub(super) fn draw(screen: &RecordsScreen, header: bool, rows: usize, column: &mut Column) {
    let styles = *column.styles;
    let texts: Vec<[String; 6]> = screen.domain.records.iter().map(texts).collect();
    let widths = widths(&texts, &styles, column.width());
    let line = |texts: &[String; 6], style| {
        texts.iter().zip(&widths).map(|(text, width)| cell(&styles, text, *width, style)).collect::<Vec<_>>()
    };
    let names = ["Purpose", "Type", "Name", "Value", "Prio", "State"].map(str::to_owned);
    let table = Rows {
        header: header.then(|| line(&names, styles.quiet())),
        rows: texts.iter().map(|texts| line(texts, styles.plain())).collect(),
        widths: widths.to_vec(),
        selected: screen.cursor,
    };
    table.draw(column, rows.saturating_add(usize::from(header)));
}

/// The widths of the columns: fixed ones as they need, name and value share what is left.
fn widths(texts: &[[String; 6]], styles: &Styles, columns: usize) -> [usize; 6] {
    let widest = |place: usize, least: usize| {
        let widths = texts.iter().filter_map(|row| row.get(place)).map(|text| width(&styles.text(text)));
        widths.max().unwrap_or_default().max(least)
    };
    let purpose = widest(0, 7).min(16);
    let kind = widest(1, 4).min(6);
    let (priority, state) = if columns >= WIDE { (widest(4, 4).min(6), width(STATE)) } else { (0, 0) };
    let between = SPACING.saturating_mul(5);
    let fixed = MARKER + purpose + kind + priority + state + between + 1;
    let room = columns.saturating_sub(fixed);
    let name = widest(2, 4).min(room.saturating_sub(LEAST)).min(room);
    let value = room.saturating_sub(name);
    [purpose, kind, name, value, priority, state]
}
