//! `inbound`: enables or disables inbound mail of a domain, and prints the DNS record that this needs.

use clap::ValueEnum as _;
use serde::Serialize;
use serde_json::Value;

use super::api_context::ApiContext;
use super::block_on;
use super::domain_ref::DomainRef;
use super::dry_run::DryRun;
use super::interrupt::{interruptible, interruptible_mutation};
use super::report::{Report, Warning};
use super::resolve_domain::{api_error, resolve_domain};
use super::target_run::run_all;
use super::targets::Targets;
use crate::api::{operation_request, retry_change};
use crate::cli::error::CliError;
use crate::cli::help::{DRY_RUN_IDS, DRY_RUN_JSON, format_examples};
use crate::cli::options::ApiArgs;
use crate::cli::output::Output;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::inbound::{mx_record, mx_warning};
use crate::core::operation::Operation;
use crate::core::record::DnsRecord;
use crate::core::text::escape_hidden;
use crate::core::zone::Zone;
use crate::export::{record_json, record_text};
use crate::ports::Api as _;

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Turns inbound mail of a verified domain on or off, and prints the MX record to
add or remove. An MX record redirects all mail for its name: check what that name
already receives before you publish it.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct InboundArgs {
    /// Domain name or AutoSend ID
    #[arg(value_name = "DOMAIN")]
    pub domain: String,

    /// Turn it on or off (may also come before the domain)
    #[arg(value_name = "enable|disable")]
    pub action: String,

    /// Print the request instead of sending it (an ID needs no key)
    #[arg(long)]
    pub dry_run: bool,

    /// JSON output; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,

    /// Don't write the local cache
    #[arg(long)]
    pub no_cache: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum InboundAction {
    /// Receive mail.
    Enable,
    /// Stop receiving mail.
    Disable,
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains inbound in.example.com enable", ""),
        ("autosend-domains inbound in.example.com disable --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"inbound\": {{\"enabled\", \"record\"}},
   \"warnings\": [...]}}
  The domain has the fields of `status`; the record is null if there is none.

{DRY_RUN_JSON}
{DRY_RUN_IDS}"
    )
}

/// Runs the command.
pub(in crate::cli) fn run(args: &InboundArgs, output: Output) -> Result<Exit, CliError> {
    let (domain, action) = args.domain_and_action()?;
    let targets = Targets::one(domain, output, DomainRef::parse)?;
    let operation = action.operation();
    if args.dry_run {
        let plan = DryRun::new(&args.api.key, args.no_cache, output)?;
        return plan.print_for_domains(&targets, |base, project, id| operation_request(base, project, id, operation));
    }
    let api = ApiContext::open(&args.api, args.no_cache, output)?;
    block_on(run_all(&targets, &api, output, async |target| Ok(set_inbound(&api, &target.domain, action).await?)))
}

impl InboundArgs {
    /// The domain and the action, in whichever order they were given.
    ///
    /// # Errors
    /// Neither is an action.
    fn domain_and_action(&self) -> Result<(&str, InboundAction), CliError> {
        let action = |word: &str| InboundAction::from_str(word, true).ok();
        if let Some(action) = action(&self.action) {
            return Ok((&self.domain, action));
        }
        action(&self.domain).map(|action| (self.action.as_str(), action)).ok_or_else(|| {
            let title = format!("expected enable or disable, not {}", escape_hidden(&self.action));
            CliError::new("usage", Exit::Usage, title)
                .with_hint("Usage: autosend-domains inbound DOMAIN enable|disable")
        })
    }
}

impl InboundAction {
    const fn operation(self) -> Operation {
        match self {
            Self::Enable => Operation::EnableInbound,
            Self::Disable => Operation::DisableInbound,
        }
    }
}

async fn set_inbound(
    api: &ApiContext,
    target: &DomainRef,
    action: InboundAction,
) -> Result<Report<InboundMembers>, CliError> {
    let before = interruptible(resolve_domain(api, target)).await?;
    let name = before.name.sanitized();
    let operation = action.operation();
    let (client, credentials) = (&api.client, &api.credentials);
    let request = retry_change(client, || client.run_operation(credentials, &before.id, operation));
    let response = interruptible_mutation(request, format!("inbound mail of {name} may have changed"), &name).await?;
    let response = response.map_err(|error| {
        let cli_error = api_error(failure::operation_failure(&error, operation, &name), &error);
        if error.status() == Some(400) && !before.status.can_send() {
            cli_error.with_hint(format!(
                "Only verified domains can receive mail. Verify it first: autosend-domains verify {name}"
            ))
        } else {
            cli_error
        }
    })?;
    // The response may hold only the MX record (autosend-api.md 1.1), so the domain is fetched for the cache.
    let fetch = async { Ok::<_, CliError>(client.fetch_domain(credentials, &before.id).await) };
    let after = match interruptible(fetch).await? {
        Ok(domain) => {
            api.cache_domain(&domain);
            domain
        }
        Err(_) => response.clone(),
    };
    let sources = match action {
        InboundAction::Enable => [&after, &response],
        InboundAction::Disable => [&before, &response],
    };
    let record = sources.iter().find_map(|domain| mx_record(&domain.records)).cloned();
    Ok(report(&after, record.as_ref(), action))
}

/// What `inbound` adds to its document.
#[derive(Serialize)]
struct InboundMembers {
    inbound: InboundState,
}

#[derive(Serialize)]
struct InboundState {
    enabled: bool,
    /// The MX record to publish, or to take out of DNS.
    record: Option<Value>,
}

fn report(domain: &SendingDomain, record: Option<&DnsRecord>, action: InboundAction) -> Report<InboundMembers> {
    let name = domain.name.sanitized();
    let is_enabling = action == InboundAction::Enable;
    let enabled = domain.inbound_enabled_at.is_some();
    let state = if enabled { "enabled" } else { "disabled" };
    let task = match (action, record) {
        (InboundAction::Enable, Some(_)) => " Publish this record:\n",
        (InboundAction::Enable, None) => " No record is needed.\n",
        (InboundAction::Disable, Some(_)) => " Remove this record from DNS if you published it:\n",
        (InboundAction::Disable, None) => "\n",
    };
    let zone = Zone::guess(domain.name.raw());
    let record_text = record.map(|record| format!("\n{}", record_text(record, &zone))).unwrap_or_default();
    let unconfirmed = "AutoSend responded but didn't confirm the change to inbound mail";
    let unconfirmed = (enabled != is_enabling).then(|| Warning::new("not-told", unconfirmed));
    let redirects =
        (is_enabling && record.is_some()).then(|| Warning::new("mx-redirects-mail", mx_warning(domain.name.raw())));
    let inbound = InboundState { enabled, record: record.map(record_json) };
    let text = format!("Inbound mail is {state} for {name}.{task}{record_text}");
    Report {
        warnings: unconfirmed.into_iter().chain(redirects).collect(),
        ..Report::new(domain, InboundMembers { inbound }, text)
    }
}
