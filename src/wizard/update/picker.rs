//! A list that the user narrows by typing: moves the cursor and edits the filter.

use crate::wizard::message::Intent;
use crate::wizard::motion::move_cursor;
use crate::wizard::picker::Picker;

/// Moves the cursor or edits the filter; `count` counts the rows that match a filter. A new filter selects the first of its
/// rows. Returns whether the intent was one of these.
pub(super) fn update(picker: &mut Picker, intent: &Intent, page: usize, count: impl Fn(&str) -> usize) -> bool {
    let before = picker.filter.text().to_owned();
    match intent {
        Intent::Move(motion) => picker.cursor = move_cursor(picker.cursor, *motion, count(&before), page),
        Intent::Edit(request) => picker.filter.edit(*request),
        Intent::Paste(pasted) => picker.filter.insert(pasted.one_line().trim()),
        _ => return false,
    }
    if picker.filter.text() != before {
        picker.cursor = 0;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wizard::{Motion, PastedText};

    #[test]
    fn a_new_filter_selects_its_first_row() {
        let mut picker = Picker::with_cursor(2);
        let count = |filter: &str| if filter.is_empty() { 3 } else { 1 };
        assert!(update(&mut picker, &Intent::Move(Motion::Up), 5, count) && picker.cursor == 1);
        assert!(update(&mut picker, &Intent::Paste(PastedText::new("us\n")), 5, count));
        assert_eq!((picker.filter.text(), picker.cursor), ("us", 0));
        assert!(!update(&mut picker, &Intent::Submit, 5, count));
    }
}
