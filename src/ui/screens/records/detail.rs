//! The selected record in full: what it is for, its names, and its value to the last character.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::record::{DnsRecord, Priority};
use crate::core::text::{Untrusted, split_by_width, width};
use crate::core::zone::{NameForm, Zone};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{icon_paragraph, paragraph, prefix_lines};

/// The width of the column of labels.
const INDENT: usize = 7;

/// The width of a key with what it does, and of the gap before it.
const HINT_WIDTH: usize = 9;

/// In a narrower window a hint is the key alone.
const NARROW: usize = 60;

/// The most lines of a value beside its label; a longer one has the full width.
const MAX_INLINE_ROWS: usize = 2;

/// What the details say beyond the record itself.
pub(super) struct DetailContext<'d> {
    /// What is wrong with it, instead of what it is for.
    pub(super) cause: Option<String>,
    /// The zone that names are written in.
    pub(super) zone: &'d Zone,
    /// The form in which its name is copied.
    pub(super) form: NameForm,
    /// What the DNS host wants of a long value, instead of the general hint.
    pub(super) value_hint: Option<String>,
    /// Whether the details say the type, because the window is too low for a title.
    pub(super) with_type: bool,
}

/// The details in lines.
pub(super) struct RecordDetail {
    pub(super) lines: Vec<Line<'static>>,
    /// The number of lines up to the end of the value.
    pub(super) main_rows: usize,
}

impl RecordDetail {
    /// The details of a record.
    pub(super) fn new(record: &DnsRecord, context: DetailContext, styles: &Styles, columns: usize) -> Self {
        let DetailContext { cause, zone, form, value_hint, with_type } = context;
        let text = cause.unwrap_or_else(|| record.purpose().description().to_owned());
        let explanation = paragraph(styles, &text, Styles::PLAIN, columns);
        let mut record_lines = name_lines(record, zone, form, styles, columns);
        if with_type {
            record_lines.push(Line::from(vec![label("Type", styles), styles.span(&kind(record), Styles::PLAIN)]));
        }
        record_lines.extend(value_lines(record, styles, columns));
        // In a very low window, what is copied is seen without scrolling.
        let mut lines: Vec<Line<'static>> =
            if with_type { [record_lines, explanation].concat() } else { [explanation, record_lines].concat() };
        let main_rows = lines.len();
        let warnings = record.hidden_character_warnings();
        lines.extend(
            warnings.iter().flat_map(|warning| {
                icon_paragraph(styles, Icon::Warning, warning, Styles::PLAIN, (columns, usize::MAX))
            }),
        );
        let long_value = record.long_txt_note().map(|anywhere| value_hint.unwrap_or(anywhere));
        let notes = long_value.into_iter().chain(record.note_line());
        lines.extend(notes.flat_map(|note| paragraph(styles, &note, Styles::DIM, columns)));
        Self { lines, main_rows }
    }
}

/// The name that `n` copies, and the other form of it.
fn name_lines(record: &DnsRecord, zone: &Zone, form: NameForm, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let owner = record.name.raw();
    let name = zone.format_name(owner, form);
    let full = zone.format_name(owner, NameForm::Full);
    let mut lines = copied_lines("Name", &name, Some("n"), styles, columns);
    if name == full {
        let short = zone.relative_name(owner);
        let short = short.map_or_else(
            || format!("short: n/a (outside the zone {})", zone.name()),
            |short| format!("short: {short}"),
        );
        lines.extend(copied_lines("", &short, None, styles, columns));
    } else {
        lines.extend(copied_lines("", &format!("full: {full}"), Some("N"), styles, columns));
    }
    lines
}

/// The value beside its label, or below it where it is long.
fn value_lines(record: &DnsRecord, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let published = Untrusted::new(record.published_value());
    let shown = styles.sanitize(&published.sanitized()).into_owned();
    let inline = split_by_width(&shown, inline_width(columns));
    if inline.len() <= MAX_INLINE_ROWS && !record.has_added_p_tag() {
        return with_hint(prefix_lines(label("Value", styles), INDENT, inline, Styles::PLAIN), "c", styles, columns);
    }
    let about = value_label(record, &published, inline_width(columns));
    let about = vec![Line::from(vec![label("Value", styles), styles.span(&about, Styles::DIM)])];
    let mut lines = with_hint(about, "c", styles, columns);
    lines.extend(split_by_width(&shown, columns).into_iter().map(Line::from));
    lines
}

