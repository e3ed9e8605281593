//! The guide: the fields of one record in the order of the panel, and what is on the clipboard.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph};

use crate::core::copy::CopyOutcome;
use crate::core::dns_host::RecordPart;
use crate::core::guide::{ActionKind, GuideMark, InputMode, PanelEntry, RecordAction};
use crate::core::text::{Untrusted, format_character_count, truncate, width};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, icon_paragraph, paragraph};
use crate::wizard::{FieldState, GuideStep, Model, RecordsScreen, SAVE_HINT};

/// The most columns of the label of a field.
const MAX_LABEL_WIDTH: usize = 18;

/// From this width on, what stands beside a field has all its words.
const WIDE: usize = 60;

/// The fields that stay visible before the note on DNS gets a row.
const COMPACT_FIELDS: usize = 4;

/// Draws the current record.
pub(super) fn draw(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let step = model.guide_step(&screen.domain);
    draw_heading(screen, step.as_ref(), model, column);
    let Some(step) = step else { return draw_completion(screen, model, column) };
    let provider = model.domain_states.record_prefs(&screen.domain).provider();
    let columns = column.width();
    let instruction = paragraph(&styles, &step.instruction(), Styles::BOLD, columns);
    column.gap();
    if column.is_roomy() || step.action.kind != ActionKind::Create {
        let has_panel = provider_has_page(screen, model);
        column.lines(vec![action_line(&step.heading(provider), has_panel, &styles, columns)]);
    }
    draw_note(&step.action, instruction.len().saturating_add(step.entries.len().min(COMPACT_FIELDS)), column);
    draw_fields(&step, instruction.len(), column);
    column.gap();
    column.lines(instruction);
    for hint in step.hints() {
        let lines = icon_paragraph(&styles, Icon::Info, hint, Styles::DIM, (columns, usize::MAX));
        // Half a sentence says nothing.
        if lines.len() <= column.height() {
            column.lines(lines);
        }
    }
}

/// The record with its number, the provider and the zone; and the progress through the records.
fn draw_heading(screen: &RecordsScreen, step: Option<&GuideStep>, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let records = screen.domain.records.len();
    let index = step.map_or(records, |step| step.index);
    let title = step.map_or_else(
        || "Step by step: all records".to_owned(),
        |step| {
            let mark = prefs.guide.mark(step.record).map_or("", GuideMark::suffix);
            format!("Record {} of {records}: {}{mark}", step.index.saturating_add(1), step.record.label())
        },
    );
    let zone = model.record_zone(&screen.domain, index);
    let provider = prefs.provider_label().unwrap_or_else(|| "DNS provider unknown (h)".to_owned());
    let columns = column.width();
    let title = truncate(&styles.sanitize(&title), columns, styles.symbols().ellipsis).into_owned();
    let room = columns.saturating_sub(width(&title)).saturating_sub(2);
    let long = format!("{provider}{}{}", styles.symbols().separator, zone.name());
    let at = [long, provider].into_iter().map(|text| styles.sanitize(&text).into_owned());
    let at = at.into_iter().find(|text| width(text) <= room).unwrap_or_default();
    column.justified_line(vec![Span::styled(title, styles.accent())], styles.span(&at, Styles::DIM));
    if column.is_roomy() {
        draw_progress(screen, model, index, column);
        if let Some(omitted) = model.omitted_message(&screen.domain).filter(|_| step.is_some()) {
            column.paragraph(&omitted, Styles::DIM);
        }
    }
}

/// The records by their labels: entered or without action, skipped, current, to come.
fn draw_progress(screen: &RecordsScreen, model: &Model, current: usize, column: &mut Column) {
    let styles = *column.styles;
    let (records, prefs) = (&screen.domain.records, model.domain_states.record_prefs(&screen.domain));
    let symbols = styles.symbols();
    let mut spans: Vec<Span<'static>> = Vec::new();
    for (index, record) in records.iter().enumerate() {
        let (symbol, style) = match (index == current, prefs.guide.mark(record)) {
            (true, _) => (symbols.current, styles.accent()),
            (false, Some(GuideMark::Entered)) => (symbols.done, Styles::PLAIN),
            (false, Some(GuideMark::Skipped)) => (symbols.skipped, Styles::DIM),
            (false, None) if model.record_action(&screen.domain, index).kind.is_noop() => (symbols.done, Styles::DIM),
            (false, None) => (symbols.upcoming, Styles::DIM),
        };
        let piece = [
            Span::raw(if index == 0 { "" } else { "  " }),
            Span::styled(symbol, style),
            Span::raw(" "),
            styles.span(&record.label(), if index == current { styles.accent() } else { Styles::DIM }),
        ];
        let used: usize = spans.iter().chain(&piece).map(Span::width).sum();
        if used > column.width() {
            break;
        }
        spans.extend(piece);
    }
    column.lines(vec![Line::from(spans)]);
}

