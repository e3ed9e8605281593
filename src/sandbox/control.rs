//! What the sandbox can be told on its own port that is no part of AutoSend's API: how records are published in its DNS.

use std::str::FromStr;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use serde_json::{Map, Value, json};

use super::dns::{NotPublished, Published};
use super::problem::Problem;
use super::server::Shared;
use crate::core::publishing::{PublishMode, RecordSelector};

/// What the paths begin with.
pub(super) const PATH: &str = "/sandbox/";

/// Where publishing is asked for, by POST.
pub const DNS: &str = "/sandbox/dns";

/// What its body may hold, for the help and the README: member, what it takes.
pub const MEMBERS: &[(&str, &str)] = &[
    ("domain", "the name or the id of a domain that was added"),
    ("record", "all, or one of them, such as dkim or mail-from[0], as in records --field"),
    ("how", "right, nothing (which takes it back), or one of the mistakes below"),
];

/// `POST /sandbox/dns`.
pub(super) async fn publish(State(shared): State<Arc<Shared>>, body: Bytes) -> Result<Json<Value>, Problem> {
    let (domain, which, how) = read(&body)?;
    let published = shared.state().publish(&domain, &which, how, shared.now()).map_err(|error| problem(&error))?;
    let records: Vec<Value> = published.iter().map(answer).collect();
    let servers = shared.dns.name_servers.map(|server| server.to_string());
    let data = json!({ "records": records, "servers": servers, "resolver": shared.dns.resolver.to_string() });
    Ok(Json(json!({ "success": true, "data": data })))
}

fn answer(published: &Published) -> Value {
    let Published { domain, record, how } = published;
    json!({ "domain": domain, "record": record.to_string(), "how": how.code() })
}

fn read(body: &[u8]) -> Result<(String, RecordSelector, PublishMode), Problem> {
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return Err(Problem::bad_request("The request body must be a JSON object"));
    };
    let domain = text(&members, "domain").map(str::to_owned);
    match (domain, choice(&members, "record"), choice(&members, "how")) {
        (Ok(domain), Ok(which), Ok(how)) => Ok((domain, which, how)),
        (domain, which, how) => {
            let details = [("domain", domain.err()), ("record", which.err()), ("how", how.err())];
            Err(Problem::invalid(details.into_iter().filter_map(|(field, words)| Some((field, words?)))))
        }
    }
}

fn text<'m>(members: &'m Map<String, Value>, name: &str) -> Result<&'m str, String> {
    match members.get(name) {
        None => Err(format!("{name} is required")),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(format!("{name} must be a string")),
    }
}

fn choice<T: FromStr<Err = String>>(members: &Map<String, Value>, name: &str) -> Result<T, String> {
    text(members, name)?.parse().map_err(|words| format!("{name}: {words}"))
}

fn problem(error: &NotPublished) -> Problem {
    let words = error.to_string();
    match error {
        NotPublished::NoDomain(_) => Problem::no_domain(),
        NotPublished::NoRecord { .. } => Problem::invalid([("record", words)]),
        NotPublished::DoesNotFit { .. } => Problem::invalid([("how", words)]),
        NotPublished::TooLong(_) => Problem::invalid([("domain", words)]),
    }
}
