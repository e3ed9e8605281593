//! Choosing the zone: each candidate, and what the name of the record in focus becomes in it.

use crate::core::text::width;
use crate::core::zone::Zone;
use crate::ui::styles::Styles;
use crate::ui::widgets::{COLUMN_SPACING, Column, MARKER_WIDTH, SelectTable, cell};
use crate::wizard::{Model, RecordsScreen};

/// Draws the candidates.
pub(super) fn draw(screen: &RecordsScreen, cursor: usize, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    column.heading("Which zone are these records in?");
    let known = model.record_prefs(&screen.domain).zone_message(&screen.domain);
    column.explanation(&format!(
        "The zone is what your DNS panel shows as one domain. Most panels want names without it. {known}"
    ));
    let candidates = Zone::candidates(screen.domain.name.raw());
    let owner = screen.selected().map(|record| record.name.raw()).unwrap_or_default();
    let hosts: Vec<String> =
        candidates.iter().map(|zone| Zone::chosen(zone).relative_name(owner).unwrap_or_default()).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| width(&styles.sanitize(text))).max().unwrap_or_default();
    let room = column.width().saturating_sub(MARKER_WIDTH + COLUMN_SPACING + 1);
    let names = widest(&candidates).max(4).min(room.saturating_mul(3) / 5);
    let rest = room.saturating_sub(names);
    let cells = candidates
        .iter()
        .zip(&hosts)
        .map(|(zone, host)| vec![cell(&styles, zone, names, Styles::PLAIN), cell(&styles, host, rest, Styles::DIM)])
        .collect();
    let header =
        vec![cell(&styles, "Zone", names, Styles::DIM), cell(&styles, "then this record's host is", rest, Styles::DIM)];
    let height = column.height();
    SelectTable { header: Some(header), rows: cells, widths: vec![names, rest], selected: cursor }.draw(column, height);
}
