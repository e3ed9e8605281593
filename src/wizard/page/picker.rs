//! A list that is narrowed by typing, on a page: the filter, and below it the rows that match.

use super::inputs::{Field, OptionRow, Options, OptionsDetail};
use super::parts::{Audience, Content, Page, Text, Weight};
use crate::wizard::picker::{Picker, PickerRow, matching_rows};

/// Adds the list. `more` completes a row by what only its owner knows.
pub(super) fn add<'m, T>(
    page: &mut Page<'m>,
    (picker, label): (&'m Picker, &'static str),
    rows: Vec<PickerRow<T>>,
    detail: OptionsDetail,
    more: impl Fn(&T, OptionRow) -> OptionRow,
) {
    page.push(Audience::ALL, Content::Field(Field::text(label, &picker.filter, "type to filter")));
    let filter = picker.filter.text();
    if !filter.is_empty() {
        page.text_for(Audience::LINES, Text::new(format!("Filter: {filter}. Type all to see every row.")));
    }
    let rows = matching_rows(rows, filter);
    let pinned = rows.iter().filter(|row| row.is_pinned).count();
    let is_empty = rows.len() == pinned;
    let row = |row: PickerRow<T>| {
        let option = OptionRow {
            label: row.label.to_owned(),
            description: row.note,
            short_description: row.short_note,
            ..OptionRow::default()
        };
        more(&row.value, option)
    };
    let rows = rows.into_iter().map(row).collect();
    let options = Options { rows, cursor: picker.cursor, pinned, detail, ..Options::default() };
    page.push(Audience::ALL, Content::Options(options));
    if is_empty {
        // Lines say so as soon as it is typed.
        page.text_for(Audience::SCREEN, Text::new("Nothing matches.").weight(Weight::Dim));
    }
}
