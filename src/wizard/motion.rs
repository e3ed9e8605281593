//! Motions in a list.

/// A motion in a list or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One row back.
    Up,
    /// One row forward.
    Down,
    /// A page back.
    PageUp,
    /// A page forward.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the row with this index, or to the last row if there are fewer.
    To(usize),
}

/// Moves a cursor in a list of `length` rows, of which `page` are visible.
pub(super) fn move_cursor(cursor: usize, motion: Motion, length: usize, page: usize) -> usize {
    let last = length.saturating_sub(1);
    let page = page.max(1);
    let to = match motion {
        Motion::Up => cursor.saturating_sub(1),
        Motion::Down => cursor.saturating_add(1),
        Motion::PageUp => cursor.saturating_sub(page),
        Motion::PageDown => cursor.saturating_add(page),
        Motion::First => 0,
        Motion::Last => last,
        Motion::To(row) => row,
    };
    to.min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_in_the_list() {
        assert_eq!(move_cursor(0, Motion::Up, 3, 2), 0);
        assert_eq!(move_cursor(2, Motion::Down, 3, 2), 2);
        assert_eq!(move_cursor(0, Motion::PageDown, 9, 4), 4);
        assert_eq!(move_cursor(1, Motion::PageUp, 9, 4), 0);
        assert_eq!(move_cursor(5, Motion::First, 9, 4), 0);
        assert_eq!(move_cursor(5, Motion::Last, 9, 4), 8);
        assert_eq!((move_cursor(5, Motion::To(2), 9, 4), move_cursor(5, Motion::To(99), 9, 4)), (2, 8));
        assert_eq!(move_cursor(5, Motion::Down, 0, 4), 0);
    }
}
