//! The Records step: all records in a table, the one in focus shown whole below it.

mod detail;
mod dns;
mod export;
mod follow;
mod guide;
mod head;
mod hosts;
mod inbound;
mod panel;
mod plan;
mod publish;
mod states;
mod table;
mod zones;

use self::detail::Detail;
use self::plan::Plan;
use super::super::styles::Styles;
use super::super::widgets::Column;
use crate::core::dns_host::RecordPart;
use crate::core::guide::RecordAction;
use crate::core::record::DnsRecord;
use crate::wizard::{Model, Pane, RecordsScreen};

pub(super) fn draw(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    match &screen.pane {
        Pane::Table => records(screen, model, column),
        Pane::Zones { cursor, .. } => zones::draw(screen, *cursor, model, column),
        Pane::Hosts { filter, cursor, .. } => hosts::draw(filter, *cursor, column),
        Pane::Guide { .. } => guide::draw(screen, model, column),
        Pane::Export(pane) => export::draw(pane, column),
        Pane::Publish { cursor, all_records, .. } => publish::draw(screen, *cursor, *all_records, column),
        Pane::Panel(pane) => panel::draw(pane, model, column),
        Pane::Dns { scroll } => dns::draw(screen, *scroll, model, column),
        Pane::Verify { scroll } => follow::draw(screen, *scroll, model, column),
        Pane::Inbound { .. } => inbound::draw(screen, model, column),
    }
}

fn records(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let desk = model.record_prefs(&screen.domain);
    let standing = model.check_history(&screen.domain);
    let known = model.dns_check(&screen.domain.id);
    column.lines(head::domain(screen, model.clock, &styles, column.width()));
    let Some(record) = screen.selected() else { return none(screen, model, column) };
    // A wide table has a column for what DNS says.
    let is_narrow = column.width() < table::WIDE;
    let checks = head::checks(screen, model, &styles, (column.width(), !is_narrow));
    let setting = head::setting(screen, desk, &styles, column.width());
    let strip: Vec<_> = is_narrow.then(|| states::strip(screen, known, &styles, column.width())).into_iter().collect();
    let gaps = if column.is_roomy() { 2 } else { 0 };
    let planned = |cause: Option<String>| {
        let detail = detail(record, screen, model, (is_narrow, cause), &styles, column.width());
        let wanted = Plan {
            strip: strip.len(),
            setting: setting.len(),
            checks: checks.len(),
            gaps,
            columns: 1,
            rows: screen.domain.records.len(),
            explanation: detail.explanation.len(),
            note: detail.note.len(),
            fixed: detail.fixed(),
            value: detail.value.len(),
        };
        (wanted.fit(column.height()), detail)
    };
    let (plan, detail) = {
        let brief = planned(states::cause(screen, known));
        let whole = states::conflict(screen, known).map(|conflict| planned(Some(conflict)));
        whole.filter(|(whole, _)| whole.shows_as_much_as(&brief.0)).unwrap_or(brief)
    };
    if plan.strip > 0 {
        column.lines(strip);
    }
    if plan.checks > 0 {
        column.lines(checks);
    }
    if plan.setting > 0 {
        column.lines(setting);
    }
    column.take(usize::from(plan.gaps > 1));
    table::draw(screen, (desk, standing, known), plan.columns > 0, plan.rows, column);
    column.take(usize::from(plan.gaps > 0));
    detail.draw(&plan, column);
}

/// The record in focus, with what is wrong with it or is there in its place.
fn detail(
    record: &DnsRecord,
    screen: &RecordsScreen,
    model: &Model,
    (is_narrow, cause): (bool, Option<String>),
    styles: &Styles,
    columns: usize,
) -> Detail {
    let desk = model.record_prefs(&screen.domain);
    let place = (screen.cursor.saturating_add(1), screen.domain.records.len());
    let zone = desk.zone(&screen.domain);
    // What is copied here is what AutoSend asks for, whatever is there already.
    let entries = || desk.panel_entries(record, &screen.domain, &RecordAction::default());
    let value = || entries().into_iter().find(|entry| entry.part == RecordPart::Value);
    let hint = desk.host().and_then(|_| value()?.hint);
    let verdict = is_narrow.then(|| states::words(screen.cursor, screen, model.dns_check(&screen.domain.id)));
    Detail::of(record, (place, verdict, cause), (&zone, desk.name_form()), hint, styles, columns)
}

fn none(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    column.gap();
    if screen.refreshing.is_pending() {
        column.waiting(model.spinner, "AutoSend is asked for its records");
    } else {
        column.words("AutoSend lists no records for this domain. Ctrl+R asks again.", Styles::PLAIN);
    }
}
