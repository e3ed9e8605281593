//! Where a copy would go.

use super::env_vars::EnvVars;
use crate::clipboard::choice::{ChoiceSource, ClipboardChoice, ClipboardMode};
use crate::clipboard::environment::{Multiplexer, SSH_VARIABLES};
use crate::clipboard::tmux::{Tmux, TmuxInfo};
use crate::clipboard::{Copier, CopyPreview};

/// What is known of copying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClipboardInfo {
    /// The program between this one and the terminal.
    pub(super) multiplexer: Option<Multiplexer>,
    /// How tmux is set up, where it answers.
    pub(super) tmux: Option<TmuxInfo>,
    /// The variables that tell of an SSH session.
    pub(super) ssh_variables: Vec<&'static str>,
    /// Whether the environment names a display.
    pub(super) has_display: bool,
    /// Which way is to be gone, and who says so.
    pub(super) choice: (ClipboardChoice, ChoiceSource),
    /// The ways, and the one that a copy would take.
    pub(super) forecast: CopyPreview,
}

impl ClipboardInfo {
    /// Finds out, without copying anything.
    pub(super) async fn detect(environment: &EnvVars<'_>, option: Option<ClipboardMode>) -> Self {
        let copier = Copier::from_environment(option);
        let multiplexer = copier.environment().multiplexer();
        let tmux = if multiplexer == Some(Multiplexer::Tmux) { Tmux::new().info().await } else { None };
        Self {
            multiplexer,
            tmux,
            ssh_variables: SSH_VARIABLES.into_iter().filter(|name| environment.has(name)).collect(),
            has_display: ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| environment.has(name)),
            choice: ClipboardChoice::from_environment(option),
            forecast: copier.preview().await,
        }
    }
}
