//! Draws a page: what a screen says and `wizard::page` defines, in the rows that there are.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Cell;

use super::check_lines::{self, Room};
use super::styles::{Icon, Styles};
use super::widgets::{
    COLUMN_SPACING, Column, InputField, MARKER_WIDTH, SelectTable, cell, hanging_paragraph, icon_paragraph, paragraph,
    spinner_lines,
};
use crate::core::text::{split_by_width, truncate, width};
use crate::wizard::Spinner;
use crate::wizard::page::{
    Audience, Content, Field, FieldValue, Lead, OptionRow, Options, OptionsDetail, Page, RowLimit, StateRow, Text,
    Verbatim, VerbatimStyle, Weight,
};

/// The rows of a list that are seen whatever notes stand below it.
const MIN_OPTION_ROWS: usize = 5;

/// Below this width a state has its short text.
const NARROW: usize = 60;

/// Below this width a window is narrow.
const NARROW_WINDOW: usize = 50;

/// The columns between two words behind icons.
const SIGN_GAP: usize = 4;

/// The columns of a key before more on its row.
const KEY_WIDTH: usize = 6;

/// The columns of the icon and of the name before a state.
const STATE_ICON_WIDTH: usize = 3;
const STATE_NAME_WIDTH: usize = 10;

/// Draws the page.
pub(super) fn draw(page: &Page, spinner: Option<Spinner>, column: &mut Column) {
    if let Some(scroll) = page.scroll {
        // One column at the end is for the scrollbar.
        if page.follows_chosen {
            return draw_following(page, scroll, spinner, column);
        }
        let lines = page_lines(page, spinner, column, 1);
        return column.scrollable(lines, scroll);
    }
    let layout = PageLayout::new(column, spinner, 0);
    let contents = layout.contents(page);
    let mut is_cut = false;
    for (index, content) in contents.iter().enumerate() {
        match content {
            Content::Field(field) => draw_field(field, column),
            Content::Options(options) => draw_options(options, column),
            Content::Heading(text) | Content::Text(text) => {
                let below = contents.get(index.saturating_add(1)..).unwrap_or_default();
                let rows = layout.row_limit(text, below, column.height(), &mut is_cut);
                column.lines(layout.text_lines(text, rows, is_cut));
            }
            Content::Verbatim(verbatim) => {
                let mut lines = layout.verbatim_lines(verbatim);
                mark_cut(&mut lines, column);
                column.lines(lines);
            }
            Content::Explanation(_)
            | Content::Gap
            | Content::States(_)
            | Content::Title(..)
            | Content::Signs(_)
            | Content::Rows(_)
            | Content::Comparison(_)
            | Content::KeyLine(_) => column.lines(layout.lines(content, is_cut)),
        }
    }
}

/// Draws a page that scrolls so far that its chosen row is in sight, and `scroll` rows more.
fn draw_following(page: &Page, scroll: usize, spinner: Option<Spinner>, column: &mut Column) {
    // A column is for the scrollbar, and one before it stays free.
    let layout = PageLayout::new(column, spinner, 2);
    let (mut lines, mut chosen) = (Vec::new(), None);
    for content in layout.contents(page) {
        let begin = lines.len();
        lines.extend(layout.lines(content, false));
        match content {
            Content::Rows(rows) => {
                let line = check_lines::chosen_line(rows, layout.room()).map(|line| begin + line);
                chosen = line.map(|line| (line, line + 1)).or(chosen);
            }
            Content::Comparison(comparison) if comparison.is_chosen => {
                chosen = chosen.map(|(first, _)| (first, lines.len()));
            }
            _ => {}
        }
    }
    let height = column.height();
    let offset = chosen.map_or(0, |(first, end)| end.saturating_sub(height).min(first));
    column.scrollable(lines, offset.saturating_add(scroll));
}

