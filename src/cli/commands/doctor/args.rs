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

/// The members of the document with their descriptions, for the help. Within a version, members may be added, but none is
/// removed or changes its meaning.
pub(super) const JSON_MEMBERS: &[(&str, &str)] = &[
    ("version", "1: members may be added to it, none goes or changes its meaning"),
    ("program", "the version of this program"),
    ("terminal.term", "TERM"),
    ("terminal.program", "what the terminal calls itself"),
    ("terminal.columns, .rows", "its size"),
    ("terminal.input, .output", "whether standard input and output are terminals"),
    ("terminal.characters", "unicode, console or ascii"),
    ("terminal.locale", "the variable in force and its value, as in LANG=C.UTF-8"),
    ("terminal.colours", "16, or 0 by NO_COLOR"),
    ("multiplexer.kind", "tmux or screen; multiplexer is null outside of both"),
    ("multiplexer.version", "tmux's version; this and the next six are null where it is silent"),
    ("multiplexer.setClipboard", "tmux's option set-clipboard"),
    ("multiplexer.allowPassthrough", "tmux's option allow-passthrough"),
    ("multiplexer.terminal", "the TERM of the terminal attached to tmux"),
    ("multiplexer.features", "what tmux knows that terminal to be capable of"),
    ("multiplexer.passesOn", "whether tmux passes a copy on to it"),
    ("multiplexer.overSsh", "whether tmux is attached over SSH"),
    ("ssh", "the variables that tell of an SSH session; none: []"),
    ("clipboard.choice", "auto, native, tmux, osc52, off or command"),
    ("clipboard.chosenBy", "default, option or variable"),
    ("clipboard.ways[].way", "system, tmux, osc52, osc52-through-tmux, osc52-through-screen or command"),
    ("clipboard.ways[].problem", "why it cannot be gone, as far as is known beforehand"),
    ("clipboard.takes", "the way that a copy takes"),
    ("clipboard.words", "where a copy goes and what is known of it then"),
    ("key.tail", "its last four characters"),
    ("key.source", "environment, file, key-file"),
    ("key.problem", "null, no-project, no-key or unusable"),
    ("api.baseUrl", "the address of the API"),
    ("api.isDefault", "whether that is AutoSend's own"),
    ("api.problem", "why the variable's cannot be used"),
    ("api.proxy", "host and port of the proxy on the way there"),
    ("dns.servers", "the addresses of the DNS servers"),
    ("dns.problem", "why they are not known"),
    ("folders.settings, .state", "where this program keeps its files"),
    ("advice[].kind", "a stable name"),
    ("advice[].words", "what is so, and what to do"),
    ("advice[].lines", "what to write or to run, to the letter"),
];

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains doctor", ""),
        ("autosend-domains doctor --clipboard osc52", "what that way would need"),
        ("autosend-domains doctor --json | jq .clipboard.takes", ""),
    ]);
    let shape = format_table(JSON_MEMBERS);
    format!(
        "\
Examples:
{examples}
JSON on standard output; a member that is not known or does not apply is null:
{shape}"
    )
}
