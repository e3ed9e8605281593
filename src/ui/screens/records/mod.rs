//! The Records step: all records in a table, the one in focus shown whole below it.

mod detail;
mod dns;
mod dns_status;
mod domain_header;
mod export;
mod guide;
mod row_budget;
mod table;
mod verify;

use self::detail::RecordDetail;
use self::row_budget::RowBudget;
use crate::core::dns_host::RecordPart;
use crate::core::guide::RecordAction;
use crate::core::record::DnsRecord;
use crate::ui::styles::Styles;
use crate::ui::widgets::Column;
use crate::wizard::{Model, Pane, RecordsScreen};

pub(super) fn draw(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    match &screen.pane {
        Pane::Table => draw_records(screen, model, column),
        Pane::Guide { .. } => guide::draw(screen, model, column),
        Pane::Export(pane) => export::draw(pane, column),
        Pane::Dns { scroll } => dns::draw(screen, *scroll, model, column),
        Pane::Verify { scroll } => verify::draw(screen, *scroll, model, column),
        // These have a page.
        Pane::Zones { .. } | Pane::Hosts { .. } | Pane::Publish { .. } | Pane::Panel(_) | Pane::Inbound { .. } => {}
    }
}

fn draw_records(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let desk = model.record_prefs(&screen.domain);
    let standing = model.check_history(&screen.domain);
    let dns_check = model.dns_check(&screen.domain.id);
    column.lines(domain_header::domain_lines(screen, model.clock, &styles, column.width()));
    let Some(record) = screen.selected() else { return draw_empty(screen, model, column) };
    // A wide table has a column for what DNS says.
    let is_narrow = column.width() < table::WIDE;
    let checks = domain_header::status_lines(screen, model, &styles, (column.width(), !is_narrow));
    let zone_line = domain_header::zone_line(screen, desk, &styles, column.width());
    let strip: Vec<_> =
        is_narrow.then(|| dns_status::strip(screen, dns_check, &styles, column.width())).into_iter().collect();
    let gaps = if column.is_roomy() { 2 } else { 0 };
    let plan_rows = |cause: Option<String>| {
        let detail = build_detail(record, screen, model, (is_narrow, cause), &styles, column.width());
        let wanted = RowBudget {
            strip: strip.len(),
            zone_line: zone_line.len(),
            checks: checks.len(),
            gaps,
            header: 1,
            rows: screen.domain.records.len(),
            explanation: detail.explanation.len(),
            note: detail.note.len(),
            fixed: detail.fixed_rows(),
            value: detail.value.len(),
        };
        (wanted.fit(column.height()), detail)
    };
    let (budget, detail) = {
        let brief = plan_rows(dns_status::first_cause(screen, dns_check));
        let whole = dns_status::conflict(screen, dns_check).map(|conflict| plan_rows(Some(conflict)));
        whole.filter(|(whole, _)| whole.shows_as_much_as(&brief.0)).unwrap_or(brief)
    };
    if budget.strip > 0 {
        column.lines(strip);
    }
    if budget.checks > 0 {
        column.lines(checks);
    }
    if budget.zone_line > 0 {
        column.lines(zone_line);
    }
    column.take_rows(usize::from(budget.gaps > 1));
    table::draw(screen, (desk, standing, dns_check), budget.header > 0, budget.rows, column);
    column.take_rows(usize::from(budget.gaps > 0));
    detail.draw(&budget, column);
}

/// The record in focus, with what is wrong with it or is there in its place.
fn build_detail(
    record: &DnsRecord,
    screen: &RecordsScreen,
    model: &Model,
    (is_narrow, cause): (bool, Option<String>),
    styles: &Styles,
    columns: usize,
) -> RecordDetail {
    let desk = model.record_prefs(&screen.domain);
    let place = (screen.cursor.saturating_add(1), screen.domain.records.len());
    let zone = desk.zone(&screen.domain);
    // What is copied here is what AutoSend asks for, whatever is there already.
    let entries = || desk.panel_entries(record, &screen.domain, &RecordAction::default());
    let value = || entries().into_iter().find(|entry| entry.part == RecordPart::Value);
    let hint = desk.host().and_then(|_| value()?.hint);
    let verdict = is_narrow.then(|| dns_status::label(screen.cursor, screen, model.dns_check(&screen.domain.id)));
    RecordDetail::new(record, (place, verdict, cause), (&zone, desk.name_form()), hint, styles, columns)
}

fn draw_empty(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    column.gap();
    if screen.refreshing.is_pending() {
        column.spinner_line(model.spinner, "AutoSend is asked for its records");
    } else {
        column.paragraph("AutoSend lists no records for this domain. Ctrl+R asks again.", Styles::PLAIN);
    }
}
