//! `--dry-run`: the request that a command would send, told instead. Nothing is sent for it, not even to look a name up.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::batch::{TargetDomain, TargetReport, max_exit};
use super::domain_arg::{Warning, warnings_json};
use super::domain_ref::DomainRef;
use crate::api::{BaseUrl, PlannedRequest};
use crate::cli::args::KeyArgs;
use crate::cli::environment::{self, RequestIdentity};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::ProjectId;
use crate::core::cache::{CachedDomain, CachedProject, format_age};
use crate::core::domain::DomainId;
use crate::core::domain_name::canonical_name;
use crate::core::exit::Exit;
use crate::store::DomainCache;

/// What earlier runs have kept, by name.
#[derive(Default)]
struct CachedIds {
    /// The ids, and how old that is.
    ids: HashMap<String, (DomainId, Duration)>,
    /// Those that were removed, and how long ago.
    removed: HashMap<String, Duration>,
}

/// What is known without asking anybody.
pub(super) struct DryRun {
    /// Where it would be sent to.
    base: BaseUrl,
    identity: RequestIdentity,
    output: Output,
    /// Where earlier runs have kept the domains; `None` where they are not to be looked up.
    store: Option<DomainCache>,
    /// Read where a name is looked up for the first time.
    cached_ids: OnceCell<CachedIds>,
}

impl DryRun {
    /// For the key and the project that the arguments and the environment tell. It needs neither.
    ///
    /// # Errors
    /// Where the address or the project cannot be used.
    pub(super) fn new(args: &KeyArgs, no_cache: bool, output: Output) -> Result<Self, CliError> {
        let base = environment::read_base_url()?;
        let whose = environment::read_request_identity(&base, args)?;
        let store = if no_cache { None } else { DomainCache::from_environment() };
        Ok(Self { base, identity: whose, output, store, cached_ids: OnceCell::new() })
    }

    /// The request on one domain that is there: `plan` makes it.
    ///
    /// # Errors
    /// Where its id is not known here, or where the request cannot be written.
    pub(super) fn print_for_domain(
        &self,
        wanted: &DomainRef,
        mut warnings: Vec<Warning>,
        plan: impl Fn(&BaseUrl, Option<&ProjectId>, &DomainId) -> Option<PlannedRequest>,
    ) -> Result<Exit, CliError> {
        let (request, kept) = self.plan_request(wanted, plan)?;
        if let Some((_, words)) = &kept {
            self.output.note(&format!("note: {words}"));
        }
        warnings.extend(kept);
        self.print_request(&request, warnings)
    }

