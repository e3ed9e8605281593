//! A drawn buffer as text, with its styles: a moved highlight changes a snapshot as a changed word does.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr as _;

/// The letters for styles, in the order of their first appearance. The default style is a dot.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The text grid, the grid of styles (one letter a cell), and what the letters mean. Every row starts with `|`; blanks
/// of the default style at its end are left out.
pub(crate) fn styled_dump(buffer: &Buffer) -> String {
    let mut legend: Vec<Style> = Vec::new();
    let (mut texts, mut styles) = (String::new(), String::new());
    for row in buffer.content.chunks(usize::from(buffer.area.width).max(1)) {
        let (text, style) = dump_row(row, &mut legend);
        let _ = writeln!(texts, "|{}", text.trim_end());
        let _ = writeln!(styles, "|{}", style.trim_end_matches('.'));
    }
    let mut dump = format!("{texts}\n{styles}");
    for (letter, style) in LETTERS.chars().zip(&legend) {
        let _ = write!(dump, "\n{letter}: {}", words(*style));
    }
    dump
}

fn dump_row(row: &[Cell], legend: &mut Vec<Style>) -> (String, String) {
    let (mut text, mut styles) = (String::new(), String::new());
    // The cells that a wide character covers hold nothing of their own.
    let mut covered = 0;
    for cell in row {
        if covered == 0 {
            text.push_str(cell.symbol());
            covered = cell.symbol().width().max(1);
        }
        covered -= 1;
        styles.push(letter(cell.style(), legend));
    }
    (text, styles)
}

fn letter(style: Style, legend: &mut Vec<Style>) -> char {
    if words(style).is_empty() {
        return '.';
    }
    let index = legend.iter().position(|known| *known == style).unwrap_or_else(|| {
        legend.push(style);
        legend.len() - 1
    });
    LETTERS.chars().nth(index).expect("a screen has fewer styles than there are letters")
}

/// A style in words: `cyan on black, bold`; empty where it is the default.
fn words(style: Style) -> String {
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
    assert_eq!(styled_dump(&buffer), "|a 日 b\n|\n\n|aa...bb\n|.....bb\n\na: cyan, bold\nb: on red, reversed");
}
