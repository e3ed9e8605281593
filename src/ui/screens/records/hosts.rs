//! Choosing the DNS host: narrowed by typing, with what each wants in its fields.

use ratatui::text::Line;

use crate::core::dns_host::{DnsHost, NameField, PriorityPlace, TextForm};
use crate::core::text::width;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{COLUMN_SPACING, Column, InputField, MARKER_WIDTH, SelectTable, cell, icon_paragraph};
use crate::wizard::{TextField, matching_hosts};

/// The rows of the list that are always seen.
const MIN_ROWS: usize = 5;

/// The row for a host that is not in the list.
const UNLISTED: &str = "Another, or not known";

/// Draws the list.
pub(super) fn draw(filter: &TextField, cursor: usize, column: &mut Column) {
    let styles = *column.styles;
    column.heading("Where is the DNS of this domain kept?");
    column.explanation("Names and values are then given in the form that its panel wants.");
    column.input_field(&InputField::text("DNS host", filter, &styles).placeholder("type to narrow the list"));
    let hosts = matching_hosts(filter.text());
    let name = |host: Option<&DnsHost>| host.map_or(UNLISTED, |host| host.name).to_owned();
    let widest = hosts.iter().map(|host| width(&name(*host))).max().unwrap_or_default();
    let room = column.width().saturating_sub(MARKER_WIDTH + COLUMN_SPACING + 1);
    let names = widest.min(room);
    let rest = room.saturating_sub(names);
    let cells = hosts
        .iter()
        .map(|host| {
            vec![
                cell(&styles, &name(*host), names, Styles::PLAIN),
                cell(&styles, &field_requirements(*host), rest, Styles::DIM),
            ]
        })
        .collect();
    // What to know of the one in focus stands below the list, as long as some of that is seen.
    let advice = hosts.get(cursor).copied().flatten().map(|host| host.advice).unwrap_or_default();
    let advice: Vec<Line<'static>> = advice
        .iter()
        .flat_map(|words| icon_paragraph(&styles, Icon::Info, words, Styles::PLAIN, (column.prose_width(), usize::MAX)))
        .collect();
    let beside = if column.is_roomy() { advice.len().saturating_add(1) } else { 0 };
    let height = column.height().saturating_sub(beside).max(MIN_ROWS.min(column.height()));
    SelectTable { header: None, rows: cells, widths: vec![names, rest], selected: cursor }.draw(column, height);
    if column.is_roomy() {
        column.gap();
        column.lines(advice);
    }
}

/// What a panel wants, in a line whose most important part comes first.
fn field_requirements(host: Option<&DnsHost>) -> String {
    let Some(host) = host else { return "host or full name: the panel shows which it wants".to_owned() };
    let name = match host.name_field {
        NameField::Relative { .. } => "host without the zone",
        NameField::Full => "full name",
        NameField::TrailingDot => "full name with a dot",
    };
    let mut parts = vec![format!("{}{name}", host.usually())];
    if host.text == TextForm::Quoted {
        parts.push("TXT in quotes".to_owned());
    }
    if host.priority == PriorityPlace::InValue {
        parts.push("priority before the value".to_owned());
    }
    parts.join(", ")
}
