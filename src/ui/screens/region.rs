//! The Region step: one of a list, narrowed by typing, or any other that is typed.

use super::super::styles::{Sign, Styles};
use super::super::widgets::{Column, Field, MARKER, Rows, SPACING, cell};
use crate::core::text::{truncate, width};
use crate::wizard::{RegionChoice, RegionMode, RegionScreen, TextField};

pub(super) fn draw(screen: &RegionScreen, column: &mut Column) {
    let styles = *column.styles;
    let (before, after) = ("Which region for ", "?");
    let room = column.measure().saturating_sub(before.len() + after.len());
    let name = truncate(screen.name.as_str(), room, styles.symbols().ellipsis);
    column.heading(&format!("{before}{name}{after}"));
    column.explanation("AutoSend handles the domain's mail there. It cannot be changed later.");
    match &screen.mode {
        RegionMode::List { filter, .. } => list(screen, filter, column),
        RegionMode::Other { field } => other(screen, field, column),
    }
}

/// The server's words on the region that it was given, under the field.
fn refusal(screen: &RegionScreen, column: &mut Column) {
    if let Some(error) = &screen.error {
        column.signed_within(Sign::Bad, error, (column.height() / 2).max(1));
    }
}

fn list(screen: &RegionScreen, filter: &TextField, column: &mut Column) {
    let styles = *column.styles;
    column.field(&Field::of("Region", filter, &styles).placeholder("type to narrow the list"));
    refusal(screen, column);
    let (choices, selected) = screen.rows();
    // One column at the end is for the bar.
    let room = column.measure().saturating_sub(SPACING).saturating_sub(MARKER).saturating_sub(1);
    let keys = choices.iter().map(|choice| width(&styles.text(choice.columns().0))).max();
    let keys = keys.unwrap_or_default().min(room);
    let names = room.saturating_sub(keys);
    let rows = choices
        .iter()
        .map(|choice| {
            let (key, name) = choice.columns();
            vec![cell(&styles, key, keys, Styles::PLAIN), cell(&styles, name, names, Styles::QUIET)]
        })
        .collect();
    let height = column.height();
    Rows { header: None, cells: rows, widths: vec![keys, names], selected }.draw(column, height);
    if choices == [RegionChoice::Other] {
        column.words("No region of this list matches.", Styles::QUIET);
    }
}

fn other(screen: &RegionScreen, field: &TextField, column: &mut Column) {
    let styles = *column.styles;
    column.field(&Field::of("Region key", field, &styles).placeholder("such as sa-east-1"));
    match &field.error {
        Some(error) => column.signed(Sign::Bad, error),
        None if screen.error.is_some() => refusal(screen, column),
        None => column.words("Any key may be right: AutoSend decides.", Styles::QUIET),
    }
}
