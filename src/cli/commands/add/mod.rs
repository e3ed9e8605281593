//! `add`: adds domains, and prints their DNS records.
//!
//! | file | what it holds |
//! |---|---|
//! | `adding` | the requests that core's [`Adding`] decides on |
//! | `message` | what is said about the result |

mod adding;
mod args;
mod message;
#[cfg(test)]
mod tests;

use serde::Serialize;

use self::adding::AddRequest;
use self::args::IfExists;
pub(in crate::cli) use self::args::{ABOUT, AddArgs, DOMAINS_HELP, help};
use super::api_context::ApiContext;
use super::block_on;
use super::domain_ref::parse_domain_name;
use super::dry_run::DryRun;
use super::interrupt::{Interrupt, interruptible};
use super::report::{Failure, Report};
use super::resolve_domain::{api_error, fetch_list};
use super::target_run::TargetRun;
use super::targets::{Target, Targets};
use crate::api::{BaseUrl, create_request};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::adding::{Added, Adding, Confirmation, Step};
use crate::core::api_key::{ApiKey, Credentials};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::region::Region;
use crate::export::{domain_json, status_json};
use crate::ports::Api as _;
use crate::sandbox::{Options, SANDBOX_KEY, Sandbox};

/// Runs the command.
pub(in crate::cli) fn run(args: &AddArgs, output: Output) -> Result<Exit, CliError> {
    let targets = Targets::read(&args.targets, &args.api, output, parse_domain_name)?;
    let region = args.region.clone().map_or(Region::Primary, Region::Key);
    if args.dry_run {
        let plan = DryRun::new(&args.api.key, args.no_cache, output)?;
        // Which of several domains the project has is not known without a request.
        return plan.print_all(&targets, "once for each domain not yet in the project", |base, project, name| {
            create_request(base, project, name, &region)
        });
    }
    if !args.sandbox {
        let api = ApiContext::open(&args.api, args.no_cache, output)?;
        return block_on(add_all(&targets, &api, &region, args, output));
    }
    block_on(async {
        let (_sandbox, api) = start_temporary_sandbox(args).await?;
        add_all(&targets, &api, &region, args, output).await
    })
}

/// Starts a sandbox for this command only.
async fn start_temporary_sandbox(args: &AddArgs) -> Result<(Sandbox, ApiContext), CliError> {
    let failed = |reason: String| {
        CliError::new("sandbox-failed", Exit::Failed, "Could not start the sandbox").with_detail(reason)
    };
    let sandbox = Sandbox::start(Options::default(), 0).await.map_err(|error| failed(format!("{error}.")))?;
    let base = BaseUrl::parse(&sandbox.base_url()).map_err(|error| failed(format!("{error}.")))?;
    let key = ApiKey::parse(SANDBOX_KEY).map_err(|error| failed(format!("{error}.")))?;
    let api = ApiContext::ephemeral(base, Credentials { key, project: None }, &args.api)?;
    Ok((sandbox, api))
}

/// Adds the targets. For several, the list is fetched before, so that nothing is sent for domains that exist.
async fn add_all(
    targets: &Targets<DomainName>,
    api: &ApiContext,
    region: &Region,
    args: &AddArgs,
    output: Output,
) -> Result<Exit, CliError> {
    let list = if targets.is_batch {
        let list = async {
            fetch_list(api)
                .await
                .map_err(|error| api_error(failure::list_failure(&error), &error).with_detail("Nothing was added."))
        };
        interruptible(list).await?
    } else {
        Vec::new()
    };
    let mut run = TargetRun::start(targets, api, output)?;
    let note = run.note_fn();
    let adder = Adder { api, region, args, list, note };
    run.each(targets, async |_, target| {
        let result = if targets.is_batch { adder.add_listed(target).await } else { adder.add_single(target).await };
        result.map(Some)
    })
    .await?;
    Ok(run.finish())
}

/// Adds domains to a project.
struct Adder<'a, N> {
    api: &'a ApiContext,
    region: &'a Region,
    args: &'a AddArgs,
    /// The project's domains, if there are several targets.
    list: Vec<SendingDomain>,
    note: N,
}

impl<N: Fn(&str)> Adder<'_, N> {
    /// Adds the only domain. A signal ends the command.
    async fn add_single(&self, target: &Target<DomainName>) -> Result<Report<AddMembers>, Failure> {
        let name = &target.domain;
        let hint = message::follow_up_hint(name, self.args);
        let mut interrupt = Interrupt::listen()?;
        let request = self.request(name);
        let mut adding = Adding::new().with_timeout(self.api.client.timeout());
        let on_step = |adding: &Adding, step: &Step| {
            if let Some(message) = message::step_message(adding, step, name) {
                (self.note)(&message);
            }
        };
        let result = tokio::select! {
            result = request.run(&mut adding, &self.api.client, on_step) => result,
            exit = interrupt.wait() => {
                return Err(message::interrupted_error(adding.progress(), name, exit, &hint).into());
            }
        };
        let added = result.map_err(|not_added| message::not_added_error(not_added, name, &hint))?;
        Ok(self.report(&added, name, false))
    }

    /// Adds one of several domains, unless the list has it.
    async fn add_listed(&self, target: &Target<DomainName>) -> Result<Report<AddMembers>, Failure> {
        let name = &target.domain;
        let hint = message::follow_up_hint(name, self.args);
        let listed = self.list.iter().find(|domain| domain.is_named(name.as_str()));
        let result = match (listed, self.args.effective_if_exists()) {
            (Some(domain), IfExists::Show) => {
                Ok(Added { domain: domain.clone(), confirmation: Confirmation::AlreadyExisted })
            }
            (Some(_), IfExists::Fail) => Err(message::already_added_error(name, &hint)),
            (None, _) => {
                let on_step = |adding: &Adding, step: &Step| {
                    if let Some(message) = message::step_message(adding, step, name) {
                        (self.note)(&format!("{name}: {message}"));
                    }
                };
                let result = self
                    .request(name)
                    .run(&mut Adding::new().with_timeout(self.api.client.timeout()), &self.api.client, on_step)
                    .await;
                result.map_err(|not_added| message::not_added_error(not_added, name, &hint))
            }
        };
        match result {
            Ok(added) => Ok(self.report(&added, name, true)),
            Err(error) => Err(Failure::from(error).with_member("existed", listed.is_some())),
        }
    }

    fn request<'b>(&'b self, name: &'b DomainName) -> AddRequest<'b> {
        let Self { api, region, args, .. } = self;
        AddRequest { credentials: &api.credentials, name, region, if_exists: args.effective_if_exists() }
    }

    fn report(&self, added: &Added, name: &DomainName, is_batch: bool) -> Report<AddMembers> {
        self.api.cache_domain(&added.domain);
        let warnings = message::added_warnings(added, name, self.region);
        let existed = added.confirmation == Confirmation::AlreadyExisted;
        let is_new = added.confirmation == Confirmation::Response;
        let (domain_json, text) = if is_batch {
            (status_json(&added.domain), message::render_line(added, self.region))
        } else {
            (domain_json(&added.domain), message::render(&added.domain))
        };
        Report {
            domain_json,
            warnings,
            opening_note: is_new.then(|| format!("{name} was added.")),
            ..Report::new(&added.domain, AddMembers { existed }, text)
        }
    }
}

/// What `add` adds to its documents.
#[derive(Serialize)]
struct AddMembers {
    existed: bool,
}
