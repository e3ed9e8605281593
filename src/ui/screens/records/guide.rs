//! Guided copy: the fields of one record in the order of the panel, the current one highlighted.

use ratatui::text::{Line, Span};

use crate::core::guide::{ActionKind, InputMode, PanelEntry, RecordAction};
use crate::core::record::DnsRecord;
use crate::core::text::{Untrusted, format_character_count, split_by_width, truncate, width};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, icon_paragraph, paragraph, prefix_lines};
use crate::wizard::{GuideMark, Model, RecordPrefs, RecordsScreen, SAVE_HINT};

/// The most columns of the label of a field.
const MAX_LABEL_WIDTH: usize = 18;

/// The most rows of the current text in a compact window.
const COMPACT_TEXT_ROWS: usize = 3;

/// The fields that stay visible before the note on DNS gets a row.
const COMPACT_FIELDS: usize = 4;

/// Draws the current record.
pub(super) fn draw(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let records = &screen.domain.records;
    let index = prefs.guide.record_index(records.len());
    draw_heading(screen, model, index, column);
    let Some(record) = records.get(index) else { return draw_completion(screen, model, column) };
    column.gap();
    let entries = model.panel_entries(&screen.domain, index);
    let action = model.record_action(&screen.domain, index);
    draw_title(record, action.kind, prefs, column);
    let current = prefs.guide.entry_index(entries.len());
    let note = match entries.get(current) {
        Some(entry) => {
            let provider = prefs.host().map_or("your DNS provider", |host| host.name);
            instruction_lines(entry, provider, &styles, column.width())
        }
        None => paragraph(&styles, action.kind.continue_hint(), Styles::PLAIN, column.width()),
    };
    draw_note(&action, note.len().saturating_add(entries.len().min(COMPACT_FIELDS)), column);
    let room = column.height().saturating_sub(note.len()).saturating_sub(usize::from(column.is_roomy()));
    let lines = field_lines(&entries, current, &styles, column.width(), room);
    if !lines.is_empty() {
        column.lines(lines);
    }
    column.gap();
    column.lines(note);
}