/// The lines of a page without fields and lists, as many as it needs; `margin` columns stay free at the right.
pub(super) fn page_lines(page: &Page, spinner: Option<Spinner>, column: &Column, margin: usize) -> Vec<Line<'static>> {
    let layout = PageLayout::new(column, spinner, margin);
    layout.contents(page).into_iter().flat_map(|content| layout.lines(content, false)).collect()
}

/// What the lines of a page depend on.
struct PageLayout {
    styles: Styles,
    spinner: Option<Spinner>,
    is_roomy: bool,
    /// All columns, without a margin.
    columns: usize,
    width: usize,
}

impl PageLayout {
    fn new(column: &Column, spinner: Option<Spinner>, margin: usize) -> Self {
        Self {
            styles: *column.styles,
            spinner,
            is_roomy: column.is_roomy(),
            columns: column.width(),
            width: column.width().saturating_sub(margin),
        }
    }

    /// The parts that a screen of this size has.
    fn contents<'p, 'm>(&self, page: &'p Page<'m>) -> Vec<&'p Content<'m>> {
        let face = match self.is_roomy {
            true => Audience::ROOMY,
            false if self.columns < NARROW_WINDOW => Audience::NARROW,
            false => Audience::MEDIUM,
        };
        page.parts.iter().filter(|part| part.audience.includes(face)).map(|part| &part.content).collect()
    }

