//! Whether there is a browser in front of the person. A pure function of the environment.

use crate::clipboard::environment::{Platform, SSH_VARIABLES};

/// Where this program runs, as far as a browser is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserEnvironment {
    /// On the machine that the person sits at, with a display.
    Local,
    /// The same as far as the environment tells; tmux may be attached from another machine by now.
    Tmux,
    /// In a session over SSH. A display that is forwarded is none: a browser on the far machine is not the person's own.
    Ssh,
    /// On a machine without a display.
    NoDisplay,
}

impl BrowserEnvironment {
    /// Reads the environment by `variable`, which answers with a variable's value. An empty value counts as none.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>, platform: Platform) -> Self {
        let any = |names: &[&str]| names.iter().any(|name| variable(name).is_some_and(|value| !value.is_empty()));
        // Windows has the display where this is its subsystem for Linux.
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

    fn place(variables: &[(&str, &str)], platform: Platform) -> BrowserEnvironment {
        let lookup =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        BrowserEnvironment::from_env(lookup, platform)
    }

    const SSH: (&str, &str) = ("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22");

    #[test]
    fn a_display_of_this_machine_may_have_a_browser() {
        for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WSL_INTEROP"] {
            assert_eq!(place(&[(variable, "x")], Platform::DisplayServer), BrowserEnvironment::Local, "{variable}");
            assert_eq!(
                place(&[(variable, "x"), ("TMUX", "x")], Platform::DisplayServer),
                BrowserEnvironment::Tmux,
                "{variable}"
            );
        }
        assert_eq!(place(&[], Platform::Desktop), BrowserEnvironment::Local);
        assert_eq!(place(&[], Platform::DisplayServer), BrowserEnvironment::NoDisplay);
        assert_eq!(place(&[("DISPLAY", ""), ("SSH_TTY", "")], Platform::DisplayServer), BrowserEnvironment::NoDisplay);
    }

    #[test]
    fn over_ssh_there_is_none_even_where_a_display_is_forwarded() {
        for variable in SSH_VARIABLES {
            assert_eq!(
                place(&[(variable, "x"), ("DISPLAY", "localhost:10.0")], Platform::DisplayServer),
                BrowserEnvironment::Ssh
            );
        }
        assert_eq!(place(&[SSH], Platform::Desktop), BrowserEnvironment::Ssh);
        assert_eq!(place(&[SSH, ("TMUX", "x")], Platform::DisplayServer), BrowserEnvironment::Ssh);
    }
}
