//! Calls the user back to the terminal: by the bell, and by a notification if the terminal is known to support it.

use super::text::escape_hidden;

/// The way to notify the user in this terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notification {
    /// The bell alone (BEL). Every terminal supports it, and tmux and screen pass it on.
    Bell,
    /// The bell and a notification with text (OSC 9).
    Osc9,
}

/// Programs that are known to support OSC 9, by `TERM_PROGRAM`.
const OSC9_PROGRAMS: [&str; 3] = ["iTerm.app", "WezTerm", "ghostty"];

/// Terminals that are known to support OSC 9, by the prefix of `TERM`.
const OSC9_TERMS: [&str; 3] = ["xterm-kitty", "xterm-ghostty", "foot"];

impl Notification {
    /// Selects the notification for the terminal. tmux and screen swallow OSC 9, and other terminals may interpret it
    /// differently.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name: &str| lookup(name).is_some_and(|value| !value.is_empty());
        if is_set("TMUX") || is_set("STY") {
            return Self::Bell;
        }
        let program = lookup("TERM_PROGRAM").unwrap_or_default();
        let term = lookup("TERM").unwrap_or_default();
        if OSC9_PROGRAMS.contains(&program.as_str()) || OSC9_TERMS.iter().any(|known| term.starts_with(known)) {
            Self::Osc9
        } else {
            Self::Bell
        }
    }

    /// The bytes to write to the terminal. The bell comes first, because a BEL also terminates the notification.
    pub fn escape_sequence(self, text: &str) -> String {
        match self {
            Self::Bell => "\u{7}".to_owned(),
            Self::Osc9 => format!("\u{7}\u{1b}]9;{}\u{7}", escape_hidden(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summons(variables: &[(&str, &str)]) -> Notification {
        let value =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Notification::from_environment(value)
    }

    #[test]
    fn only_terminals_with_known_support_get_notifications() {
        assert_eq!(summons(&[("TERM", "xterm-256color")]), Notification::Bell);
        assert_eq!(summons(&[("TERM_PROGRAM", "WezTerm")]), Notification::Osc9);
        assert_eq!(summons(&[("TERM", "xterm-kitty")]), Notification::Osc9);
        assert_eq!(summons(&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/x,1,0")]), Notification::Bell);
        assert_eq!(summons(&[]), Notification::Bell);
    }

    #[test]
    fn text_cannot_end_the_sequence() {
        assert_eq!(Notification::Bell.escape_sequence("x"), "\u{7}");
        let sequence = Notification::Osc9.escape_sequence("a\u{7}\u{1b}]52;c;eA==\u{7}b");
        assert_eq!(sequence, "\u{7}\u{1b}]9;a<U+0007><U+001B>]52;c;eA==<U+0007>b\u{7}");
    }
}
