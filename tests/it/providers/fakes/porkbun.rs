//! The JSON API v3 of Porkbun: <https://porkbun.com/api/json/v3/documentation>.

use serde_json::{Value, json};

use super::super::server::{Asked, Dialect, Reply, Rr, State, ZONE, full, mx};
use super::KEY;

pub(super) const DIALECT: Dialect = Dialect {
    code: "porkbun",
    base: "/api/json/v3",
    variables: &[("PORKBUN_SECRET_API_KEY", KEY), ("PORKBUN_API_KEY", "pk1-fake")],
    is_authorized: |asked| asked.json()["secretapikey"] == KEY && asked.json()["apikey"] == "pk1-fake",
    bad_key: || (400, error(400, "Invalid API key. (002)")),
    error,
    is_write: |asked| !asked.path.contains("/retrieve/") && !asked.path.contains("/getNs/"),
    answer,
};

fn error(_status: u16, words: &str) -> String {
    json!({ "status": "ERROR", "message": words }).to_string()
}

fn to_json(record: &Rr) -> Value {
    let (prio, content) = match record.rtype.as_str() {
        "MX" => {
            let (priority, host) = mx(&record.data);
            (priority.to_string().into(), host)
        }
        _ => (Value::Null, record.data.as_str()),
    };
    json!({
        "id": record.id.to_string(), "name": record.name, "type": record.rtype, "content": content,
        "ttl": record.ttl.to_string(), "prio": prio, "notes": ""
    })
}

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().skip(3).map(String::as_str).collect();
    let body = asked.json();
    match (asked.method.as_str(), &segments[..]) {
        ("POST", ["domain", "getNs", ZONE]) => {
            (200, json!({ "status": "SUCCESS", "ns": ["ns1.provider.example", "ns2.provider.example."] }).to_string())
        }
        ("POST", ["domain", "getNs", _]) => (400, error(400, "Invalid domain.")),
        ("POST", ["dns", "retrieve", ZONE]) => {
            let records: Vec<Value> = state.records.iter().map(to_json).collect();
            (200, json!({ "status": "SUCCESS", "records": records }).to_string())
        }
        ("POST", ["dns", "create", ZONE]) => {
            let (rtype, content) = (body["type"].as_str().unwrap(), body["content"].as_str().unwrap());
            let data = match rtype {
                "MX" => format!("{} {content}", body["prio"].as_str().unwrap()),
                _ => content.to_owned(),
            };
            let ttl = body["ttl"].as_str().unwrap().parse().unwrap();
            let id = state.add(&full(body["name"].as_str().unwrap()), rtype, &data, ttl);
            // A number, where the list has texts.
            (200, json!({ "status": "SUCCESS", "id": id }).to_string())
        }
        ("POST", ["dns", "delete", ZONE, id]) if state.remove(id.parse().unwrap()) => {
            (200, json!({ "status": "SUCCESS" }).to_string())
        }
        _ => (400, error(400, "Invalid request.")),
    }
}
