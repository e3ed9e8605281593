//! Reads from the environment where this program runs, and derives the copy methods.
//!
//! A pure function of the environment: it starts, opens and queries nothing.

use super::choice::{ClipboardChoice, ClipboardMode};

/// A method of copying a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum CopyMethod {
    /// The clipboard of this machine's display.
    System,
    /// tmux's own buffer. tmux forwards it to the attached terminal.
    Tmux,
    /// OSC 52, wrapped so that tmux forwards it to the terminal.
    #[strum(to_string = "osc52-through-tmux")]
    Osc52ViaTmux,
    /// OSC 52, in chunks that GNU screen forwards to the terminal.
    #[strum(to_string = "osc52-through-screen")]
    Osc52ViaScreen,
    /// Plain OSC 52.
    Osc52,
    /// The user's command.
    #[strum(to_string = "command")]
    UserCommand,
}

impl CopyMethod {
    /// The name in scripts.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The name in error messages.
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "system clipboard",
            Self::Tmux => "tmux",
            Self::Osc52ViaTmux => "terminal through tmux",
            Self::Osc52ViaScreen => "terminal through screen",
            Self::Osc52 => "terminal",
            Self::UserCommand => "your command",
        }
    }

    /// Whether the text is sent by OSC 52, which limits its length and returns no acknowledgement.
    pub const fn is_osc52(self) -> bool {
        matches!(self, Self::Osc52ViaTmux | Self::Osc52ViaScreen | Self::Osc52)
    }
}

/// Determines whether a machine has a clipboard of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// The system provides the clipboard, and it always exists: macOS, Windows.
    Desktop,
    /// A display server provides the clipboard, and there may be none: Linux and the BSDs.
    DisplayServer,
}

impl Platform {
    /// The platform of this build.
    pub const fn current() -> Self {
        if cfg!(any(target_os = "macos", windows)) { Self::Desktop } else { Self::DisplayServer }
    }
}

/// The variables that indicate an SSH session.
pub const SSH_VARIABLES: [&str; 3] = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];

/// A program between this one and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Multiplexer {
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
}

impl Multiplexer {
    /// Its name in scripts.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// The facts about the clipboard and the terminal that the environment holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    has_system_clipboard: bool,
    is_remote: bool,
    multiplexer: Option<Multiplexer>,
    ignores_osc52: Option<&'static str>,
}

impl Environment {
    /// Reads the environment through `variable`, which returns the value of a variable. An empty value counts as not
    /// set.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>, platform: Platform) -> Self {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let any = |names: &[&str]| names.iter().any(|name| variable(name).is_some());
        let remote = any(&SSH_VARIABLES);
        let clipboard = platform == Platform::Desktop || any(&["WAYLAND_DISPLAY", "DISPLAY"]);
        let multiplexer = if any(&["TMUX"]) {
            Some(Multiplexer::Tmux)
        } else if any(&["STY"]) {
            Some(Multiplexer::Screen)
        } else {
            None
        };
        Self {
            has_system_clipboard: clipboard && !remote,
            is_remote: remote,
            multiplexer,
            ignores_osc52: detect_osc52_ignoring_terminal(&variable),
        }
    }

    /// The program between this one and the terminal, if there is one.
    pub const fn multiplexer(&self) -> Option<Multiplexer> {
        self.multiplexer
    }

    /// Whether this is an SSH session, as far as the environment shows: `su -` and `sudo` may have removed the
    /// variables.
    pub const fn is_remote(&self) -> bool {
        self.is_remote
    }

    /// The copy methods for this choice, in the order in which they are tried. An explicitly chosen method is the only
    /// one.
    pub fn chosen_methods(&self, choice: &ClipboardChoice) -> Vec<CopyMethod> {
        match choice {
            ClipboardChoice::Mode(ClipboardMode::Auto) => self.methods(),
            ClipboardChoice::Mode(ClipboardMode::Native) => vec![CopyMethod::System],
            ClipboardChoice::Mode(ClipboardMode::Tmux) => vec![CopyMethod::Tmux],
            ClipboardChoice::Mode(ClipboardMode::Osc52) => vec![match self.multiplexer {
                Some(Multiplexer::Tmux) => CopyMethod::Osc52ViaTmux,
                Some(Multiplexer::Screen) => CopyMethod::Osc52ViaScreen,
                None => CopyMethod::Osc52,
            }],
            ClipboardChoice::Mode(ClipboardMode::Off) => Vec::new(),
            ClipboardChoice::Command(_) => vec![CopyMethod::UserCommand],
        }
    }

    /// The detected copy methods, in the order in which they are tried. Empty if no known method can work.
    ///
    /// In tmux the system clipboard comes second although it is the better one: tmux may now be attached from another
    /// machine, which only tmux itself knows (see [`super::tmux`]).
    pub fn methods(&self) -> Vec<CopyMethod> {
        let (before, after): (&[CopyMethod], &[CopyMethod]) = match (self.multiplexer, self.ignores_osc52) {
            (Some(Multiplexer::Tmux), _) => (&[CopyMethod::Tmux], &[CopyMethod::Osc52ViaTmux]),
            (Some(Multiplexer::Screen), _) => (&[], &[CopyMethod::Osc52ViaScreen]),
            (None, None) => (&[], &[CopyMethod::Osc52]),
            (None, Some(_)) => (&[], &[]),
        };
        let system: &[CopyMethod] = if self.has_system_clipboard { &[CopyMethod::System] } else { &[] };
        [before, system, after].concat()
    }

    /// The terminal, if it is known to ignore OSC 52 and no multiplexer is in between. In a multiplexer, the
    /// environment only shows the terminal in which the multiplexer was started, perhaps long ago.
    pub const fn osc52_ignoring_terminal(&self) -> Option<&'static str> {
        if self.multiplexer.is_none() { self.ignores_osc52 } else { None }
    }
}

