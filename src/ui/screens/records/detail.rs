//! The selected record in full: its purpose, its name, and its value to the last character.

use ratatui::text::{Line, Span};

use super::row_budget::RowBudget;
use crate::core::record::{DnsRecord, Priority};
use crate::core::text::{Untrusted, split_by_width, truncate, width};
use crate::core::zone::{NameForm, Zone};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, icon_paragraph, paragraph, prefix_lines};

/// The width of the column of names.
const INDENT: usize = 7;

/// The most lines of a value beside its label; a longer one has the full width.
const MAX_INLINE_ROWS: usize = 2;

/// What the detail says beyond the record itself.
pub(super) struct DetailContext<'d> {
    /// Which record it is, from 1, and of how many.
    pub(super) position: (usize, usize),
    /// The verdict of DNS, if the table has no column for it.
    pub(super) verdict: Option<String>,
    /// What is wrong with it.
    pub(super) cause: Option<String>,
    /// The zone that names are written in.
    pub(super) zone: &'d Zone,
    /// The form in which its name is copied.
    pub(super) form: NameForm,
    /// What the DNS host wants of a long value, instead of the general hint.
    pub(super) value_hint: Option<String>,
}

/// The lines of each part.
pub(super) struct RecordDetail {
    title: Line<'static>,
    pub(super) explanation: Vec<Line<'static>>,
    names: Vec<Line<'static>>,
    label: Option<Line<'static>>,
    /// The value, a line each.
    pub(super) value: Vec<String>,
    warnings: Vec<Line<'static>>,
    pub(super) note: Vec<Line<'static>>,
    columns: usize,
}

impl RecordDetail {
    /// The detail of a record.
    pub(super) fn new(record: &DnsRecord, context: DetailContext, styles: &Styles, columns: usize) -> Self {
        let DetailContext { position, verdict, cause, zone, form, value_hint } = context;
        let published = Untrusted::new(record.published_value());
        let shown = styles.sanitize(&published.sanitized()).into_owned();
        let inline_width = columns.saturating_sub(INDENT).max(1);
        let short = split_by_width(&shown, inline_width);
        let is_short = short.len() <= MAX_INLINE_ROWS && !record.has_added_p_tag();
        let (label, value) = if is_short {
            (None, short)
        } else {
            (Some(value_label(record, &published, styles, columns)), split_by_width(&shown, columns))
        };
        let what_for = record.purpose().description().to_owned();
        let length = record.long_txt_note().map(|anywhere| value_hint.unwrap_or(anywhere));
        // A cause matters more than the purpose.
        let explanation: Vec<String> = if cause.is_some() {
            cause.into_iter().collect()
        } else {
            std::iter::once(what_for).chain(length).collect()
        };
        Self {
            title: title_line(record, position, verdict.as_deref(), styles, columns),
            explanation: explanation
                .into_iter()
                .flat_map(|message| paragraph(styles, &message, Styles::PLAIN, columns))
                .collect(),
            names: name_lines(record, zone, form, styles, columns),
            label,
            value,
            warnings: record
                .hidden_character_warnings()
                .iter()
                .flat_map(|warning| {
                    icon_paragraph(styles, Icon::Warning, warning, Styles::PLAIN, (columns, usize::MAX))
                })
                .collect(),
            note: record.note_line().map(|note| paragraph(styles, &note, Styles::DIM, columns)).unwrap_or_default(),
            columns,
        }
    }

    /// The rows that are never omitted.
    pub(super) fn fixed_rows(&self) -> usize {
        1 + self.names.len() + usize::from(self.label.is_some()) + self.warnings.len()
    }

    pub(super) fn draw(self, budget: &RowBudget, column: &mut Column) {
        let styles = *column.styles;
        let value = self.clip_value(budget.value, &styles);
        column.lines(vec![self.title]);
        if budget.explanation > 0 {
            column.lines(self.explanation);
        }
        column.lines(self.names);
        match self.label {
            Some(label) => {
                column.lines(vec![label]);
                column.lines(prefix_lines(Span::raw(""), 0, value, Styles::BOLD));
            }
            None => column.lines(prefix_lines(styles.span("Value", Styles::DIM), INDENT, value, Styles::BOLD)),
        }
        column.lines(self.warnings);
        if budget.note > 0 {
            column.lines(self.note);
        }
    }

