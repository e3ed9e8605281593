//! Publishing into the sandbox's own DNS: the ways, right and wrong, to choose from.

use crate::core::publishing::PublishMode;
use crate::core::text::width;
use crate::ui::styles::Styles;
use crate::ui::widgets::{COLUMN_SPACING, Column, MARKER_WIDTH, SelectTable, cell, paragraph};
use crate::wizard::{RecordsScreen, publish_modes};

pub(super) fn draw(screen: &RecordsScreen, cursor: usize, all: bool, column: &mut Column) {
    let styles = *column.styles;
    let meant = match screen.selected().filter(|_| !all) {
        Some(record) => format!("the {} record", record.label()),
        None => format!("all {} records", screen.domain.records.len()),
    };
    column.heading(&format!("Publish {meant} in the sandbox's DNS?"));
    column.explanation(
        "As your DNS host would. Publish them right, or with a mistake that people make, to see what a check says of it. \
         Nothing leaves this machine.",
    );
    let ways = publish_modes(screen, all);
    let widest = ways.iter().map(|how| width(how.code())).max().unwrap_or_default();
    let room = column.width().saturating_sub(MARKER_WIDTH + COLUMN_SPACING + 1);
    let rest = room.saturating_sub(widest);
    let cells = ways
        .iter()
        .map(|how| {
            vec![cell(&styles, how.code(), widest, Styles::PLAIN), cell(&styles, how.description(), rest, Styles::DIM)]
        })
        .collect();
    // What is cut in its row is whole below the list; the rows for that stay the same, so that nothing jumps.
    let whole = |how: &PublishMode| paragraph(&styles, how.description(), Styles::PLAIN, column.prose_width());
    let cut = ways.iter().filter(|how| width(how.description()) > rest);
    let most = cut.map(|how| whole(how).len()).max().unwrap_or_default();
    let chosen = ways.get(cursor).map(whole).unwrap_or_default();
    let below = if most == 0 { 0 } else { most.saturating_add(usize::from(column.is_roomy())) };
    let height = column.height().saturating_sub(below);
    SelectTable { header: None, rows: cells, widths: vec![widest, rest], selected: cursor }.draw(column, height);
    if most > 0 {
        column.gap();
        column.lines(chosen);
    }
}
