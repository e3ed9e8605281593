//! The arguments of `doctor`.

use crate::cli::help::{format_examples, format_table};
use crate::cli::options::{KeyArgs, clipboard_parser};
use crate::clipboard::choice::ClipboardMode;

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Reports the terminal, tmux or screen, SSH, the clipboard methods and the one that
would be used, the API key's source, the API URL, DNS servers, proxy and folders,
and suggests fixes.

Nothing is copied, no requests are made, and no secrets are shown.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct DoctorArgs {
    /// JSON output
    #[arg(long)]
    pub json: bool,

    /// Report as if this clipboard setting were used: auto, native, tmux, osc52 or off
    #[arg(long, value_name = "METHOD", hide_possible_values = true, value_parser = clipboard_parser())]
    pub clipboard: Option<ClipboardMode>,

    #[command(flatten)]
    pub key: KeyArgs,
}

/// The members of the document with their descriptions, for the help. Within a version, members may be added, but none is
/// removed or changes its meaning.
pub(super) const JSON_MEMBERS: &[(&str, &str)] = &[
    ("version", "1. Fields may be added; existing ones won't change or disappear"),
    ("program", "the version of this program"),
    ("terminal.term", "TERM"),
    ("terminal.program", "the terminal's own name"),
    ("terminal.columns, .rows", "its size"),
    ("terminal.input, .output", "whether standard input and output are terminals"),
    ("terminal.characters", "unicode, console or ascii"),
    ("terminal.locale", "the variable in effect and its value, as in LANG=C.UTF-8"),
    ("terminal.colours", "16, or 0 with NO_COLOR"),
    ("multiplexer.kind", "tmux or screen; multiplexer is null outside both"),
    ("multiplexer.version", "tmux's version; this and the next six are null if it doesn't respond"),
    ("multiplexer.setClipboard", "tmux's option set-clipboard"),
    ("multiplexer.allowPassthrough", "tmux's option allow-passthrough"),
    ("multiplexer.terminal", "the TERM of the terminal attached to tmux"),
    ("multiplexer.features", "the capabilities tmux knows of for that terminal"),
    ("multiplexer.passesOn", "whether tmux forwards copies to it"),
    ("multiplexer.overSsh", "whether tmux is attached over SSH"),
    ("ssh", "variables that indicate an SSH session; [] if none"),
    ("clipboard.choice", "auto, native, tmux, osc52, off or command"),
    ("clipboard.chosenBy", "default, option or variable"),
    ("clipboard.ways[].way", "system, tmux, osc52, osc52-through-tmux, osc52-through-screen or command"),
    ("clipboard.ways[].problem", "why this method won't work, if known"),
    ("clipboard.takes", "the method that will be used"),
    ("clipboard.words", "where copies go, and whether that can be confirmed"),
    ("key.tail", "its last four characters"),
    ("key.source", "environment, file, key-file"),
    ("key.problem", "null, no-project, no-key or unusable"),
    ("api.baseUrl", "the address of the API"),
    ("api.isDefault", "whether it is AutoSend's own"),
    ("api.problem", "why the variable's URL, or the proxy, can't be used"),
    ("api.proxy", "host and port of the proxy used for it"),
    ("dns.servers", "the addresses of the DNS servers"),
    ("dns.problem", "why they are unknown"),
    ("folders.settings, .state", "where this program stores its files"),
    ("advice[].kind", "a stable name"),
    ("advice[].words", "the finding and what to do"),
    ("advice[].lines", "exact lines to add or run"),
];

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains doctor", ""),
        ("autosend-domains doctor --clipboard osc52", "what this method needs"),
        ("autosend-domains doctor --json | jq .clipboard.takes", ""),
    ]);
    let shape = format_table(JSON_MEMBERS);
    format!(
        "\
Examples:
{examples}
JSON on standard output; fields that are unknown or don't apply are null:
{shape}"
    )
}
