//! The terminal, by what it says of itself.

use std::io::{self, IsTerminal as _};
use std::os::fd::AsFd;

use super::env_vars::EnvVars;
use crate::core::terminal_caps::TerminalCaps;

/// Terminals that name themselves by a variable of their own: the variable, the name, and whether the variable holds
/// the version.
const TERMINAL_VARIABLES: [(&str, &str, bool); 8] = [
    ("KITTY_WINDOW_ID", "kitty", false),
    ("GHOSTTY_RESOURCES_DIR", "Ghostty", false),
    ("WEZTERM_PANE", "WezTerm", false),
    ("ALACRITTY_WINDOW_ID", "Alacritty", false),
    ("KONSOLE_VERSION", "Konsole", true),
    ("WT_SESSION", "Windows Terminal", false),
    ("XTERM_VERSION", "xterm", true),
    ("VTE_VERSION", "a VTE terminal", true),
];

/// What is known of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TerminalInfo {
    /// `TERM`.
    pub(super) term: Option<String>,
    /// Its name and version, where it tells.
    pub(super) program: Option<String>,
    /// Columns and rows, where there is a terminal at all.
    pub(super) size: Option<(u16, u16)>,
    /// Whether standard input is a terminal.
    pub(super) is_stdin_tty: bool,
    /// Whether standard output is a terminal.
    pub(super) is_stdout_tty: bool,
    /// Characters and colours.
    pub(super) caps: TerminalCaps,
    /// Which of those that need a setting it is.
    pub(super) clipboard_opt_in: Option<OptInTerminal>,
}

/// A terminal that takes text from programs only where it is told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OptInTerminal {
    /// xterm, by a resource.
    Xterm,
    /// iTerm2, in its settings.
    Iterm,
}

impl TerminalInfo {
    /// The terminal of this process.
    pub(super) fn detect(environment: &EnvVars<'_>) -> Self {
        Self {
            size: detect_size(),
            is_stdin_tty: io::stdin().is_terminal(),
            is_stdout_tty: io::stdout().is_terminal(),
            ..Self::from_env(environment)
        }
    }

    /// What the environment alone tells.
    pub(super) fn from_env(environment: &EnvVars<'_>) -> Self {
        Self {
            term: environment.get("TERM"),
            program: detect_program(environment),
            size: None,
            is_stdin_tty: false,
            is_stdout_tty: false,
            caps: TerminalCaps::from_environment(|name| environment.get(name)),
            clipboard_opt_in: detect_opt_in(environment),
        }
    }
}

/// The size of the terminal, from whichever standard stream leads to one; some terminals tell none.
fn detect_size() -> Option<(u16, u16)> {
    fn of(stream: impl AsFd) -> Option<(u16, u16)> {
        let size = rustix::termios::tcgetwinsize(stream).ok()?;
        Some((size.ws_col, size.ws_row)).filter(|(columns, rows)| *columns > 0 && *rows > 0)
    }
    of(io::stdout()).or_else(|| of(io::stdin())).or_else(|| of(io::stderr()))
}

fn detect_program(environment: &EnvVars<'_>) -> Option<String> {
    let with_version = |name: String, variable: &str| match environment.get(variable) {
        Some(version) => format!("{name} {version}"),
        None => name,
    };
    // Over SSH and in a multiplexer, iTerm2 is known by the second pair alone.
    for (name, version) in [("TERM_PROGRAM", "TERM_PROGRAM_VERSION"), ("LC_TERMINAL", "LC_TERMINAL_VERSION")] {
        if let Some(program) = environment.get(name) {
            return Some(with_version(program, version));
        }
    }
    let (variable, name, has_version) =
        TERMINAL_VARIABLES.into_iter().find(|(variable, ..)| environment.has(variable))?;
    Some(if has_version { with_version(name.to_owned(), variable) } else { name.to_owned() })
}

fn detect_opt_in(environment: &EnvVars<'_>) -> Option<OptInTerminal> {
    let is = |variable: &str, value: &str| environment.get(variable).as_deref() == Some(value);
    if is("TERM_PROGRAM", "iTerm.app") || is("LC_TERMINAL", "iTerm2") {
        Some(OptInTerminal::Iterm)
    } else if environment.has("XTERM_VERSION") && !environment.has("TERM_PROGRAM") {
        Some(OptInTerminal::Xterm)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(variables: &[(&str, &str)]) -> (Option<String>, Option<OptInTerminal>) {
        let terminal = TerminalInfo::from_env(&EnvVars::from_pairs(variables));
        (terminal.program, terminal.clipboard_opt_in)
    }

    #[test]
    fn a_terminal_is_called_what_it_calls_itself() {
        for (variables, program, setting) in [
            (
                &[("TERM_PROGRAM", "iTerm.app"), ("TERM_PROGRAM_VERSION", "3.5.0")][..],
                "iTerm.app 3.5.0",
                Some(OptInTerminal::Iterm),
            ),
            (
                &[("LC_TERMINAL", "iTerm2"), ("LC_TERMINAL_VERSION", "3.5.0")],
                "iTerm2 3.5.0",
                Some(OptInTerminal::Iterm),
            ),
            (&[("TERM_PROGRAM", "WezTerm"), ("XTERM_VERSION", "XTerm(379)")], "WezTerm", None),
            (&[("XTERM_VERSION", "XTerm(379)")], "xterm XTerm(379)", Some(OptInTerminal::Xterm)),
            (&[("VTE_VERSION", "7000"), ("KITTY_WINDOW_ID", "1")], "kitty", None),
        ] {
            assert_eq!(told(variables), (Some(program.to_owned()), setting), "{variables:?}");
        }
        assert_eq!(told(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "")]), (None, None));
    }
}
