//! The arguments of `doctor`.

use super::{KeyArgs, clipboard_parser};
use crate::clipboard::choice::ClipboardMode;

/// What `doctor` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct DoctorArgs {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,

    /// As if the wizard were given this: auto, native, tmux, osc52, off
    #[arg(long, value_name = "WAY", hide_possible_values = true, value_parser = clipboard_parser())]
    pub clipboard: Option<ClipboardMode>,

    /// With which key.
    #[command(flatten)]
    pub key: KeyArgs,
}
