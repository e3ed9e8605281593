//! Which terminal this is, as far as the environment shows, and what it is known to support beyond the basics.
//!
//! | terminal | known by | title stack (XTWINOPS 22 and 23) | notification |
//! |---|---|---|---|
//! | xterm | `XTERM_VERSION` | xterm's `ctlseqs` | – |
//! | GNOME Terminal and other VTE terminals | `VTE_VERSION` | VTE commit 23c44f1f | swallowed (VTE bug 711059) |
//! | kitty | `TERM`, `KITTY_WINDOW_ID` | kitty commit 3067103b | OSC 9 (kitty #1474) |
//! | Alacritty | `TERM`, `ALACRITTY_WINDOW_ID` | alacritty #2857 | – |
//! | iTerm2 | `TERM_PROGRAM` | iTerm2 #102 | OSC 9 (its documentation) |
//! | foot | `TERM` | `foot-ctlseqs(7)` | OSC 9 (foot #236) |
//! | mintty | `TERM_PROGRAM`, `TERM` | mintty #304 | – |
//! | terminal of the `JetBrains` IDEs | `TERMINAL_EMULATOR` | jediterm #218 | – |
//! | `WezTerm` | `TERM_PROGRAM` | ignored (`terminalstate`) | OSC 9 (its documentation) |
//! | Ghostty | `TERM_PROGRAM`, `TERM` | parsed, without effect (ghostty #2669) | OSC 9 (its documentation) |
//! | Zed | `TERM_PROGRAM` | – | OSC 9 (zed #58014) |
//! | Contour | `TERMINAL_NAME` | – | OSC 777 (its documentation) |
//! | tmux | `TMUX` | `input.c` | by passthrough |
//!
//! Konsole (systemd/mkosi #3973) and Windows Terminal (microsoft/terminal #14575) have no title stack.

use super::notification::Notification;

/// A terminal that the environment identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalKind {
    /// Alacritty.
    Alacritty,
    /// Contour.
    Contour,
    /// foot.
    Foot,
    /// Ghostty.
    Ghostty,
    /// iTerm2.
    ITerm2,
    /// The terminal of the `JetBrains` IDEs.
    JediTerm,
    /// kitty.
    Kitty,
    /// mintty.
    Mintty,
    /// GNU screen, whatever the terminal around it is.
    Screen,
    /// tmux, whatever the terminal around it is.
    Tmux,
    /// GNOME Terminal or another terminal that uses VTE.
    Vte,
    /// `WezTerm`.
    WezTerm,
    /// xterm.
    XTerm,
    /// The terminal of Zed.
    Zed,
    /// Any other terminal, or one that can't be told from others.
    Unknown,
}

