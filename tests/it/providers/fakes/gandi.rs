//! The `livedns` API v5 of Gandi: <https://api.gandi.net/docs/livedns/>.

use serde_json::{Value, json};

use super::super::server::{
    Asked, Dialect, Reply, Rr, State, ZONE, from_presentation, full, relative, to_presentation,
};
use super::{KEY, has_bearer, is_no_get};

pub(super) const DIALECT: Dialect = Dialect {
    code: "gandi",
    base: "/v5/livedns",
    variables: &[("GANDIV5_PERSONAL_ACCESS_TOKEN", KEY)],
    is_authorized: has_bearer,
    bad_key: || (401, error(401, "The server could not verify that you authorized to access the document")),
    error,
    is_write: is_no_get,
    answer,
};

fn error(status: u16, words: &str) -> String {
    json!({ "code": status, "message": words, "object": "HTTPError", "cause": "Some cause" }).to_string()
}

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().skip(2).map(String::as_str).collect();
    match (asked.method.as_str(), &segments[..]) {
        ("GET", ["domains", ZONE]) => (200, json!({ "fqdn": ZONE, "automatic_snapshots": true }).to_string()),
        ("GET", ["domains", ZONE, "nameservers"]) => {
            (200, json!(["ns1.provider.example", "ns2.provider.example"]).to_string())
        }
        ("GET", ["domains", ZONE, "records", name]) => {
            let records = state.at(&full(name));
            let mut types: Vec<&str> = records.iter().map(|record| record.rtype.as_str()).collect();
            types.sort_unstable();
            types.dedup();
            let rrset = |rtype: &&str| {
                let set: Vec<&Rr> = records.iter().filter(|record| record.rtype == *rtype).collect();
                let values: Vec<String> = set.iter().map(|record| to_presentation(record)).collect();
                json!({
                    "rrset_name": relative(&set[0].name, "@"), "rrset_type": rtype, "rrset_ttl": set[0].ttl,
                    "rrset_values": values, "rrset_href": "https://api.gandi.net/"
                })
            };
            (200, Value::from(types.iter().map(rrset).collect::<Vec<_>>()).to_string())
        }
        (method @ ("POST" | "PUT"), ["domains", ZONE, "records", name, rtype]) => {
            let (name, body) = (full(name), asked.json());
            if method == "POST" && !state.set(&name, rtype).is_empty() {
                return (409, error(409, "A DNS Record already exists with same value"));
            }
            let values = body["rrset_values"].as_array().unwrap().iter();
            let data: Option<Vec<String>> = values.map(|text| from_presentation(rtype, text.as_str()?)).collect();
            let Some(data) = data else { return (400, error(400, "invalid value")) };
            state.replace(&name, rtype, &data, u32::try_from(body["rrset_ttl"].as_u64().unwrap()).unwrap());
            (201, json!({ "message": "DNS Record Created" }).to_string())
        }
        ("DELETE", ["domains", ZONE, "records", name, rtype]) => {
            state.replace(&full(name), rtype, &[], 0);
            (204, String::new())
        }
        _ => (404, error(404, "The resource could not be found.")),
    }
}
