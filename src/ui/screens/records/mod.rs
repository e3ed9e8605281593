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
use crate::core::dns_host::Part;
use crate::core::guide::Work;
use crate::wizard::{Model, Pane, RecordsScreen};

pub(super) fn draw(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    match &screen.pane {
        Pane::Table => records(screen, model, column),
        Pane::Zones { cursor, .. } => zones::draw(screen, *cursor, column),
        Pane::Hosts { filter, cursor, .. } => hosts::draw(filter, *cursor, column),
        Pane::Guide { .. } => guide::draw(screen, model, column),
        Pane::Export(pane) => export::draw(pane, column),
        Pane::Publish { cursor, all, .. } => publish::draw(screen, *cursor, *all, column),
        Pane::Panel(pane) => panel::draw(pane, model, column),
        Pane::Dns { scroll } => dns::draw(screen, *scroll, model, column),
        Pane::Follow { scroll } => follow::draw(screen, *scroll, model, column),
        Pane::Inbound { .. } => inbound::draw(screen, model, column),
    }
}

fn records(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let desk = model.desk(&screen.domain);
    let standing = model.standing(&screen.domain);
    let known = model.inspection(&screen.domain.id);
    column.lines(head::domain(screen, model.clock, &styles, column.width()));
    let Some(record) = screen.selected() else { return none(screen, model, column) };
    // A wide table has a column for what DNS says.
    let is_narrow = column.width() < table::WIDE;
    let checks = head::checks(screen, (desk, standing, known), &styles, (column.width(), !is_narrow));
    let setting = head::setting(screen, desk, &styles, column.width());
    let place = (screen.cursor.saturating_add(1), screen.domain.records.len());
    let zone = desk.zone(&screen.domain);
    // What is copied here is what AutoSend asks for, whatever is there already.
    let entries = || desk.entries(record, &screen.domain, &Work::default());
    let value = || entries().into_iter().find(|entry| entry.part == Part::Value);
    let hint = desk.host().and_then(|_| value()?.hint);
    let same = states::of_these(screen, known);
    let strip: Vec<_> = is_narrow.then(|| states::strip(screen, known, &styles, column.width())).into_iter().collect();
    let verdict = is_narrow.then(|| states::words(screen.cursor, screen, known));
    let cause = same.and_then(|known| known.of(screen.cursor)).filter(|judged| !judged.is_right());
    let cause = cause.and_then(|judged| judged.causes.first()).map(|cause| format!("{} d tells more.", cause.words()));
    let detail = Detail::of(record, (place, verdict, cause), (&zone, desk.form()), hint, &styles, column.width());
    let wanted = Plan {
        strip: strip.len(),
        setting: setting.len(),
        checks: checks.len(),
        gaps: if column.is_roomy() { 2 } else { 0 },
        columns: 1,
        rows: screen.domain.records.len(),
        explanation: detail.explanation.len(),
        note: detail.note.len(),
        fixed: detail.fixed(),
        value: detail.value.len(),
    };
    let plan = wanted.fit(column.height());
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

fn none(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    column.gap();
    if screen.refreshing.is_running() {
        column.waiting(model.busy, "AutoSend is asked for its records");
    } else {
        column.words("AutoSend lists no records for this domain. Ctrl+R asks again.", Styles::PLAIN);
    }
}
