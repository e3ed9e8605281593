//! The arguments of `remove`.

use crate::cli::help::{DRY_RUN_IDS, DRY_RUN_JSON, format_examples};
use crate::cli::options::ApiArgs;

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Removes a domain from the project. This cannot be undone; senders and campaigns
that use it may be affected. Without --yes nothing is removed. Its records are
kept, to clear them from DNS: autosend-domains records DOMAIN --offline.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct RemoveArgs {
    /// The domain, by its name or by AutoSend's id for it
    #[arg(value_name = "DOMAIN")]
    pub domain: String,

    /// Yes, remove it: this cannot be undone
    #[arg(long)]
    pub yes: bool,

    /// Print the request instead of sending it; needs no key for an id
    #[arg(long)]
    pub dry_run: bool,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,

    /// Do not keep its records
    #[arg(long)]
    pub no_cache: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains remove mail.example.com --yes", ""),
        ("autosend-domains remove mail.example.com --dry-run", "what would be sent"),
        ("autosend-domains records mail.example.com --offline", "its records, afterwards"),
    ]);
    format!(
        "\
Examples:
{examples}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"outcome\": \"removed\", \"warnings\": [...]}}
  The outcome is removed or already-gone; the domain is as it was before.

{DRY_RUN_JSON}
{DRY_RUN_IDS}"
    )
}
