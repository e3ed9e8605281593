//! Which rows of the Records step are shown if they do not all fit. The table never depends on the selected record, so
//! that it stays where it is while the selection moves; the details scroll.

/// The rows below the next action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowBudget {
    /// A blank row before the table.
    pub(super) gap: usize,
    /// The header of the table.
    pub(super) header: usize,
    /// The records that are seen at a time; none if there is only room for a line about the selected one.
    pub(super) records: usize,
    /// The line below the table.
    pub(super) foot: usize,
    /// The title of the details.
    pub(super) title: usize,
    /// The details.
    pub(super) details: usize,
}

/// What the rows are for.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowNeeds {
    /// Whether there is room for blank rows.
    pub(super) is_roomy: bool,
    /// The records.
    pub(super) records: usize,
    /// The rows of the longest details, up to the end of the value.
    pub(super) details: usize,
}

/// The details keep this many rows: a sentence, two names and two lines of a value.
const MIN_DETAILS: usize = 5;

/// A table of fewer rows shows too little; a line about the selected record takes its place.
const MIN_RECORDS: usize = 3;

impl RowBudget {
    /// Divides this many rows.
    pub(super) fn fit(room: usize, needs: RowNeeds) -> Self {
        let whole =
            Self { gap: usize::from(needs.is_roomy), header: 1, records: needs.records, foot: 1, title: 1, details: 0 };
        let without_gap = Self { gap: 0, ..whole };
        let without_foot = Self { foot: 0, ..without_gap };
        let without_header = Self { header: 0, ..without_foot };
        let spare = room.saturating_sub(MIN_DETAILS + 1);
        let in_part = Self { records: needs.records.min(spare), ..without_header };
        let line = Self { records: 0, title: 0, ..without_header };
        let least = needs.records.min(MIN_RECORDS);
        let choices = [
            (whole, needs.details),
            (without_gap, needs.details),
            (without_foot, MIN_DETAILS),
            (without_header, MIN_DETAILS),
            (in_part, if in_part.records >= least { MIN_DETAILS } else { usize::MAX }),
        ];
        let fitting = choices.into_iter().find(|(budget, details)| room.saturating_sub(budget.top_rows()) >= *details);
        let budget = fitting.map_or(line, |(budget, _)| budget);
        Self { details: room.saturating_sub(budget.top_rows()), ..budget }
    }

    /// The rows above the details.
    fn top_rows(&self) -> usize {
        self.gap + self.header + self.records.max(1) + self.foot + self.title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five records with a DKIM key of 2048 bits, in a window of 80x24.
    const NEEDS: RowNeeds = RowNeeds { is_roomy: true, records: 5, details: 10 };

    const WHOLE: RowBudget = RowBudget { gap: 1, header: 1, records: 5, foot: 1, title: 1, details: 10 };

    #[test]
    fn all_records_stay_visible_while_the_details_shrink() {
        assert_eq!(RowBudget::fit(19, NEEDS), WHOLE);
        assert_eq!(RowBudget::fit(22, NEEDS), RowBudget { details: 13, ..WHOLE });
        assert_eq!(RowBudget::fit(18, NEEDS), RowBudget { gap: 0, ..WHOLE });
        let without_foot = RowBudget { gap: 0, foot: 0, ..WHOLE };
        assert_eq!(RowBudget::fit(17, NEEDS), without_foot);
        assert_eq!(RowBudget::fit(12, NEEDS), RowBudget { details: 5, ..without_foot });
        assert_eq!(RowBudget::fit(11, NEEDS), RowBudget { details: 5, header: 0, ..without_foot });
    }

    #[test]
    fn a_long_table_scrolls_and_a_very_low_window_has_one_line() {
        let eleven = RowNeeds { records: 11, ..NEEDS };
        let in_part = RowBudget { gap: 0, header: 0, records: 5, foot: 0, title: 1, details: 5 };
        assert_eq!(RowBudget::fit(11, eleven), in_part);
        assert_eq!(RowBudget::fit(9, eleven), RowBudget { records: 3, ..in_part });
        let line = RowBudget { records: 0, title: 0, details: 7, ..in_part };
        assert_eq!(RowBudget::fit(8, eleven), line);
        let one = RowNeeds { records: 1, ..NEEDS };
        assert_eq!(RowBudget::fit(8, one), RowBudget { header: 1, records: 1, ..in_part });
        assert_eq!(RowBudget::fit(0, eleven), RowBudget { details: 0, ..line });
    }
}
