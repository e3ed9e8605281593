//! Which rows of the Records step are shown if they do not all fit: first the table shrinks, then explanations go,
//! what the selected record needs goes after all else, and the value last. The icons of all records stay, unless the
//! value is whole only without them, or is not shown at all with them.

/// The rows of each part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowBudget {
    /// The results of AutoSend's own checks.
    pub(super) checks: usize,
    /// Every record by its icon.
    pub(super) strip: usize,
    /// Zone, DNS host and name form.
    pub(super) zone_line: usize,
    /// Blank rows: one before the detail, then one before the table.
    pub(super) gaps: usize,
    /// The header of the table.
    pub(super) header: usize,
    pub(super) rows: usize,
    pub(super) explanation: usize,
    /// AutoSend's note on the record.
    pub(super) note: usize,
    /// The rest of the detail: title, names, warnings.
    pub(super) fixed: usize,
    pub(super) value: usize,
}

/// The rows that the table keeps while an explanation can go instead.
const MIN_TABLE_ROWS: usize = 3;

impl RowBudget {
    fn height(&self) -> usize {
        let Self { checks, strip, zone_line, gaps, header, rows, explanation, note, fixed, value } = self;
        [checks, strip, zone_line, gaps, header, rows, explanation, note, fixed, value]
            .into_iter()
            .fold(0, |sum, part| sum.saturating_add(*part))
    }

    /// Whether it shows everything that the other one shows, and the explanation of the record.
    pub(super) fn shows_as_much_as(&self, other: &Self) -> bool {
        let rest = |plan: &Self| Self { gaps: 0, explanation: 0, ..*plan };
        self.explanation > 0 && rest(self) == rest(other)
    }

    /// The budget nearest to this one that fits into this many rows.
    pub(super) fn fit(self, room: usize) -> Self {
        let mut plan = self;
        let shrink_rows = |plan: &mut Self, least: usize| {
            let over = plan.height().saturating_sub(room);
            plan.rows = plan.rows.saturating_sub(over).max(least.min(self.rows));
        };
        let steps: [&dyn Fn(&mut Self); 8] = [
            &|plan| plan.gaps = plan.gaps.saturating_sub(plan.height().saturating_sub(room)),
            &|plan| shrink_rows(plan, MIN_TABLE_ROWS),
            &|plan| plan.note = 0,
            &|plan| plan.checks = 0,
            &|plan| shrink_rows(plan, 1),
            &|plan| plan.header = 0,
            &|plan| plan.explanation = 0,
            &|plan| plan.zone_line = 0,
        ];
        for step in steps {
            if plan.height() <= room {
                return plan;
            }
            step(&mut plan);
        }
        let over = plan.height().saturating_sub(room);
        if over > 0 && (over <= plan.strip || over >= plan.value) {
            plan.strip = 0;
        }
        let over = plan.height().saturating_sub(room);
        plan.value = plan.value.saturating_sub(over).max(1);
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A 2048-bit DKIM key in a table of five at 80x24.
    const WANTED: RowBudget = RowBudget {
        checks: 1,
        strip: 0,
        zone_line: 0,
        gaps: 1,
        header: 1,
        rows: 5,
        explanation: 1,
        note: 1,
        fixed: 3,
        value: 10,
    };

    #[test]
    fn where_there_is_room_nothing_changes() {
        assert_eq!(WANTED.fit(23), WANTED);
    }

    #[test]
    fn the_table_shrinks_first_and_the_value_last() {
        assert_eq!(WANTED.fit(22), RowBudget { gaps: 0, ..WANTED });
        assert_eq!(WANTED.fit(20), RowBudget { gaps: 0, rows: 3, ..WANTED });
        assert_eq!(WANTED.fit(19), RowBudget { gaps: 0, rows: 3, note: 0, ..WANTED });
        assert_eq!(WANTED.fit(18), RowBudget { gaps: 0, rows: 3, note: 0, checks: 0, ..WANTED });
        assert_eq!(WANTED.fit(16), RowBudget { gaps: 0, rows: 1, note: 0, checks: 0, ..WANTED });
        let least = RowBudget { checks: 0, gaps: 0, header: 0, rows: 1, explanation: 0, note: 0, ..WANTED };
        assert_eq!(WANTED.fit(14), least);
        assert_eq!(WANTED.fit(9), RowBudget { value: 5, ..least });
        assert_eq!(WANTED.fit(0), RowBudget { value: 1, ..least });
    }

    #[test]
    fn longer_words_are_shown_where_nothing_else_is_lost_for_them() {
        let longer = RowBudget { explanation: 3, ..WANTED };
        assert!(longer.fit(25).shows_as_much_as(&WANTED.fit(25)));
        assert!(longer.fit(24).shows_as_much_as(&WANTED.fit(24)), "a blank row is nothing");
        assert!(!longer.fit(23).shows_as_much_as(&WANTED.fit(23)), "a row of the table is");
        assert!(!longer.fit(14).shows_as_much_as(&WANTED.fit(14)), "it is not shown itself");
    }

    #[test]
    fn the_signs_of_all_records_go_only_where_the_value_is_whole_without_them_or_gone_with_them() {
        let wanted = RowBudget { strip: 1, ..WANTED };
        let least = RowBudget { checks: 0, gaps: 0, header: 0, rows: 1, explanation: 0, note: 0, ..wanted };
        assert_eq!(wanted.fit(15), least);
        assert_eq!(wanted.fit(14), RowBudget { strip: 0, ..least });
        assert_eq!(wanted.fit(13), RowBudget { value: 8, ..least });
        assert_eq!(wanted.fit(6), RowBudget { value: 1, ..least });
        assert_eq!(wanted.fit(5), RowBudget { strip: 0, value: 1, ..least });
    }
}
