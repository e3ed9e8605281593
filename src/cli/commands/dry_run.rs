//! `--dry-run`: the request that a command would send, told instead. Nothing is sent for it, not even to look a name up.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::super::args::KeyArgs;
use super::super::output::Output;
use super::super::problem::Problem;
use super::super::surroundings::{self, Whose};
use super::many::{Item, Line, worse};
use super::naming::{Warning, warnings_json};
use super::wanted::Wanted;
use crate::api::{BaseUrl, PlannedRequest};
use crate::core::api_key::ProjectId;
use crate::core::cache::{CachedDomain, CachedProject, format_age};
use crate::core::domain::DomainId;
use crate::core::domain_name::canonical_name;
use crate::core::exit::Exit;
use crate::store::DomainCache;

/// What earlier runs have kept, by name.
#[derive(Default)]
struct Kept {
    /// The ids, and how old that is.
    ids: HashMap<String, (DomainId, Duration)>,
    /// Those that were removed, and how long ago.
    removed: HashMap<String, Duration>,
}

/// What is known without asking anybody.
pub(super) struct DryRun {
    /// Where it would be sent to.
    base: BaseUrl,
    whose: Whose,
    output: Output,
    /// Where earlier runs have kept the domains; `None` where they are not to be looked up.
    store: Option<DomainCache>,
    /// Read where a name is looked up for the first time.
    kept: OnceCell<Kept>,
}

impl DryRun {
    /// For the key and the project that the arguments and the environment tell. It needs neither.
    ///
    /// # Errors
    /// Where the address or the project cannot be used.
    pub(super) fn new(args: &KeyArgs, no_cache: bool, output: Output) -> Result<Self, Problem> {
        let base = surroundings::base_url()?;
        let whose = surroundings::whose(&base, args)?;
        let store = if no_cache { None } else { DomainCache::from_environment() };
        Ok(Self { base, whose, output, store, kept: OnceCell::new() })
    }

    /// The request on one domain that is there: `plan` makes it.
    ///
    /// # Errors
    /// Where its id is not known here, or where the request cannot be written.
    pub(super) fn on_domain(
        &self,
        wanted: &Wanted,
        mut warnings: Vec<Warning>,
        plan: impl Fn(&BaseUrl, Option<&ProjectId>, &DomainId) -> Option<PlannedRequest>,
    ) -> Result<Exit, Problem> {
        let (request, kept) = self.planned(wanted, plan)?;
        if let Some((_, words)) = &kept {
            self.output.note(&format!("note: {words}"));
        }
        warnings.extend(kept);
        self.one(&request, warnings)
    }

