//! Draws the parts of a DNS check: a title with notes at its right, rows of records, values with marks below them.

use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};

use super::styles::{Icon, Styles};
use crate::core::text::{split_by_width, truncate, width};
use crate::wizard::page::{Comparison, KeyLine, RecordRow, RecordRows};

/// Below this width rows have no first fact.
const NARROW: usize = 56;

/// The most columns of a record's label.
const MAX_LABEL_WIDTH: usize = 18;

/// The columns between two facts.
const GAP: usize = 2;

/// The columns of the name before a value.
const VALUE_NAME_WIDTH: usize = 11;

/// The characters before a difference that stay in sight.
const CONTEXT_CHARS: usize = 20;

/// A width, and whether it is that of a small window, which has no indent.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) columns: usize,
    pub(super) is_roomy: bool,
}

impl Room {
    const fn indent(self) -> usize {
        if self.columns < NARROW { 0 } else { 2 }
    }
}

/// A title behind its icon, with its notes at its right or below it; in a small window those that don't fit are left out,
/// the first ones first.
pub(super) fn title_lines(styles: &Styles, icon: Icon, text: &str, notes: &[String], room: Room) -> Vec<Line<'static>> {
    // A title of one sentence has no full stop.
    let text = if text.matches(". ").count() == 0 { text.trim_end_matches('.') } else { text };
    let mut lines = super::widgets::icon_paragraph(styles, icon, text, Styles::BOLD, (room.columns, usize::MAX));
    let sanitized: Vec<String> = notes.iter().map(|note| styles.sanitize(note).into_owned()).collect();
    let joined = |from: usize| sanitized.get(from..).unwrap_or_default().join(styles.symbols().separator);
    let used = lines.last().map(Line::width).unwrap_or_default();
    let choices = (0..sanitized.len()).map(joined).take(if room.is_roomy { 1 } else { usize::MAX });
    if lines.len() == 1
        && let Some(note) = choices.clone().find(|note| used + GAP + width(note) <= room.columns)
        && let Some(line) = lines.last_mut()
    {
        line.spans.push(Span::raw(" ".repeat(room.columns.saturating_sub(used + width(&note)))));
        line.spans.push(Span::styled(note, Styles::DIM));
    } else if let Some(note) = choices.clone().find(|note| width(note) <= room.columns) {
        lines.push(Line::styled(note, Styles::DIM));
    }
    lines
}

/// The columns of a table of records.
struct RowWidths {
    indent: usize,
    number: usize,
    label: usize,
    /// Nothing if the window is too narrow for the first fact.
    left: Option<usize>,
    right: usize,
}

impl RowWidths {
    fn new(rows: &RecordRows, room: Room) -> Self {
        let widest = |text: &dyn Fn(&RecordRow) -> usize| rows.rows.iter().map(text).max().unwrap_or_default();
        let number = widest(&|row| row.number.to_string().len());
        let label = widest(&|row| width(&row.label)).max("Record".len()).min(MAX_LABEL_WIDTH);
        let indent = room.indent();
        let fixed = indent + super::widgets::MARKER_WIDTH + number + GAP + label + GAP;
        let free = room.columns.saturating_sub(fixed);
        let [left_name, right_name] = rows.header;
        let left = widest(&|row| width(&row.left)).max(width(left_name));
        let right = widest(&|row| width(&row.right)).max(width(right_name));
        if room.columns < NARROW {
            return Self { indent, number, label, left: None, right: free };
        }
        // The name to enter is needed whole before the one that is there.
        let free = free.saturating_sub(GAP);
        let right = right.min(free.saturating_sub(left.min(free / 2)).max(free / 2));
        Self { indent, number, label, left: Some(left.min(free.saturating_sub(right))), right }
    }

    fn line(
        &self,
        styles: &Styles,
        lead: &str,
        [number, label, left, right]: [&str; 4],
        style: Style,
    ) -> Line<'static> {
        let cell = |text: &str, columns: usize| {
            let text = truncate(&styles.sanitize(text), columns, styles.symbols().ellipsis).into_owned();
            let blanks = " ".repeat(columns.saturating_sub(width(&text)));
            format!("{text}{blanks}")
        };
        let left = self.left.map(|columns| format!("{}{}", cell(left, columns), " ".repeat(GAP))).unwrap_or_default();
        let gap = " ".repeat(GAP);
        let text = format!(
            "{lead}{}{gap}{}{gap}{left}{}",
            cell(number, self.number),
            cell(label, self.label),
            cell(right, self.right)
        );
        Line::from(vec![Span::raw(" ".repeat(self.indent)), Span::styled(text, style)])
    }
}

/// The records with their facts; the chosen one is marked.
pub(super) fn row_lines(styles: &Styles, rows: &RecordRows, room: Room) -> Vec<Line<'static>> {
    let widths = RowWidths::new(rows, room);
    let marker = styles.symbols().marker;
    let blank = " ".repeat(width(marker));
    let [left, right] = rows.header;
    let header = has_header(rows, room).then(|| widths.line(styles, &blank, ["#", "Record", left, right], Styles::DIM));
    let row = |row: &RecordRow| {
        let (lead, style) = if row.is_chosen { (marker, styles.selected()) } else { (blank.as_str(), Styles::PLAIN) };
        widths.line(styles, lead, [&row.number.to_string(), &row.label, &row.left, &row.right], style)
    };
    header.into_iter().chain(rows.rows.iter().map(row)).collect()
}

fn has_header(rows: &RecordRows, room: Room) -> bool {
    room.is_roomy && !rows.header.concat().is_empty()
}

