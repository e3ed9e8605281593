//! Requests as data: the client sends exactly this, and `--dry-run` prints exactly this. The key is not part of it.

use serde::Serialize;
use url::Url;

use super::base_url::BaseUrl;
use crate::core::adding::create_domain_body;
use crate::core::api_key::ProjectId;
use crate::core::domain::DomainId;
use crate::core::domain_name::DomainName;
use crate::core::operation::Operation;
use crate::core::region::Region;

/// The `User-Agent` header.
pub const USER_AGENT: &str = concat!("autosend-domains/", env!("CARGO_PKG_VERSION"));

/// The longest id in bytes. AutoSend's ids have 24.
const MAX_ID_LEN: usize = 256;

/// A request without the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedRequest {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// The complete URL.
    pub url: String,
    /// The headers, without `Authorization` and those that only describe the connection.
    pub headers: Vec<(String, String)>,
    /// The body, or an empty text.
    pub body: String,
}

/// `POST /domains`: the body is exactly `{"domain": …, "regionKey": …}`. Without `regionKey`, AutoSend uses the
/// project's primary region (AutoSend's page "Add domain").
///
/// # Panics
/// Never: every base URL accepts the segment `domains`, and two strings always serialize.
pub fn create_request(
    base: &BaseUrl,
    project: Option<&ProjectId>,
    name: &DomainName,
    region: &Region,
) -> PlannedRequest {
    let body = create_domain_body(name, region).to_string();
    PlannedRequest { body, ..plan_request("POST", &domains_url(base), project) }
}

pub(super) fn list_request(base: &BaseUrl, project: Option<&ProjectId>) -> PlannedRequest {
    plan_request("GET", &domains_url(base), project)
}

/// `GET /domains/{id}`; `None` if the id fits in no URL.
pub(super) fn fetch_request(base: &BaseUrl, project: Option<&ProjectId>, id: &DomainId) -> Option<PlannedRequest> {
    domain_request(base, project, "GET", id, &[])
}

/// `POST /domains/{id}/…`; `None` if the id fits in no URL.
pub fn operation_request(
    base: &BaseUrl,
    project: Option<&ProjectId>,
    id: &DomainId,
    operation: Operation,
) -> Option<PlannedRequest> {
    domain_request(base, project, "POST", id, operation.path_segments())
}

/// `DELETE /domains/{id}`; `None` if the id fits in no URL.
pub fn remove_request(base: &BaseUrl, project: Option<&ProjectId>, id: &DomainId) -> Option<PlannedRequest> {
    domain_request(base, project, "DELETE", id, &[])
}

/// `GET /account/projects`. Only an account key may send it, and it names no project.
///
/// # Panics
/// Never: every base URL accepts two more segments.
pub(super) fn projects_request(base: &BaseUrl) -> PlannedRequest {
    let url = base.endpoint(&["account", "projects"]).expect("an address that was parsed takes more segments");
    plan_request("GET", &url, None)
}

fn domain_request(
    base: &BaseUrl,
    project: Option<&ProjectId>,
    method: &'static str,
    id: &DomainId,
    suffix: &[&str],
) -> Option<PlannedRequest> {
    let id = Some(id.raw()).filter(|id| id.len() <= MAX_ID_LEN)?;
    let segments = [&["domains", id], suffix].concat();
    Some(plan_request(method, &base.endpoint(&segments)?, project))
}

fn domains_url(base: &BaseUrl) -> Url {
    base.endpoint(&["domains"]).expect("an address that was parsed takes one more segment")
}

fn plan_request(method: &'static str, url: &Url, project: Option<&ProjectId>) -> PlannedRequest {
    let mut headers = vec![("accept", "application/json"), ("user-agent", USER_AGENT)];
    if method == "POST" {
        headers.push(("content-type", "application/json"));
    }
    if let Some(project) = project {
        headers.push(("x-project-id", project.as_str()));
    }
    PlannedRequest {
        method,
        url: url.to_string(),
        headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::domain_name;
    use crate::core::region::RegionKey;

    fn name() -> DomainName {
        domain_name::assess("mail.example.com").name().unwrap().clone()
    }

    #[test]
    fn the_body_is_the_two_members_in_order() {
        let region = Region::Key(RegionKey::parse("us-east-1").unwrap());
        let request = create_request(&BaseUrl::default(), None, &name(), &region);
        assert_eq!((request.method, request.url.as_str()), ("POST", "https://api.autosend.com/v1/domains"));
        assert_eq!(request.body, r#"{"domain":"mail.example.com","regionKey":"us-east-1"}"#);
        let request = create_request(&BaseUrl::default(), None, &name(), &Region::Primary);
        assert_eq!(request.body, r#"{"domain":"mail.example.com"}"#);
    }

    #[test]
    fn the_project_goes_into_its_header() {
        let project = ProjectId::parse("p-1").unwrap();
        let request = create_request(&BaseUrl::default(), Some(&project), &name(), &Region::Primary);
        assert!(request.headers.contains(&("x-project-id".to_owned(), "p-1".to_owned())), "{request:?}");
        let request = create_request(&BaseUrl::default(), None, &name(), &Region::Primary);
        assert!(request.headers.iter().all(|(name, _)| name != "x-project-id"), "{request:?}");
    }

    #[test]
    fn no_request_is_made_for_an_id_that_no_url_can_hold() {
        let base = BaseUrl::default();
        for id in ["", "..", &"a".repeat(MAX_ID_LEN + 1)] {
            assert_eq!(fetch_request(&base, None, &DomainId::new(id)), None, "{id:?}");
        }
        assert!(fetch_request(&base, None, &DomainId::new("a/b")).is_some_and(|get| get.url.ends_with("/a%2Fb")));
    }
}
