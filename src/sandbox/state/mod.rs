//! The data of the sandbox, and the operations on it. Pure: no HTTP, no waiting; the time is a parameter.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::core::record::Purpose;
use crate::sandbox::DEFAULT_PROJECT_ID;
use crate::sandbox::add_request::AddRequest;
use crate::sandbox::api_failure::ApiFailure;
use crate::sandbox::dns::VerificationResult;
use crate::sandbox::domain::{Domain, is_object_id};
use crate::sandbox::options::Options;
use crate::sandbox::records::ApiRecord;
use crate::sandbox::scenarios::Scenario;

/// The prefix of the names of projects that account keys have selected by id.
pub(super) const PROJECT_ID_PREFIX: &str = "id ";

/// Every project, and the source of random values.
pub(super) struct SandboxState {
    options: Options,
    rng: StdRng,
    projects: BTreeMap<String, Project>,
    /// Rises with every publication, withdrawal, added and deleted domain; the zones use it as their serial.
    zone_serial: u32,
}

/// The domains of one project, in the order of adding.
#[derive(Default)]
struct Project {
    domains: Vec<Domain>,
    /// When each `busy` name stops being busy.
    busy_until: BTreeMap<String, Timestamp>,
}

/// How the response to an added domain is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AddResponse {
    /// At once.
    Immediate(Value),
    /// After a delay.
    Delayed(Value),
    /// Broken off in the middle.
    Truncated(Value),
    /// Not at all: the connection is dropped.
    DropConnection,
}

impl SandboxState {
    pub(super) fn new(options: &Options) -> Self {
        let random = options.seed.map_or_else(rand::make_rng, StdRng::seed_from_u64);
        Self { options: options.clone(), rng: random, projects: BTreeMap::new(), zone_serial: 1 }
    }

    /// Answers `POST /domains`: checks the body, applies the scenario of the name, adds the domain.
    pub(super) fn add_domain(&mut self, project: &str, body: &[u8], now: Timestamp) -> Result<AddResponse, ApiFailure> {
        let new = AddRequest::parse(body)?;
        let scenario = Scenario::from_name(&new.name);
        let busy_for = self.options.busy_duration;
        let project = self.projects.entry(project.to_owned()).or_default();
        if project.domains.iter().any(|domain| domain.name == new.name) {
            return Err(ApiFailure::conflict());
        }
        match scenario {
            Some(Scenario::Refused) => {
                let message = "domain is on the sandbox's list of rejected names".to_owned();
                return Err(ApiFailure::invalid_field("domain", message));
            }
            Some(Scenario::Plan) => return Err(ApiFailure::payment_required()),
            Some(Scenario::Forbidden) => return Err(ApiFailure::forbidden("This key may not add domains")),
            Some(Scenario::Broken) => return Err(ApiFailure::internal_error()),
            Some(Scenario::Vanished) => return Ok(AddResponse::DropConnection),
            Some(Scenario::Busy) => {
                if let Some(wait) = project.busy_remaining(&new.name, busy_for, now) {
                    return Err(ApiFailure::too_many_requests(wait));
                }
            }
            _ => {}
        }
        let domain = Domain::new(new, &self.options, &mut self.rng, now);
        let answer = success(domain.to_json());
        project.domains.push(domain);
        self.zone_serial = self.zone_serial.wrapping_add(1);
        match scenario {
            Some(Scenario::Taken) => Err(ApiFailure::conflict()),
            Some(Scenario::Slow) => Ok(AddResponse::Delayed(answer)),
            Some(Scenario::Garbled) => Ok(AddResponse::Truncated(answer)),
            Some(Scenario::Lost) => Ok(AddResponse::DropConnection),
            _ => Ok(AddResponse::Immediate(answer)),
        }
    }

    pub(super) fn list_domains(&mut self, project: &str, now: Timestamp) -> Value {
        let answers: Vec<Value> = self.domains_of(project, now).iter().map(Domain::to_json).collect();
        success(json!({ "domains": answers }))
    }

    /// `GET /account/projects`: the default project, and the projects that account keys have named.
    pub(super) fn list_projects(&mut self, now: Timestamp) -> Value {
        let named = self.projects.keys().filter_map(|name| Some(name.strip_prefix(PROJECT_ID_PREFIX)?.to_owned()));
        let others: Vec<String> = named.filter(|id| id != DEFAULT_PROJECT_ID).collect();
        let ids = std::iter::once(DEFAULT_PROJECT_ID.to_owned()).chain(others);
        let answers = ids.map(|id| {
            let project = format!("{PROJECT_ID_PREFIX}{id}");
            let domains: Vec<Value> = self.domains_of(&project, now).iter().map(Domain::to_project_json).collect();
            let name = if id == DEFAULT_PROJECT_ID { "Sandbox" } else { "Another project" };
            json!({ "id": id, "name": name, "domains": domains })
        });
        let answers: Vec<Value> = answers.collect();
        success(json!({ "projects": answers }))
    }

