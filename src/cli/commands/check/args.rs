//! The arguments of `check`.

use crate::cli::help::{BATCH_JSON, FROM_FILE, format_examples};
use std::net::SocketAddr;
use std::time::Duration;

use crate::cli::options::{ApiArgs, TargetArgs, parse_duration, parse_nameserver};

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Looks the DNS records of domains up at the name servers that own their zone,
all of them, and says of each record what is there, what is wrong and how to
mend it. Nothing is changed. Where the name servers cannot be reached, the
system's resolver is asked, and that is said. With --wait it looks again, every
5 seconds at first and every 60 at last, until all required records (ownership
and DKIM) are right at every server that answers, or the time is up.

Exit code 0: all records are right; with --wait, all required ones. 3: a record
is missing or different. 6: DNS was not reached.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Ask this server alone; may be given several times
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = parse_nameserver)]
    pub nameserver: Vec<SocketAddr>,

    /// Wait until the required records are right, so long at most: 90s, 10m, 2h
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub wait: Option<Duration>,

    /// Then ask AutoSend, once, to verify
    #[arg(long, conflicts_with = "offline")]
    pub verify: bool,

    /// Print JSON: a document, of several domains one a line
    #[arg(long)]
    pub json: bool,

    /// Take the records from what an earlier run has kept, and ask DNS alone
    #[arg(long, conflicts_with = "no_cache")]
    pub offline: bool,

    /// Do not keep what was fetched for the next run
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
  \"warnings\": [...]}}
  The domain is that of `status`, with \"published\" filled in. In \"check\":
  \"outcome\" (right, required-right, not-right, not-reached), \"zone\", and for
  each record \"verdict\" (match, missing, different, partly, unreachable),
  \"causes\" by their names, and every answer of every server.
{BATCH_JSON}"
    )
}
