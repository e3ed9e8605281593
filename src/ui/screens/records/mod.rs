//! The Records step: all records in a table, the selected one in full below it.

mod detail;
mod dns;
mod dns_status;
mod domain_header;
mod export;
mod guide;
mod row_budget;
mod table;

use self::detail::{DetailContext, RecordDetail};
use self::row_budget::RowBudget;
use self::table::TableData;
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
        // These have a page.
        Pane::Zones { .. }
        | Pane::Hosts { .. }
        | Pane::Publish { .. }
        | Pane::Panel(_)
        | Pane::Inbound { .. }
        | Pane::Verify { .. } => {}
    }
}

fn draw_records(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let history = model.domain_states.check_history(&screen.domain);
    let dns_check = model.domain_states.dns_check(&screen.domain.id);
    column.lines(domain_header::domain_lines(screen, model.clock, &styles, column.width()));
    let Some(record) = screen.selected() else { return draw_empty(screen, model, column) };
    // A wide table has a column for DNS.
    let is_narrow = column.width() < table::WIDE;
    let checks = domain_header::status_lines(screen, model, &styles, (column.width(), !is_narrow));
    let zone_line = domain_header::zone_line(screen, prefs, &styles, column.width());
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
    let data = TableData { prefs, history, dns_check };
    table::draw(screen, data, budget.header > 0, budget.rows, column);
    column.take_rows(usize::from(budget.gaps > 0));
    detail.draw(&budget, column);
}

/// The selected record, with a cause or a conflict.
fn build_detail(
    record: &DnsRecord,
    screen: &RecordsScreen,
    model: &Model,
    (is_narrow, cause): (bool, Option<String>),
    styles: &Styles,
    columns: usize,
) -> RecordDetail {
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let position = (screen.cursor.saturating_add(1), screen.domain.records.len());
    let zone = prefs.zone(&screen.domain);
    // Here the value that AutoSend asks for is copied, whatever DNS has already.
    let entries = || prefs.panel_entries(record, &screen.domain, &RecordAction::default());
    let value = || entries().into_iter().find(|entry| entry.part == RecordPart::Value);
    let value_hint = prefs.host().and_then(|_| value()?.hint);
    let verdict =
        is_narrow.then(|| dns_status::label(screen.cursor, screen, model.domain_states.dns_check(&screen.domain.id)));
    let context = DetailContext { position, verdict, cause, zone: &zone, form: prefs.name_form(), value_hint };
    RecordDetail::new(record, context, styles, columns)
}

fn draw_empty(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    column.gap();
    if screen.refreshing.is_pending() {
        column.spinner_line(model.spinner, "AutoSend is asked for its records");
    } else {
        column.paragraph("AutoSend lists no records for this domain. Ctrl+R asks again.", Styles::PLAIN);
    }
}
