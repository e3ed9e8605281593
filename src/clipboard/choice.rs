//! The user's choice of a copy method: the option `--clipboard`, else the variable [`CLIPBOARD_VARIABLE`], else
//! automatic detection.

use std::ffi::{OsStr, OsString};
use std::str::FromStr;

/// The environment variable that chooses the copy method: one of [`ClipboardMode::ALL`], or a command for `sh -c` that
/// reads the text from its standard input.
pub const CLIPBOARD_VARIABLE: &str = "AUTOSEND_CLIPBOARD";

/// The values of `--clipboard`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClipboardMode {
    /// Automatic detection.
    Auto,
    /// Only the clipboard of this machine, even over SSH.
    Native,
    /// Only tmux's buffer.
    Tmux,
    /// Only OSC 52, even for a terminal that is known to ignore it.
    Osc52,
    /// No copying.
    Off,
}

impl ClipboardMode {
    /// Every value, in the order of the help.
    pub const ALL: [Self; 5] = [Self::Auto, Self::Native, Self::Tmux, Self::Osc52, Self::Off];

    /// The value on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Native => "native",
            Self::Tmux => "tmux",
            Self::Osc52 => "osc52",
            Self::Off => "off",
        }
    }
}

impl FromStr for ClipboardMode {
    type Err = String;

    /// Case is ignored.
    fn from_str(text: &str) -> Result<Self, String> {
        let mode = Self::ALL.into_iter().find(|word| text.eq_ignore_ascii_case(word.as_str()));
        mode.ok_or_else(|| format!("expected one of {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

/// The chosen copy method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClipboardChoice {
    /// One of the values of `--clipboard`.
    Mode(ClipboardMode),
    /// A command of the user.
    Command(OsString),
}

impl Default for ClipboardChoice {
    fn default() -> Self {
        Self::Mode(ClipboardMode::Auto)
    }
}

/// The source of the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ChoiceSource {
    /// The program's default.
    Default,
    /// The option of the command line.
    #[strum(to_string = "option")]
    Flag,
    /// [`CLIPBOARD_VARIABLE`].
    #[strum(to_string = "variable")]
    Environment,
}

impl ChoiceSource {
    /// Its name in scripts.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl ClipboardChoice {
    /// Resolves the option and the value of the variable. An empty or blank value counts as not set.
    pub fn resolve(option: Option<ClipboardMode>, variable: Option<&OsStr>) -> (Self, ChoiceSource) {
        if let Some(word) = option {
            return (Self::Mode(word), ChoiceSource::Flag);
        }
        let Some(value) = variable else { return (Self::default(), ChoiceSource::Default) };
        match value.to_str().map(str::trim) {
            Some("") => (Self::default(), ChoiceSource::Default),
            Some(text) => match text.parse() {
                Ok(word) => (Self::Mode(word), ChoiceSource::Environment),
                Err(_) => (Self::Command(value.to_owned()), ChoiceSource::Environment),
            },
            // A command may hold a path that is not UTF-8.
            None => (Self::Command(value.to_owned()), ChoiceSource::Environment),
        }
    }

    /// Resolves the option and the environment of this process.
    pub fn from_environment(option: Option<ClipboardMode>) -> (Self, ChoiceSource) {
        Self::resolve(option, std::env::var_os(CLIPBOARD_VARIABLE).as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(option: Option<ClipboardMode>, variable: &str) -> (ClipboardChoice, ChoiceSource) {
        ClipboardChoice::resolve(option, Some(OsStr::new(variable)))
    }

    #[test]
    fn the_option_has_precedence_over_the_variable_and_that_over_detection() {
        assert_eq!(
            made(Some(ClipboardMode::Auto), "off"),
            (ClipboardChoice::Mode(ClipboardMode::Auto), ChoiceSource::Flag)
        );
        assert_eq!(made(None, " OSC52 "), (ClipboardChoice::Mode(ClipboardMode::Osc52), ChoiceSource::Environment));
        for nothing in [None, Some(OsStr::new("")), Some(OsStr::new("  "))] {
            assert_eq!(
                ClipboardChoice::resolve(None, nothing),
                (ClipboardChoice::Mode(ClipboardMode::Auto), ChoiceSource::Default)
            );
        }
    }

    #[test]
    fn any_other_value_is_a_command() {
        for command in ["pbcopy", "xclip -selection clipboard", "./off", "off; true"] {
            assert_eq!(made(None, command), (ClipboardChoice::Command(command.into()), ChoiceSource::Environment));
        }
    }

    #[test]
    fn every_choice_parses_to_itself() {
        for word in ClipboardMode::ALL {
            assert_eq!(word.as_str().parse(), Ok(word));
        }
        assert_eq!("x11".parse::<ClipboardMode>(), Err("expected one of auto, native, tmux, osc52, off".to_owned()));
    }
}
