//! The arguments of `add`.

use crate::cli::help::{BATCH_JSON, DRY_RUN_JSON, FROM_FILE, format_examples, format_table};
use clap::ValueEnum;

use crate::cli::options::{ApiArgs, TargetArgs};
use crate::core::exit::Exit;
use crate::core::region::RegionKey;

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Adds a domain to your AutoSend project and prints the DNS records to publish.
With several domains, prints one line each and skips existing ones, so an
interrupted run can be repeated.

Names are cleaned up as in the wizard (URLs are stripped); warnings go to
standard error. The request is sent once. Only after \"too many requests\" (429)
is it retried, up to three times, waiting as long as the response asks but never
more than a minute. If the response is lost, the domain list is checked to see
whether the domain was added.";

/// The help of the domains: unlike those of other commands, they have no id yet.
pub(in crate::cli) const DOMAINS_HELP: &str = "Domains to send from, such as mail.example.com";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct AddArgs {
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Region ID (default: the project's primary region)
    #[arg(long, value_name = "REGION", value_parser = RegionKey::parse)]
    pub region: Option<RegionKey>,

    /// If it already exists: fail (the default for one domain) or show it (for several)
    #[arg(long, value_name = "WHAT")]
    pub if_exists: Option<IfExists>,

    /// Print the request instead of sending it; needs no key
    #[arg(long, conflicts_with = "sandbox")]
    pub dry_run: bool,

    /// JSON output, one document per line for several; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,

    /// Don't write the local cache
    #[arg(long)]
    pub no_cache: bool,

    /// Use a temporary sandbox
    #[arg(long, conflicts_with_all = ["profile", "api_key_file", "project"])]
    pub sandbox: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

impl AddArgs {
    /// What to do if the project has a domain already. Several domains are skipped then, so that a run that was stopped can be
    /// repeated.
    pub fn effective_if_exists(&self) -> IfExists {
        let default = if self.targets.is_batch() { IfExists::Show } else { IfExists::Fail };
        self.if_exists.unwrap_or(default)
    }
}

/// What to do if the project has the domain already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum IfExists {
    /// Fail, with exit code 5
    Fail,
    /// Show it as if it had just been added
    Show,
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains add mail.example.com --region eu-central-1", ""),
        ("autosend-domains add mail.example.com --json | jq '.domain.records'", ""),
        ("autosend-domains add mail.example.com --dry-run --json", ""),
        ("autosend-domains add mail.example.com --if-exists show", "even if it already exists"),
        ("autosend-domains add --from names.txt --json | jq -c '[.given, .error.kind]'", ""),
        ("pass autosend | autosend-domains add mail.example.com --api-key-file -", ""),
    ]);
    let exits = format_table(&Exit::TABLE);
    format!(
        "\
Examples:
{examples}
{FROM_FILE}
JSON on standard output:
  {{\"version\": 1, \"domain\": {{\"id\", \"name\", \"status\", \"records\": [...], ...}},
   \"existed\", \"warnings\": [{{\"kind\", \"message\"}}]}}
  existed: whether it was already in the project.
  Each record: slot, purpose, type, name, value, publishValue, priority, note.
  Publish publishValue: the value, with p= added to a bare DKIM key.
{BATCH_JSON}
JSON on standard error, if it fails:
  {{\"version\": 1, \"error\": {{\"kind\", \"message\", \"status\", \"code\", \"requestId\",
   \"retryAfter\", \"hint\"}}}}
{DRY_RUN_JSON}

Exit codes:
{exits}"
    )
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Args, Command};

    fn read(arguments: &[&str]) -> AddArgs {
        let args = Args::try_parse_from(["autosend-domains", "add"].iter().chain(arguments)).map(|args| args.command);
        let Ok(Some(Command::Add(args))) = args else { panic!("{arguments:?}: {args:?}") };
        args
    }

    #[test]
    fn existing_domains_among_several_fail_only_if_requested() {
        for (arguments, is_batch, if_exists) in [
            (&["a.com"][..], false, IfExists::Fail),
            (&["a.com", "--if-exists", "show"], false, IfExists::Show),
            (&["a.com", "b.com"], true, IfExists::Show),
            (&["--from", "-"], true, IfExists::Show),
            (&["--from", "-", "--if-exists=fail"], true, IfExists::Fail),
        ] {
            let args = read(arguments);
            assert_eq!((args.targets.is_batch(), args.effective_if_exists()), (is_batch, if_exists), "{arguments:?}");
        }
    }
}
