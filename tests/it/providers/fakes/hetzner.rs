//! The Cloud API v1 of Hetzner: <https://docs.hetzner.cloud/reference/cloud#zone-rrsets>. An action is over when it is asked
//! about; with the flag "fails" it ends with an error.

use serde_json::{Value, json};

use super::super::server::{
    Asked, Dialect, Reply, Rr, State, ZONE, from_presentation, full, relative, to_presentation,
};
use super::{KEY, has_bearer, is_no_get};

pub(super) const DIALECT: Dialect = Dialect {
    code: "hetzner",
    base: "/v1",
    variables: &[("HCLOUD_TOKEN", KEY)],
    is_authorized: has_bearer,
    bad_key: || (401, error(401, "unable to authenticate")),
    error,
    is_write: is_no_get,
    answer,
};

fn error(_status: u16, words: &str) -> String {
    json!({ "error": { "code": "some_code", "message": words, "details": null } }).to_string()
}

fn action(id: u64, status: &str) -> String {
    let error =
        if status == "error" { json!({ "code": "action_failed", "message": "Action failed" }) } else { Value::Null };
    json!({ "action": { "id": id, "command": "add_rrset_records", "status": status, "progress": 0, "error": error } })
        .to_string()
}

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().skip(1).map(String::as_str).collect();
    match (asked.method.as_str(), &segments[..]) {
        ("GET", ["zones"]) => {
            let mode = if state.has("secondary") { "secondary" } else { "primary" };
            let servers = json!({ "assigned": ["ns1.provider.example.", "ns2.provider.example."], "delegated": [] });
            let zone =
                json!({ "id": 42, "name": ZONE, "ttl": 3600, "mode": mode, "authoritative_nameservers": servers });
            let found = if asked.parameter("name") == ZONE { vec![zone] } else { vec![] };
            (200, json!({ "zones": found, "meta": { "pagination": { "page": 1 } } }).to_string())
        }
        ("GET", ["actions", id]) => {
            let status = if state.has("fails") { "error" } else { "success" };
            (200, action(id.parse().unwrap(), status))
        }
        ("GET", ["zones", "42", "rrsets"]) => {
            let records = state.at(&full(asked.parameter("name")));
            let mut types: Vec<&str> = records.iter().map(|record| record.rtype.as_str()).collect();
            types.sort_unstable();
            types.dedup();
            let rrset = |rtype: &&str| {
                let set: Vec<&Rr> = records.iter().filter(|record| record.rtype == *rtype).collect();
                let values: Vec<Value> =
                    set.iter().map(|record| json!({ "value": to_presentation(record), "comment": "" })).collect();
                let name = relative(&set[0].name, "@");
                json!({
                    "id": format!("{name}/{rtype}"), "name": name, "type": rtype, "ttl": set[0].ttl, "labels": {},
                    "protection": { "change": state.has("protected") }, "records": values, "zone": 42
                })
            };
            let rrsets: Vec<Value> = types.iter().map(rrset).collect();
            (200, json!({ "rrsets": rrsets, "meta": { "pagination": { "page": 1 } } }).to_string())
        }
        ("POST", ["zones", "42", "rrsets", name, rtype, "actions", what]) => {
            let (name, body) = (full(name), asked.json());
            let records = body["records"].as_array().unwrap();
            let values = records.iter().map(|record| from_presentation(rtype, record["value"].as_str()?));
            let Some(values) = values.collect::<Option<Vec<String>>>() else {
                return (422, error(422, "invalid value"));
            };
            let set = state.set(&name, rtype);
            let ttl = body["ttl"].as_u64().map(|ttl| u32::try_from(ttl).unwrap());
            if state.has("fails") {
                return (201, action(7, "running"));
            }
            match *what {
                "add_records" => {
                    let old = set.first().map(|record| record.ttl);
                    if old.is_some() && ttl.is_some_and(|ttl| Some(ttl) != old) {
                        return (422, error(422, "the TTL differs"));
                    }
                    for value in values {
                        state.add(&name, rtype, &value, old.or(ttl).unwrap_or(3600));
                    }
                }
                "remove_records" => {
                    for record in set.iter().filter(|record| values.contains(&record.data)) {
                        state.remove(record.id);
                    }
                }
                _ => return (404, error(404, "not found")),
            }
            (201, action(7, "running"))
        }
        _ => (404, error(404, "not found")),
    }
}