fn provider_has_page(screen: &RecordsScreen, model: &Model) -> bool {
    model.domain_states.record_prefs(&screen.domain).host().is_some()
}

/// Where to enter the record, and the key that opens that page.
fn action_line(heading: &str, has_panel: bool, styles: &Styles, columns: usize) -> Line<'static> {
    let key = if has_panel && columns >= WIDE { ("o", "  open page") } else { ("", "") };
    let room = columns.saturating_sub(width(key.0) + width(key.1) + 2);
    let heading = truncate(&styles.sanitize(heading), room, styles.symbols().ellipsis).into_owned();
    let blanks = columns.saturating_sub(width(&heading) + width(key.0) + width(key.1));
    Line::from(vec![
        Span::styled(heading, Styles::PLAIN),
        Span::raw(" ".repeat(blanks)),
        Span::styled(key.0, Styles::BOLD),
        Span::styled(key.1, Styles::DIM),
    ])
}

/// What DNS has already, if `others` rows leave room for all of it.
fn draw_note(action: &RecordAction, others: usize, column: &mut Column) {
    let Some(note) = &action.note else { return };
    let styles = *column.styles;
    let symbol = match action.kind {
        ActionKind::Change
        | ActionKind::Correct
        | ActionKind::Rename
        | ActionKind::Merge
        | ActionKind::Delete
        | ActionKind::RemoveCname => Icon::Warning,
        ActionKind::AlreadyCorrect | ActionKind::Keep => Icon::Success,
        ActionKind::Create | ActionKind::Propagating | ActionKind::Optional => Icon::Info,
    };
    let lines = icon_paragraph(&styles, symbol, note, Styles::PLAIN, (column.width(), usize::MAX));
    // A box takes two more rows.
    let frame = if column.is_roomy() { 3 } else { 0 };
    if lines.len().saturating_add(others).saturating_add(frame) <= column.height() {
        column.lines(lines);
    }
}

/// The fields, a row each, in a box if there is room for one; `below` rows stay free.
fn draw_fields(step: &GuideStep, below: usize, column: &mut Column) {
    if step.entries.is_empty() {
        return;
    }
    let styles = *column.styles;
    let columns = column.width();
    let is_boxed = column.is_roomy() && step.entries.len().saturating_add(3 + below) <= column.height();
    let inner = if is_boxed { columns.saturating_sub(4) } else { columns };
    let mut lines = field_lines(step, &styles, inner);
    let rows = column.height().saturating_sub(below).max(1);
    if lines.len() > rows {
        // The current field is shown, and as many before it as fit.
        let focus = step.field().unwrap_or_default();
        let first = focus.saturating_add(1).saturating_sub(rows);
        lines = lines.into_iter().skip(first).take(rows).collect();
    }
    if !is_boxed {
        return column.lines(lines);
    }
    let area = column.take_rows(lines.len().saturating_add(2));
    let area = Rect { width: u16::try_from(columns).unwrap_or(area.width).min(area.width), ..area };
    let block = Block::bordered().border_set(styles.border()).border_style(Styles::DIM);
    let inside = block.inner(area);
    column.frame().render_widget(block, area);
    let inside = Rect { x: inside.x.saturating_add(1), width: inside.width.saturating_sub(2), ..inside };
    column.frame().render_widget(Paragraph::new(lines), inside);
}

