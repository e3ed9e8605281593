//! `inbound`: takes mail in for a domain, or no more; with the record that this asks for.

use serde_json::{Value, json};

use super::super::args::{InboundArgs, Switch};
use super::super::output::Output;
use super::super::problem::Problem;
use super::account::Account;
use super::block_on;
use super::dry_run::DryRun;
use super::finding::{find_one, told};
use super::interrupt::{or_broken_off, or_in_doubt};
use super::naming::{Warning, warnings_json};
use super::wanted::Wanted;
use crate::api::{operation_request, retry_rate_limited};
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
    perform(args, output).unwrap_or_else(|problem| output.problem(&problem))
}

/// What came of it.
struct Switched {
    domain: SendingDomain,
    /// The record to publish, or to take out of DNS again.
    record: Option<DnsRecord>,
}

fn perform(args: &InboundArgs, output: Output) -> Result<Exit, Problem> {
    let (wanted, mut warnings) = Wanted::one(&args.domain, output)?;
    let operation = operation(args.switch);
    if args.dry_run {
        let plan = DryRun::new(&args.account.key, args.no_cache, output)?;
        return plan.on_domain(&wanted, warnings, |base, project, id| operation_request(base, project, id, operation));
    }
    let account = Account::open(&args.account, args.no_cache)?;
    let switched = block_on(switch(&account, &wanted, args.switch))?;
    for (kind, words) in account.remark().into_iter().chain(switched.warnings(args.switch)) {
        output.note(&format!("warning: {words}"));
        warnings.push((kind, words));
    }
    output.data(|| switched.words(args.switch), || switched.document(&warnings))?;
    Ok(Exit::Success)
}

const fn operation(switch: Switch) -> Operation {
    match switch {
        Switch::Enable => Operation::EnableInbound,
        Switch::Disable => Operation::DisableInbound,
    }
}

async fn switch(account: &Account, wanted: &Wanted, switch: Switch) -> Result<Switched, Problem> {
    let before = or_broken_off(find_one(account, wanted)).await?;
    let name = before.name.sanitized();
    let operation = operation(switch);
    let (api, credentials) = (&account.api, &account.credentials);
    let asking = retry_rate_limited(|| api.run_operation(credentials, &before.id, operation));
    let answer = or_in_doubt(asking, format!("inbound mail of {name} may have been switched"), &name).await?;
    let answer = answer.map_err(|error| {
        let problem = told(failure::operation_failure(&error, operation, &name), &error);
        if error.status() == Some(400) && !before.status.can_send() {
            problem.hint(format!("Only a verified domain can take mail in: autosend-domains verify {name}"))
        } else {
            problem
        }
    })?;
    // The answer may hold the one record alone (autosend-api.md 1.1), which is not to be kept for the whole.
    let after = match or_broken_off(async { Ok::<_, Problem>(api.fetch_domain(credentials, &before.id).await) }).await?
    {
        Ok(domain) => {
            account.remember_domain(&domain);
            domain
        }
        Err(_error) => answer.clone(),
    };
    let places = match switch {
        Switch::Enable => [&after, &answer],
        Switch::Disable => [&before, &answer],
    };
    let record = places.iter().find_map(|domain| mx_record(&domain.records)).cloned();
    Ok(Switched { domain: after, record })
}

impl Switched {
    const fn is_enabled(&self) -> bool {
        self.domain.inbound_enabled_at.is_some()
    }

    /// What there is to know, before a record is advised.
    fn warnings(&self, switch: Switch) -> Vec<Warning> {
        let is_done = self.is_enabled() == (switch == Switch::Enable);
        let not_told = "AutoSend has answered, but does not say that inbound mail is switched".to_owned();
        let redirects = (switch == Switch::Enable && self.record.is_some())
            .then(|| ("mx-redirects-mail", mx_warning(self.domain.name.raw())));
        (!is_done).then_some(("not-told", not_told)).into_iter().chain(redirects).collect()
    }

    fn words(&self, switch: Switch) -> String {
        let name = self.domain.name.sanitized();
        let state = if self.is_enabled() { "enabled" } else { "disabled" };
        let task = match (switch, &self.record) {
            (Switch::Enable, Some(_)) => " Publish this record:\n",
            (Switch::Enable, None) => " AutoSend asks for no record.\n",
            (Switch::Disable, Some(_)) => " Take this record out of DNS, where it was published:\n",
            (Switch::Disable, None) => "\n",
        };
        let zone = Zone::guess(self.domain.name.raw());
        let record = self.record.as_ref().map(|record| format!("\n{}", record_text(record, &zone)));
        format!("Inbound mail is {state} for {name}.{task}{}", record.unwrap_or_default())
    }

    fn document(&self, warnings: &[Warning]) -> Value {
        json!({
            "version": SCHEMA_VERSION,
            "domain": status_json(&self.domain),
            "inbound": { "enabled": self.is_enabled(), "record": self.record.as_ref().map(record_json) },
            "warnings": warnings_json(warnings),
        })
    }
}
