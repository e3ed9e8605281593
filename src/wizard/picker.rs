//! A list that the user narrows by typing and chooses from: providers, regions, ways to publish.

use super::field::TextField;

/// The state of such a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    /// The filter over the rows.
    pub filter: TextField,
    /// The index of the selected row among those that match.
    pub cursor: usize,
}

/// A row of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickerRow<T> {
    /// What it stands for.
    pub value: T,
    /// What it is called.
    pub label: &'static str,
    /// More on it, if there is anything unusual.
    pub note: String,
    /// The same for a narrow window, if it must be shorter.
    pub short_note: &'static str,
    /// Other words by which it is found.
    pub search: String,
    /// Whether it is always there, after the rows that match: "Other…".
    pub is_pinned: bool,
}

impl<T> PickerRow<T> {
    /// A row without a note.
    #[must_use]
    pub fn new(value: T, label: &'static str) -> Self {
        Self { value, label, note: String::new(), short_note: "", search: String::new(), is_pinned: false }
    }

    /// Whether each word of the filter is in its texts, ignoring case.
    fn matches(&self, filter: &str) -> bool {
        let text = [self.label, &self.note, &self.search].join("\n").to_lowercase();
        self.is_pinned || filter.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// Returns the rows that match the filter, in their order.
pub fn matching_rows<T>(mut rows: Vec<PickerRow<T>>, filter: &str) -> Vec<PickerRow<T>> {
    rows.retain(|row| row.matches(filter));
    rows
}

impl Picker {
    /// A list with this row selected.
    pub(in crate::wizard) fn with_cursor(cursor: usize) -> Self {
        Self { filter: TextField::default(), cursor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<PickerRow<u8>> {
        let other = PickerRow { is_pinned: true, ..PickerRow::new(3, "Other") };
        let second = PickerRow { note: "Ohio".to_owned(), search: "AWS".to_owned(), ..PickerRow::new(2, "us-east-2") };
        vec![PickerRow::new(1, "eu-central-1"), second, other]
    }

    fn found(filter: &str) -> Vec<u8> {
        matching_rows(rows(), filter).into_iter().map(|row| row.value).collect()
    }

    #[test]
    fn typing_narrows_by_label_note_and_other_words_and_keeps_the_pinned_row() {
        assert_eq!(found(""), [1, 2, 3]);
        assert_eq!(found("OHIO us"), [2, 3]);
        assert_eq!(found("aws"), [2, 3]);
        assert_eq!(found("mars"), [3]);
    }
}