impl TerminalKind {
    /// Identifies the terminal. A variable may be inherited from the terminal in which this one was started, so `TERM`
    /// decides first, and then `TERM_PROGRAM`.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let is_set = |name: &str| variable(name).is_some();
        if is_set("TMUX") {
            return Self::Tmux;
        }
        if is_set("STY") {
            return Self::Screen;
        }
        let term = variable("TERM").unwrap_or_default();
        let by_term = Self::from_term(&term);
        if by_term != Self::Unknown || !term.starts_with("xterm") {
            return by_term;
        }
        if let Some(program) = variable("TERM_PROGRAM") {
            return match program.as_str() {
                "iTerm.app" => Self::ITerm2,
                "WezTerm" => Self::WezTerm,
                "ghostty" => Self::Ghostty,
                "mintty" => Self::Mintty,
                "zed" => Self::Zed,
                _ => Self::Unknown,
            };
        }
        if variable("TERMINAL_EMULATOR").as_deref() == Some("JetBrains-JediTerm") {
            return Self::JediTerm;
        }
        if variable("TERMINAL_NAME").as_deref() == Some("contour") {
            return Self::Contour;
        }
        let marks = [
            ("XTERM_VERSION", Self::XTerm),
            ("VTE_VERSION", Self::Vte),
            ("KITTY_WINDOW_ID", Self::Kitty),
            ("ALACRITTY_WINDOW_ID", Self::Alacritty),
        ];
        let mut found = marks.into_iter().filter(|(mark, _)| is_set(mark));
        match (found.next(), found.next()) {
            (Some((_, kind)), None) => kind,
            // One of them is inherited, and nothing says which.
            _ => Self::Unknown,
        }
    }

    /// Identifies a terminal by the value of `TERM`, if only one terminal uses it.
    pub fn from_term(term: &str) -> Self {
        const PREFIXES: [(&str, TerminalKind); 6] = [
            ("xterm-kitty", TerminalKind::Kitty),
            ("xterm-ghostty", TerminalKind::Ghostty),
            ("foot", TerminalKind::Foot),
            ("alacritty", TerminalKind::Alacritty),
            ("contour", TerminalKind::Contour),
            ("mintty", TerminalKind::Mintty),
        ];
        PREFIXES.into_iter().find(|(prefix, _)| term.starts_with(prefix)).map_or(Self::Unknown, |(_, kind)| kind)
    }

    /// Whether the terminal shows a title and can save and restore it, so that the shell's title comes back.
    pub const fn has_title_stack(self) -> bool {
        matches!(
            self,
            Self::Alacritty
                | Self::Foot
                | Self::ITerm2
                | Self::JediTerm
                | Self::Kitty
                | Self::Mintty
                | Self::Tmux
                | Self::Vte
                | Self::XTerm
        )
    }

    /// The notification that the terminal shows.
    pub const fn notification(self) -> Notification {
        match self {
            Self::Foot | Self::Ghostty | Self::ITerm2 | Self::Kitty | Self::WezTerm | Self::Zed => Notification::Osc9,
            Self::Contour => Notification::Osc777,
            Self::Alacritty
            | Self::JediTerm
            | Self::Mintty
            | Self::Screen
            | Self::Tmux
            | Self::Vte
            | Self::XTerm
            | Self::Unknown => Notification::Bell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(variables: &[(&str, &str)]) -> TerminalKind {
        let value =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        TerminalKind::from_environment(value)
    }

    const XTERM: (&str, &str) = ("TERM", "xterm-256color");

    #[test]
    fn a_terminal_is_known_by_its_own_variables() {
        for (variables, expected) in [
            (&[("TERM", "xterm-kitty")][..], TerminalKind::Kitty),
            (&[("TERM", "foot-extra")], TerminalKind::Foot),
            (&[XTERM, ("TERM_PROGRAM", "WezTerm")], TerminalKind::WezTerm),
            (&[XTERM, ("TERM_PROGRAM", "iTerm.app")], TerminalKind::ITerm2),
            (&[XTERM, ("VTE_VERSION", "7000")], TerminalKind::Vte),
            (&[XTERM, ("XTERM_VERSION", "XTerm(379)")], TerminalKind::XTerm),
            (&[XTERM, ("KITTY_WINDOW_ID", "1")], TerminalKind::Kitty),
            (&[XTERM, ("TERMINAL_NAME", "contour")], TerminalKind::Contour),
            (&[XTERM, ("TERMINAL_EMULATOR", "JetBrains-JediTerm")], TerminalKind::JediTerm),
        ] {
            assert_eq!(kind(variables), expected, "{variables:?}");
        }
    }

    #[test]
    fn an_inherited_variable_identifies_nothing() {
        for (variables, expected) in [
            (&[("TERM", "alacritty"), ("VTE_VERSION", "7000")][..], TerminalKind::Alacritty),
            (&[XTERM, ("VTE_VERSION", "7000"), ("XTERM_VERSION", "XTerm(379)")], TerminalKind::Unknown),
            (&[XTERM, ("TERM_PROGRAM", "Apple_Terminal"), ("KITTY_WINDOW_ID", "1")], TerminalKind::Unknown),
            (&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/x,1,0")], TerminalKind::Tmux),
            (&[("TERM", "screen"), ("STY", "1.tty"), ("VTE_VERSION", "7000")], TerminalKind::Screen),
            (&[("TERM", "linux"), ("VTE_VERSION", "7000")], TerminalKind::Unknown),
            (&[("TERM", "dumb"), ("XTERM_VERSION", "XTerm(379)")], TerminalKind::Unknown),
            (&[XTERM], TerminalKind::Unknown),
            (&[], TerminalKind::Unknown),
        ] {
            assert_eq!(kind(variables), expected, "{variables:?}");
        }
    }

    #[test]
    fn an_unknown_terminal_gets_neither_a_title_nor_a_notification() {
        assert!(!TerminalKind::Unknown.has_title_stack() && !TerminalKind::Screen.has_title_stack());
        assert_eq!(TerminalKind::Unknown.notification(), Notification::Bell);
        // Its title would stay after the end.
        assert!(!TerminalKind::WezTerm.has_title_stack());
    }
}
