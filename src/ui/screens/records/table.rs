//! The table of records: what each is for, and as much of it as a row has room for.

use super::super::super::styles::Styles;
use super::super::super::widgets::{Column, MARKER, Rows, SPACING, cell};
use crate::core::record::{DnsRecord, Priority};
use crate::core::text::{Untrusted, width};
use crate::core::zone::NameForm;
use crate::wizard::{Desk, RecordsScreen};

/// The state of a record that was not compared with DNS.
const STATE: &str = "not checked";

/// From this width on there is room for every column.
const WIDE: usize = 70;

/// From this width on there is room for the values.
const MEDIUM: usize = 50;

/// The least that is shown of a value: the name is what the person looks for.
const LEAST: usize = 7;

/// A column: its name, and its cells.
struct Field {
    name: &'static str,
    texts: Vec<String>,
    width: usize,
}

pub(super) fn draw(screen: &RecordsScreen, desk: &Desk, header: bool, rows: usize, column: &mut Column) {
    let styles = *column.styles;
    let fields = fields(screen, desk, &styles, column.width());
    let cells = |place: usize| {
        let text = |field: &Field| field.texts.get(place).cloned().unwrap_or_default();
        fields.iter().map(|field| cell(&styles, &text(field), field.width, Styles::PLAIN)).collect()
    };
    let names = fields.iter().map(|field| cell(&styles, field.name, field.width, Styles::QUIET));
    let table = Rows {
        header: header.then(|| names.collect()),
        cells: (0..screen.domain.records.len()).map(cells).collect(),
        widths: fields.iter().map(|field| field.width).collect(),
        selected: screen.cursor,
    };
    table.draw(column, rows.saturating_add(usize::from(header)));
}

/// The columns that there is room for. The name has what it needs as far as it goes, the value what is left.
fn fields(screen: &RecordsScreen, desk: &Desk, styles: &Styles, columns: usize) -> Vec<Field> {
    let records = &screen.domain.records;
    let field = |name: &'static str, most: usize, text: &dyn Fn(&DnsRecord) -> String| {
        let texts: Vec<String> = records.iter().map(|record| styles.text(&text(record)).into_owned()).collect();
        let widest = texts.iter().map(|text| width(text)).max().unwrap_or_default();
        Field { name, texts, width: widest.max(width(name)).min(most) }
    };
    let purpose = field("Purpose", 16, &DnsRecord::title);
    let kind = field("Type", 6, &|record| record.record_type.for_screen());
    let value = field("Value", usize::MAX, &|record| Untrusted::new(record.publish_value()).for_screen());
    let priority = |record: &DnsRecord| record.priority.as_ref().map(Priority::for_screen).unwrap_or_default();
    let priority = field("Prio", 6, &priority);
    let state = field("State", width(STATE), &|_| STATE.to_owned());
    let (with_value, with_all) = (columns >= MEDIUM, columns >= WIDE);
    let after: Vec<Field> = if with_all { vec![priority, state] } else { Vec::new() };
    let fixed: usize = [&purpose, &kind].into_iter().chain(&after).map(|field| field.width + SPACING).sum();
    // One column at the end is for the bar.
    let room = columns.saturating_sub(MARKER).saturating_sub(fixed).saturating_sub(1);
    let room_for_name = if with_value { room.saturating_sub(LEAST + SPACING) } else { room };
    // A name is cut at its end, like any text: its own part alone would look like the name to type. It has the form
    // in which it is copied.
    let title = if desk.form() == NameForm::Host { "Host" } else { "Name" };
    let written = |record: &DnsRecord| Untrusted::new(desk.name_of(record, &screen.domain)).for_screen();
    let name = field(title, room_for_name, &written);
    let value = Field { width: value.width.min(room.saturating_sub(name.width + SPACING)), ..value };
    [purpose, kind, name].into_iter().chain(with_value.then_some(value)).chain(after).collect()
}
