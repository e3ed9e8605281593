//! The arguments of `verify`.

use crate::cli::help::{BATCH_JSON, DRY_RUN_IDS, DRY_RUN_JSON, FROM_FILE, format_examples};
use std::time::Duration;

use crate::cli::options::{ApiArgs, TargetArgs, parse_duration};

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Asks AutoSend to look for the DNS records of domains, once, and tells what it
answers: it goes on looking in the background. With --wait it is then asked how
far it is, every 5 seconds at first and every 60 at last, until the domains are
verified or the time is up. 5 to 30 minutes are usual, up to 48 hours are
possible.

Exit code 0: verified. 3: not in the time given. 1: AutoSend's status says that
it has failed. 5: no longer there. 6: not reached in the end.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Wait until it is verified, so long at most: 90s, 10m, 2h
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
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
  The outcome is verified, not-yet or failed. The domain is that of `status`.
{BATCH_JSON}
{DRY_RUN_JSON}
{DRY_RUN_IDS}"
    )
}
