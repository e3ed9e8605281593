//! The arguments of `check`.

use crate::cli::help::{BATCH_JSON, FROM_FILE, format_examples};
use std::net::SocketAddr;
use std::time::Duration;

use crate::cli::options::{ApiArgs, TargetArgs, parse_nameserver, parse_wait};

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Checks DNS records against all of the zone's own name servers and explains, by
cause, what is wrong, which records it concerns and how to fix it. Nothing is
changed. If the name servers can't be reached, the system's resolver is used and
the output says so. With --wait, checks again, every 5 seconds at first and up to
every 60 later, until all required records (ownership and DKIM) are OK on every
server that responds, or the time is up.

Exit code 0: all records are OK; with --wait, all required ones. 3: a record
is missing or wrong. 6: DNS could not be reached.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Use this DNS server (repeatable)
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = parse_nameserver)]
    pub nameserver: Vec<SocketAddr>,

    /// Wait up to TIME for the required records (90s, 10m, 2h)
    #[arg(long, value_name = "TIME", value_parser = parse_wait)]
    pub wait: Option<Duration>,

    /// Then start verification, once
    #[arg(long, conflicts_with = "offline")]
    pub verify: bool,

    /// JSON output, one document per line for several domains
    #[arg(long)]
    pub json: bool,

    /// Use cached records; only query DNS
    #[arg(long, conflicts_with = "no_cache")]
    pub offline: bool,

    /// Don't write the local cache
    #[arg(long)]
    pub no_cache: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains check mail.example.com", ""),
        ("autosend-domains check mail.example.com --wait 30m --verify", ""),
        ("autosend-domains check mail.example.com --nameserver 1.1.1.1", ""),
        ("autosend-domains check --from names.txt --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
{FROM_FILE}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"check\": {{...}}, \"verifyAsked\": false,
  \"stale\": false, \"fetchedAt\": null, \"ageSeconds\": null, \"warnings\": [...]}}
  stale: whether the expected records are cached ones (--offline).
  The domain has the fields of `status`, with \"published\" filled in. \"check\" has
  \"outcome\" (right, required-right, not-right, not-reached), \"zone\", and for
  each record \"verdict\" (match, missing, different, partly, unreachable),
  \"causes\" by name, and every answer of every server.
{BATCH_JSON}"
    )
}
