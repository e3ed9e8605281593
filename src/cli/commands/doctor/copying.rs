//! Where a copy would go.

use super::environment::Environment;
use crate::clipboard::choice::{Choice, ChosenBy, Word};
use crate::clipboard::surroundings::{Multiplexer, SSH_VARIABLES};
use crate::clipboard::tmux::{Tmux, TmuxFacts};
use crate::clipboard::{Copier, Forecast};

/// What is known of copying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copying {
    /// The program between this one and the terminal.
    pub(super) multiplexer: Option<Multiplexer>,
    /// How tmux is set up, where it answers.
    pub(super) tmux: Option<TmuxFacts>,
    /// The variables that tell of an SSH session.
    pub(super) ssh: Vec<&'static str>,
    /// Whether the environment names a display.
    pub(super) has_display: bool,
    /// Which way is to be gone, and who says so.
    pub(super) choice: (Choice, ChosenBy),
    /// The ways, and the one that a copy would take.
    pub(super) forecast: Forecast,
}

impl Copying {
    /// Finds out, without copying anything.
    pub(super) async fn find(environment: &Environment<'_>, option: Option<Word>) -> Self {
        let copier = Copier::from_environment(option);
        let multiplexer = copier.surroundings().multiplexer();
        let tmux = if multiplexer == Some(Multiplexer::Tmux) { Tmux::new().facts().await } else { None };
        Self {
            multiplexer,
            tmux,
            ssh: SSH_VARIABLES.into_iter().filter(|name| environment.has(name)).collect(),
            has_display: ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| environment.has(name)),
            choice: Choice::from_environment(option),
            forecast: copier.forecast().await,
        }
    }
}
