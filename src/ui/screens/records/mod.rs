//! The Records step: all records in a table, the one in focus shown whole below it.

mod detail;
mod head;
mod plan;
mod table;

use self::detail::Detail;
use self::plan::Plan;
use super::super::widgets::Column;
use crate::wizard::{Model, RecordsScreen};

pub(super) fn draw(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    column.lines(head::domain(screen, &styles, column.width()));
    let Some(record) = screen.selected() else { return none(screen, model, column) };
    let checks = head::checks(screen, &styles, column.width());
    let detail = Detail::of(record, &styles, column.width());
    let wanted = Plan {
        checks: checks.len(),
        gap: usize::from(column.is_roomy()),
        columns: 1,
        rows: screen.domain.records.len(),
        explanation: detail.explanation.len(),
        note: detail.note.len(),
        fixed: detail.fixed(),
        value: detail.value.len(),
    };
    let plan = wanted.fit(column.height());
    if plan.checks > 0 {
        column.lines(checks);
    }
    column.take(plan.gap);
    table::draw(screen, plan.columns > 0, plan.rows, column);
    detail.draw(&plan, column);
}

fn none(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    column.gap();
    if screen.refreshing.is_running() {
        column.waiting(model.busy, "AutoSend is asked for its records");
    } else {
        column.words("AutoSend lists no records for this domain. Ctrl+R asks again.", styles.plain());
    }
}
