//! Calls the user back to the terminal: by the bell, and by a notification if the terminal is known to support it.
//! [`super::terminal_kind`] says which terminal supports which.

use super::text::escape_hidden;

/// The way to notify the user in a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notification {
    /// The bell alone (BEL). Every terminal supports it, and tmux and screen pass it on.
    Bell,
    /// The bell and a notification with text (OSC 9).
    Osc9,
    /// The bell and a notification with title and text (OSC 777).
    Osc777,
}

/// The title of a notification that has one.
const TITLE: &str = "autosend-domains";

/// The bell.
pub const BELL: &str = "\u{7}";

impl Notification {
    /// The bytes of the notification, without the bell; `None` if the bell is all. A BEL ends it, and the text can't.
    pub fn escape_sequence(self, text: &str) -> Option<String> {
        let text = escape_hidden(text);
        match self {
            Self::Bell => None,
            Self::Osc9 => Some(format!("\u{1b}]9;{text}\u{7}")),
            // A semicolon would begin another parameter.
            Self::Osc777 => Some(format!("\u{1b}]777;notify;{TITLE};{}\u{7}", text.replace(';', ","))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_end_the_sequence() {
        assert_eq!(Notification::Bell.escape_sequence("x"), None);
        let text = "a\u{7}\u{1b}]52;c;eA==\u{7}b";
        let sequence = Notification::Osc9.escape_sequence(text).unwrap();
        assert_eq!(sequence, "\u{1b}]9;a<U+0007><U+001B>]52;c;eA==<U+0007>b\u{7}");
        let sequence = Notification::Osc777.escape_sequence(text).unwrap();
        assert_eq!(sequence, "\u{1b}]777;notify;autosend-domains;a<U+0007><U+001B>]52,c,eA==<U+0007>b\u{7}");
    }
}
