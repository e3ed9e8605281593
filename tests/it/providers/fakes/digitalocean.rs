//! The API v2 of Digital Ocean: <https://docs.digitalocean.com/reference/api/digitalocean/#tag/Domain-Records>.

use serde_json::{Value, json};

use super::super::server::{Asked, Dialect, Reply, Rr, State, ZONE, full, mx, relative};
use super::{KEY, has_bearer, is_no_get};

pub(super) const DIALECT: Dialect = Dialect {
    code: "digitalocean",
    base: "/v2",
    variables: &[("DIGITALOCEAN_ACCESS_TOKEN", KEY)],
    is_authorized: has_bearer,
    bad_key: || (401, error(401, "Unable to authenticate you")),
    error,
    is_write: is_no_get,
    answer,
};

fn error(_status: u16, words: &str) -> String {
    json!({ "id": "an_id", "message": words, "request_id": "1" }).to_string()
}

fn to_json(record: &Rr) -> Value {
    let (priority, data) = match record.rtype.as_str() {
        "MX" => {
            let (priority, host) = mx(&record.data);
            (Some(priority), host)
        }
        _ => (None, record.data.as_str()),
    };
    let data = if data == ZONE { "@" } else { data };
    json!({
        "id": record.id, "type": record.rtype, "name": relative(&record.name, "@"), "data": data,
        "priority": priority, "port": null, "ttl": record.ttl, "weight": null, "flags": null, "tag": null
    })
}

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().skip(1).map(String::as_str).collect();
    match (asked.method.as_str(), &segments[..]) {
        ("GET", ["domains", ZONE]) => (200, json!({ "domain": { "name": ZONE, "ttl": 1800 } }).to_string()),
        ("GET", ["domains", ZONE, "records"]) => {
            let records: Vec<Value> = state.at(asked.parameter("name")).iter().map(to_json).collect();
            (200, json!({ "domain_records": records, "links": {}, "meta": { "total": records.len() } }).to_string())
        }
        ("POST", ["domains", ZONE, "records"]) => {
            let body = asked.json();
            let (rtype, data) = (body["type"].as_str().unwrap(), body["data"].as_str().unwrap());
            let data = match (rtype, data.strip_suffix('.')) {
                ("MX", Some(host)) => format!("{} {host}", body["priority"].as_u64().unwrap()),
                ("MX", None) => return (422, error(422, "Data needs to end with a dot (.)")),
                _ if data.starts_with('"') => return (422, error(422, "quotes")),
                _ => data.to_owned(),
            };
            let ttl = u32::try_from(body["ttl"].as_u64().unwrap()).unwrap();
            // The same record twice is not refused.
            let id = state.add(&full(body["name"].as_str().unwrap()), rtype, &data, ttl);
            let record = state.records.iter().find(|record| record.id == id).map(to_json);
            (201, json!({ "domain_record": record }).to_string())
        }
        ("DELETE", ["domains", ZONE, "records", id]) if state.remove(id.parse().unwrap()) => (204, String::new()),
        _ => (404, error(404, "The resource you were accessing could not be found.")),
    }
}