    /// The lines of anything but a field or a list.
    fn lines(&self, content: &Content, is_cut: bool) -> Vec<Line<'static>> {
        match content {
            Content::Heading(text) | Content::Text(text) => self.text_lines(text, usize::MAX, is_cut),
            Content::Explanation(text) if self.is_roomy => {
                let lines = paragraph(&self.styles, &text.text, Styles::DIM, self.width);
                lines.into_iter().chain([Line::default()]).collect()
            }
            Content::Gap if self.is_roomy => vec![Line::default()],
            Content::Verbatim(verbatim) => self.verbatim_lines(verbatim),
            Content::States(rows) => rows.iter().map(|row| self.state_line(row)).collect(),
            Content::Title(text, notes) => {
                let icon = if let Lead::Icon(icon) = text.lead { icon } else { Icon::Info };
                check_lines::title_lines(&self.styles, icon, &text.text, notes, self.room())
            }
            Content::Signs(signs) => self.sign_lines(signs),
            Content::Rows(rows) => check_lines::row_lines(&self.styles, rows, self.room()),
            Content::Comparison(comparison) => check_lines::comparison_lines(&self.styles, comparison, self.room()),
            Content::KeyLine(line) => check_lines::key_lines(&self.styles, line, self.room()),
            Content::Explanation(_) | Content::Gap | Content::Field(_) | Content::Options(_) => Vec::new(),
        }
    }

    const fn room(&self) -> Room {
        Room { columns: self.width, is_roomy: self.is_roomy }
    }

    /// A few words behind their icons, as many on a line as fit.
    fn sign_lines(&self, signs: &[(Icon, String)]) -> Vec<Line<'static>> {
        let mut lines: Vec<Line<'static>> = Vec::new();
        for (icon, text) in signs {
            let icon = self.styles.icon(*icon);
            let word = [icon, Span::raw(" "), self.styles.span(text, Styles::PLAIN)];
            let columns: usize = word.iter().map(Span::width).sum();
            match lines.last_mut().filter(|line| line.width() + SIGN_GAP + columns <= self.width) {
                Some(line) => {
                    line.spans.push(Span::raw(" ".repeat(SIGN_GAP)));
                    line.spans.extend(word);
                }
                None => lines.push(Line::from(Vec::from(word))),
            }
        }
        lines
    }

    /// The rows that a part needs.
    fn row_count(&self, content: &Content, is_cut: bool) -> usize {
        match content {
            Content::Options(options) => options.rows.len(),
            content => self.lines(content, is_cut).len(),
        }
    }

    /// The text in at most this many rows.
    fn text_lines(&self, text: &Text, rows: usize, is_cut: bool) -> Vec<Line<'static>> {
        let Self { styles, width: columns, .. } = self;
        let ascii = text.ascii_text.as_ref().filter(|_| !styles.shows_non_ascii());
        let mut shown = ascii.unwrap_or(&text.text).clone();
        if let Some(part) = &text.cut_part {
            let room = columns.saturating_sub(width(&shown).saturating_sub(width(part)));
            shown = shown.replacen(part, &truncate(part, room, styles.symbols().ellipsis), 1);
        }
        if is_cut {
            shown.push_str(text.if_cut);
        }
        let style = weight_style(text.weight);
        let hint = text.key_hint.map(|[key, label]| {
            let label = if self.columns < NARROW { String::new() } else { format!("  {label}") };
            [styles.span(key, Styles::BOLD), styles.span(&label, Styles::DIM)]
        });
        let hint_width = hint.iter().flatten().map(Span::width).sum::<usize>();
        let size = (columns.saturating_sub(hint_width + if hint_width > 0 { 2 } else { 0 }), rows);
        let mut lines = match text.lead {
            Lead::Icon(icon) => icon_paragraph(styles, icon, &shown, style, size),
            Lead::Spinner { shows_seconds } => spinner_lines(styles, self.spinner, &shown, shows_seconds, *columns),
            Lead::Name(name, indent) => {
                hanging_paragraph(styles, styles.span(name, Styles::DIM), indent, &shown, style, size)
            }
            Lead::RoomyName(name, indent) if self.is_roomy => {
                hanging_paragraph(styles, styles.span(name, Styles::DIM), indent, &shown, style, size)
            }
            Lead::None | Lead::RoomyName(..) => hanging_paragraph(styles, Span::raw(""), 0, &shown, style, size),
        };
        if let (Some(first), Some(hint)) = (lines.first_mut(), hint) {
            let blanks = columns.saturating_sub(first.width()).saturating_sub(hint_width);
            first.spans.push(Span::raw(" ".repeat(blanks)));
            first.spans.extend(hint);
        }
        lines
    }

    /// The rows that a text may take of those that are left. Notes whether it is cut.
    fn row_limit(&self, text: &Text, below: &[&Content], left: usize, is_cut: &mut bool) -> usize {
        let needed = || self.text_lines(text, usize::MAX, *is_cut).len();
        match text.rows {
            RowLimit::Unlimited => usize::MAX,
            RowLimit::AtMost(rows) => rows,
            RowLimit::Share(parts) => left.checked_div(parts).unwrap_or_default().max(1),
            RowLimit::LeavingRows(rows) => left.saturating_sub(rows).max(1),
            RowLimit::IfLeft(rows) => {
                if left >= rows {
                    usize::MAX
                } else {
                    0
                }
            }
            RowLimit::WholeOrNothing => {
                if needed() <= left {
                    usize::MAX
                } else {
                    0
                }
            }
            RowLimit::LeavingRest { at_most, spare } => {
                let limit = |is_cut: bool| {
                    let rest: usize = below.iter().map(|content| self.row_count(content, is_cut)).sum();
                    left.saturating_sub(rest).saturating_sub(spare).clamp(1, at_most)
                };
                let rows = limit(false);
                if needed() <= rows {
                    return rows;
                }
                *is_cut = true;
                limit(true)
            }
        }
    }

    fn verbatim_lines(&self, verbatim: &Verbatim) -> Vec<Line<'static>> {
        let sanitized = |text: &str| self.styles.sanitize(text).into_owned();
        let style = match verbatim.style {
            VerbatimStyle::Code => Styles::PLAIN,
            VerbatimStyle::Link => self.styles.accent(),
            VerbatimStyle::Rows(weight) => {
                let row = |line| self.truncated(line, self.width);
                return verbatim.text.lines().map(|line| Line::styled(row(line), weight_style(weight))).collect();
            }
        };
        let (indent, room) = (" ".repeat(verbatim.indent), self.width.saturating_sub(verbatim.indent));
        let rows = verbatim.text.lines().flat_map(|line| split_by_width(&sanitized(line), room));
        rows.map(|row| Line::styled(format!("{indent}{row}"), style)).collect()
    }

    /// The icon, the name and the state, each in its column.
    fn state_line(&self, row: &StateRow) -> Line<'static> {
        let icon = self.styles.icon(row.icon);
        let blanks = " ".repeat(STATE_ICON_WIDTH.saturating_sub(icon.width()).max(1));
        let name = format!("{:<STATE_NAME_WIDTH$}", row.name);
        let text = if self.columns < NARROW { row.short_text } else { &row.text };
        let text = self.truncated(text, self.columns.saturating_sub(STATE_ICON_WIDTH + STATE_NAME_WIDTH));
        let state = self.styles.state(row.icon);
        Line::from(vec![icon, Span::raw(blanks), Span::styled(name, Styles::BOLD), Span::styled(text, state)])
    }

    /// The text in one row of this width.
    fn truncated(&self, text: &str, columns: usize) -> String {
        truncate(&self.styles.sanitize(text), columns, self.styles.symbols().ellipsis).into_owned()
    }
}

