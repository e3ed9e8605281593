//! A drawn buffer as text, with its styles: a moved highlight changes a snapshot as a changed word does.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr as _;

/// The letters for styles, in the order of their first appearance.
const STYLE_LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The text, a line a row, without the blanks at the ends.
pub(crate) fn buffer_text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in rows(buffer) {
        let line: String = row.into_iter().map(Cell::symbol).collect();
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// The text; then of each row that has any, its number and its styles, a letter a column; then what the letters mean.
/// Blanks that look the same in every style have none.
pub(crate) fn styled_dump(buffer: &Buffer) -> String {
    let mut legend: Vec<Style> = Vec::new();
    let mut dump = buffer_text(buffer);
    for (number, row) in rows(buffer).into_iter().enumerate() {
        let mut letters = String::new();
        for cell in row {
            let letter = style_letter(cell, &mut legend);
            letters.extend(std::iter::repeat_n(letter, cell.symbol().width().max(1)));
        }
        if !letters.trim().is_empty() {
            let _ = writeln!(dump, "{number:>2}:{}", letters.trim_end());
        }
    }
    for (letter, style) in STYLE_LETTERS.chars().zip(&legend) {
        let _ = writeln!(dump, "{letter} {}", describe_style(*style));
    }
    dump
}

/// The cells of each row, without those that a wide character before them covers.
fn rows(buffer: &Buffer) -> Vec<Vec<&Cell>> {
    buffer.content.chunks(usize::from(buffer.area.width).max(1)).map(visible_cells).collect()
}

fn visible_cells(mut cells: &[Cell]) -> Vec<&Cell> {
    let mut row = Vec::new();
    while let Some(cell) = cells.first() {
        row.push(cell);
        cells = cells.get(cell.symbol().width().max(1)..).unwrap_or_default();
    }
    row
}

fn style_letter(cell: &Cell, legend: &mut Vec<Style>) -> char {
    let style = cell.style();
    let shows = cell.bg != Color::Reset || cell.modifier.intersects(Modifier::UNDERLINED | Modifier::REVERSED);
    if describe_style(style).is_empty() || cell.symbol() == " " && !shows {
        return ' ';
    }
    let index = legend.iter().position(|known| *known == style).unwrap_or_else(|| {
        legend.push(style);
        legend.len() - 1
    });
    STYLE_LETTERS.chars().nth(index).expect("a screen has fewer styles than there are letters")
}

/// A style in words: `cyan on black, bold`; empty where it is the default.
fn describe_style(style: Style) -> String {
    let color = |color: Option<Color>| color.filter(|color| *color != Color::Reset).map(|color| color.to_string());
    let mut words = color(style.fg).unwrap_or_default();
    if let Some(background) = color(style.bg) {
        let _ = write!(words, " on {background}");
    }
    let mut words = vec![words.trim().to_lowercase()];
    words.retain(|word| !word.is_empty());
    words.extend(style.add_modifier.iter_names().map(|(name, _): (_, Modifier)| name.to_lowercase()));
    words.join(", ")
}

#[test]
fn a_dump_shows_text_and_styles() {
    let mut buffer = Buffer::with_lines(["a 日 b   ", "        "]);
    buffer.set_style(ratatui::layout::Rect::new(0, 0, 2, 1), Style::new().fg(Color::Cyan).bold());
    buffer.set_style(ratatui::layout::Rect::new(5, 0, 2, 2), Style::new().bg(Color::Red).reversed());
    assert_eq!(styled_dump(&buffer), "a 日 b\n\n 0:a    bb\n 1:     bb\na cyan, bold\nb on red, reversed\n");
}
