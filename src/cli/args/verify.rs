//! The arguments of `verify`.

use std::time::Duration;

use super::{ApiArgs, TargetArgs, duration};

/// What `verify` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct VerifyArgs {
    /// Which domains.
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Wait until it is verified, so long at most: 90s, 10m, 2h
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    pub wait: Option<Duration>,

    /// Print the request instead of sending it; needs no key for an id
    #[arg(long)]
    pub dry_run: bool,

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
