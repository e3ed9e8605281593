//! A frame as text: what is drawn, how it is drawn, and what the letters mean.

use std::fmt::Write as _;

use autosend_domains::core::text::width;
use autosend_domains::ui::{Styles, view};
use autosend_domains::wizard::Model;
use ratatui::Terminal;
use ratatui::backend::{Backend as _, TestBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// A frame, and the cursor where it is shown.
pub(super) struct Drawn {
    pub(super) buffer: Buffer,
    pub(super) cursor: Option<Position>,
}

/// Draws the model in a window of this size.
pub(super) fn draw(model: &Model, styles: &Styles, (columns, rows): (u16, u16)) -> Drawn {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let mut cursor = None;
    let frame = terminal.draw(|frame| view(model, styles, frame)).unwrap();
    let buffer = frame.buffer.clone();
    if terminal.backend().cursor_visible() {
        cursor = terminal.backend_mut().get_cursor_position().ok();
    }
    Drawn { buffer, cursor }
}

/// The text of a frame, a line a row, without the blanks at the ends.
pub(super) fn text(drawn: &Drawn) -> String {
    let mut text = String::new();
    for row in rows(&drawn.buffer) {
        let line: String = row.iter().map(|cell| cell.symbol()).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The frame as text, its styles as letters where there are any, and the legend.
pub(super) fn styled_dump(drawn: &Drawn) -> String {
    let mut dump = text(drawn);
    let mut legend: Vec<String> = Vec::new();
    for (number, row) in rows(&drawn.buffer).into_iter().enumerate() {
        let letters: String = row.iter().map(|cell| letter(cell, &mut legend).repeat(width(cell.symbol()))).collect();
        let letters = letters.trim_end();
        if !letters.is_empty() {
            let _ = writeln!(dump, "{number:>2}:{letters}");
        }
    }
    for (place, style) in legend.iter().enumerate() {
        let _ = writeln!(dump, "{} {style}", name(place));
    }
    if let Some(Position { x, y }) = drawn.cursor {
        let _ = writeln!(dump, "cursor at column {x} of row {y}");
    }
    dump
}

/// The cells of each row; the second half of a wide character is none.
fn rows(buffer: &Buffer) -> Vec<Vec<&Cell>> {
    let width_of = |cell: &Cell| width(cell.symbol()).max(1);
    buffer
        .content
        .chunks(usize::from(buffer.area.width).max(1))
        .map(|cells| {
            let mut row = Vec::new();
            let mut rest = cells;
            while let Some(cell) = rest.first() {
                row.push(cell);
                rest = rest.get(width_of(cell)..).unwrap_or_default();
            }
            row
        })
        .collect()
}

fn letter(cell: &Cell, legend: &mut Vec<String>) -> String {
    let mut words: Vec<String> = Vec::new();
    if cell.fg != Color::Reset {
        words.push(format!("{:?}", cell.fg).to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {:?}", cell.bg).to_lowercase());
    }
    let modifiers = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ];
    words.extend(modifiers.iter().filter(|(which, _)| cell.modifier.contains(*which)).map(|(_, word)| (*word).into()));
    // A blank looks the same in most styles.
    let shows = cell.bg != Color::Reset || cell.modifier.intersects(Modifier::UNDERLINED | Modifier::REVERSED);
    if words.is_empty() || (cell.symbol() == " " && !shows) {
        return " ".to_owned();
    }
    let style = words.join(", ");
    let place = legend.iter().position(|known| *known == style).unwrap_or_else(|| {
        legend.push(style);
        legend.len() - 1
    });
    name(place)
}

fn name(place: usize) -> String {
    ('a'..='z').nth(place).expect("fewer styles than letters").to_string()
}
