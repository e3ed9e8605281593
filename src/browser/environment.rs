//! Detects whether the user can see a browser of this machine. A pure function of the environment.

use crate::clipboard::environment::{Platform, SSH_VARIABLES};

/// Where this program runs, as far as a browser is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserEnvironment {
    /// On the machine in front of the user, with a display.
    Local,
    /// As [`Self::Local`], but in tmux, which may now be attached from another machine.
    Tmux,
    /// In an SSH session. A forwarded display does not count, because a browser on the remote machine is not the user's
    /// own.
    Ssh,
    /// On a machine without a display.
    NoDisplay,
}

impl BrowserEnvironment {
    /// Reads the environment through `variable`, which returns the value of a variable. An empty value counts as not
    /// set.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>, platform: Platform) -> Self {
        let any = |names: &[&str]| names.iter().any(|name| variable(name).is_some_and(|value| !value.is_empty()));
        // In the Windows Subsystem for Linux, Windows provides the display.
        let display = platform == Platform::Desktop || any(&["WAYLAND_DISPLAY", "DISPLAY", "WSL_INTEROP"]);
        match (any(&SSH_VARIABLES), display, any(&["TMUX"])) {
            (true, _, _) => Self::Ssh,
            (false, false, _) => Self::NoDisplay,
            (false, true, true) => Self::Tmux,
            (false, true, false) => Self::Local,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(variables: &[(&str, &str)], platform: Platform) -> BrowserEnvironment {
        let lookup = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        BrowserEnvironment::from_env(lookup, platform)
    }

    const SSH: (&str, &str) = ("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22");

    #[test]
    fn a_local_display_can_have_a_browser() {
        for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WSL_INTEROP"] {
            assert_eq!(detected(&[(variable, "x")], Platform::DisplayServer), BrowserEnvironment::Local, "{variable}");
            assert_eq!(
                detected(&[(variable, "x"), ("TMUX", "x")], Platform::DisplayServer),
                BrowserEnvironment::Tmux,
                "{variable}"
            );
        }
        assert_eq!(detected(&[], Platform::Desktop), BrowserEnvironment::Local);
        assert_eq!(detected(&[], Platform::DisplayServer), BrowserEnvironment::NoDisplay);
        assert_eq!(
            detected(&[("DISPLAY", ""), ("SSH_TTY", "")], Platform::DisplayServer),
            BrowserEnvironment::NoDisplay
        );
    }

    #[test]
    fn over_ssh_there_is_no_browser_even_with_a_forwarded_display() {
        for variable in SSH_VARIABLES {
            assert_eq!(
                detected(&[(variable, "x"), ("DISPLAY", "localhost:10.0")], Platform::DisplayServer),
                BrowserEnvironment::Ssh
            );
        }
        assert_eq!(detected(&[SSH], Platform::Desktop), BrowserEnvironment::Ssh);
        assert_eq!(detected(&[SSH, ("TMUX", "x")], Platform::DisplayServer), BrowserEnvironment::Ssh);
    }
}