/// A text beside its label, with the key that copies it.
fn copied_lines(
    name: &'static str,
    text: &str,
    key: Option<&'static str>,
    styles: &Styles,
    columns: usize,
) -> Vec<Line<'static>> {
    let text = styles.sanitize(&Untrusted::new(text).sanitized()).into_owned();
    let style = if key == Some("N") || key.is_none() { Styles::DIM } else { Styles::PLAIN };
    let lines = prefix_lines(label(name, styles), INDENT, split_by_width(&text, inline_width(columns)), style);
    match key {
        Some(key) => with_hint(lines, key, styles, columns),
        None => lines,
    }
}

fn label(name: &str, styles: &Styles) -> Span<'static> {
    styles.span(&format!("{name:INDENT$}"), Styles::DIM)
}

/// The columns between the label and the hint.
fn inline_width(columns: usize) -> usize {
    let hint = if columns < NARROW { 2 } else { HINT_WIDTH };
    columns.saturating_sub(INDENT + hint).max(1)
}

/// The lines with a key at the right end of the first one.
fn with_hint(mut lines: Vec<Line<'static>>, key: &'static str, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let text = if columns < NARROW { "" } else { "  copy" };
    if let Some(first) = lines.first_mut() {
        let used = first.width() + width(key) + width(text);
        first.spans.push(Span::styled(" ".repeat(columns.saturating_sub(used)), Style::new()));
        first.spans.push(Span::styled(key, Styles::BOLD));
        first.spans.push(styles.span(text, Styles::DIM));
    }
    lines
}

/// The length of a value, with the size of a key and the note on `p=` as far as they fit.
fn value_label(record: &DnsRecord, published: &Untrusted, columns: usize) -> String {
    let message = format!("{} characters", published.raw().chars().count());
    let size = record.key_size().map(|size| format!(", {}", size.label())).unwrap_or_default();
    let (long, short) = if record.has_added_p_tag() { (", p= prefix added", ", p= added") } else { ("", "") };
    let lines = [format!("{message}{size}{long}"), format!("{message}{size}{short}"), format!("{message}{short}")];
    lines.iter().find(|line| width(line) <= columns).or_else(|| lines.last()).cloned().unwrap_or_default()
}

/// The type, with the priority of an MX record.
fn kind(record: &DnsRecord) -> String {
    let priority = record.priority.as_ref().map(Priority::sanitized);
    let priority = priority.map(|priority| format!(", priority {priority}")).unwrap_or_default();
    format!("{}{priority}", record.record_type.sanitized())
}

/// The number, label and type of a record in a rule, with a note at its right end.
pub(super) fn title_line(
    record: &DnsRecord,
    number: usize,
    note: &str,
    styles: &Styles,
    columns: usize,
) -> Line<'static> {
    let line = styles.border().horizontal_top;
    let mut spans = vec![
        Span::styled(line.repeat(2), Styles::DIM),
        styles.span(&format!(" {number} {}", record.label()), styles.accent()),
        styles.span(styles.symbols().separator, Styles::DIM),
        styles.span(&kind(record), Styles::PLAIN),
        Span::raw(" "),
    ];
    let used: usize = spans.iter().map(Span::width).sum();
    let free = columns.saturating_sub(used);
    let note = styles.span(&format!(" {note} "), Styles::DIM);
    let edge = 2;
    match free.checked_sub(note.width() + edge).filter(|_| note.width() > edge) {
        Some(between) => {
            spans.extend([Span::styled(line.repeat(between), Styles::DIM), note]);
            spans.push(Span::styled(line.repeat(edge), Styles::DIM));
        }
        None => spans.push(Span::styled(line.repeat(free), Styles::DIM)),
    }
    Line::from(spans)
}