    /// The value in at most this many lines; if it has more, the last one ends with the number of omitted characters.
    fn clip_value(&self, rows: usize, styles: &Styles) -> Vec<String> {
        if self.value.len() <= rows {
            return self.value.clone();
        }
        let columns = if self.label.is_some() { self.columns } else { self.columns.saturating_sub(INDENT) };
        let kept = rows.saturating_sub(1);
        let mut lines: Vec<String> = self.value.iter().take(kept).cloned().collect();
        let rest: String = self.value.iter().skip(kept).map(String::as_str).collect();
        let count = rest.chars().count();
        let room = |more: usize| columns.saturating_sub(width(&more_label(more, styles)));
        // The number of omitted characters depends on the width of its own label: the widest label is enough.
        let part = truncate(&rest, room(count), "").into_owned();
        let more = count.saturating_sub(part.chars().count());
        lines.push(format!("{part}{}", more_label(more, styles)));
        lines
    }
}

/// The host and the full name; a marker stands before the one that is copied.
fn name_lines(record: &DnsRecord, zone: &Zone, form: NameForm, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let inline_width = columns.saturating_sub(INDENT).max(1);
    let owner = record.name.raw();
    let outside = format!("none: it is not in the zone {}", zone.name());
    let host = zone.relative_name(owner).unwrap_or(outside);
    let full = zone.format_name(owner, if form == NameForm::TrailingDot { form } else { NameForm::Full });
    let line = |label: &str, text: &str, is_copied: bool| {
        let text = styles.sanitize(&Untrusted::new(text).sanitized()).into_owned();
        let mark = if is_copied { styles.symbols().marker.trim_end() } else { "" };
        let label = Span::styled(format!("{label} {mark}"), if is_copied { styles.accent() } else { Styles::DIM });
        let style = if is_copied { Styles::BOLD } else { Styles::PLAIN };
        prefix_lines(label, INDENT, split_by_width(&text, inline_width), style)
    };
    let copies_host = form == NameForm::Relative && zone.relative_name(owner).is_some();
    let mut lines = line("Host", &host, copies_host);
    lines.extend(line("Full", &full, !copies_host));
    lines
}

fn more_label(more: usize, styles: &Styles) -> String {
    format!("{} {more} more characters", styles.symbols().ellipsis)
}

/// The label above a value, with the size of a key and the note on `p=` as far as they fit.
fn value_label(record: &DnsRecord, published: &Untrusted, styles: &Styles, columns: usize) -> Line<'static> {
    let message = format!("Value  {} characters", published.raw().chars().count());
    let size = record.key_size().map(|size| format!(", {}", size.label())).unwrap_or_default();
    let (long, short) =
        if record.has_added_p_tag() { (", p= added to AutoSend's bare key", ", p= added") } else { ("", "") };
    let lines = [format!("{message}{size}{long}"), format!("{message}{size}{short}"), format!("{message}{short}")];
    let fitting = lines.iter().find(|line| width(line) <= columns).or_else(|| lines.last());
    Line::from(styles.span(fitting.map(String::as_str).unwrap_or_default(), Styles::DIM))
}

/// Its label, its type, its verdict and its number, in a rule below the table.
fn title_line(
    record: &DnsRecord,
    (number, all): (usize, usize),
    verdict: Option<&str>,
    styles: &Styles,
    columns: usize,
) -> Line<'static> {
    let line = styles.border().horizontal_top;
    let kind = record.record_type.sanitized();
    let priority = |before: &str| {
        let number = record.priority.as_ref().map(Priority::sanitized);
        number.map(|number| format!("{before}{number}")).unwrap_or_default()
    };
    let head = |kind: &str| {
        vec![
            Span::styled(line.repeat(2), Styles::DIM),
            Span::raw(" "),
            styles.span(&record.label(), styles.accent()),
            styles.span(styles.symbols().separator, Styles::DIM),
            styles.span(kind, Styles::PLAIN),
            Span::raw(" "),
        ]
    };
    let width = |spans: &[Span]| spans.iter().map(Span::width).sum::<usize>();
    let between = styles.symbols().separator;
    let verdict = verdict.map(|verdict| format!("{between}{verdict}")).unwrap_or_default();
    let mut spans = head(&format!("{kind} record{}{verdict}", priority(", priority ")));
    if width(&spans) > columns {
        spans = head(&format!("{kind}{}{verdict}", priority(", priority ")));
    }
    if width(&spans) > columns {
        // The priority as a number alone, as in a zone file.
        spans = head(&format!("{kind}{}{verdict}", priority(" ")));
    }
    let end = styles.span(&format!(" {number} of {all} "), Styles::DIM);
    let edge = 2;
    let free = columns.saturating_sub(width(&spans));
    if let Some(between) = free.checked_sub(end.width() + edge) {
        spans.extend([Span::styled(line.repeat(between), Styles::DIM), end]);
        spans.push(Span::styled(line.repeat(edge), Styles::DIM));
    } else {
        spans.push(Span::styled(line.repeat(free), Styles::DIM));
    }
    Line::from(spans)
}
