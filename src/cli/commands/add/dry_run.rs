//! `add --dry-run`: the request that would be sent, told instead.

use serde_json::{Map, Value, json};

use crate::api::PlannedRequest;

/// The request as JSON; `warnings` go with it. The key is no part of a planned request.
pub(super) fn document(request: &PlannedRequest, warnings: &Value) -> Value {
    let headers: Map<String, Value> =
        request.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    json!({
        "method": request.method,
        "url": request.url,
        "headers": headers,
        "body": body(request),
        "warnings": warnings,
    })
}

/// The request for people, as HTTP has it.
pub(super) fn text(request: &PlannedRequest) -> String {
    let first = format!("{} {}\n", request.method, request.url);
    let head = request.headers.iter().fold(first, |text, (name, value)| text + name + ": " + value + "\n");
    format!("{head}\n{}\n", request.body)
}

/// The body is JSON that was made here, so it can be read again.
fn body(request: &PlannedRequest) -> Value {
    serde_json::from_str(&request.body).unwrap_or_default()
}