const fn weight_style(weight: Weight) -> Style {
    match weight {
        Weight::Normal => Styles::PLAIN,
        Weight::Bold => Styles::BOLD,
        Weight::Dim => Styles::DIM,
    }
}

/// Ends the last line that there is room for with an ellipsis if there are more.
fn mark_cut(lines: &mut Vec<Line<'static>>, column: &Column) {
    let left = column.height();
    if lines.len() <= left {
        return;
    }
    lines.truncate(left);
    if let Some(last) = lines.last_mut() {
        let ellipsis = column.styles.symbols().ellipsis;
        let text = format!("{last}{ellipsis}");
        *last = Line::styled(truncate(&text, column.width(), ellipsis).into_owned(), last.style);
    }
}

/// A field, and below it what is wrong with it or what to know of it.
fn draw_field(field: &Field, column: &mut Column) {
    let styles = *column.styles;
    let input = match field.value {
        FieldValue::Text(text) => InputField::text(field.label, text, &styles),
        FieldValue::Secret(secret) => InputField::secret(field.label, secret, &styles),
    };
    column.input_field(&input.placeholder(field.placeholder).focused(field.is_focused));
    match &field.error {
        Some(error) => column.icon_paragraph_within(Icon::Error, error, (column.height() / 2).max(1)),
        None if field.hint.is_empty() => {}
        None => column.paragraph(field.hint, Styles::DIM),
    }
}

/// A key, and behind it more on its row.
fn key_cell(option: &OptionRow, columns: usize, styles: &Styles) -> Cell<'static> {
    let key = format!("{:<KEY_WIDTH$}", option.key);
    let about =
        truncate(&styles.sanitize(&option.description), columns.saturating_sub(KEY_WIDTH), styles.symbols().ellipsis)
            .into_owned();
    Cell::from(Line::from(vec![styles.span(&key, Styles::BOLD), Span::styled(about, Styles::DIM)]))
}