    /// The request on each of several that are there, a line each; what is not known of one ends none of the others.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn on_domains(
        &self,
        items: &[Item<Wanted>],
        plan: impl Fn(&BaseUrl, Option<&ProjectId>, &DomainId) -> Option<PlannedRequest>,
    ) -> Result<Exit, Problem> {
        let remark = self.remark();
        self.output.note("This would be sent, with the key in the header authorization, for each:");
        let mut exit = Exit::Success;
        for item in items {
            match self.planned(&item.what, &plan) {
                Ok((request, kept)) => {
                    let warnings: Vec<_> = item.warnings.iter().cloned().chain(kept).chain(remark.clone()).collect();
                    self.line(&request, &warnings)?;
                }
                Err(problem) => {
                    let line = Line::failed(&item.given, &item.what.to_string(), &problem, &item.warnings);
                    self.output.line(|| line.words, || line.document)?;
                    exit = worse(exit, problem.exit);
                }
            }
        }
        Ok(exit)
    }

    /// Tells one request.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn one(&self, request: &PlannedRequest, mut warnings: Vec<Warning>) -> Result<Exit, Problem> {
        warnings.extend(self.remark());
        self.output.note("This would be sent, with the key in the header authorization:");
        self.output.data(|| text(request), || document(request, &warnings))?;
        Ok(Exit::Success)
    }

    /// Tells one request of several.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn line(&self, request: &PlannedRequest, warnings: &[Warning]) -> Result<(), Problem> {
        self.output.line(|| text(request), || document(request, warnings))
    }

    /// What to know of the project that is sent with it, said to people.
    pub(super) fn remark(&self) -> Option<Warning> {
        let words = self.whose.remark?;
        self.output.note(&format!("note: {words}"));
        Some(("project-asked-later", words.to_owned()))
    }

    /// Where it would be sent to.
    pub(super) const fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The project that it would name.
    pub(super) const fn project(&self) -> Option<&ProjectId> {
        self.whose.project.as_ref()
    }

    fn planned(
        &self,
        wanted: &Wanted,
        plan: impl Fn(&BaseUrl, Option<&ProjectId>, &DomainId) -> Option<PlannedRequest>,
    ) -> Result<(PlannedRequest, Option<Warning>), Problem> {
        let (id, kept) = self.id(wanted)?;
        let request = plan(&self.base, self.project(), &id);
        let request = request.ok_or_else(|| {
            let title = format!("No request can be made of the id {}", id.sanitized());
            Problem::new("id-unusable", Exit::Failed, title)
        })?;
        Ok((request, kept))
    }

    /// The id of a domain, and how it is known where it was not given.
    fn id(&self, wanted: &Wanted) -> Result<(DomainId, Option<Warning>), Problem> {
        let name = match wanted {
            Wanted::Id(id) => return Ok((id.clone(), None)),
            Wanted::Name(name) => name,
        };
        let kept = self.kept.get_or_init(|| self.recall());
        let place = canonical_name(name.as_str());
        let (id, age) = kept.ids.get(&place).ok_or_else(|| {
            if let Some(age) = kept.removed.get(&place) {
                let title = format!("This project has no domain {name}");
                return Problem::new("not-found", Exit::Conflict, title)
                    .with(format!("It was removed {}.", format_age(*age)));
            }
            Problem::new("id-needed", Exit::Conflict, format!("The id of {name} is not known here"))
                .with("No earlier run with this key has kept it, and a dry run asks nobody.")
                .hint(format!("Give AutoSend's id for it: autosend-domains status {name} tells it, and keeps it"))
        })?;
        let words = format!("The id of {name} is the one that AutoSend told {}", format_age(*age));
        Ok((id.clone(), Some(("kept", words))))
    }

    /// What earlier runs have kept for this key; nothing where there is none, or where its project is not known.
    fn recall(&self) -> Kept {
        let credentials = self.whose.credentials.as_ref().filter(|credentials| !credentials.is_missing_project());
        let recalled = self.store.as_ref().zip(credentials);
        let recalled = recalled.map(|(store, credentials)| store.load_domains(&self.base.to_string(), credentials));
        let CachedProject { domains, removed, .. } = recalled.unwrap_or_default();
        let mut ids = HashMap::new();
        for CachedDomain { domain, age } in domains.unwrap_or_default() {
            ids.entry(canonical_name(domain.name.raw())).or_insert((domain.id, age));
        }
        let removed = removed.into_iter().map(|gone| (canonical_name(gone.domain.name.raw()), gone.age)).collect();
        Kept { ids, removed }
    }
}

/// The request as JSON; `warnings` go with it. The key is no part of a planned request.
fn document(request: &PlannedRequest, warnings: &[Warning]) -> Value {
    let headers: Map<String, Value> =
        request.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    json!({
        "method": request.method,
        "url": request.url,
        "headers": headers,
        "body": body(request),
        "warnings": warnings_json(warnings),
    })
}

/// The request for people, as HTTP has it.
fn text(request: &PlannedRequest) -> String {
    let first = format!("{} {}\n", request.method, request.url);
    let head = request.headers.iter().fold(first, |text, (name, value)| text + name + ": " + value + "\n");
    if request.body.is_empty() { head } else { format!("{head}\n{}\n", request.body) }
}

/// The body is JSON that was made here, so it can be read again; null where there is none.
fn body(request: &PlannedRequest) -> Value {
    serde_json::from_str(&request.body).unwrap_or_default()
}
