//! Text fields: tui-input's editing plus an error below the field, and a field for secrets.

use std::fmt;

use tui_input::{Input, InputRequest};

use crate::core::api_key::zeroize_string;

/// The most characters in a field. It exceeds the limit of every input, so that their validation reports long inputs.
const MAX_CHARS: usize = 4096;

/// A field of plain text.
#[derive(Clone, Debug, Default)]
pub struct TextField {
    input: Input,
    /// The error below the field, until the next edit.
    pub error: Option<String>,
}

impl TextField {
    /// Builds a field with a text; the cursor is at its end.
    pub fn with_text(text: impl Into<String>) -> Self {
        Self { input: Input::new(text.into()), error: None }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Returns the position of the cursor, in characters from 0.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Applies an edit. If it changes the text, the error disappears.
    pub fn edit(&mut self, request: InputRequest) {
        let full = self.text().chars().count() >= MAX_CHARS;
        if full && matches!(request, InputRequest::InsertChar(_)) {
            return;
        }
        let change = self.input.handle(request);
        if change.is_some_and(|change| change.value) {
            self.error = None;
        }
    }

    /// Inserts text at the cursor.
    pub fn insert(&mut self, text: &str) {
        if insert_at_cursor(&mut self.input, text) {
            self.error = None;
        }
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn replace(&mut self, text: impl Into<String>) {
        *self = Self::with_text(text);
    }
}

impl PartialEq for TextField {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text() && self.cursor() == other.cursor() && self.error == other.error
    }
}

impl Eq for TextField {}

/// A field for a secret, which is never shown or printed and is zeroized on drop. Since the user cannot read a
/// prefilled secret, the first input replaces it as a whole.
#[derive(Clone, Default)]
pub struct SecretField {
    input: Input,
    is_prefilled: bool,
    /// The error below the field, until the next edit.
    pub error: Option<String>,
}

impl SecretField {
    /// Builds a field with an existing secret, which the user can keep or replace.
    pub fn prefilled(secret: &str) -> Self {
        Self { input: Input::new(secret.to_owned()), is_prefilled: true, error: None }
    }

    /// Returns the secret for parsing. It must not be shown.
    pub fn expose(&self) -> &str {
        self.input.value()
    }

    /// Returns the number of characters.
    pub fn char_count(&self) -> usize {
        self.expose().chars().count()
    }

    /// Returns the position of the cursor, in characters from 0.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Applies an edit. There is no yank: deleted text cannot be restored.
    pub fn edit(&mut self, request: InputRequest) {
        let inserts = matches!(request, InputRequest::InsertChar(_));
        if matches!(request, InputRequest::Yank) || inserts && !self.is_prefilled && self.char_count() >= MAX_CHARS {
            return;
        }
        let deletes = matches!(request, InputRequest::DeletePrevChar | InputRequest::DeleteNextChar);
        if self.is_prefilled && (inserts || deletes) {
            self.clear();
        }
        let change = self.input.handle(request);
        if deletes || change.is_some_and(|change| change.value) {
            self.is_prefilled = false;
            self.error = None;
        }
    }

    /// Inserts text at the cursor.
    pub fn insert(&mut self, text: &str) {
        if self.is_prefilled {
            self.clear();
        }
        if insert_at_cursor(&mut self.input, text) {
            self.error = None;
        }
    }

    fn clear(&mut self) {
        self.is_prefilled = false;
        zeroize_string(self.input.value_and_reset());
    }
}

impl PartialEq for SecretField {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose() && self.cursor() == other.cursor() && self.error == other.error
    }
}

impl Eq for SecretField {}

impl fmt::Debug for SecretField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretField({} characters, error: {:?})", self.char_count(), self.error)
    }
}

impl Drop for SecretField {
    fn drop(&mut self) {
        zeroize_string(self.input.value_and_reset());
    }
}

/// Inserts text at the cursor as a single edit. Returns whether the text changed.
fn insert_at_cursor(input: &mut Input, text: &str) -> bool {
    let room = MAX_CHARS.saturating_sub(input.value().chars().count());
    let added: String = text.chars().take(room).collect();
    if added.is_empty() {
        return false;
    }
    let cursor = input.cursor();
    let before: String = input.value().chars().take(cursor).collect();
    let after: String = input.value().chars().skip(cursor).collect();
    let position = cursor + added.chars().count();
    *input = Input::new(before + &added + &after).with_cursor(position);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_clears_the_error_but_a_cursor_move_does_not() {
        let mut field = TextField::with_text("ab");
        field.error = Some("wrong".to_owned());
        field.edit(InputRequest::GoToPrevChar);
        assert!(field.error.is_some());
        field.edit(InputRequest::InsertChar('x'));
        assert_eq!((field.text(), field.cursor(), &field.error), ("axb", 2, &None));
    }

    #[test]
    fn text_is_inserted_at_the_cursor() {
        let mut field = TextField::with_text("äc");
        field.edit(InputRequest::GoToPrevChar);
        field.insert("bb");
        assert_eq!((field.text(), field.cursor()), ("äbbc", 3));
    }

    #[test]
    fn a_field_has_a_length_limit() {
        let mut field = TextField::default();
        field.insert(&"x".repeat(MAX_CHARS + 5));
        field.edit(InputRequest::InsertChar('y'));
        assert_eq!(field.text().len(), MAX_CHARS);
    }

    #[test]
    fn typing_replaces_a_prefilled_secret() {
        let mut field = SecretField::prefilled("AS_old");
        field.insert("AS_new");
        field.edit(InputRequest::InsertChar('x'));
        assert_eq!(field.expose(), "AS_newx");
        let mut field = SecretField::prefilled("AS_old");
        field.edit(InputRequest::DeletePrevChar);
        assert_eq!(field.expose(), "");
    }

    #[test]
    fn a_secret_is_not_in_its_debug_text_and_cannot_be_undone() {
        let mut field = SecretField::prefilled("AS_secret");
        assert!(!format!("{field:?}").contains("secret"));
        field.edit(InputRequest::DeleteLine);
        field.edit(InputRequest::Yank);
        assert_eq!(field.expose(), "");
    }
}
