//! What an answer is given with: a field to type into, and rows to choose from.

use crate::wizard::field::{SecretField, TextField};

/// A field to type into.
#[derive(Debug)]
pub struct Field<'m> {
    /// What is typed.
    pub label: &'static str,
    /// What was typed so far.
    pub value: FieldValue<'m>,
    /// What stands in it while it is empty.
    pub placeholder: &'static str,
    /// Whether it is the one that is typed into.
    pub is_focused: bool,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What to know of it, if nothing is wrong.
    pub hint: &'static str,
}

/// What was typed.
#[derive(Clone, Copy, Debug)]
pub enum FieldValue<'m> {
    /// For all to read.
    Text(&'m TextField),
    /// A secret.
    Secret(&'m SecretField),
}

/// Rows to choose from.
#[derive(Debug, Default)]
pub struct Options {
    /// The rows.
    pub rows: Vec<OptionRow>,
    /// The row in focus.
    pub cursor: usize,
    /// The number of rows at the end that are always in sight.
    pub pinned: usize,
    /// Whether something else has the focus, so that no row is marked.
    pub is_inactive: bool,
    /// The names of the two columns.
    pub header: Option<[&'static str; 2]>,
    /// What a screen says below of the row in focus.
    pub detail: OptionsDetail,
}

/// What a screen says of the row in focus, below the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OptionsDetail {
    /// Nothing.
    #[default]
    None,
    /// Its notes, if there is room.
    Notes,
    /// Its whole description, if that of any row is cut.
    Description,
}

/// A row to choose.
#[derive(Debug, Default)]
pub struct OptionRow {
    /// What it is.
    pub label: String,
    /// The key that does the same; empty if there is none.
    pub key: &'static str,
    /// More on it.
    pub description: String,
    /// The same in a narrow window, if that has no room for it; empty if it is cut there.
    pub short_description: &'static str,
    /// What lines say instead of both.
    pub spoken: Option<String>,
    /// Other answers in lines that choose it.
    pub aliases: Vec<&'static str>,
    /// What to know once it is chosen.
    pub notes: &'static [&'static str],
}

impl<'m> Field<'m> {
    /// A field that is typed into.
    pub fn text(label: &'static str, field: &'m TextField, placeholder: &'static str) -> Self {
        let error = field.error.clone();
        Self { label, value: FieldValue::Text(field), placeholder, is_focused: true, error, hint: "" }
    }
}
