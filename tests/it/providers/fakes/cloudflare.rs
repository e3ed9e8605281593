//! Cloudflare's API v4: <https://developers.cloudflare.com/api/resources/dns/subresources/records/>.

use serde_json::{Value, json};

use super::super::server::{Asked, Dialect, Reply, Rr, State, ZONE, mx, parse_strings, to_presentation};
use super::{KEY, has_bearer, is_no_get};

pub(super) const DIALECT: Dialect = Dialect {
    code: "cloudflare",
    base: "/client/v4",
    variables: &[("CLOUDFLARE_API_TOKEN", KEY)],
    is_authorized: has_bearer,
    bad_key: || (403, error(9109, "Invalid access token")),
    error: |status, words| error(status.into(), words),
    is_write: is_no_get,
    answer,
};

fn error(code: u32, words: &str) -> String {
    json!({ "success": false, "errors": [{ "code": code, "message": words }], "messages": [], "result": null })
        .to_string()
}

fn wrap(result: &Value) -> Reply {
    let body = json!({
        "success": true, "errors": [], "messages": [], "result": result,
        "result_info": { "page": 1, "per_page": 100, "count": 1, "total_count": 1, "total_pages": 1 }
    });
    (200, body.to_string())
}

fn to_json(record: &Rr) -> Value {
    let mut value = json!({
        "id": record.id.to_string(), "type": record.rtype, "name": record.name, "content": record.data,
        "proxiable": false, "proxied": false, "ttl": record.ttl, "meta": { "auto_added": false }
    });
    match record.rtype.as_str() {
        "MX" => {
            let (priority, host) = mx(&record.data);
            value["content"] = host.into();
            value["priority"] = priority.into();
        }
        // As it was entered: with quotes by this program, without them by people.
        "TXT" if record.id > 104 => value["content"] = to_presentation(record).into(),
        _ => {}
    }
    value
}

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().skip(2).map(String::as_str).collect();
    match (asked.method.as_str(), &segments[..]) {
        ("GET", ["zones"]) => {
            let zone = |id: &str| {
                json!({
                    "id": id, "name": ZONE, "status": "active",
                    "name_servers": ["ns1.provider.example", "ns2.provider.example"]
                })
            };
            let found = if asked.parameter("name") == ZONE { vec!["z1"] } else { vec![] };
            let found = if state.has("two zones") { vec!["z1", "z2"] } else { found };
            wrap(&found.into_iter().map(zone).collect())
        }
        ("GET", ["zones", "z1", "dns_records"]) => {
            let records: Vec<Value> = state.at(asked.parameter("name")).iter().map(to_json).collect();
            wrap(&records.into())
        }
        ("POST", ["zones", "z1", "dns_records", "batch"]) => batch(state, &asked.json()),
        _ => (404, error(7003, "Could not route to it")),
    }
}

/// All or nothing.
fn batch(state: &mut State, body: &Value) -> Reply {
    let before = state.records.clone();
    let list = |name: &str| body[name].as_array().cloned().unwrap_or_default();
    for delete in list("deletes") {
        let id = delete["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
        if !state.remove(id) {
            state.records = before;
            return (404, error(1044, "Record does not exist."));
        }
    }
    let mut posts = Vec::new();
    for post in list("posts") {
        let (name, rtype) = (post["name"].as_str().unwrap(), post["type"].as_str().unwrap());
        let content = post["content"].as_str().unwrap();
        let data = match rtype {
            "MX" => Some(format!("{} {content}", post["priority"].as_u64().unwrap())),
            "TXT" => parse_strings(content, 10),
            _ => Some(content.to_owned()),
        };
        let Some(data) = data.filter(|data| !state.at(name).iter().any(|own| own.data == *data)) else {
            state.records = before;
            return (400, error(81058, "An identical record already exists."));
        };
        let ttl = u32::try_from(post["ttl"].as_u64().unwrap()).unwrap();
        let id = state.add(name, rtype, &data, ttl);
        posts.push(to_json(&state.records.iter().find(|record| record.id == id).cloned().unwrap()));
    }
    wrap(&json!({ "deletes": [], "patches": [], "puts": [], "posts": posts }))
}