/// The line of the chosen row, counted from the first line of the rows.
pub(super) fn chosen_line(rows: &RecordRows, room: Room) -> Option<usize> {
    let position = rows.rows.iter().position(|row| row.is_chosen)?;
    Some(position + usize::from(has_header(rows, room)))
}

/// The found value with marks below it, and the value to publish.
pub(super) fn comparison_lines(styles: &Styles, comparison: &Comparison, room: Room) -> Vec<Line<'static>> {
    let indent = room.indent() + super::widgets::MARKER_WIDTH;
    let free = room.columns.saturating_sub(indent + VALUE_NAME_WIDTH).max(1);
    let line = |name: &str, text: String, style: Style| {
        let name = format!("{}{name:<VALUE_NAME_WIDTH$}", " ".repeat(indent));
        Line::from(vec![Span::styled(name, Styles::DIM), Span::styled(text, style)])
    };
    let Some(difference) = &comparison.difference else {
        let found = comparison.found.iter().map(|found| line("found", fitting(styles, found, 0, free), Styles::PLAIN));
        // What is to be entered is never cut.
        let rows = split_by_width(&styles.sanitize(&comparison.change_to), free);
        let rows = rows
            .into_iter()
            .enumerate()
            .map(|(index, row)| line(if index == 0 { comparison.label } else { "" }, row, Styles::PLAIN));
        return found.chain(rows).collect();
    };
    let found = comparison.found.clone().unwrap_or_default();
    let marks = difference.marks();
    let first = marks.ranges.first().map(|(start, _)| *start).unwrap_or_default();
    let is_cut = width(&found).max(width(&comparison.change_to)) > free;
    let begin = if is_cut { first.saturating_sub(CONTEXT_CHARS) } else { 0 };
    let lead = if begin > 0 { width(styles.symbols().ellipsis) } else { 0 };
    let column = |at: usize| lead + width(&found.chars().take(at).skip(begin).collect::<String>());
    let mut marked = String::new();
    for (start, length) in marks.ranges {
        let (from, to) = (column(start), column(start.saturating_add(length)).max(column(start) + 1));
        if from < free {
            marked.push_str(&" ".repeat(from.saturating_sub(marked.len())));
            marked.push_str(&"^".repeat(to.min(free).saturating_sub(from)));
        }
    }
    let label = styles.sanitize(&marks.label).into_owned();
    let error = styles.tinted(Color::Red);
    let blank = marked.len() - marked.trim_start().len();
    let marks = if marked.len() + 1 + width(&label) <= free {
        vec![line("", format!("{marked} {label}"), error)]
    } else if width(&label) < blank {
        let before = " ".repeat(blank - width(&label) - 1);
        vec![line("", format!("{before}{label} {}", marked.trim_start()), error)]
    } else {
        vec![line("", marked, error), line("", truncate(&label, free, styles.symbols().ellipsis).into_owned(), error)]
    };
    let found = line("found", fitting(styles, &found, begin, free), Styles::PLAIN);
    let expected = line(comparison.label, fitting(styles, &comparison.change_to, begin, free), Styles::PLAIN);
    std::iter::once(found).chain(marks).chain([expected]).collect()
}

/// The text from a character on in this width, with an ellipsis where it is cut.
fn fitting(styles: &Styles, text: &str, begin: usize, columns: usize) -> String {
    let ellipsis = styles.symbols().ellipsis;
    let rest: String = text.chars().skip(begin).collect();
    let lead = if begin > 0 { ellipsis } else { "" };
    truncate(&format!("{lead}{}", styles.sanitize(&rest)), columns, ellipsis).into_owned()
}

/// A text with keys at its right; a value that does not fit beside them is below, whole.
pub(super) fn key_lines(styles: &Styles, line: &KeyLine, room: Room) -> Vec<Line<'static>> {
    let indent = room.indent() + super::widgets::MARKER_WIDTH;
    let free = room.columns.saturating_sub(indent).max(1);
    let blanks = |count: usize| Span::raw(" ".repeat(count));
    let (text, value) = (styles.sanitize(&line.text).into_owned(), styles.sanitize(&line.value).into_owned());
    let keys: Vec<Span<'static>> = line
        .keys
        .iter()
        .enumerate()
        .flat_map(|(index, (key, label))| {
            let gap = if index > 0 { "   " } else { "" };
            [Span::styled(format!("{gap}{key}"), Styles::BOLD), Span::styled(format!("  {label}"), Styles::DIM)]
        })
        .collect();
    let keys_width: usize = keys.iter().map(Span::width).sum();
    let left = if value.is_empty() { width(&text) } else { width(&text) + GAP + width(&value) };
    let first = |spans: Vec<Span<'static>>, used: usize| {
        let mut all = vec![blanks(indent)];
        all.extend(spans);
        if used + GAP + keys_width <= free {
            all.push(blanks(free - used - keys_width));
            all.extend(keys.clone());
        }
        Line::from(all)
    };
    if left + GAP + keys_width <= free || value.is_empty() {
        let value = (!value.is_empty()).then(|| [blanks(GAP), Span::styled(value, Styles::BOLD)]);
        return vec![first(std::iter::once(Span::raw(text)).chain(value.into_iter().flatten()).collect(), left)];
    }
    let used = width(&text);
    let rows = split_by_width(&value, free).into_iter();
    let rows = rows.map(|row| Line::from(vec![blanks(indent), Span::styled(row, Styles::BOLD)]));
    std::iter::once(first(vec![Span::raw(text)], used)).chain(rows).collect()
}
