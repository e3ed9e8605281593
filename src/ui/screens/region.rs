//! The Region step: one of a list, narrowed by typing, or any other that is typed.

use crate::core::text::{truncate, width};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{COLUMN_SPACING, Column, InputField, MARKER_WIDTH, SelectTable, cell};
use crate::wizard::{RegionChoice, RegionMode, RegionScreen, TextField};

pub(super) fn draw(screen: &RegionScreen, column: &mut Column) {
    let styles = *column.styles;
    let (before, after) = ("Which region for ", "?");
    let room = column.prose_width().saturating_sub(before.len() + after.len());
    let name = truncate(screen.name.as_str(), room, styles.symbols().ellipsis);
    column.heading(&format!("{before}{name}{after}"));
    column.explanation("AutoSend handles the domain's mail there. It cannot be changed later.");
    match &screen.mode {
        RegionMode::List { filter, .. } => draw_list(screen, filter, column),
        RegionMode::Other { field } => draw_key_form(screen, field, column),
    }
}

/// The server's words on the region that it was given, under the field.
fn draw_error(screen: &RegionScreen, column: &mut Column) {
    if let Some(error) = &screen.error {
        column.icon_paragraph_within(Icon::Error, error, (column.height() / 2).max(1));
    }
}

fn draw_list(screen: &RegionScreen, filter: &TextField, column: &mut Column) {
    let styles = *column.styles;
    column.input_field(&InputField::text("Region", filter, &styles).placeholder("type to narrow the list"));
    draw_error(screen, column);
    let (choices, selected) = screen.rows();
    // One column at the end is for the bar.
    let room = column.prose_width().saturating_sub(COLUMN_SPACING).saturating_sub(MARKER_WIDTH).saturating_sub(1);
    let keys = choices.iter().map(|choice| width(&styles.sanitize(choice.columns().0))).max();
    let keys = keys.unwrap_or_default().min(room);
    let names = room.saturating_sub(keys);
    let rows = choices
        .iter()
        .map(|choice| {
            let (key, name) = choice.columns();
            vec![cell(&styles, key, keys, Styles::PLAIN), cell(&styles, name, names, Styles::DIM)]
        })
        .collect();
    let height = column.height();
    SelectTable { header: None, rows, widths: vec![keys, names], selected }.draw(column, height);
    if choices == [RegionChoice::Other] {
        column.paragraph("No region of this list matches.", Styles::DIM);
    }
}

fn draw_key_form(screen: &RegionScreen, field: &TextField, column: &mut Column) {
    let styles = *column.styles;
    column.input_field(&InputField::text("Region key", field, &styles).placeholder("such as sa-east-1"));
    match &field.error {
        Some(error) => column.icon_paragraph(Icon::Error, error),
        None if screen.error.is_some() => draw_error(screen, column),
        None => column.paragraph("Any key may be right: AutoSend decides.", Styles::DIM),
    }
}
