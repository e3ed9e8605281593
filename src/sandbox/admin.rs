//! The sandbox's own operations, which are not part of AutoSend's API: how records are published in its DNS.

use std::str::FromStr;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use serde_json::{Map, Value, json};

use super::add_request::string_member;
use super::api_failure::ApiFailure;
use super::dns::{PublishError, PublishedRecord};
use super::shared::Shared;
use crate::core::publishing::{PublishMode, RecordSelector};

/// The prefix of their paths.
pub(super) const ADMIN_PATH_PREFIX: &str = "/sandbox/";

/// The path of publishing, a POST.
pub const PUBLISH_PATH: &str = "/sandbox/dns";

/// The members of its body for the help and the documents: name, accepted values.
pub const PUBLISH_MEMBERS: &[(&str, &str)] = &[
    ("domain", "name or ID of a domain that was added"),
    ("record", "all, or one record, such as dkim or mail-from[0], as in records --field"),
    ("how", "right, nothing (to unpublish), or one of the mistakes below"),
];

pub(super) async fn publish(State(shared): State<Arc<Shared>>, body: Bytes) -> Result<Json<Value>, ApiFailure> {
    let PublishRequest { domain, which, how } = parse_request(&body)?;
    let published =
        shared.state().publish(&domain, &which, how, shared.now()).map_err(|error| to_api_failure(&error))?;
    let records: Vec<Value> = published.iter().map(publication_json).collect();
    let servers = shared.dns_addresses.name_servers.map(|server| server.to_string());
    let data = json!({ "records": records, "servers": servers, "resolver": shared.dns_addresses.resolver.to_string() });
    Ok(Json(json!({ "success": true, "data": data })))
}

fn publication_json(published: &PublishedRecord) -> Value {
    let PublishedRecord { domain, record, how } = published;
    json!({ "domain": domain, "record": record.to_string(), "how": how.code() })
}

/// What is to be published.
struct PublishRequest {
    domain: String,
    which: RecordSelector,
    how: PublishMode,
}

fn parse_request(body: &[u8]) -> Result<PublishRequest, ApiFailure> {
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return Err(ApiFailure::bad_request("The request body must be a JSON object"));
    };
    match (string_member(&members, "domain"), parse_member(&members, "record"), parse_member(&members, "how")) {
        (Ok(domain), Ok(which), Ok(how)) => Ok(PublishRequest { domain: domain.to_owned(), which, how }),
        (domain, which, how) => {
            Err(ApiFailure::invalid_fields([("domain", domain.err()), ("record", which.err()), ("how", how.err())]))
        }
    }
}

fn parse_member<T: FromStr<Err = String>>(members: &Map<String, Value>, name: &str) -> Result<T, String> {
    string_member(members, name)?.parse().map_err(|message| format!("{name}: {message}"))
}

fn to_api_failure(error: &PublishError) -> ApiFailure {
    let message = error.to_string();
    match error {
        PublishError::DomainNotFound(_) => ApiFailure::domain_not_found(),
        PublishError::RecordNotFound { .. } => ApiFailure::invalid_field("record", message),
        PublishError::NotApplicable { .. } => ApiFailure::invalid_field("how", message),
        PublishError::NameTooLong(_) => ApiFailure::invalid_field("domain", message),
    }
}
