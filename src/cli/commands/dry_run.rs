//! `--dry-run`: prints the requests that a command would send. Nothing is sent for it, not even to resolve a name.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt::Display;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use super::domain_ref::DomainRef;
use super::report::Warning;
use super::target_run::{LineDocument, max_exit, render_error_line};
use super::targets::Targets;
use crate::api::{BaseUrl, PlannedRequest};
use crate::cli::environment::{self, RequestIdentity};
use crate::cli::error::CliError;
use crate::cli::options::KeyArgs;
use crate::cli::output::{Form, Output};
use crate::core::api_key::ProjectId;
use crate::core::cache::{CachedDomain, CachedProject, format_age};
use crate::core::domain::DomainId;
use crate::core::domain_name::canonical_name;
use crate::core::exit::Exit;
use crate::store::DomainCache;

/// The ids that earlier runs have cached, by canonical name.
#[derive(Default)]
struct CachedIds {
    /// The ids, and their age.
    ids: HashMap<String, (DomainId, Duration)>,
    /// How long ago domains were removed.
    removed: HashMap<String, Duration>,
}

/// What is known without a request.
pub(super) struct DryRun {
    base: BaseUrl,
    identity: RequestIdentity,
    output: Output,
    /// `None` if names are not looked up in the cache.
    store: Option<DomainCache>,
    /// Loaded when the first name is looked up.
    cached_ids: OnceCell<CachedIds>,
}

/// A request, and a warning about what it was made of.
struct Plan {
    request: PlannedRequest,
    warning: Option<Warning>,
}

/// The JSON document of a request. The key is no part of a planned request.
#[derive(Serialize)]
struct RequestDocument<'a> {
    method: &'a str,
    url: &'a str,
    headers: Map<String, Value>,
    body: Value,
    warnings: Vec<Warning>,
}

impl DryRun {
    /// For the key and the project of the arguments and the environment, which may both be missing.
    ///
    /// # Errors
    /// The base URL or the project is invalid.
    pub(super) fn new(args: &KeyArgs, no_cache: bool, output: Output) -> Result<Self, CliError> {
        let base = environment::read_base_url()?;
        let identity = environment::read_request_identity(&base, args)?;
        let store = if no_cache { None } else { DomainCache::from_environment() };
        Ok(Self { base, identity, output, store, cached_ids: OnceCell::new() })
    }

    /// Prints the request for each domain, whose id must be known; `plan` makes it.
    ///
    /// # Errors
    /// The only domain has no known id, or the output cannot be written.
    pub(super) fn print_for_domains(
        &self,
        targets: &Targets<DomainRef>,
        plan: impl Fn(&BaseUrl, Option<&ProjectId>, &DomainId) -> Option<PlannedRequest>,
    ) -> Result<Exit, CliError> {
        self.print(targets, "once for each", |domain| {
            let (id, warning) = self.resolve_id(domain)?;
            let request = plan(&self.base, self.identity.project.as_ref(), &id).ok_or_else(|| {
                let title = format!("Invalid ID: {}", id.sanitized());
                CliError::new("id-unusable", Exit::Failed, title)
            })?;
            Ok(Plan { request, warning })
        })
    }

    /// Prints the request for each target; `each` says which of several targets have one.
    ///
    /// # Errors
    /// The only target has no request, or the output cannot be written.
    pub(super) fn print_all<T: Display>(
        &self,
        targets: &Targets<T>,
        each: &str,
        plan: impl Fn(&BaseUrl, Option<&ProjectId>, &T) -> PlannedRequest,
    ) -> Result<Exit, CliError> {
        self.print(targets, each, |domain| {
            let request = plan(&self.base, self.identity.project.as_ref(), domain);
            Ok(Plan { request, warning: None })
        })
    }