    /// The request on each of several that are there, a line each; what is not known of one ends none of the others.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn print_for_domains(
        &self,
        items: &[TargetDomain<DomainRef>],
        plan: impl Fn(&BaseUrl, Option<&ProjectId>, &DomainId) -> Option<PlannedRequest>,
    ) -> Result<Exit, CliError> {
        let remark = self.note_project();
        self.output.note("This would be sent, with the key in the header authorization, for each:");
        let mut exit = Exit::Success;
        for item in items {
            match self.plan_request(&item.domain, &plan) {
                Ok((request, kept)) => {
                    let warnings: Vec<_> = item.warnings.iter().cloned().chain(kept).chain(remark.clone()).collect();
                    self.print_request_line(&request, &warnings)?;
                }
                Err(problem) => {
                    let line = TargetReport::failed(&item.input, &item.domain.to_string(), &problem, &item.warnings);
                    self.output.print_item(|| line.text, || line.json)?;
                    exit = max_exit(exit, problem.exit);
                }
            }
        }
        Ok(exit)
    }

    /// Tells one request.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn print_request(&self, request: &PlannedRequest, mut warnings: Vec<Warning>) -> Result<Exit, CliError> {
        warnings.extend(self.note_project());
        self.output.note("This would be sent, with the key in the header authorization:");
        self.output.print_result(|| format_request(request), || request_json(request, &warnings))?;
        Ok(Exit::Success)
    }

    /// Tells one request of several.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn print_request_line(&self, request: &PlannedRequest, warnings: &[Warning]) -> Result<(), CliError> {
        self.output.print_item(|| format_request(request), || request_json(request, warnings))
    }

    /// What to know of the project that is sent with it, said to people.
    pub(super) fn note_project(&self) -> Option<Warning> {
        let words = self.identity.project_note?;
        self.output.note(&format!("note: {words}"));
        Some(("project-asked-later", words.to_owned()))
    }

    /// Where it would be sent to.
    pub(super) const fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The project that it would name.
    pub(super) const fn project(&self) -> Option<&ProjectId> {
        self.identity.project.as_ref()
    }

    fn plan_request(
        &self,
        wanted: &DomainRef,
        plan: impl Fn(&BaseUrl, Option<&ProjectId>, &DomainId) -> Option<PlannedRequest>,
    ) -> Result<(PlannedRequest, Option<Warning>), CliError> {
        let (id, kept) = self.resolve_id(wanted)?;
        let request = plan(&self.base, self.project(), &id);
        let request = request.ok_or_else(|| {
            let title = format!("No request can be made of the id {}", id.sanitized());
            CliError::new("id-unusable", Exit::Failed, title)
        })?;
        Ok((request, kept))
    }

    /// The id of a domain, and how it is known where it was not given.
    fn resolve_id(&self, wanted: &DomainRef) -> Result<(DomainId, Option<Warning>), CliError> {
        let name = match wanted {
            DomainRef::Id(id) => return Ok((id.clone(), None)),
            DomainRef::Name(name) => name,
        };
        let kept = self.cached_ids.get_or_init(|| self.load_cached_ids());
        let place = canonical_name(name.as_str());
        let (id, age) = kept.ids.get(&place).ok_or_else(|| {
            if let Some(age) = kept.removed.get(&place) {
                let title = format!("This project has no domain {name}");
                return CliError::new("not-found", Exit::Conflict, title)
                    .with_detail(format!("It was removed {}.", format_age(*age)));
            }
            CliError::new("id-needed", Exit::Conflict, format!("The id of {name} is not known here"))
                .with_detail("No earlier run with this key has kept it, and a dry run asks nobody.")
                .with_hint(format!("Give AutoSend's id for it: autosend-domains status {name} tells it, and keeps it"))
        })?;
        let words = format!("The id of {name} is the one that AutoSend told {}", format_age(*age));
        Ok((id.clone(), Some(("kept", words))))
    }

    /// What earlier runs have kept for this key; nothing where there is none, or where its project is not known.
    fn load_cached_ids(&self) -> CachedIds {
        let credentials = self.identity.credentials.as_ref().filter(|credentials| !credentials.is_missing_project());
        let recalled = self.store.as_ref().zip(credentials);
        let recalled = recalled.map(|(store, credentials)| store.load_domains(&self.base.to_string(), credentials));
        let CachedProject { domains, removed, .. } = recalled.unwrap_or_default();
        let mut ids = HashMap::new();
        for CachedDomain { domain, age } in domains.unwrap_or_default() {
            ids.entry(canonical_name(domain.name.raw())).or_insert((domain.id, age));
        }
        let removed = removed.into_iter().map(|gone| (canonical_name(gone.domain.name.raw()), gone.age)).collect();
        CachedIds { ids, removed }
    }
}

/// The request as JSON; `warnings` go with it. The key is no part of a planned request.
fn request_json(request: &PlannedRequest, warnings: &[Warning]) -> Value {
    let headers: Map<String, Value> =
        request.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    json!({
        "method": request.method,
        "url": request.url,
        "headers": headers,
        "body": body_json(request),
        "warnings": warnings_json(warnings),
    })
}

/// The request for people, as HTTP has it.
fn format_request(request: &PlannedRequest) -> String {
    let first = format!("{} {}\n", request.method, request.url);
    let head = request.headers.iter().fold(first, |text, (name, value)| text + name + ": " + value + "\n");
    if request.body.is_empty() { head } else { format!("{head}\n{}\n", request.body) }
}

/// The body is JSON that was made here, so it can be read again; null where there is none.
fn body_json(request: &PlannedRequest) -> Value {
    serde_json::from_str(&request.body).unwrap_or_default()
}