    /// `GET /domains/{id}`. Opening a `gone` domain deletes it.
    pub(super) fn get_domain(&mut self, project: &str, id: &str, now: Timestamp) -> Result<Value, ApiFailure> {
        let domain = self.domain_mut(project, id, now)?;
        if domain.scenario() == Some(Scenario::Gone) {
            self.remove_domain(project, id);
            return Err(ApiFailure::domain_not_found());
        }
        Ok(success(domain.to_json()))
    }

    /// `DELETE /domains/{id}`.
    pub(super) fn delete_domain(&mut self, project: &str, id: &str, now: Timestamp) -> Result<Value, ApiFailure> {
        self.domain_mut(project, id, now)?;
        self.remove_domain(project, id);
        Ok(json!({ "success": true, "message": "Domain deleted successfully" }))
    }

    /// The records that a verification of the domain looks up.
    pub(super) fn records_to_verify(
        &mut self,
        project: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<Vec<(Purpose, ApiRecord)>, ApiFailure> {
        self.domain_mut(project, id, now).map(|domain| domain.records_to_verify())
    }

    /// The records to look up before the domain is returned, if a background check is due.
    pub(super) fn records_due_for_recheck(
        &mut self,
        project: &str,
        id: &str,
        now: Timestamp,
    ) -> Option<Vec<(Purpose, ApiRecord)>> {
        let takes = self.options.verification_delay;
        let domain = self.domain_mut(project, id, now).ok()?;
        domain.is_recheck_due(takes, now).then(|| domain.records_to_verify())
    }

    /// Stores the result of a background check. The domain may be deleted by now.
    pub(super) fn apply_recheck(&mut self, project: &str, id: &str, found: VerificationResult, now: Timestamp) {
        if let Ok(domain) = self.domain_mut(project, id, now) {
            domain.apply_recheck(found, now);
        }
    }

    /// `POST /domains/{id}/verify`, with the result of the queries.
    pub(super) fn verify(
        &mut self,
        project: &str,
        id: &str,
        found: VerificationResult,
        now: Timestamp,
    ) -> Result<Value, ApiFailure> {
        let takes = self.options.verification_delay;
        let domain = self.domain_mut(project, id, now)?;
        domain.start_check(found, takes, now);
        let data = domain.to_verify_json();
        Ok(json!({ "success": true, "data": data, "message": "Domain verification status updated" }))
    }

    /// `POST /domains/{id}/inbound/enable`, for a verified domain only.
    pub(super) fn enable_inbound(&mut self, project: &str, id: &str, now: Timestamp) -> Result<Value, ApiFailure> {
        let domain = self.domain_mut(project, id, now)?;
        if !domain.is_verified() {
            return Err(ApiFailure::bad_request("Domain must be verified before inbound can be enabled"));
        }
        domain.enable_inbound(now);
        Ok(success(domain.to_json()))
    }

    /// `POST /domains/{id}/inbound/disable`.
    pub(super) fn disable_inbound(&mut self, project: &str, id: &str, now: Timestamp) -> Result<Value, ApiFailure> {
        let domain = self.domain_mut(project, id, now)?;
        domain.disable_inbound();
        Ok(success(domain.to_json()))
    }

    /// The domains of a project, brought up to date.
    fn domains_of(&mut self, project: &str, now: Timestamp) -> &mut [Domain] {
        let domains = self.projects.get_mut(project).map_or(&mut [][..], |project| &mut project.domains);
        for domain in domains.iter_mut() {
            domain.complete_due_check(now);
        }
        domains
    }

    /// The domain with this id, brought up to date.
    fn domain_mut(&mut self, project: &str, id: &str, now: Timestamp) -> Result<&mut Domain, ApiFailure> {
        if !is_object_id(id) {
            return Err(ApiFailure::invalid_id());
        }
        let mut domains = self.domains_of(project, now).iter_mut();
        domains.find(|domain| domain.id == id).ok_or_else(ApiFailure::domain_not_found)
    }

    fn remove_domain(&mut self, project: &str, id: &str) {
        if let Some(project) = self.projects.get_mut(project) {
            project.domains.retain(|domain| domain.id != id);
            self.zone_serial = self.zone_serial.wrapping_add(1);
        }
    }
}

/// The body of a successful response.
fn success(data: Value) -> Value {
    Value::from_iter([("success", Value::Bool(true)), ("data", data)])
}

impl Project {
    /// How long a `busy` name stays busy. The first call starts the time.
    fn busy_remaining(&mut self, name: &str, duration: Duration, now: Timestamp) -> Option<Duration> {
        let until = now.checked_add(duration).unwrap_or(Timestamp::MAX);
        let until = *self.busy_until.entry(name.to_owned()).or_insert(until);
        Duration::try_from(until.duration_since(now)).ok().filter(|left| !left.is_zero())
    }
}

mod zones;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod zone_tests;
