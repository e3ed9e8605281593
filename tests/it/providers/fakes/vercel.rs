//! The REST API of Vercel: <https://vercel.com/docs/rest-api/dns/list-existing-dns-records>. A page has three records here.

use serde_json::{Value, json};

use super::super::server::{Asked, Dialect, Reply, Rr, State, ZONE, full, mx, relative};
use super::{KEY, has_bearer, is_no_get};

pub(super) const DIALECT: Dialect = Dialect {
    code: "vercel",
    base: "",
    variables: &[("VERCEL_API_TOKEN", KEY), ("VERCEL_TEAM_ID", "team_1")],
    is_authorized: |asked| has_bearer(asked) && asked.parameter("teamId") == "team_1",
    // It says with 403 that it does not know the token.
    bad_key: || {
        (
            403,
            json!({ "error": { "code": "forbidden", "message": "Not authorized", "invalidToken": true } }).to_string(),
        )
    },
    error,
    is_write: is_no_get,
    answer,
};

fn error(_status: u16, words: &str) -> String {
    json!({ "error": { "code": "some_code", "message": words } }).to_string()
}

fn to_json(record: &Rr) -> Value {
    let mut value = json!({
        "id": format!("rec_{}", record.id), "slug": "", "name": relative(&record.name, ""), "type": record.rtype,
        "value": record.data, "ttl": record.ttl, "creator": "user", "created": 1, "updated": null
    });
    if record.rtype == "MX" {
        let (priority, host) = mx(&record.data);
        value["mxPriority"] = priority.into();
        value["value"] = host.into();
    }
    value
}

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (asked.method.as_str(), &segments[..]) {
        ("GET", ["v5", "domains", ZONE]) => {
            let servers = ["ns1.provider.example", "ns2.provider.example"];
            let service = if state.has("external") { "external" } else { "zeit.world" };
            let domain = json!({
                "name": ZONE, "serviceType": service, "nameservers": servers, "intendedNameservers": servers, "verified": true
            });
            (200, json!({ "domain": domain }).to_string())
        }
        ("GET", ["v4", "domains", ZONE, "records"]) => {
            let skipped: usize = asked.parameter("until").parse().unwrap_or(0);
            let page: Vec<Value> = state.records.iter().skip(skipped).take(3).map(to_json).collect();
            let next = Some(skipped + 3).filter(|next| *next < state.records.len());
            (200, json!({ "records": page, "pagination": { "count": 3, "next": next, "prev": null } }).to_string())
        }
        ("POST", ["v2", "domains", ZONE, "records"]) => {
            let body = asked.json();
            let (rtype, value) = (body["type"].as_str().unwrap(), body["value"].as_str().unwrap());
            let data = match rtype {
                "MX" => format!("{} {value}", body["mxPriority"].as_u64().unwrap()),
                _ => value.to_owned(),
            };
            let ttl = u32::try_from(body["ttl"].as_u64().unwrap()).unwrap();
            let id = state.add(&full(body["name"].as_str().unwrap()), rtype, &data, ttl);
            (200, json!({ "uid": format!("rec_{id}"), "updated": 1 }).to_string())
        }
        ("DELETE", ["v2", "domains", ZONE, "records", id])
            if state.remove(id.trim_start_matches("rec_").parse().unwrap()) =>
        {
            (200, "{}".to_owned())
        }
        _ => (404, error(404, "not_found")),
    }
}