    fn print<T: Display>(
        &self,
        targets: &Targets<T>,
        each: &str,
        plan: impl Fn(&T) -> Result<Plan, CliError>,
    ) -> Result<Exit, CliError> {
        let plans: Vec<_> = targets.list.iter().map(|target| (target, plan(&target.domain))).collect();
        let (form, each) =
            if targets.is_batch { (Form::Item, format!(", {each}")) } else { (Form::Whole, String::new()) };
        for (_, plan) in plans.iter().filter(|_| !targets.is_batch) {
            if let Some(warning) = &plan.as_ref().map_err(Clone::clone)?.warning {
                self.output.note(&format!("note: {}", warning.message));
            }
        }
        let project_warning = self.note_project();
        self.output.note(&format!("Would send (with the API key in the Authorization header){each}:"));
        let mut exit = Exit::Success;
        for (target, plan) in plans {
            match plan {
                Ok(Plan { request, warning }) => {
                    let warnings = target.warnings.iter().cloned().chain(warning).chain(project_warning.clone());
                    let document = RequestDocument::new(&request, warnings.collect());
                    self.output.print(form, || format_request(&request), &document)?;
                }
                Err(error) => {
                    exit = max_exit(exit, error.exit);
                    let document = LineDocument::from_error(target, &error, &());
                    self.output.print_item(|| render_error_line(&target.domain, &error), &document)?;
                }
            }
        }
        Ok(exit)
    }

    /// Prints a note about the project of the request, if it is not known yet.
    fn note_project(&self) -> Option<Warning> {
        let note = self.identity.project_note?;
        self.output.note(&format!("note: {note}"));
        Some(Warning::new("project-asked-later", note))
    }

    /// The id of a domain, and if the domain is named, how old that id is.
    fn resolve_id(&self, domain: &DomainRef) -> Result<(DomainId, Option<Warning>), CliError> {
        let name = match domain {
            DomainRef::Id(id) => return Ok((id.clone(), None)),
            DomainRef::Name(name) => name,
        };
        let cached = self.cached_ids.get_or_init(|| self.load_cached_ids());
        let canonical = canonical_name(name.as_str());
        let (id, age) = cached.ids.get(&canonical).ok_or_else(|| match cached.removed.get(&canonical) {
            Some(age) => CliError::new("not-found", Exit::NotFound, format!("No domain {name} in this project"))
                .with_detail(format!("It was removed {}.", format_age(*age))),
            None => CliError::new("id-needed", Exit::NotFound, format!("The ID of {name} is unknown"))
                .with_detail("It isn't saved locally, and a dry run makes no requests.")
                .with_hint(format!("Pass the domain's ID instead. To look it up: autosend-domains status {name}")),
        })?;
        let message = format!("Using the ID of {name} saved {}", format_age(*age));
        Ok((id.clone(), Some(Warning::new("kept", message))))
    }

    /// The ids that are cached for this key; none without a key or without its project.
    fn load_cached_ids(&self) -> CachedIds {
        let credentials = self.identity.credentials.as_ref().filter(|credentials| !credentials.is_missing_project());
        let store = self.store.as_ref().zip(credentials);
        let project = store.map(|(store, credentials)| store.load_domains(&self.base.to_string(), credentials));
        let CachedProject { domains, removed, .. } = project.unwrap_or_default();
        let mut ids = HashMap::new();
        for CachedDomain { domain, age } in domains.unwrap_or_default() {
            ids.entry(canonical_name(domain.name.raw())).or_insert((domain.id, age));
        }
        let removed = removed.into_iter().map(|removed| (canonical_name(removed.domain.name.raw()), removed.age));
        CachedIds { ids, removed: removed.collect() }
    }
}

impl<'a> RequestDocument<'a> {
    fn new(request: &'a PlannedRequest, warnings: Vec<Warning>) -> Self {
        Self {
            method: request.method,
            url: &request.url,
            headers: request.headers.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect(),
            // The body is JSON that was made here. No body is null.
            body: serde_json::from_str(&request.body).unwrap_or_default(),
            warnings,
        }
    }
}

/// The request as HTTP has it, for people.
fn format_request(request: &PlannedRequest) -> String {
    let first = format!("{} {}\n", request.method, request.url);
    let head = request.headers.iter().fold(first, |text, (name, value)| text + name + ": " + value + "\n");
    if request.body.is_empty() { head } else { format!("{head}\n{}\n", request.body) }
}
