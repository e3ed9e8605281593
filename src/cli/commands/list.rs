//! `list`: every domain of the project, from AutoSend, or from the cache if AutoSend cannot be reached.

use std::num::NonZeroUsize;
use std::time::Duration;

use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::api_context::ApiContext;
use super::block_on;
use super::interrupt::interruptible;
use super::report::{FreshnessMembers, Warning};
use super::resolve_domain::{fetch_list, is_transient, list_error};
use crate::cli::error::CliError;
use crate::cli::help::{DOMAIN_JSON, format_examples};
use crate::cli::options::ApiArgs;
use crate::cli::output::Output;
use crate::cli::style::StyledText;
use crate::core::cache::{CachedProject, Freshness, format_age};
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::describe_error;
use crate::export::{domains_table, status_json};

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Lists the project's domains by name, with their status, AutoSend's four checks,
region, age and last check. If AutoSend can't be reached, the cached list is
shown with its age on standard error, and the exit code is 6. With --offline, the
cached list is the result: the exit code is 0.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct ListArgs {
    /// JSON output; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,

    /// Print only the names, one per line
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,

    /// Only domains with this status
    #[arg(long, value_name = "STATUS", value_enum)]
    pub status: Option<StatusFilter>,

    /// Print at most this many domains
    #[arg(long, value_name = "NUMBER")]
    pub limit: Option<NonZeroUsize>,

    /// Use cached data; make no requests
    #[arg(long, conflicts_with = "no_cache")]
    pub offline: bool,

    /// Don't read or write the local cache
    #[arg(long)]
    pub no_cache: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

/// The domains that `--status` keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatusFilter {
    /// They can send
    Verified,
    /// They can't send yet, whatever the reason
    Unverified,
}

impl StatusFilter {
    /// Whether the domain is kept.
    const fn matches(self, domain: &SendingDomain) -> bool {
        domain.status.can_send() == matches!(self, Self::Verified)
    }
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains list", ""),
        ("autosend-domains list --status unverified -q", "names only"),
        ("autosend-domains list --json | jq -r '.domains[] | select(.canSend) | .name'", ""),
    ]);
    format!(
        "\
Examples:
{examples}
JSON:
  {{\"version\": 1, \"domains\": [...], \"stale\": false, \"fetchedAt\": null,
   \"ageSeconds\": null, \"warnings\": [...]}}
  stale: whether they are those of an earlier run, fetched at that time.
{DOMAIN_JSON}"
    )
}

/// The domains of the project.
struct LoadedDomains {
    domains: Vec<SendingDomain>,
    /// That of the oldest of them.
    freshness: Freshness,
    warnings: Vec<Warning>,
}

/// The JSON document.
#[derive(Serialize)]
struct ListDocument<'a> {
    domains: Vec<Value>,
    #[serde(flatten)]
    freshness: FreshnessMembers,
    warnings: &'a [Warning],
}

/// Runs the command.
pub(in crate::cli) fn run(args: &ListArgs, output: Output) -> Result<Exit, CliError> {
    let LoadedDomains { mut domains, freshness, warnings } = load_domains(args, output)?;
    for warning in &warnings {
        output.warn(&warning.message);
    }
    if domains.is_empty() {
        output.note("No domains yet. Add one: autosend-domains add DOMAIN");
    } else if let Some(status) = args.status {
        domains.retain(|domain| status.matches(domain));
    }
    // The API defines no order.
    domains.sort_by_cached_key(|domain| domain.name.raw().to_ascii_lowercase());
    if let Some(limit) = args.limit.map(NonZeroUsize::get).filter(|limit| *limit < domains.len()) {
        output.note(&format!("Showing {limit} of {} domains.", domains.len()));
        domains.truncate(limit);
    }
    if args.quiet {
        let names: String = domains.iter().map(|domain| domain.name.sanitized() + "\n").collect();
        Output::print_export(&names)?;
        return Ok(freshness.exit());
    }
    let now = Timestamp::now();
    let document = ListDocument {
        domains: domains.iter().map(status_json).collect(),
        freshness: FreshnessMembers::new(freshness, now),
        warnings: &warnings,
    };
    // Without a domain there is no table: its head is no data.
    let table = || if domains.is_empty() { StyledText::default() } else { domains_table(&domains, now) };
    output.print_result(table, &document)?;
    Ok(freshness.exit())
}

fn load_domains(args: &ListArgs, output: Output) -> Result<LoadedDomains, CliError> {
    let api = ApiContext::open(&args.api, args.no_cache, output)?;
    if args.offline {
        let cached = api.load_cache();
        return cached_domains(&cached, "", Freshness::Requested).ok_or_else(|| {
            let error = CliError::new("not-kept", Exit::NotFound, "No saved domains for this key")
                .with_hint("Fetch them: autosend-domains list");
            cached.warning.iter().fold(error, |error, warning| error.with_detail(format!("{warning}.")))
        });
    }
    match block_on(interruptible(async { Ok::<_, CliError>(fetch_list(&api).await) }))? {
        Ok(domains) => {
            let warnings = api.warning().into_iter().collect();
            Ok(LoadedDomains { domains, freshness: Freshness::Live, warnings })
        }
        Err(error) if is_transient(&error) => {
            let cached = cached_domains(&api.load_cache(), &describe_error(&error), Freshness::Fallback);
            cached.ok_or_else(|| list_error(error).into())
        }
        Err(error) => Err(list_error(error).into()),
    }
}

/// The domains of the cache without those that were removed; `reason` is a sentence on why AutoSend did not tell them.
fn cached_domains(
    project: &CachedProject,
    reason: &str,
    freshness: fn(Duration) -> Freshness,
) -> Option<LoadedDomains> {
    let cached = project.domains.as_ref()?;
    let age = cached.iter().map(|cached| cached.age).max().unwrap_or_default();
    let message = format!("{reason} Showing the list saved {}.", format_age(age));
    Some(LoadedDomains {
        domains: cached.iter().map(|cached| cached.domain.clone()).collect(),
        freshness: freshness(age),
        warnings: vec![Warning::new("kept", message.trim_start())],
    })
}