/// Each field in one row: its label, its text, and what to do with it or what became of it.
fn field_lines(step: &GuideStep, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let ellipsis = styles.symbols().ellipsis;
    let label = |entry: &PanelEntry| truncate(&styles.sanitize(&entry.label), MAX_LABEL_WIDTH, ellipsis).into_owned();
    let indent = step.entries.iter().map(|entry| width(&label(entry))).max().unwrap_or_default() + 2;
    let line = |(index, entry): (usize, &PanelEntry)| {
        let (note, note_style) = field_note(step, index, styles, columns);
        let note = styles.sanitize(&note).into_owned();
        let is_current = step.field() == Some(index);
        let room = columns.saturating_sub(indent).saturating_sub(width(&note)).saturating_sub(2).max(1);
        let text = truncate(&field_text(entry, styles), room, ellipsis).into_owned();
        let head = format!("{:<indent$}", label(entry));
        let blanks = columns.saturating_sub(width(&head)).saturating_sub(width(&text)).saturating_sub(width(&note));
        let (head_style, style) = match (is_current, entry.input_mode) {
            (true, _) => (styles.accent(), Styles::BOLD),
            (false, InputMode::Paste | InputMode::Choose) => (Styles::DIM, Styles::PLAIN),
            (false, InputMode::Keep | InputMode::LeaveEmpty) => (Styles::DIM, Styles::DIM),
        };
        let blanks = Span::raw(" ".repeat(blanks));
        Line::from(vec![
            Span::styled(head, head_style),
            Span::styled(text, style),
            blanks,
            Span::styled(note, note_style),
        ])
    };
    step.entries.iter().enumerate().map(line).collect()
}

/// What stands at the right of a field.
fn field_note(step: &GuideStep, index: usize, styles: &Styles, columns: usize) -> (String, Style) {
    let is_wide = columns >= WIDE;
    let Some(entry) = step.entries.get(index) else { return Default::default() };
    let symbols = styles.symbols();
    if let Some((_, state)) = step.asked.as_ref().filter(|(asked, _)| *asked == index) {
        let marked = |long: &str, short: &str| format!("{} {}", symbols.copied, if is_wide { long } else { short });
        return match state {
            FieldState::Copying(_) => ("copying…".to_owned(), Styles::DIM),
            FieldState::Copied(CopyOutcome::System) => (marked("COPIED, paste it now", "COPIED"), styles.accent()),
            FieldState::Copied(_) => (marked("SENT, paste it to check", "SENT"), styles.accent()),
            FieldState::Shown => (marked("SHOWN", "SHOWN"), styles.accent()),
            FieldState::Failed => (format!("{} NOT COPIED", symbols.error), styles.error()),
            FieldState::Replaced => (String::new(), Styles::DIM),
        };
    }
    let note = match (entry.input_mode, entry.part) {
        (InputMode::Choose, _) => "choose it in the list".to_owned(),
        (InputMode::Keep, RecordPart::Ttl) => format!("or {}", entry.text),
        (InputMode::Keep, _) => "already there".to_owned(),
        (InputMode::Paste, RecordPart::Value) if is_wide => format_character_count(entry.text.chars().count()),
        (InputMode::Paste | InputMode::LeaveEmpty, _) => String::new(),
    };
    let is_short = width(&note) < 12;
    (if is_wide || is_short { note } else { String::new() }, Styles::DIM)
}

/// The text of a field, sanitized.
fn field_text(entry: &PanelEntry, styles: &Styles) -> String {
    match (entry.input_mode, entry.part) {
        (InputMode::LeaveEmpty, _) => "(leave empty)".to_owned(),
        (InputMode::Keep, RecordPart::Ttl) => "leave as it is".to_owned(),
        (InputMode::Choose | InputMode::Paste | InputMode::Keep, _) => {
            styles.sanitize(&Untrusted::new(entry.text.as_str()).sanitized()).into_owned()
        }
    }
}

/// The summary after the last record.
fn draw_completion(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let counts = model.guide_counts(&screen.domain);
    let omitted = model.omitted_message(&screen.domain);
    column.gap();
    if omitted.is_none() || counts.entered + counts.skipped + counts.left > 0 {
        let icon = if counts.left > 0 { Icon::Warning } else { Icon::Success };
        column.icon_paragraph(icon, &counts.message());
    }
    if let Some(omitted) = omitted {
        column.icon_paragraph(Icon::Success, &format!("{omitted}."));
    }
    column.gap();
    if counts.entered > 0 {
        column.paragraph(SAVE_HINT, Styles::PLAIN);
    }
    column.paragraph(model.after_guide_message(&screen.domain), Styles::BOLD);
    column.gap();
    column.paragraph("To go back to a record, press its number or use the arrow keys.", Styles::DIM);
}
