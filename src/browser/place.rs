//! Whether there is a browser in front of the person. A pure function of the environment.

use crate::clipboard::surroundings::{Platform, SSH_VARIABLES};

/// Where this program runs, as far as a browser is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the machine that the person sits at, with a display.
    Here,
    /// The same as far as the environment tells; tmux may be attached from another machine by now.
    InTmux,
    /// In a session over SSH. A display that is forwarded is none: a browser on the far machine is not the person's own.
    Remote,
    /// On a machine without a display.
    NoDisplay,
}

impl Place {
    /// Reads the environment by `variable`, which answers with a variable's value. An empty value counts as none.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>, platform: Platform) -> Self {
        let any = |names: &[&str]| names.iter().any(|name| variable(name).is_some_and(|value| !value.is_empty()));
        // Windows has the display where this is its subsystem for Linux.
        let display = platform == Platform::Desktop || any(&["WAYLAND_DISPLAY", "DISPLAY", "WSL_INTEROP"]);
        match (any(&SSH_VARIABLES), display, any(&["TMUX"])) {
            (true, _, _) => Self::Remote,
            (false, false, _) => Self::NoDisplay,
            (false, true, true) => Self::InTmux,
            (false, true, false) => Self::Here,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(variables: &[(&str, &str)], platform: Platform) -> Place {
        let lookup =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Place::from_env(lookup, platform)
    }

    const SSH: (&str, &str) = ("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22");

    #[test]
    fn a_display_of_this_machine_may_have_a_browser() {
        for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WSL_INTEROP"] {
            assert_eq!(place(&[(variable, "x")], Platform::Display), Place::Here, "{variable}");
            assert_eq!(place(&[(variable, "x"), ("TMUX", "x")], Platform::Display), Place::InTmux, "{variable}");
        }
        assert_eq!(place(&[], Platform::Desktop), Place::Here);
        assert_eq!(place(&[], Platform::Display), Place::NoDisplay);
        assert_eq!(place(&[("DISPLAY", ""), ("SSH_TTY", "")], Platform::Display), Place::NoDisplay);
    }

    #[test]
    fn over_ssh_there_is_none_even_where_a_display_is_forwarded() {
        for variable in SSH_VARIABLES {
            assert_eq!(place(&[(variable, "x"), ("DISPLAY", "localhost:10.0")], Platform::Display), Place::Remote);
        }
        assert_eq!(place(&[SSH], Platform::Desktop), Place::Remote);
        assert_eq!(place(&[SSH, ("TMUX", "x")], Platform::Display), Place::Remote);
    }
}
