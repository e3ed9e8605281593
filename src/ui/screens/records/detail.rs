//! The record in focus, whole: what it is for, its name, and its value to the last character.

use ratatui::text::{Line, Span};

use super::super::super::styles::{Sign, Styles};
use super::super::super::widgets::{Column, behind, paragraph, signed};
use super::plan::Plan;
use crate::core::record::{DnsRecord, Priority};
use crate::core::text::{Untrusted, pieces, width};

/// The width of the names before the facts.
const INDENT: usize = 7;

/// The parts of the detail, each in its lines.
pub(super) struct Detail {
    title: Line<'static>,
    pub(super) explanation: Vec<Line<'static>>,
    name: Vec<Line<'static>>,
    label: Vec<Line<'static>>,
    /// The value in pieces; the first stands behind its label where it is short.
    pub(super) value: Vec<String>,
    warnings: Vec<Line<'static>>,
    pub(super) note: Vec<Line<'static>>,
}

impl Detail {
    pub(super) fn of(record: &DnsRecord, styles: &Styles, columns: usize) -> Self {
        let published = Untrusted::new(record.publish_value());
        let shown = styles.text(&published.for_screen()).into_owned();
        let size = (columns, usize::MAX);
        let fact = |name: &str, text: &str| {
            let lines = pieces(text, columns.saturating_sub(INDENT).max(1));
            behind(styles.span(name, styles.quiet()), INDENT, lines, styles.strong())
        };
        let count = published.raw().chars().count();
        let mut about = format!("{count} characters");
        if record.is_mended() {
            about.push_str(", p= added: AutoSend returned the bare key");
        }
        let is_long = width(&shown).saturating_add(INDENT) > columns || record.is_mended();
        let label = if is_long {
            vec![Line::from(vec![styles.span("Value  ", styles.quiet()), styles.span(&about, styles.quiet())])]
        } else {
            Vec::new()
        };
        let value = if is_long { pieces(&shown, columns) } else { vec![shown] };
        let warnings = [("name", record.name.hidden()), ("value", published.hidden())]
            .into_iter()
            .filter_map(|(what, hidden)| {
                let first = hidden.first()?;
                let words = format!(
                    "Its {what} holds {} at character {}, which cannot be seen: it is not copied.",
                    first.code_point(),
                    first.position
                );
                Some(signed(styles, Sign::Warning, &words, styles.plain(), size))
            })
            .flatten()
            .collect();
        let note = record.note.as_ref().filter(|note| !note.is_empty());
        Self {
            title: title(record, styles, columns),
            explanation: paragraph(styles, record.purpose().sentence(), styles.plain(), columns),
            name: fact("Name", &styles.text(&record.name.for_screen())),
            label,
            value,
            warnings,
            note: note
                .map(|note| {
                    paragraph(styles, &format!("AutoSend's note: {}", note.for_screen()), styles.quiet(), columns)
                })
                .unwrap_or_default(),
        }
    }

    /// The rows that are never left out.
    pub(super) fn fixed(&self) -> usize {
        1 + self.name.len() + self.label.len() + self.warnings.len()
    }

    pub(super) fn draw(self, plan: &Plan, column: &mut Column) {
        let styles = *column.styles;
        let value = self.value_lines(plan.value, &styles);
        column.lines(vec![self.title]);
        if plan.explanation > 0 {
            column.lines(self.explanation);
        }
        column.lines(self.name);
        column.lines(self.label);
        column.lines(value);
        column.lines(self.warnings);
        if plan.note > 0 {
            column.lines(self.note);
        }
    }

    /// The value in so many rows; where it has more, the last tells how much.
    fn value_lines(&self, rows: usize, styles: &Styles) -> Vec<Line<'static>> {
        if self.label.is_empty() {
            return behind(styles.span("Value", styles.quiet()), INDENT, self.value.clone(), styles.strong());
        }
        let line = |piece: &String| Line::styled(piece.clone(), styles.strong());
        if self.value.len() <= rows {
            return self.value.iter().map(line).collect();
        }
        let kept = rows.saturating_sub(1);
        let more: usize = self.value.iter().skip(kept).map(|piece| piece.chars().count()).sum();
        let words = format!("… and {more} more characters: make the window larger to see them");
        let more = styles.span(&words, styles.quiet());
        self.value.iter().take(kept).map(line).chain([Line::from(more)]).collect()
    }
}

/// What it is for, its type, and a rule that parts it from the table.
fn title(record: &DnsRecord, styles: &Styles, columns: usize) -> Line<'static> {
    let priority = record.priority.as_ref().map(Priority::for_screen);
    let kind = record.record_type.for_screen();
    let kind = match priority {
        Some(priority) => format!("{kind} record, priority {priority}"),
        None => format!("{kind} record"),
    };
    let line = styles.border().horizontal_top;
    let mut spans = vec![
        Span::styled(line.repeat(2), styles.quiet()),
        Span::raw(" "),
        styles.span(&record.title(), styles.accent()),
        styles.span(styles.symbols().between, styles.quiet()),
        styles.span(&kind, styles.plain()),
        Span::raw(" "),
    ];
    let used: usize = spans.iter().map(Span::width).sum();
    spans.push(Span::styled(line.repeat(columns.saturating_sub(used)), styles.quiet()));
    Line::from(spans)
}
