//! The API v1 of the authoritative `PowerDNS`: <https://doc.powerdns.com/authoritative/http-api/zone.html>. With the flag
//! "5.0.2" it has `EXTEND` and `PRUNE` (PowerDNS/pdns#16589).

use serde_json::{Value, json};

use super::super::server::{Asked, Dialect, Reply, Rr, State, from_presentation, to_presentation};
use super::{KEY, is_no_get};

pub(super) const DIALECT: Dialect = Dialect {
    code: "powerdns",
    base: "",
    variables: &[("PDNS_API_KEY", KEY)],
    is_authorized: |asked| asked.header("x-api-key") == KEY,
    bad_key: || (401, "Unauthorized".to_owned()),
    error: |_status, words| json!({ "error": words }).to_string(),
    is_write: is_no_get,
    answer,
};

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().skip(2).map(String::as_str).collect();
    match (asked.method.as_str(), &segments[..]) {
        ("GET", ["servers", "localhost"]) => {
            let version = if state.has("5.0.2") { "5.0.2" } else { "4.9.11" };
            (200, json!({ "daemon_type": "authoritative", "id": "localhost", "version": version }).to_string())
        }
        ("GET", ["servers", "localhost", "zones"]) => {
            let kind = if state.has("secondary") { "Secondary" } else { "Native" };
            let zone = json!({ "id": "example.com.", "name": "example.com.", "kind": kind, "serial": 1 });
            let found = if asked.parameter("zone") == "example.com." { vec![zone] } else { vec![] };
            (200, Value::from(found).to_string())
        }
        ("GET", ["servers", "localhost", "zones", "example.com."]) => {
            let records = state.at(asked.parameter("rrset_name"));
            let mut types: Vec<&str> = records.iter().map(|record| record.rtype.as_str()).collect();
            types.sort_unstable();
            types.dedup();
            let rrset = |rtype: &&str| {
                let set: Vec<&Rr> = records.iter().filter(|record| record.rtype == *rtype).collect();
                let contents: Vec<Value> = set
                    .iter()
                    .map(|record| json!({ "content": to_presentation(record), "disabled": state.has("disabled") }))
                    .collect();
                json!({
                    "name": format!("{}.", set[0].name), "type": rtype, "ttl": set[0].ttl, "comments": [],
                    "records": contents
                })
            };
            (200, json!({ "id": "example.com.", "rrsets": types.iter().map(rrset).collect::<Vec<_>>() }).to_string())
        }
        ("PATCH", ["servers", "localhost", "zones", "example.com."]) => patch(state, &asked.json()),
        _ => (404, json!({ "error": "Not Found" }).to_string()),
    }
}

/// All or nothing.
fn patch(state: &mut State, body: &Value) -> Reply {
    let before = state.records.clone();
    for rrset in body["rrsets"].as_array().unwrap() {
        if !change(state, rrset) {
            state.records = before;
            return (422, json!({ "error": format!("cannot be done: {rrset}") }).to_string());
        }
    }
    (204, String::new())
}

fn change(state: &mut State, rrset: &Value) -> bool {
    let Some(name) = rrset["name"].as_str().and_then(|name| name.strip_suffix('.')) else { return false };
    let rtype = rrset["type"].as_str().unwrap();
    let records = rrset["records"].as_array().cloned().unwrap_or_default();
    let contents = records.iter().map(|record| from_presentation(rtype, record["content"].as_str()?));
    let Some(data) = contents.collect::<Option<Vec<String>>>() else { return false };
    let ttl = rrset["ttl"].as_u64().map(|ttl| u32::try_from(ttl).unwrap());
    let set = state.set(name, rtype);
    match (rrset["changetype"].as_str().unwrap(), &data[..], ttl) {
        ("DELETE", [], _) => state.replace(name, rtype, &[], 0),
        ("REPLACE", _, Some(ttl)) => state.replace(name, rtype, &data, ttl),
        ("EXTEND", [one], Some(ttl)) if state.has("5.0.2") => {
            if !set.iter().any(|record| record.data == *one) {
                state.add(name, rtype, one, ttl);
            }
        }
        ("PRUNE", [one], _) if state.has("5.0.2") => {
            if let Some(record) = set.iter().find(|record| record.data == *one) {
                state.remove(record.id);
            }
        }
        _ => return false,
    }
    true
}
