//! The Records step: all records in a table, the selected one in full below it.

mod detail;
mod dns_status;
mod domain_header;
mod export;
mod guide;
mod row_budget;
mod table;

use ratatui::layout::Rect;
use ratatui::text::Line;

use self::detail::{DetailContext, RecordDetail};
use self::row_budget::{RowBudget, RowNeeds};
use self::table::RecordTable;
use crate::core::dns_host::RecordPart;
use crate::core::guide::RecordAction;
use crate::core::record::{DnsRecord, Requirement};
use crate::core::text::width;
use crate::ui::styles::Styles;
use crate::ui::widgets::{Column, MARKER_WIDTH};
use crate::wizard::{Model, Pane, RecordsScreen};

/// The columns at the end of details that are scrolled: a gap and the scrollbar.
const SCROLLBAR_WIDTH: usize = 2;

pub(super) fn draw(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    match &screen.pane {
        Pane::Table => draw_records(screen, model, column),
        Pane::Guide => guide::draw(screen, model, column),
        Pane::Export(pane) => export::draw(pane, column),
        // These have a page.
        Pane::Zones { .. }
        | Pane::Hosts { .. }
        | Pane::Publish { .. }
        | Pane::Panel(_)
        | Pane::Inbound { .. }
        | Pane::Dns { .. }
        | Pane::Finish { .. }
        | Pane::VerifyWarning
        | Pane::Verify { .. } => {}
    }
}

fn draw_records(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let table = RecordTable::new(screen, model, &styles, column.width());
    let columns = column.width();
    column.lines(vec![domain_header::domain_line(screen, model, &styles, columns)]);
    if screen.domain.records.is_empty() && screen.refreshing.is_pending() {
        column.gap();
        return column.spinner_line(model.spinner, "Loading records");
    }
    column.lines(vec![domain_header::next_line(screen, model, &styles, columns)]);
    let Some(record) = screen.selected() else { return };
    let build = |cause: Option<String>, with_type: bool, columns: usize| {
        build_detail(record, (cause, with_type), (screen, model), &styles, columns)
    };
    let scrolled_columns = columns.saturating_sub(SCROLLBAR_WIDTH);
    let main_rows = |record| build_detail(record, (None, false), (screen, model), &styles, scrolled_columns).main_rows;
    let needs = RowNeeds {
        is_roomy: column.is_roomy(),
        records: screen.domain.records.len(),
        details: screen.domain.records.iter().map(main_rows).max().unwrap_or_default(),
    };
    let budget = RowBudget::fit(column.height(), needs);
    let build = |cause: Option<String>| {
        let with_type = budget.title == 0;
        let whole = build(cause.clone(), with_type, columns);
        let is_cut = whole.lines.len() > budget.details;
        if is_cut { build(cause, with_type, scrolled_columns) } else { whole }
    };
    // A conflict takes more words than its first cause: it is shown where the value stays in sight.
    let conflict = dns_status::conflict(screen, model).map(|text| build(Some(text)));
    let detail = conflict
        .filter(|detail| detail.main_rows <= budget.details)
        .unwrap_or_else(|| build(dns_status::first_cause(screen, model)));
    column.take_rows(budget.gap);
    if budget.records == 0 {
        column.lines(vec![dns_status::summary_line(screen, model, &styles, columns)]);
    } else {
        table.draw(budget.header > 0, budget.records, column);
    }
    let checked = checked_label(screen, model);
    if budget.foot > 0 {
        column.lines(vec![foot_line(screen, &checked, &styles, columns)]);
    }
    let is_cut = detail.lines.len() > budget.details;
    if budget.title > 0 {
        let notes = [Some(checked).filter(|_| budget.foot == 0), is_cut.then(|| "J K scroll".to_owned())];
        let note = notes.into_iter().flatten().collect::<Vec<_>>().join(styles.symbols().separator);
        let number = screen.cursor.saturating_add(1);
        column.lines(vec![detail::title_line(record, number, &note, &styles, columns)]);
    }
    let area = column.take_rows(budget.details);
    let area = Rect { width: u16::try_from(columns).unwrap_or(area.width).min(area.width), ..area };
    column.draw_scrolled(detail.lines, screen.detail_scroll, area, area);
}

/// The details of a record, with what is wrong with it.
fn build_detail(
    record: &DnsRecord,
    (cause, with_type): (Option<String>, bool),
    (screen, model): (&RecordsScreen, &Model),
    styles: &Styles,
    columns: usize,
) -> RecordDetail {
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let zone = prefs.zone(&screen.domain);
    // Here the value that AutoSend asks for is copied, whatever DNS has already.
    let entries = || prefs.panel_entries(record, &screen.domain, &RecordAction::default());
    let value = || entries().into_iter().find(|entry| entry.part == RecordPart::Value);
    let value_hint = prefs.host().and_then(|_| value()?.hint);
    let context = DetailContext { cause, zone: &zone, form: prefs.name_form(), value_hint, with_type };
    RecordDetail::new(record, context, styles, columns)
}

/// When DNS was checked, as a time of day: nothing counts on the screen.
fn checked_label(screen: &RecordsScreen, model: &Model) -> String {
    let Some(check) = model.domain_states.current_dns_check(&screen.domain) else { return "not checked".to_owned() };
    match check.last_run_at {
        _ if check.is_running() => "checking".to_owned(),
        None => "not checked".to_owned(),
        Some(ended) => model.time_of_day(ended).map(|time| format!("checked {time}")).unwrap_or_default(),
    }
}

/// The line below the table: what its sign means, and when DNS was checked.
fn foot_line(screen: &RecordsScreen, checked: &str, styles: &Styles, columns: usize) -> Line<'static> {
    let is_required = |record: &DnsRecord| record.requirement() == Requirement::Required;
    let sign = if screen.domain.records.iter().any(is_required) { table::REQUIRED_NOTE } else { "" };
    let sign = format!("{}{sign}", " ".repeat(MARKER_WIDTH));
    let between = columns.saturating_sub(width(&sign)).saturating_sub(width(checked));
    Line::from(styles.span(&format!("{sign}{}{checked}", " ".repeat(between)), Styles::DIM))
}
