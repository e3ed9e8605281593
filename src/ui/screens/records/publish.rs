//! Publishing into the sandbox's own DNS: the ways, right and wrong, to choose from.

use super::super::super::styles::Styles;
use super::super::super::widgets::{Column, MARKER, Rows, SPACING, cell};
use crate::core::text::width;
use crate::wizard::{RecordsScreen, ways};

pub(super) fn draw(screen: &RecordsScreen, cursor: usize, all: bool, column: &mut Column) {
    let styles = *column.styles;
    let meant = match screen.selected().filter(|_| !all) {
        Some(record) => format!("the {} record", record.title()),
        None => format!("all {} records", screen.domain.records.len()),
    };
    column.heading(&format!("Publish {meant} in the sandbox's DNS?"));
    column.explanation(
        "As your DNS host would. Publish them right, or with a mistake that people make, to see what a check says of it. \
         Nothing leaves this machine.",
    );
    let ways = ways(screen, all);
    let widest = ways.iter().map(|how| width(how.key())).max().unwrap_or_default();
    let room = column.width().saturating_sub(MARKER + SPACING + 1);
    let rest = room.saturating_sub(widest);
    let cells = ways
        .iter()
        .map(|how| {
            vec![cell(&styles, how.key(), widest, Styles::PLAIN), cell(&styles, how.words(), rest, Styles::QUIET)]
        })
        .collect();
    let height = column.height();
    Rows { header: None, cells, widths: vec![widest, rest], selected: cursor }.draw(column, height);
}
