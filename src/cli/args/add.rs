//! The arguments of `add`.

use super::AccountArgs;
use crate::core::region::RegionKey;

/// What `add` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct AddArgs {
    /// The domain to send from, such as mail.example.com
    #[arg(value_name = "DOMAIN")]
    pub domain: String,

    /// Its region; without it, the project's primary region
    #[arg(long, value_name = "KEY", value_parser = RegionKey::parse)]
    pub region: Option<RegionKey>,

    /// Print the request instead of sending it; needs no key
    #[arg(long, conflicts_with = "sandbox")]
    pub dry_run: bool,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,

    /// Do not keep the domain for the next run
    #[arg(long)]
    pub no_cache: bool,

    /// Add it to a sandbox that lives as long as the command
    #[arg(long, conflicts_with_all = ["profile", "api_key_file", "project"])]
    pub sandbox: bool,

    /// With which key.
    #[command(flatten)]
    pub account: AccountArgs,
}
