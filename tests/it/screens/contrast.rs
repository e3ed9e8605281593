//! The selected row can be read on a dark and on a light background, in the palettes of the pictures.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::styled::{draw, rows};
use super::{FULL, PLAIN, SIZES, states};
use crate::support::svg::{CellColours, DARK, LIGHT};

/// For text: <https://www.w3.org/TR/WCAG22/#contrast-minimum>.
const LEAST_FOR_TEXT: f64 = 4.5;

/// For signs that are no text: <https://www.w3.org/TR/WCAG22/#non-text-contrast>.
const LEAST_FOR_SIGNS: f64 = 3.0;

const MARKER: &str = "▌";

fn to_vt100(color: Color) -> vt100::Color {
    match color {
        Color::Reset => vt100::Color::Default,
        Color::Red => vt100::Color::Idx(1),
        Color::Green => vt100::Color::Idx(2),
        Color::Yellow => vt100::Color::Idx(3),
        Color::Cyan => vt100::Color::Idx(6),
        other => panic!("{other} is in no style"),
    }
}

fn colours(cell: &Cell) -> CellColours {
    CellColours {
        foreground: to_vt100(cell.fg),
        background: to_vt100(cell.bg),
        is_inverse: cell.modifier.contains(Modifier::REVERSED),
        is_dim: cell.modifier.contains(Modifier::DIM),
    }
}

#[test]
fn the_selected_row_and_the_badge_are_legible_on_dark_and_on_light() {
    let (mut marked, mut badges) = (0, 0);
    for (name, mut model) in states::all() {
        model.config.sandbox = true;
        for (styles, size) in SIZES.into_iter().flat_map(|size| [(FULL, size), (PLAIN, size)]) {
            let drawn = draw(&model, &styles, size);
            for row in rows(&drawn.buffer) {
                let is_badge = |cell: &Cell| cell.fg == Color::Yellow && cell.modifier.contains(Modifier::REVERSED);
                badges += usize::from(row.iter().any(|cell| is_badge(cell)));
                let start = row.iter().position(|cell| cell.symbol() == MARKER);
                marked += usize::from(start.is_some());
                let texts = row.iter().enumerate().filter(|(column, cell)| {
                    start.is_some_and(|start| *column >= start) && cell.symbol() != " " || is_badge(cell)
                });
                for (column, cell) in texts {
                    for palette in [&DARK, &LIGHT] {
                        let contrast = colours(cell).contrast(palette);
                        let least = if Some(column) == start { LEAST_FOR_SIGNS } else { LEAST_FOR_TEXT };
                        assert!(contrast >= least, "{name} at {size:?}: {:?} has {contrast:.1}", cell.symbol());
                    }
                }
            }
        }
    }
    assert!(marked > 100 && badges > 100, "{marked} rows, {badges} badges");
}
