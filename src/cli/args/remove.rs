//! The arguments of `remove`.

use super::ApiArgs;

/// What `remove` is given.
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

    /// With which key.
    #[command(flatten)]
    pub api: ApiArgs,
}
