//! The arguments of `verify`.

use crate::cli::help::{BATCH_JSON, DRY_RUN_IDS, DRY_RUN_JSON, FROM_FILE, format_examples};
use std::time::Duration;

use crate::cli::options::{ApiArgs, TargetArgs, parse_wait};

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Starts verification and prints the result. AutoSend keeps checking in the
background. With --wait, its status is polled, every 5 seconds at first and up to
every 60 later, until the domains are verified or the time is up. It usually
takes 5 to 30 minutes, at most 48 hours.

Exit code 0: verified. 3: not verified in time. 1: AutoSend reports that
verification failed. 6: AutoSend could not be reached. 7: no longer in the
project.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Wait up to TIME for verification (90s, 10m, 2h)
    #[arg(long, value_name = "TIME", value_parser = parse_wait)]
    pub wait: Option<Duration>,

    /// Print the request instead of sending it (an ID needs no key)
    #[arg(long)]
    pub dry_run: bool,

    /// JSON output, one document per line for several domains
    #[arg(long)]
    pub json: bool,

    /// Don't write the local cache
    #[arg(long)]
    pub no_cache: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains verify mail.example.com", ""),
        ("autosend-domains verify mail.example.com --wait 30m", ""),
        ("autosend-domains verify --from names.txt --wait 1h --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
{FROM_FILE}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"outcome\": \"verified\", \"warnings\": [...]}}
  The outcome is verified, not-yet or failed. The domain has the fields of
  `status`.
{BATCH_JSON}
{DRY_RUN_JSON}
{DRY_RUN_IDS}"
    )
}
