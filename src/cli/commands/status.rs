//! `status`: the state of domains at AutoSend. It succeeds if all of them can send.

use jiff::Timestamp;

use super::api_context::ApiContext;
use super::block_on;
use super::domain_ref::DomainRef;
use super::report::Report;
use super::resolve_domain::DomainResolver;
use super::target_run::{read, run_all};
use super::targets::Targets;
use crate::cli::error::CliError;
use crate::cli::help::{BATCH_JSON, DOMAIN_JSON, FROM_FILE, format_examples};
use crate::cli::options::{ApiArgs, TargetArgs};
use crate::cli::output::Output;
use crate::core::exit::Exit;
use crate::export::{status_line, status_report};

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Shows each domain's status, which records AutoSend has accepted, and the times.
A verified domain can send; mail-from and DMARC are also recommended.

Exit code 0: all of them can send. 3: some can't yet.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct StatusArgs {
    #[command(flatten)]
    pub targets: TargetArgs,

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
        ("autosend-domains status mail.example.com", ""),
        ("autosend-domains status --from names.txt --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
{FROM_FILE}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"warnings\": [...]}}
{DOMAIN_JSON}
{BATCH_JSON}"
    )
}

/// Runs the command.
pub(in crate::cli) fn run(args: &StatusArgs, output: Output) -> Result<Exit, CliError> {
    let targets = Targets::read(&args.targets, &args.api, output, DomainRef::parse)?;
    let api = ApiContext::open(&args.api, args.no_cache, output)?;
    block_on(async {
        let resolver = DomainResolver::open(&api, &targets).await?;
        run_all(&targets, &api, output, async |target| {
            let domain = read(targets.is_batch, resolver.resolve(&target.domain)).await?;
            let text = if targets.is_batch { status_line(&domain) } else { status_report(&domain, Timestamp::now()) };
            let exit = if domain.status.can_send() { Exit::Success } else { Exit::NotReady };
            Ok(Report { exit, ..Report::new(&domain, (), text) })
        })
        .await
    })
}
