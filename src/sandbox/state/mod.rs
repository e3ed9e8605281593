//! What the sandbox has stored, and what each operation makes of it. Pure: no HTTP, no waiting, the time is passed in.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::core::record::Purpose;
use crate::sandbox::PROJECT;
use crate::sandbox::dns::Found;
use crate::sandbox::domain::{Domain, is_id};
use crate::sandbox::gate::BY_ID;
use crate::sandbox::options::Options;
use crate::sandbox::problem::Problem;
use crate::sandbox::records::Record;
use crate::sandbox::request::NewDomain;
use crate::sandbox::scenarios::Scenario;

/// Every project, and where random parts come from.
pub(in crate::sandbox) struct State {
    options: Options,
    random: StdRng,
    projects: BTreeMap<String, Project>,
    /// How often something was published or taken back, or a domain came or went: zones have it as their serial.
    changes: u32,
}

/// The domains of one project, in the order of adding.
#[derive(Default)]
struct Project {
    domains: Vec<Domain>,
    /// Until when a `busy` name is busy.
    busy: BTreeMap<String, Timestamp>,
}

/// How the answer to an added domain goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Added {
    /// As it is.
    Answered(Value),
    /// After a while.
    Slowly(Value),
    /// Broken off in the middle.
    Garbled(Value),
    /// Not at all: the connection is cut.
    Cut,
}

impl State {
    /// Nothing stored yet.
    pub(in crate::sandbox) fn new(options: &Options) -> Self {
        let random = options.seed.map_or_else(rand::make_rng, StdRng::seed_from_u64);
        Self { options: options.clone(), random, projects: BTreeMap::new(), changes: 1 }
    }

    /// `POST /domains`.
    pub(in crate::sandbox) fn add(&mut self, project: &str, body: &[u8], now: Timestamp) -> Result<Added, Problem> {
        let new = NewDomain::read(body)?;
        let scenario = Scenario::of(&new.name);
        let busy_for = self.options.busy;
        let project = self.projects.entry(project.to_owned()).or_default();
        if project.domains.iter().any(|domain| domain.name == new.name) {
            return Err(Problem::conflict());
        }
        match scenario {
            Some(Scenario::Refused) => {
                let words = "domain is on the sandbox's list of refused names".to_owned();
                return Err(Problem::invalid([("domain", words)]));
            }
            Some(Scenario::Plan) => return Err(Problem::plan()),
            Some(Scenario::Forbidden) => return Err(Problem::forbidden("This key may not add domains")),
            Some(Scenario::Broken) => return Err(Problem::broken()),
            Some(Scenario::Vanished) => return Ok(Added::Cut),
            Some(Scenario::Busy) => {
                if let Some(wait) = project.busy_for(&new.name, busy_for, now) {
                    return Err(Problem::too_many(wait));
                }
            }
            _ => {}
        }
        let domain = Domain::new(new, &self.options, &mut self.random, now);
        let answer = json!({ "success": true, "data": domain.answer() });
        project.domains.push(domain);
        self.changes = self.changes.wrapping_add(1);
        match scenario {
            Some(Scenario::Taken) => Err(Problem::conflict()),
            Some(Scenario::Slow) => Ok(Added::Slowly(answer)),
            Some(Scenario::Garbled) => Ok(Added::Garbled(answer)),
            Some(Scenario::Lost) => Ok(Added::Cut),
            _ => Ok(Added::Answered(answer)),
        }
    }

    /// `GET /domains`.
    pub(in crate::sandbox) fn list(&mut self, project: &str, now: Timestamp) -> Value {
        let domains = self.projects.get_mut(project).map_or(&mut [][..], |project| &mut project.domains);
        let answers: Vec<Value> = domains
            .iter_mut()
            .map(|domain| {
                domain.settle(now);
                domain.answer()
            })
            .collect();
        json!({ "success": true, "data": { "domains": answers } })
    }

    /// `GET /account/projects`: the one that every account has here, and those that its keys have named.
    pub(in crate::sandbox) fn projects(&mut self, now: Timestamp) -> Value {
        let named = self.projects.keys().filter_map(|name| Some(name.strip_prefix(BY_ID)?.to_owned()));
        let others: Vec<String> = named.filter(|id| id != PROJECT).collect();
        let ids = std::iter::once(PROJECT.to_owned()).chain(others);
        let answers: Vec<Value> = ids
            .map(|id| {
                let domains = self.projects.get_mut(&format!("{BY_ID}{id}")).map_or(&mut [][..], |it| &mut it.domains);
                let domains: Vec<Value> = domains.iter_mut().map(|domain| domain.in_project(now)).collect();
                let name = if id == PROJECT { "Sandbox" } else { "Another project" };
                json!({ "id": id, "name": name, "domains": domains })
            })
            .collect();
        json!({ "success": true, "data": { "projects": answers } })
    }