/// The rows to choose from, and below them more on the one in focus.
fn draw_options(options: &Options, column: &mut Column) {
    let styles = *column.styles;
    let columns = column.width();
    // One column at the end is for the scrollbar.
    let room = columns.saturating_sub(MARKER_WIDTH + COLUMN_SPACING + 1);
    let labels = options.rows.iter().map(|row| row.label.as_str()).chain(options.header.map(|[label, _]| label));
    let widest = labels.map(|label| width(&styles.sanitize(label))).max().unwrap_or_default();
    let has_keys = options.rows.iter().any(|row| !row.key.is_empty());
    let has_descriptions = has_keys || options.rows.iter().any(|row| !row.description.is_empty());
    // A key is a few columns wide; a description that is said nowhere else needs room beside a long label.
    let shares_room = options.header.is_some() || options.detail == OptionsDetail::None;
    let most = match (has_keys, shares_room) {
        (true, _) => room.saturating_sub(KEY_WIDTH),
        (false, true) => room.saturating_mul(3) / 5,
        (false, false) => room,
    };
    let label_width = if has_descriptions { widest.min(most) } else { columns.saturating_sub(MARKER_WIDTH) };
    let rest = room.saturating_sub(label_width);
    let is_narrow = options.rows.iter().any(|row| width(&styles.sanitize(&row.description)) > rest);
    let row = |[label, description]: [&str; 2], label_style| {
        let label = cell(&styles, label, label_width, label_style);
        let description = has_descriptions.then(|| cell(&styles, description, rest, Styles::DIM));
        std::iter::once(label).chain(description).collect()
    };
    let option_row = |option: &OptionRow| {
        let is_short = is_narrow && !option.short_description.is_empty();
        let description = if is_short { option.short_description } else { &option.description };
        if option.key.is_empty() {
            return row([&option.label, description], Styles::PLAIN);
        }
        vec![cell(&styles, &option.label, label_width, Styles::PLAIN), key_cell(option, rest, &styles)]
    };
    // The pinned rows stay in sight below the others, which scroll.
    let (scrolled, pinned) = options.rows.split_at(options.rows.len().saturating_sub(options.pinned));
    let table = |rows: &[OptionRow], header: Option<[&str; 2]>, selected: Option<usize>| SelectTable {
        header: header.map(|header| row(header, Styles::DIM)),
        rows: rows.iter().map(option_row).collect(),
        widths: if has_descriptions { vec![label_width, rest] } else { vec![label_width] },
        selected: selected.filter(|selected| *selected < rows.len()),
    };
    let selected = options.rows.get(options.cursor);
    let description = |text: &str| paragraph(&styles, text, Styles::PLAIN, column.width());
    let (detail, detail_rows): (Vec<Line<'static>>, usize) = match options.detail {
        OptionsDetail::Notes if column.is_roomy() => {
            let size = (column.width(), usize::MAX);
            let notes = selected.map(|row| row.notes).unwrap_or_default().iter();
            let notes: Vec<_> =
                notes.flat_map(|note| icon_paragraph(&styles, Icon::Info, note, Styles::PLAIN, size)).collect();
            let rows = notes.len();
            (notes, rows)
        }
        OptionsDetail::Description => {
            // The rows stay the same for every option, so that nothing moves.
            let cut = options.rows.iter().filter(|row| width(&row.description) > rest);
            let rows = cut.map(|row| description(&row.description).len()).max().unwrap_or_default();
            let lines = selected.filter(|_| rows > 0).map(|row| description(&row.description)).unwrap_or_default();
            (lines, rows)
        }
        OptionsDetail::Notes | OptionsDetail::None => (Vec::new(), 0),
    };
    let least = if options.detail == OptionsDetail::Notes { MIN_OPTION_ROWS } else { 0 };
    let below = if detail_rows > 0 { detail_rows.saturating_add(usize::from(column.is_roomy())) } else { 0 };
    let height = column.height();
    let rows = height.saturating_sub(below).max(least.min(height));
    let above = rows.saturating_sub(pinned.len()).max(rows.min(1));
    // Without a focus the first rows are shown.
    let shown = if options.is_inactive { scrolled.get(..above).unwrap_or(scrolled) } else { scrolled };
    let focus = Some(options.cursor).filter(|_| !options.is_inactive);
    table(shown, options.header, focus).draw(column, above);
    table(pinned, None, options.cursor.checked_sub(scrolled.len())).draw(column, pinned.len());
    if !detail.is_empty() {
        column.gap();
        column.lines(detail);
    }
}
