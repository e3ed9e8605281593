//! The arguments of `status`.

use super::{ApiArgs, TargetArgs};

/// What `status` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct StatusArgs {
    /// Which domains.
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Print JSON: a document, of several domains one a line
    #[arg(long)]
    pub json: bool,

    /// Do not keep what was fetched for the next run
    #[arg(long)]
    pub no_cache: bool,

    /// With which key.
    #[command(flatten)]
    pub api: ApiArgs,
}
