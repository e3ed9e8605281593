//! The table of records.

use super::dns_status;
use crate::core::check_history::{Check, CheckHistory, CheckState};
use crate::core::record::{DnsRecord, Priority, Slot};
use crate::core::text::{Untrusted, width};
use crate::core::zone::NameForm;
use crate::ui::styles::Styles;
use crate::ui::widgets::{COLUMN_SPACING, Column, MARKER_WIDTH, SelectTable, cell};
use crate::wizard::{DnsCheck, RecordPrefs, RecordsScreen};

/// From this width on there is room for AutoSend's check beside the verdict of DNS.
const WIDEST: usize = 90;

/// From this width on there is room for every column.
pub(super) const WIDE: usize = 70;

/// From this width on there is room for the values.
const MEDIUM: usize = 50;

/// The least columns of a value: the name matters more.
const MIN_VALUE_WIDTH: usize = 7;

/// What the table shows beyond the records themselves.
#[derive(Clone, Copy)]
pub(super) struct TableData<'m> {
    pub(super) prefs: &'m RecordPrefs,
    pub(super) history: CheckHistory,
    pub(super) dns_check: Option<&'m DnsCheck>,
}

struct TableColumn {
    name: &'static str,
    texts: Vec<String>,
    width: usize,
}

pub(super) fn draw(screen: &RecordsScreen, data: TableData, header: bool, rows: usize, column: &mut Column) {
    let styles = *column.styles;
    let fields = build_columns(screen, data, &styles, (column.width(), header));
    let cells = |index: usize| {
        let text = |field: &TableColumn| field.texts.get(index).cloned().unwrap_or_default();
        fields.iter().map(|field| cell(&styles, &text(field), field.width, Styles::PLAIN)).collect()
    };
    let names = fields.iter().map(|field| cell(&styles, field.name, field.width, Styles::DIM));
    let table = SelectTable {
        header: header.then(|| names.collect()),
        rows: (0..screen.domain.records.len()).map(cells).collect(),
        widths: fields.iter().map(|field| field.width).collect(),
        selected: screen.cursor,
    };
    table.draw(column, rows.saturating_add(usize::from(header)));
}

/// The columns that fit. The name gets what it needs if possible, the value the rest.
fn build_columns(
    screen: &RecordsScreen,
    TableData { prefs, history, dns_check }: TableData,
    styles: &Styles,
    (columns, header): (usize, bool),
) -> Vec<TableColumn> {
    let records = &screen.domain.records;
    let field = |name: &'static str, most: usize, text: &dyn Fn(&DnsRecord) -> String| {
        let texts: Vec<String> = records.iter().map(|record| styles.sanitize(&text(record)).into_owned()).collect();
        let widest = texts.iter().map(|text| width(text)).max().unwrap_or_default();
        TableColumn { name, texts, width: widest.max(width(name)).min(most) }
    };
    let purpose = field("Purpose", 16, &DnsRecord::label);
    let kind = field("Type", 6, &|record| record.record_type.sanitized());
    let value = field("Value", usize::MAX, &|record| Untrusted::new(record.published_value()).sanitized());
    let priority = |record: &DnsRecord| record.priority.as_ref().map(Priority::sanitized).unwrap_or_default();
    let priority = field("Prio", 6, &priority);
    let accepted = field("AutoSend", 12, &|record| check_label(record, screen, history).to_owned());
    let (with_value, with_all) = (columns >= MEDIUM, columns >= WIDE);
    let published = |text_at: &dyn Fn(usize) -> String, least: usize| {
        let texts: Vec<String> =
            (0..records.len()).map(|index| styles.sanitize(&text_at(index)).into_owned()).collect();
        let widest = texts.iter().map(|text| width(text)).max().unwrap_or_default().max(least).min(12);
        TableColumn { name: "DNS", texts, width: widest }
    };
    let label = |index: usize| dns_status::label(index, screen, dns_check);
    let icon = |index: usize| dns_status::icon(index, screen, dns_check, styles).content.into_owned();
    // If there is no room for the label, the icon stands beside the purpose.
    let icon_column = (!with_all).then(|| published(&icon, if header { width("DNS") } else { 1 }));
    let mut after: Vec<TableColumn> =
        if with_all { vec![priority, published(&label, width("DNS"))] } else { Vec::new() };
    after.extend((columns >= WIDEST).then_some(accepted));
    let fixed: usize =
        [&purpose, &kind].into_iter().chain(&icon_column).chain(&after).map(|field| field.width + COLUMN_SPACING).sum();
    // One column at the end is for the scrollbar.
    let room = columns.saturating_sub(MARKER_WIDTH).saturating_sub(fixed).saturating_sub(1);
    let room_for_name = if with_value { room.saturating_sub(MIN_VALUE_WIDTH + COLUMN_SPACING) } else { room };
    // A name is cut at its end, like any text: its own part alone would look like the name to enter. It has the form
    // in which it is copied.
    let title = if prefs.name_form() == NameForm::Relative { "Host" } else { "Name" };
    let written = |record: &DnsRecord| Untrusted::new(prefs.record_name(record, &screen.domain)).sanitized();
    let name = field(title, room_for_name, &written);
    let value = TableColumn { width: value.width.min(room.saturating_sub(name.width + COLUMN_SPACING)), ..value };
    let front = std::iter::once(purpose).chain(icon_column).chain([kind, name]);
    front.chain(with_value.then_some(value)).chain(after).collect()
}

/// AutoSend's check of a record, in a word or two; a check may be for several records.
fn check_label(record: &DnsRecord, screen: &RecordsScreen, history: CheckHistory) -> &'static str {
    let Some(check) = Check::for_slot(&record.slot) else {
        return match (record.slot == Slot::InboundMx, screen.domain.inbound_verified_at) {
            (true, Some(_)) => "accepted",
            (true, None) if screen.domain.inbound_enabled_at.is_some() => "not yet",
            _ => "not told",
        };
    };
    // AutoSend reports "not found" before it has looked for the first time.
    match history.state(check) {
        CheckState::Accepted => "accepted",
        CheckState::Regressed => "differs",
        CheckState::NotAccepted if screen.domain.is_unchecked() => "not checked",
        CheckState::NotAccepted => "not yet",
        CheckState::Unreported => "not told",
    }
}