    /// `GET /domains/{id}`. A `gone` domain goes by being opened.
    pub(in crate::sandbox) fn get(&mut self, project: &str, id: &str, now: Timestamp) -> Result<Value, Problem> {
        let domain = self.open(project, id, now)?;
        if domain.scenario() == Some(Scenario::Gone) {
            self.remove(project, id);
            return Err(Problem::no_domain());
        }
        Ok(json!({ "success": true, "data": domain.answer() }))
    }

    /// `DELETE /domains/{id}`.
    pub(in crate::sandbox) fn delete(&mut self, project: &str, id: &str, now: Timestamp) -> Result<Value, Problem> {
        self.open(project, id, now)?;
        self.remove(project, id);
        Ok(json!({ "success": true, "message": "Domain deleted successfully" }))
    }

    /// What a verification of the domain looks up.
    pub(in crate::sandbox) fn wanted(
        &mut self,
        project: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<Vec<(Purpose, Record)>, Problem> {
        self.open(project, id, now).map(|domain| domain.wanted())
    }

    /// What is to be looked up before the domain is answered, since its verification goes on by itself.
    pub(in crate::sandbox) fn due(
        &mut self,
        project: &str,
        id: &str,
        now: Timestamp,
    ) -> Option<Vec<(Purpose, Record)>> {
        let takes = self.options.verify_after;
        let domain = self.open(project, id, now).ok()?;
        domain.is_due(takes, now).then(|| domain.wanted())
    }

    /// Takes in what was found by itself; the domain may be gone by now.
    pub(in crate::sandbox) fn look_again(&mut self, project: &str, id: &str, found: Found, now: Timestamp) {
        if let Ok(domain) = self.open(project, id, now) {
            domain.look_again(found, now);
        }
    }

    /// `POST /domains/{id}/verify`, with what was found.
    pub(in crate::sandbox) fn verify(
        &mut self,
        project: &str,
        id: &str,
        found: Found,
        now: Timestamp,
    ) -> Result<Value, Problem> {
        let takes = self.options.verify_after;
        let domain = self.open(project, id, now)?;
        domain.verify(found, takes, now);
        let data = domain.verify_answer();
        Ok(json!({ "success": true, "data": data, "message": "Domain verification status updated" }))
    }

    /// `POST /domains/{id}/inbound/enable`, for a verified domain only.
    pub(in crate::sandbox) fn enable_inbound(
        &mut self,
        project: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<Value, Problem> {
        let domain = self.open(project, id, now)?;
        if !domain.is_verified() {
            return Err(Problem::bad_request("Domain must be verified before inbound can be enabled"));
        }
        domain.enable_inbound(now);
        Ok(json!({ "success": true, "data": domain.answer() }))
    }

    /// `POST /domains/{id}/inbound/disable`.
    pub(in crate::sandbox) fn disable_inbound(
        &mut self,
        project: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<Value, Problem> {
        let domain = self.open(project, id, now)?;
        domain.disable_inbound();
        Ok(json!({ "success": true, "data": domain.answer() }))
    }

    /// The domain of an id, brought up to now.
    fn open(&mut self, project: &str, id: &str, now: Timestamp) -> Result<&mut Domain, Problem> {
        if !is_id(id) {
            return Err(Problem::invalid_id());
        }
        let domains = self.projects.get_mut(project).map(|project| &mut project.domains);
        let domain = domains.and_then(|domains| domains.iter_mut().find(|domain| domain.id == id));
        let domain = domain.ok_or_else(Problem::no_domain)?;
        domain.settle(now);
        Ok(domain)
    }

    fn remove(&mut self, project: &str, id: &str) {
        if let Some(project) = self.projects.get_mut(project) {
            project.domains.retain(|domain| domain.id != id);
            self.changes = self.changes.wrapping_add(1);
        }
    }
}

impl Project {
    /// How long a `busy` name still is; the first time asked, it begins.
    fn busy_for(&mut self, name: &str, length: Duration, now: Timestamp) -> Option<Duration> {
        let until = now.checked_add(length).unwrap_or(Timestamp::MAX);
        let until = *self.busy.entry(name.to_owned()).or_insert(until);
        Duration::try_from(until.duration_since(now)).ok().filter(|left| !left.is_zero())
    }
}

mod zones;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod zone_tests;
