//! A model drawn in a window of some size, and the drawing as text with its styles: a moved highlight changes a snapshot
//! as a changed word does.

use std::fmt::Write as _;
use std::ops::Range;

use autosend_domains::ui::{Styles, view};
use autosend_domains::wizard::Model;
use ratatui::Terminal;
use ratatui::backend::{Backend as _, TestBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

/// A frame, and the cursor if it is shown.
pub(crate) struct Drawn {
    pub(super) buffer: Buffer,
    pub(super) cursor: Option<Position>,
    /// The rows that the header and the blank row below it take.
    header_rows: usize,
}

/// Draws the model in a window of this size.
pub(crate) fn draw(model: &Model, styles: &Styles, size: (u16, u16)) -> Drawn {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let mut cursor = None;
    let frame = terminal.draw(|frame| view(model, styles, frame)).unwrap();
    let buffer = frame.buffer.clone();
    if terminal.backend().cursor_visible() {
        cursor = terminal.backend_mut().get_cursor_position().ok();
    }
    Drawn { buffer, cursor, header_rows: header_rows(size) }
}

/// Two lines and a blank one; two lines if there are no blank ones; one in a narrow window.
const fn header_rows((columns, rows): (u16, u16)) -> usize {
    match (columns, rows) {
        (80.., 24..) => 3,
        (60.., _) => 2,
        _ => 1,
    }
}

/// Cells beside each other in one style, without the blanks at the ends.
struct Run {
    columns: Range<usize>,
    text: String,
    style: String,
}

/// The text of a frame, a line a row, without the blanks at the ends.
pub(super) fn text(drawn: &Drawn) -> String {
    rows(&drawn.buffer).iter().map(|row| row_text(row) + "\n").collect()
}

/// The header.
pub(super) fn header_dump(drawn: &Drawn) -> String {
    let rows = rows(&drawn.buffer);
    rows.iter().take(drawn.header_rows).map(|row| styled_row(row)).collect()
}

/// The keys in the last row.
pub(super) fn footer_dump(drawn: &Drawn) -> String {
    rows(&drawn.buffer).last().map(|row| styled_row(row)).unwrap_or_default()
}

/// What is between header and footer, row by row with styles; blank rows are counted. Then the place of the cursor.
pub(super) fn body_dump(drawn: &Drawn) -> String {
    let mut dump = String::new();
    let mut blank_rows = 0;
    for row in body(drawn) {
        let row = styled_row(&row);
        if row == "\n" {
            blank_rows += 1;
            continue;
        }
        push_blank_rows(&mut dump, blank_rows);
        blank_rows = 0;
        dump.push_str(&row);
    }
    push_blank_rows(&mut dump, blank_rows);
    if let Some(Position { x, y }) = drawn.cursor {
        let _ = writeln!(dump, "cursor at column {x} of row {}", usize::from(y) - drawn.header_rows);
    }
    dump
}

fn push_blank_rows(dump: &mut String, count: usize) {
    match count {
        0..=2 => dump.push_str(&"\n".repeat(count)),
        _ => {
            let _ = writeln!(dump, "({count} blank rows)");
        }
    }
}

/// What the body says: its texts in order, each with its style; without borders and padding.
pub(super) fn body_texts(drawn: &Drawn) -> String {
    let lines = body(drawn).into_iter().map(|row| {
        let texts = runs(&row).into_iter().map(|run| {
            // A row in focus is one run across its columns.
            let cells = run.text.split("  ").map(str::trim).filter(|cell| !cell.is_empty());
            let text = cells.collect::<Vec<_>>().join("  ");
            if run.style.is_empty() { text } else { format!("{text} {{{}}}", run.style) }
        });
        texts.collect::<Vec<_>>().join("  ")
    });
    lines.filter(|line| !line.is_empty()).map(|line| line + "\n").collect()
}

/// The words of the body with their styles, however they are broken into lines.
pub(crate) fn body_words(drawn: &Drawn) -> Vec<(String, String)> {
    let runs = body(drawn).into_iter().flat_map(|row| runs(&row));
    let words = runs.flat_map(|run| {
        let words: Vec<String> = run.text.split_whitespace().map(str::to_owned).collect();
        words.into_iter().map(move |word| (word, run.style.clone()))
    });
    words.collect()
}

/// The cells of each row, without those that a wide character before them covers.
pub(super) fn rows(buffer: &Buffer) -> Vec<Vec<&Cell>> {
    buffer.content.chunks(usize::from(buffer.area.width).max(1)).map(visible_cells).collect()
}

fn body(drawn: &Drawn) -> Vec<Vec<&Cell>> {
    let mut rows = rows(&drawn.buffer).split_off(drawn.header_rows);
    rows.pop();
    rows
}

fn visible_cells(mut cells: &[Cell]) -> Vec<&Cell> {
    let mut row = Vec::new();
    while let Some(cell) = cells.first() {
        row.push(cell);
        cells = cells.get(cell.symbol().width().max(1)..).unwrap_or_default();
    }
    row
}

fn row_text(row: &[&Cell]) -> String {
    let line: String = row.iter().map(|cell| cell.symbol()).collect();
    line.trim_end().to_owned()
}

/// The text of a row; behind it the styles, each with its columns, counted from 0. Plain text has none.
fn styled_row(row: &[&Cell]) -> String {
    let mut runs = Vec::new();
    push_runs(row, |_| false, &mut runs);
    runs.retain(|run| !run.style.is_empty());
    let describe = |run: &Run| match run.columns.len() {
        1 => format!("{} {}", run.style, run.columns.start),
        _ => format!("{} {}-{}", run.style, run.columns.start, run.columns.end - 1),
    };
    let styles: Vec<String> = runs.iter().map(describe).collect();
    match styles.as_slice() {
        [] => format!("{}\n", row_text(row)),
        styles => format!("{}  {{{}}}\n", row_text(row), styles.join(", ")),
    }
}

/// The texts of a row without borders.
fn runs(row: &[&Cell]) -> Vec<Run> {
    let mut runs = Vec::new();
    let is_border = |symbol: &str| symbol.chars().all(|character| ('\u{2500}'..='\u{257f}').contains(&character));
    push_runs(row, is_border, &mut runs);
    runs.retain(|run| !run.text.trim().is_empty());
    runs
}

/// Cells of one style make a run. One blank inside belongs to it; two end it, unless the style shows on blanks.
fn push_runs(row: &[&Cell], is_left_out: impl Fn(&str) -> bool, runs: &mut Vec<Run>) {
    let mut column = 0;
    let mut is_joined = false;
    for cell in row {
        let end = column + cell.symbol().width().max(1);
        let style = describe_style(cell);
        let is_blank = cell.symbol() == " " && !shows_on_blanks(cell);
        if is_left_out(cell.symbol()) {
            is_joined = false;
        } else if !is_blank {
            let last = runs.last_mut().filter(|run| is_joined && run.style == style && column <= run.columns.end + 1);
            match last {
                Some(run) => {
                    run.text.push_str(&" ".repeat(column - run.columns.end));
                    run.text.push_str(cell.symbol());
                    run.columns.end = end;
                }
                None => runs.push(Run { columns: column..end, text: cell.symbol().to_owned(), style }),
            }
            is_joined = true;
        }
        column = end;
    }
}

fn shows_on_blanks(cell: &Cell) -> bool {
    cell.bg != Color::Reset || cell.modifier.intersects(Modifier::UNDERLINED | Modifier::REVERSED)
}

/// A style in words: `cyan on black bold`; empty for the default.
fn describe_style(cell: &Cell) -> String {
    let color = |color: Color| if color == Color::Reset { String::new() } else { color.to_string().to_lowercase() };
    let mut words = vec![color(cell.fg)];
    if cell.bg != Color::Reset {
        words.push(format!("on {}", color(cell.bg)));
    }
    words.extend(cell.modifier.iter_names().map(|(name, _): (_, Modifier)| name.to_lowercase()));
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

#[test]
fn a_dump_shows_text_and_styles() {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    let mut buffer = Buffer::with_lines(["header  ", "a 日 b c ", "        ", "│ d  ef │", "footer  "]);
    buffer.set_style(Rect::new(0, 1, 2, 1), Style::new().fg(Color::Cyan).bold());
    buffer.set_style(Rect::new(5, 1, 2, 2), Style::new().bg(Color::Red).reversed());
    buffer.set_style(Rect::new(0, 3, 9, 1), Style::new().dim());
    let drawn = Drawn { buffer, cursor: Some(Position::new(2, 1)), header_rows: 1 };
    assert_eq!(header_dump(&drawn), "header\n");
    assert_eq!(footer_dump(&drawn), "footer\n");
    assert_eq!(
        body_dump(&drawn),
        "a 日 b c  {cyan bold 0, on red reversed 5-6}\n  {on red reversed 5-6}\n│ d  ef │  {dim 0-2, dim 5-8}\n\
         cursor at column 2 of row 0\n"
    );
    assert_eq!(body_texts(&drawn), "a {cyan bold}  日  b {on red reversed}  c\nd {dim}  ef {dim}\n");
}