/// The panel, the zone, and the progress through the records.
fn draw_heading(screen: &RecordsScreen, model: &Model, at: usize, column: &mut Column) {
    let styles = *column.styles;
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let records = &screen.domain.records;
    let zone = model.record_zone(&screen.domain, at);
    let host = prefs.host().map_or("DNS provider unknown (h)", |host| host.name);
    let count = if at < records.len() {
        format!("record {} of {}", at.saturating_add(1), records.len())
    } else {
        format!("{} records", records.len())
    };
    let between = styles.symbols().separator;
    let name = format!("{host}{between}zone {}", zone.name());
    let left = styles.sanitize(&name).into_owned();
    let room = column.width().saturating_sub(width(&count)).saturating_sub(2);
    let left = truncate(&left, room, styles.symbols().ellipsis).into_owned();
    let blanks = column.width().saturating_sub(width(&left)).saturating_sub(width(&count));
    column.lines(vec![Line::from(vec![
        Span::styled(left, Styles::BOLD),
        Span::raw(" ".repeat(blanks)),
        styles.span(&count, Styles::DIM),
    ])]);
    if column.is_roomy() {
        draw_progress(screen, model, at, column);
        if let Some(omitted) = model.omitted_message(&screen.domain).filter(|_| at < records.len()) {
            column.paragraph(&omitted, Styles::DIM);
        }
        if let Some(host) = prefs.host() {
            // Not opened by itself: whether it leads to the right page depends on the account.
            column.line(&format!("DNS page: {}", host.panel_url_for(zone.name())), Styles::DIM);
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

/// The action on the record, and whether it was entered or skipped before.
fn draw_title(record: &DnsRecord, action: ActionKind, prefs: &RecordPrefs, column: &mut Column) {
    let styles = *column.styles;
    let mark = prefs.guide.mark(record).map_or("", GuideMark::suffix);
    let text = |message: &str| format!("{message}: {}{mark}", record.label());
    let long = text(action.label());
    let fits = width(&styles.sanitize(&long)) <= column.width();
    column.line(&if fits { long } else { text(action.short_label()) }, styles.accent());
}

/// What DNS has already, if `others` rows leave room for all of it.
fn draw_note(action: &RecordAction, others: usize, column: &mut Column) {
    let Some(note) = &action.note else { return };
    let styles = *column.styles;
    let symbol = match action.kind {
        ActionKind::Change | ActionKind::Merge | ActionKind::Delete | ActionKind::RemoveCname => Icon::Warning,
        ActionKind::Correct | ActionKind::Keep => Icon::Success,
        ActionKind::Create | ActionKind::Propagating | ActionKind::Optional => Icon::Info,
    };
    let lines = icon_paragraph(&styles, symbol, note, Styles::PLAIN, (column.width(), usize::MAX));
    if lines.len().saturating_add(others) <= column.height() {
        column.lines(lines);
    }
}

/// The fields in at most this many rows: each in one line, the current one in as many as it needs. If not all fit, the
/// fields next to the current one are shown.
fn field_lines(
    entries: &[PanelEntry],
    current: usize,
    styles: &Styles,
    columns: usize,
    rows: usize,
) -> Vec<Line<'static>> {
    let label = |entry: &PanelEntry| {
        truncate(&styles.sanitize(&entry.label), MAX_LABEL_WIDTH, styles.symbols().ellipsis).into_owned()
    };
    let widest = entries.iter().map(|entry| width(&label(entry))).max().unwrap_or_default();
    // The marker, the label, and the blanks before the text.
    let indent = 2 + widest + 2;
    let room = columns.saturating_sub(indent).max(1);
    let others = entries.len().saturating_sub(1);
    let most = rows.saturating_sub(others).max(COMPACT_TEXT_ROWS.min(rows)).max(1);
    let mut lines = Vec::new();
    let mut focus = 0..0;
    for (index, entry) in entries.iter().enumerate() {
        let (mark, style) = match index.cmp(&current) {
            std::cmp::Ordering::Less => (styles.symbols().done, Styles::DIM),
            std::cmp::Ordering::Equal => (styles.symbols().marker.trim_end(), Styles::BOLD),
            std::cmp::Ordering::Greater => (" ", Styles::PLAIN),
        };
        let mark = truncate(mark, 2, "").into_owned();
        let head = format!("{mark}{}{}", " ".repeat(2_usize.saturating_sub(width(&mark))), label(entry));
        let head = Span::styled(head, if index == current { Styles::BOLD } else { Styles::DIM });
        let text = field_text(entry, styles);
        let text = if index == current {
            clip_lines(&text, room, most, styles)
        } else {
            vec![truncate(&text, room, styles.symbols().ellipsis).into_owned()]
        };
        let start = lines.len();
        lines.extend(prefix_lines(head, indent, text, style));
        if index == current {
            focus = start..lines.len();
        }
    }
    // The current field is shown to its end, and as many before it as fit.
    let first = focus.end.saturating_sub(rows.max(1)).min(focus.start);
    lines.into_iter().skip(first).take(rows.max(1)).collect()
}

/// The text of a field, sanitized.
fn field_text(entry: &PanelEntry, styles: &Styles) -> String {
    let text = styles.sanitize(&Untrusted::new(entry.text.as_str()).sanitized()).into_owned();
    match entry.input_mode {
        InputMode::LeaveEmpty => "(leave empty)".to_owned(),
        InputMode::Choose | InputMode::Paste => text,
    }
}

/// A text in at most this many lines, with an ellipsis if it has more.
fn clip_lines(text: &str, columns: usize, rows: usize, styles: &Styles) -> Vec<String> {
    let mut lines = split_by_width(text, columns);
    if lines.len() > rows {
        lines.truncate(rows);
        if let Some(last) = lines.last_mut() {
            let ellipsis = styles.symbols().ellipsis;
            let room = columns.saturating_sub(width(ellipsis));
            *last = format!("{}{ellipsis}", truncate(last, room, ""));
        }
    }
    lines
}

/// What the next key press does, and hints.
fn instruction_lines(entry: &PanelEntry, provider: &str, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let label = &entry.label;
    let message = match entry.input_mode {
        InputMode::Paste => {
            let count = format_character_count(entry.text.chars().count());
            format!("Press Space to copy {label} ({count}), then paste it at {provider}.")
        }
        InputMode::Choose => {
            format!("At {provider}, set {label} to {}. Space for the next field.", styles.sanitize(&entry.text))
        }
        InputMode::LeaveEmpty => format!("At {provider}, leave {label} empty. Space for the next field."),
    };
    let mut lines = paragraph(styles, &message, Styles::PLAIN, columns);
    if let Some(hint) = &entry.hint {
        lines.extend(icon_paragraph(styles, Icon::Info, hint, Styles::DIM, (columns, usize::MAX)));
    }
    lines
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
    column.paragraph(&format!("Press Esc, then {}", model.after_guide_message(&screen.domain)), Styles::PLAIN);
    column.gap();
    column.paragraph("Backspace for the previous field, arrow keys for any record.", Styles::DIM);
}