/// The display name of a terminal that is known to ignore OSC 52.
fn detect_osc52_ignoring_terminal(variable: &impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    let term = variable("TERM").unwrap_or_default();
    match term.as_str() {
        "linux" => return Some("the Linux console"),
        "dumb" => return Some("a terminal with TERM=dumb"),
        _ => {}
    }
    if let Some(program) = variable("TERM_PROGRAM") {
        return (program == "Apple_Terminal").then_some("Apple Terminal");
    }
    // Another terminal that was started from a shell in a VTE terminal inherits VTE_VERSION, but has a `TERM` of its
    // own.
    let vte = variable("VTE_VERSION").is_some() && variable("XTERM_VERSION").is_none() && is_vte_term_name(&term);
    vte.then_some("GNOME Terminal (and other VTE terminals)")
}

/// Whether VTE terminals use this `TERM`: `xterm-256color` by default. `xterm-kitty` and the like are other terminals.
fn is_vte_term_name(term: &str) -> bool {
    matches!(term, "" | "xterm" | "xterm-color" | "xterm-16color" | "xterm-256color" | "xterm-direct")
        || term.starts_with("vte")
        || term.starts_with("gnome")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)], platform: Platform) -> Environment {
        let lookup = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Environment::from_env(lookup, platform)
    }

    fn ways(variables: &[(&str, &str)]) -> Vec<CopyMethod> {
        environment(variables, Platform::DisplayServer).methods()
    }

    const X11: (&str, &str) = ("DISPLAY", ":0");
    const SSH: (&str, &str) = ("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22");
    const TMUX: (&str, &str) = ("TMUX", "/tmp/tmux-1000/default,1,0");
    const SCREEN: (&str, &str) = ("STY", "1.pts-0.host");

    #[test]
    fn a_local_display_comes_first_and_the_terminal_is_the_fallback() {
        assert_eq!(ways(&[X11]), [CopyMethod::System, CopyMethod::Osc52]);
        assert_eq!(ways(&[("WAYLAND_DISPLAY", "wayland-0")]), [CopyMethod::System, CopyMethod::Osc52]);
        assert_eq!(environment(&[], Platform::Desktop).methods(), [CopyMethod::System, CopyMethod::Osc52]);
    }

    #[test]
    fn without_a_display_the_terminal_is_used() {
        assert_eq!(ways(&[]), [CopyMethod::Osc52]);
        assert_eq!(ways(&[("DISPLAY", ""), ("TMUX", ""), ("STY", "")]), [CopyMethod::Osc52]);
    }

    #[test]
    fn over_ssh_the_clipboard_of_the_remote_machine_is_not_used() {
        for variable in ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"] {
            assert_eq!(ways(&[(variable, "x"), X11]), [CopyMethod::Osc52], "{variable}");
        }
        assert_eq!(environment(&[SSH], Platform::Desktop).methods(), [CopyMethod::Osc52]);
    }

    #[test]
    fn in_tmux_its_buffer_comes_first_and_passthrough_last() {
        assert_eq!(ways(&[TMUX, SSH, X11]), [CopyMethod::Tmux, CopyMethod::Osc52ViaTmux]);
        assert_eq!(ways(&[TMUX]), [CopyMethod::Tmux, CopyMethod::Osc52ViaTmux]);
        assert_eq!(ways(&[TMUX, X11]), [CopyMethod::Tmux, CopyMethod::System, CopyMethod::Osc52ViaTmux]);
        assert_eq!(ways(&[TMUX, SCREEN]), [CopyMethod::Tmux, CopyMethod::Osc52ViaTmux]);
    }

    #[test]
    fn in_screen_the_pieces_come_last() {
        assert_eq!(ways(&[SCREEN, SSH]), [CopyMethod::Osc52ViaScreen]);
        assert_eq!(ways(&[SCREEN, X11]), [CopyMethod::System, CopyMethod::Osc52ViaScreen]);
    }

    #[test]
    fn a_terminal_that_ignores_osc_52_gets_none() {
        let deaf: [&[(&str, &str)]; 4] = [
            &[("VTE_VERSION", "7000"), ("TERM", "xterm-256color")],
            &[("TERM_PROGRAM", "Apple_Terminal"), ("TERM", "xterm-256color")],
            &[("TERM", "linux")],
            &[("TERM", "dumb")],
        ];
        for variables in deaf {
            let bare = environment(variables, Platform::DisplayServer);
            assert_eq!(bare.methods(), [], "{variables:?}");
            assert!(bare.osc52_ignoring_terminal().is_some(), "{variables:?}");
            assert_eq!(ways(&[variables, &[X11]].concat()), [CopyMethod::System]);
            let tmux = environment(&[variables, &[TMUX]].concat(), Platform::DisplayServer);
            assert_eq!(
                (tmux.methods(), tmux.osc52_ignoring_terminal()),
                (vec![CopyMethod::Tmux, CopyMethod::Osc52ViaTmux], None)
            );
        }
    }

    #[test]
    fn a_chosen_method_is_the_only_one() {
        let vte = ("VTE_VERSION", "7000");
        for (variables, osc_52) in [
            (&[X11, SSH][..], CopyMethod::Osc52),
            (&[vte, ("TERM", "xterm-256color")], CopyMethod::Osc52),
            (&[TMUX, X11], CopyMethod::Osc52ViaTmux),
            (&[SCREEN], CopyMethod::Osc52ViaScreen),
        ] {
            let environment = environment(variables, Platform::DisplayServer);
            let ways = |choice: ClipboardChoice| environment.chosen_methods(&choice);
            assert_eq!(ways(ClipboardChoice::Mode(ClipboardMode::Native)), [CopyMethod::System], "{variables:?}");
            assert_eq!(ways(ClipboardChoice::Mode(ClipboardMode::Tmux)), [CopyMethod::Tmux], "{variables:?}");
            assert_eq!(ways(ClipboardChoice::Mode(ClipboardMode::Osc52)), [osc_52], "{variables:?}");
            assert_eq!(ways(ClipboardChoice::Mode(ClipboardMode::Off)), [], "{variables:?}");
            assert_eq!(ways(ClipboardChoice::Command("cat".into())), [CopyMethod::UserCommand], "{variables:?}");
            assert_eq!(ways(ClipboardChoice::default()), environment.methods(), "{variables:?}");
        }
    }

    #[test]
    fn a_terminal_started_from_a_vte_terminal_is_not_detected_as_vte() {
        for other in [
            ("TERM", "xterm-kitty"),
            ("TERM", "alacritty"),
            ("TERM", "foot"),
            ("TERM_PROGRAM", "WezTerm"),
            ("XTERM_VERSION", "XTerm(379)"),
        ] {
            assert_eq!(ways(&[("VTE_VERSION", "7000"), other]), [CopyMethod::Osc52], "{other:?}");
        }
    }
}
