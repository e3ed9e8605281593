//! The arguments of `inbound`.

use super::ApiArgs;

/// What `inbound` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct InboundArgs {
    /// The domain, by its name or by AutoSend's id for it
    #[arg(value_name = "DOMAIN")]
    pub domain: String,

    /// On or off
    #[arg(value_name = "enable|disable", hide_possible_values = true)]
    pub action: InboundAction,

    /// Print the request instead of sending it; needs no key for an id
    #[arg(long)]
    pub dry_run: bool,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,

    /// Do not keep what was fetched for the next run
    #[arg(long)]
    pub no_cache: bool,

    /// With which key.
    #[command(flatten)]
    pub api: ApiArgs,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum InboundAction {
    /// Take mail in.
    Enable,
    /// Take no more mail in.
    Disable,
}
