//! The arguments of `list`.

use super::ApiArgs;

/// What `list` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct ListArgs {
    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,

    /// Print what an earlier run has kept, and ask nobody
    #[arg(long, conflicts_with = "no_cache")]
    pub offline: bool,

    /// Neither use nor keep what was fetched
    #[arg(long)]
    pub no_cache: bool,

    /// With which key.
    #[command(flatten)]
    pub api: ApiArgs,
}
