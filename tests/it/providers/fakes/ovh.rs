//! The API 1.0 of OVH: <https://eu.api.ovh.com/console/?section=%2Fdomain>. What is added is served after a refresh.

use serde_json::{Value, json};

use super::super::server::{
    Asked, Dialect, Reply, Rr, State, ZONE, from_presentation, full, relative, to_presentation,
};
use super::KEY;

pub(super) const DIALECT: Dialect = Dialect {
    code: "ovh",
    base: "/1.0",
    variables: &[("OVH_APPLICATION_SECRET", KEY), ("OVH_APPLICATION_KEY", "ak"), ("OVH_CONSUMER_KEY", "ck-fake")],
    is_authorized: |asked| {
        asked.header("x-ovh-application") == "ak"
            && asked.header("x-ovh-consumer") == "ck-fake"
            && asked.header("x-ovh-signature") == signature(asked)
            && asked.header("x-ovh-timestamp").parse::<u64>().is_ok()
    },
    bad_key: || (403, error(403, "This credential is not valid")),
    error,
    is_write: |asked| asked.method != "GET" && !asked.path.ends_with("/refresh"),
    answer,
};

/// <https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api>: the SHA-1 of the secrets and the request.
fn signature(asked: &Asked) -> String {
    let Asked { method, target, body, .. } = asked;
    let (host, time) = (asked.header("host"), asked.header("x-ovh-timestamp"));
    let text = format!("{KEY}+ck-fake+{method}+http://{host}{target}+{body}+{time}");
    let hash = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
    hash.as_ref().iter().fold("$1$".to_owned(), |hex, octet| format!("{hex}{octet:02x}"))
}

fn error(_status: u16, words: &str) -> String {
    json!({ "class": "Client::Some", "message": words }).to_string()
}

fn to_json(record: &Rr) -> Value {
    json!({
        "id": record.id, "zone": ZONE, "subDomain": relative(&record.name, ""), "fieldType": record.rtype,
        "target": to_presentation(record), "ttl": record.ttl
    })
}

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().skip(1).map(String::as_str).collect();
    match (asked.method.as_str(), &segments[..]) {
        ("GET", ["domain", "zone", ZONE]) => {
            let servers = ["ns1.provider.example", "ns2.provider.example"];
            (200, json!({ "name": ZONE, "nameServers": servers, "dnssecSupported": true }).to_string())
        }
        ("GET", ["domain", "zone", ZONE, "record"]) => {
            let ids: Vec<u64> = state.at(&full(asked.parameter("subDomain"))).iter().map(|record| record.id).collect();
            (200, json!(ids).to_string())
        }
        ("GET", ["domain", "zone", ZONE, "record", id]) => {
            let id: u64 = id.parse().unwrap();
            state.records.iter().find(|record| record.id == id).map_or_else(
                || (404, error(404, "The requested object does not exist")),
                |record| (200, to_json(record).to_string()),
            )
        }
        ("POST", ["domain", "zone", ZONE, "record"]) => {
            let body = asked.json();
            let rtype = body["fieldType"].as_str().unwrap();
            let Some(data) = from_presentation(rtype, body["target"].as_str().unwrap()) else {
                return (400, error(400, "Invalid target"));
            };
            let ttl = u32::try_from(body["ttl"].as_u64().unwrap()).unwrap();
            let id = state.add(&full(body["subDomain"].as_str().unwrap()), rtype, &data, ttl);
            state.flags.retain(|flag| *flag != "refreshed");
            let record = state.records.iter().find(|record| record.id == id).map(to_json);
            (200, json!(record).to_string())
        }
        ("DELETE", ["domain", "zone", ZONE, "record", id]) if state.remove(id.parse().unwrap()) => {
            state.flags.retain(|flag| *flag != "refreshed");
            (200, "null".to_owned())
        }
        ("POST", ["domain", "zone", ZONE, "refresh"]) => {
            state.flags.push("refreshed");
            (200, "null".to_owned())
        }
        _ => (404, error(404, "This service does not exist")),
    }
}
