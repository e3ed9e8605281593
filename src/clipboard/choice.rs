//! Which way a copy is to go, where the person has a say: the option `--clipboard`, else the variable
//! [`CLIPBOARD_VARIABLE`], else what is found.

use std::ffi::{OsStr, OsString};
use std::str::FromStr;

/// The environment variable that chooses the way of copying: one of [`ClipboardMode::ALL`], or a command for `sh -c` that
/// reads the text from its standard input.
pub const CLIPBOARD_VARIABLE: &str = "AUTOSEND_CLIPBOARD";

/// The words by which a way is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClipboardMode {
    /// By what is found.
    Auto,
    /// The clipboard of this machine alone, even over SSH.
    Native,
    /// tmux's buffer alone.
    Tmux,
    /// OSC 52 alone, even to a terminal that is known to ignore it.
    Osc52,
    /// No copying at all.
    Off,
}

impl ClipboardMode {
    /// Every word, as the help has them.
    pub const ALL: [Self; 5] = [Self::Auto, Self::Native, Self::Tmux, Self::Osc52, Self::Off];

    /// How it is written.
    #[must_use]
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

    /// In upper or lower case.
    fn from_str(given: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|word| given.eq_ignore_ascii_case(word.as_str()));
        known.ok_or_else(|| format!("it is one of {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

/// How copies are to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClipboardChoice {
    /// By one of the words.
    Mode(ClipboardMode),
    /// By a command of the person's.
    Command(OsString),
}

impl Default for ClipboardChoice {
    fn default() -> Self {
        Self::Mode(ClipboardMode::Auto)
    }
}

/// Who has made the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceSource {
    /// Nobody: it is as the program has it.
    Default,
    /// The option of the command line.
    Flag,
    /// [`CLIPBOARD_VARIABLE`].
    Environment,
}

impl ClipboardChoice {
    /// From the option and the value of the variable; an empty value, or one of blanks, counts as none.
    #[must_use]
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
            // A path may hold any octets.
            None => (Self::Command(value.to_owned()), ChoiceSource::Environment),
        }
    }

    /// From the option and the environment of this process.
    #[must_use]
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
    fn the_option_wins_over_the_variable_and_the_variable_over_what_is_found() {
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
    fn every_word_is_read_as_it_is_written() {
        for word in ClipboardMode::ALL {
            assert_eq!(word.as_str().parse(), Ok(word));
        }
        assert_eq!("x11".parse::<ClipboardMode>(), Err("it is one of auto, native, tmux, osc52, off".to_owned()));
    }
}
