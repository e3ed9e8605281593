//! The API v1 of deSEC: <https://desec.readthedocs.io/en/latest/dns/rrsets.html>.

use serde_json::{Value, json};

use super::super::server::{
    Asked, Dialect, Reply, Rr, State, ZONE, from_presentation, full, relative, to_presentation,
};
use super::{KEY, is_no_get};

pub(super) const DIALECT: Dialect = Dialect {
    code: "desec",
    base: "/api/v1",
    variables: &[("DESEC_TOKEN", KEY)],
    is_authorized: |asked| asked.header("authorization") == format!("Token {KEY}"),
    bad_key: || (401, error(401, "Invalid token.")),
    error,
    is_write: is_no_get,
    answer,
};

fn error(_status: u16, words: &str) -> String {
    json!({ "detail": words }).to_string()
}

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().skip(2).map(String::as_str).collect();
    if !asked.path.ends_with('/') {
        return (301, String::new());
    }
    match (asked.method.as_str(), &segments[..]) {
        ("GET", ["domains", ZONE]) => (200, json!({ "name": ZONE, "minimum_ttl": 3600 }).to_string()),
        ("GET", ["domains", ZONE, "rrsets"]) => {
            let records = state.at(&full(asked.parameter("subname")));
            let mut types: Vec<&str> = records.iter().map(|record| record.rtype.as_str()).collect();
            types.sort_unstable();
            types.dedup();
            let rrset = |rtype: &&str| {
                let set: Vec<&Rr> = records.iter().filter(|record| record.rtype == *rtype).collect();
                let contents: Vec<String> = set.iter().map(|record| to_presentation(record)).collect();
                json!({
                    "created": "2026-01-01T00:00:00Z", "domain": ZONE, "subname": relative(&set[0].name, ""),
                    "name": format!("{}.", set[0].name), "type": rtype, "ttl": set[0].ttl, "records": contents
                })
            };
            (200, Value::from(types.iter().map(rrset).collect::<Vec<_>>()).to_string())
        }
        ("POST" | "PATCH", ["domains", ZONE, "rrsets"]) => write(state, asked),
        _ => (404, error(404, "Not found.")),
    }
}

/// All or nothing.
fn write(state: &mut State, asked: &Asked) -> Reply {
    let before = state.records.clone();
    let mut errors = Vec::new();
    for rrset in asked.json().as_array().unwrap() {
        let (name, rtype) = (full(rrset["subname"].as_str().unwrap()), rrset["type"].as_str().unwrap());
        let set = state.set(&name, rtype);
        let contents = rrset["records"].as_array().unwrap().iter();
        let data: Option<Vec<String>> = contents.map(|text| from_presentation(rtype, text.as_str()?)).collect();
        let ttl = rrset["ttl"]
            .as_u64()
            .map(|ttl| u32::try_from(ttl).unwrap())
            .or_else(|| set.first().map(|record| record.ttl));
        errors.push(match (data, ttl) {
            _ if asked.method == "POST" && !set.is_empty() => {
                let words = "Another RRset with the same subdomain and type exists for this domain.";
                json!({ "non_field_errors": [words] })
            }
            (None, _) => json!({ "records": ["Record content malformed."] }),
            (_, Some(0..=3599)) => json!({ "ttl": ["Ensure this value is greater than or equal to 3600."] }),
            (Some(data), ttl) => {
                state.replace(&name, rtype, &data, ttl.unwrap_or_default());
                json!({})
            }
        });
    }
    if errors.iter().any(|error| *error != json!({})) {
        state.records = before;
        return (400, Value::from(errors).to_string());
    }
    (if asked.method == "POST" { 201 } else { 200 }, "[]".to_owned())
}
