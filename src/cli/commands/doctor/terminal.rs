//! The terminal, as its environment variables describe it.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::os::fd::AsFd;

use serde::{Serialize, Serializer};

use crate::core::redaction::mask_api_keys;
use crate::core::terminal_caps::{Charset, ColourSupport, TerminalCaps};

/// Looks a variable up.
type Lookup<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

/// The variables of this process, or those of a test.
pub(super) struct EnvVars<'a>(Box<Lookup<'a>>);

impl EnvVars<'_> {
    /// The variables of this process.
    pub(super) fn from_process() -> Self {
        Self(Box::new(|name| std::env::var_os(name)))
    }

    /// A variable that is not empty. A key in a wrong variable is masked; what is not UTF-8 becomes U+FFFD.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let value = (self.0)(name)?.to_string_lossy().into_owned();
        Some(mask_api_keys(&value).into_owned()).filter(|value| !value.is_empty())
    }

    /// Whether a variable is not empty.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// A terminal that sets a variable of its own.
struct KnownTerminal {
    name: &'static str,
    variable: &'static str,
    /// Whether the variable has the terminal's version.
    has_version: bool,
}

const KNOWN_TERMINALS: [KnownTerminal; 8] = [
    KnownTerminal { name: "kitty", variable: "KITTY_WINDOW_ID", has_version: false },
    KnownTerminal { name: "Ghostty", variable: "GHOSTTY_RESOURCES_DIR", has_version: false },
    KnownTerminal { name: "WezTerm", variable: "WEZTERM_PANE", has_version: false },
    KnownTerminal { name: "Alacritty", variable: "ALACRITTY_WINDOW_ID", has_version: false },
    KnownTerminal { name: "Konsole", variable: "KONSOLE_VERSION", has_version: true },
    KnownTerminal { name: "Windows Terminal", variable: "WT_SESSION", has_version: false },
    KnownTerminal { name: "xterm", variable: "XTERM_VERSION", has_version: true },
    KnownTerminal { name: "a VTE terminal", variable: "VTE_VERSION", has_version: true },
];

/// The terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct TerminalInfo {
    pub(super) term: Option<String>,
    /// Its name and version, if it reports them.
    pub(super) program: Option<String>,
    /// The size, if there is a terminal.
    pub(super) columns: Option<u16>,
    pub(super) rows: Option<u16>,
    #[serde(rename = "input")]
    pub(super) is_stdin_tty: bool,
    #[serde(rename = "output")]
    pub(super) is_stdout_tty: bool,
    #[serde(flatten, serialize_with = "serialize_caps")]
    pub(super) caps: TerminalCaps,
    /// The terminal, if it is one that accepts copies only after a setting was changed.
    #[serde(skip)]
    pub(super) clipboard_opt_in: Option<OptInTerminal>,
}

fn serialize_caps<S: Serializer>(caps: &TerminalCaps, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Caps {
        characters: &'static str,
        locale: Option<String>,
        colours: u8,
    }
    let characters = match caps.charset {
        Charset::Unicode => "unicode",
        Charset::LinuxConsole => "console",
        Charset::Ascii => "ascii",
    };
    let colours = match caps.colour {
        ColourSupport::Ansi16 => 16,
        ColourSupport::None => 0,
    };
    let locale = caps.locale.as_ref().map(|(variable, value)| format!("{variable}={value}"));
    Caps { characters, locale, colours }.serialize(serializer)
}

/// Terminals that accept copies only after a setting was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OptInTerminal {
    /// The setting is a resource.
    Xterm,
    /// The setting is in its preferences.
    Iterm,
}

impl TerminalInfo {
    /// The terminal of this process.
    pub(super) fn detect(environment: &EnvVars<'_>) -> Self {
        let (columns, rows) = detect_size().unzip();
        Self {
            columns,
            rows,
            is_stdin_tty: io::stdin().is_terminal(),
            is_stdout_tty: io::stdout().is_terminal(),
            ..Self::from_env(environment)
        }
    }

    /// The terminal, as far as the environment describes it.
    pub(super) fn from_env(environment: &EnvVars<'_>) -> Self {
        Self {
            term: environment.get("TERM"),
            program: detect_program(environment),
            columns: None,
            rows: None,
            is_stdin_tty: false,
            is_stdout_tty: false,
            caps: TerminalCaps::from_environment(|name| environment.get(name)),
            clipboard_opt_in: detect_opt_in(environment),
        }
    }
}

/// The size of the terminal, from the first standard stream that is one. Some terminals report 0.
fn detect_size() -> Option<(u16, u16)> {
    fn stream_size(stream: impl AsFd) -> Option<(u16, u16)> {
        let size = rustix::termios::tcgetwinsize(stream).ok()?;
        Some((size.ws_col, size.ws_row)).filter(|(columns, rows)| *columns > 0 && *rows > 0)
    }
    stream_size(io::stdout()).or_else(|| stream_size(io::stdin())).or_else(|| stream_size(io::stderr()))
}

fn detect_program(environment: &EnvVars<'_>) -> Option<String> {
    let with_version = |name: String, variable: &str| match environment.get(variable) {
        Some(version) => format!("{name} {version}"),
        None => name,
    };
    // Over SSH and in a multiplexer, iTerm2 sets only the second pair.
    for (name, version) in [("TERM_PROGRAM", "TERM_PROGRAM_VERSION"), ("LC_TERMINAL", "LC_TERMINAL_VERSION")] {
        if let Some(program) = environment.get(name) {
            return Some(with_version(program, version));
        }
    }
    let KnownTerminal { name, variable, has_version } =
        KNOWN_TERMINALS.into_iter().find(|terminal| environment.has(terminal.variable))?;
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
impl<'a> EnvVars<'a> {
    /// The variables of a test.
    pub(super) fn from_pairs(variables: &'a [(&'a str, &'a str)]) -> Self {
        let lookup = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        Self(Box::new(lookup))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(variables: &[(&str, &str)]) -> (Option<String>, Option<OptInTerminal>) {
        let terminal = TerminalInfo::from_env(&EnvVars::from_pairs(variables));
        (terminal.program, terminal.clipboard_opt_in)
    }

    #[test]
    fn a_terminal_has_the_name_that_it_reports() {
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
            assert_eq!(detect(variables), (Some(program.to_owned()), setting), "{variables:?}");
        }
        assert_eq!(detect(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "")]), (None, None));
    }
}
