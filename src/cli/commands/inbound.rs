//! `inbound`: takes mail in for a domain, or no more; with the record that this asks for.

use serde_json::{Value, json};

use super::api_context::ApiContext;
use super::block_on;
use super::domain_arg::{Warning, warnings_json};
use super::domain_ref::DomainRef;
use super::dry_run::DryRun;
use super::interrupt::{interruptible, interruptible_mutation};
use super::resolve_domain::{api_error, resolve_domain};
use crate::api::{operation_request, retry_rate_limited};
use crate::cli::args::{InboundAction, InboundArgs};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::inbound::{mx_record, mx_warning};
use crate::core::operation::Operation;
use crate::core::record::DnsRecord;
use crate::core::zone::Zone;
use crate::export::{SCHEMA_VERSION, record_json, record_text, status_json};
use crate::ports::Api as _;

/// Runs the command.
pub(in crate::cli) fn run(args: &InboundArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).unwrap_or_else(|problem| output.print_error(&problem))
}

/// What came of it.
struct InboundChange {
    domain: SendingDomain,
    /// The record to publish, or to take out of DNS again.
    record: Option<DnsRecord>,
}

fn perform(args: &InboundArgs, output: Output) -> Result<Exit, CliError> {
    let (wanted, mut warnings) = DomainRef::parse_and_note(&args.domain, output)?;
    let operation = to_operation(args.action);
    if args.dry_run {
        let plan = DryRun::new(&args.api.key, args.no_cache, output)?;
        return plan
            .print_for_domain(&wanted, warnings, |base, project, id| operation_request(base, project, id, operation));
    }
    let account = ApiContext::open(&args.api, args.no_cache)?;
    let switched = block_on(set_inbound(&account, &wanted, args.action))?;
    for (kind, words) in account.warning().into_iter().chain(switched.warnings(args.action)) {
        output.note(&format!("warning: {words}"));
        warnings.push((kind, words));
    }
    output.print_result(|| switched.render(args.action), || switched.to_json(&warnings))?;
    Ok(Exit::Success)
}

const fn to_operation(switch: InboundAction) -> Operation {
    match switch {
        InboundAction::Enable => Operation::EnableInbound,
        InboundAction::Disable => Operation::DisableInbound,
    }
}

async fn set_inbound(
    account: &ApiContext,
    wanted: &DomainRef,
    switch: InboundAction,
) -> Result<InboundChange, CliError> {
    let before = interruptible(resolve_domain(account, wanted)).await?;
    let name = before.name.sanitized();
    let operation = to_operation(switch);
    let (api, credentials) = (&account.api, &account.credentials);
    let request = retry_rate_limited(|| api.run_operation(credentials, &before.id, operation));
    let answer =
        interruptible_mutation(request, format!("inbound mail of {name} may have been switched"), &name).await?;
    let answer = answer.map_err(|error| {
        let problem = api_error(failure::operation_failure(&error, operation, &name), &error);
        if error.status() == Some(400) && !before.status.can_send() {
            problem.with_hint(format!("Only a verified domain can take mail in: autosend-domains verify {name}"))
        } else {
            problem
        }
    })?;
    // The answer may hold the one record alone (autosend-api.md 1.1), which is not to be kept for the whole.
    let after =
        match interruptible(async { Ok::<_, CliError>(api.fetch_domain(credentials, &before.id).await) }).await? {
            Ok(domain) => {
                account.cache_domain(&domain);
                domain
            }
            Err(_error) => answer.clone(),
        };
    let sources = match switch {
        InboundAction::Enable => [&after, &answer],
        InboundAction::Disable => [&before, &answer],
    };
    let record = sources.iter().find_map(|domain| mx_record(&domain.records)).cloned();
    Ok(InboundChange { domain: after, record })
}

impl InboundChange {
    const fn is_enabled(&self) -> bool {
        self.domain.inbound_enabled_at.is_some()
    }

    /// What there is to know, before a record is advised.
    fn warnings(&self, switch: InboundAction) -> Vec<Warning> {
        let is_done = self.is_enabled() == (switch == InboundAction::Enable);
        let not_told = "AutoSend has answered, but does not say that inbound mail is switched".to_owned();
        let redirects = (switch == InboundAction::Enable && self.record.is_some())
            .then(|| ("mx-redirects-mail", mx_warning(self.domain.name.raw())));
        (!is_done).then_some(("not-told", not_told)).into_iter().chain(redirects).collect()
    }

    fn render(&self, switch: InboundAction) -> String {
        let name = self.domain.name.sanitized();
        let state = if self.is_enabled() { "enabled" } else { "disabled" };
        let task = match (switch, &self.record) {
            (InboundAction::Enable, Some(_)) => " Publish this record:\n",
            (InboundAction::Enable, None) => " AutoSend asks for no record.\n",
            (InboundAction::Disable, Some(_)) => " Take this record out of DNS, where it was published:\n",
            (InboundAction::Disable, None) => "\n",
        };
        let zone = Zone::guess(self.domain.name.raw());
        let record = self.record.as_ref().map(|record| format!("\n{}", record_text(record, &zone)));
        format!("Inbound mail is {state} for {name}.{task}{}", record.unwrap_or_default())
    }

    fn to_json(&self, warnings: &[Warning]) -> Value {
        json!({
            "version": SCHEMA_VERSION,
            "domain": status_json(&self.domain),
            "inbound": { "enabled": self.is_enabled(), "record": self.record.as_ref().map(record_json) },
            "warnings": warnings_json(warnings),
        })
    }
}
