//! A key of the keymap: its notation, its label and its match against key events.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key, with or without Ctrl.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    code: KeyCode,
    control: bool,
}

impl Key {
    /// Builds a key without modifiers.
    pub const fn unmodified(code: KeyCode) -> Self {
        Self { code, control: false }
    }

    /// Builds a character key.
    pub const fn char(character: char) -> Self {
        Self::unmodified(KeyCode::Char(character))
    }

    /// Builds a character key with Ctrl.
    pub const fn ctrl(character: char) -> Self {
        Self { code: KeyCode::Char(character), control: true }
    }

    /// Whether the key is a character without Ctrl, which a text field would insert.
    pub const fn is_text(&self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.control
    }

    /// Whether the event is this key. Shift is part of the character; Alt makes a different key.
    pub fn matches(&self, event: &KeyEvent) -> bool {
        let held = event.modifiers - KeyModifiers::SHIFT;
        let wanted = if self.control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        event.code == self.code && held == wanted
    }

    /// Returns the index that a digit from 1 on stands for.
    pub fn digit_index(&self) -> Option<usize> {
        let KeyCode::Char(digit) = self.code else { return None };
        usize::try_from(digit.to_digit(10)?).ok()?.checked_sub(1)
    }

    /// Returns the name of the key for people.
    pub fn label(&self) -> String {
        let name = match self.code {
            KeyCode::Enter => "Enter".to_owned(),
            KeyCode::Esc => "Esc".to_owned(),
            KeyCode::Tab => "Tab".to_owned(),
            KeyCode::Up => "↑".to_owned(),
            KeyCode::Down => "↓".to_owned(),
            KeyCode::Left => "←".to_owned(),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::Home => "Home".to_owned(),
            KeyCode::End => "End".to_owned(),
            KeyCode::F(number) => format!("F{number}"),
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(character) if self.control => character.to_uppercase().to_string(),
            KeyCode::Char(character) => character.to_string(),
            other => format!("{other:?}"),
        };
        if self.control { format!("Ctrl+{name}") } else { name }
    }
}

pub(super) const ENTER: &[Key] = &[Key::unmodified(KeyCode::Enter)];
pub(super) const ESC: &[Key] = &[Key::unmodified(KeyCode::Esc)];
pub(super) const BACKSPACE: &[Key] = &[Key::unmodified(KeyCode::Backspace)];
pub(super) const ESC_N: &[Key] = &[Key::unmodified(KeyCode::Esc), Key::char('n')];
pub(super) const TAB: &[Key] = &[Key::unmodified(KeyCode::Tab)];
pub(super) const UP: &[Key] = &[Key::unmodified(KeyCode::Up)];
pub(super) const DOWN: &[Key] = &[Key::unmodified(KeyCode::Down)];
pub(super) const UP_K: &[Key] = &[Key::unmodified(KeyCode::Up), Key::char('k')];
pub(super) const DOWN_J: &[Key] = &[Key::unmodified(KeyCode::Down), Key::char('j')];
pub(super) const PAGE_UP: &[Key] = &[Key::unmodified(KeyCode::PageUp)];
pub(super) const PAGE_DOWN: &[Key] = &[Key::unmodified(KeyCode::PageDown)];
pub(super) const COPY_NEXT: &[Key] = &[Key::unmodified(KeyCode::Enter), Key::char(' '), Key::char('c'), Key::char('y')];
pub(super) const LEFT: &[Key] = &[Key::unmodified(KeyCode::Left)];
pub(super) const COPY: &[Key] = &[Key::char('c'), Key::char('y'), Key::unmodified(KeyCode::Enter)];
pub(super) const PANEL: &[Key] = &[Key::char('o')];
pub(super) const DELETE: &[Key] = &[Key::unmodified(KeyCode::Delete)];
pub(super) const HOME: &[Key] = &[Key::unmodified(KeyCode::Home)];
pub(super) const END: &[Key] = &[Key::unmodified(KeyCode::End)];
pub(super) const DIGITS: &[Key] = &[
    Key::char('1'),
    Key::char('2'),
    Key::char('3'),
    Key::char('4'),
    Key::char('5'),
    Key::char('6'),
    Key::char('7'),
    Key::char('8'),
    Key::char('9'),
];
pub(super) const HELP: &[Key] = &[Key::char('?'), Key::unmodified(KeyCode::F(1)), Key::ctrl('g')];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_is_part_of_a_character_and_other_modifiers_are_not() {
        let copy_all = Key::char('C');
        assert!(copy_all.matches(&KeyEvent::new(KeyCode::Char('C'), KeyModifiers::SHIFT)));
        assert!(!copy_all.matches(&KeyEvent::new(KeyCode::Char('c'), KeyModifiers::NONE)));
        assert!(!copy_all.matches(&KeyEvent::new(KeyCode::Char('C'), KeyModifiers::ALT)));
        assert!(Key::ctrl('c').matches(&KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)));
        assert_eq!(
            (Key::ctrl('c').label(), Key::unmodified(KeyCode::F(2)).label()),
            ("Ctrl+C".to_owned(), "F2".to_owned())
        );
    }
}
