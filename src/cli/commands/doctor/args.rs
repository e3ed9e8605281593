//! The arguments of `doctor`.

use crate::cli::help::{format_examples, format_table};
use crate::cli::options::{KeyArgs, clipboard_parser};
use crate::clipboard::choice::ClipboardMode;

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Shows what was found here: the terminal, tmux or screen, SSH, the ways of
copying in their order and the one that a copy would take, where the key comes
from, the API's address, DNS servers, the proxy and the folders; and how to turn
on what is off.

Nothing is copied, no server is asked, and nothing secret is shown.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct DoctorArgs {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,

    /// As if the wizard were given this: auto, native, tmux, osc52, off
    #[arg(long, value_name = "WAY", hide_possible_values = true, value_parser = clipboard_parser())]
    pub clipboard: Option<ClipboardMode>,

    #[command(flatten)]
    pub key: KeyArgs,
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains doctor", ""),
        ("autosend-domains doctor --clipboard osc52", "what that way would need"),
        ("autosend-domains doctor --json | jq .clipboard.takes", ""),
    ]);
    let shape = format_table(super::json::JSON_MEMBERS);
    format!(
        "\
Examples:
{examples}
JSON on standard output; a member that is not known or does not apply is null:
{shape}"
    )
}
