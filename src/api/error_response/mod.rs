//! Parses error responses in every documented form (autosend-api.md section 2.1): an error object with or without a
//! code, an array, a text, a message at the top, plain text, an HTML page, an empty body.

use std::time::{Duration, SystemTime};

use reqwest::header::{AsHeaderName, CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use serde_json::{Map, Value};

use super::{html, wire};
use crate::core::api_error::{ErrorDetail, ErrorResponse};
use crate::core::text::Untrusted;

/// The most characters of a body that is not JSON.
const MAX_TEXT_CHARS: usize = 300;

/// The most details that are kept.
const MAX_DETAILS: usize = 100;

/// Longer values are cut to this, a year, so that every number and every date gives a valid time. What a server says is
/// reported as it is; [`crate::core::retry_policy`] decides that the program doesn't wait that long.
pub(super) const MAX_RETRY_AFTER: Duration = Duration::from_secs(365 * 24 * 3600);

/// Parses the status, headers and body of an error response.
pub(super) fn parse(status: u16, headers: &HeaderMap, body: &[u8]) -> ErrorResponse {
    let body = String::from_utf8_lossy(body);
    let body = body.trim().trim_start_matches('\u{feff}');
    let mut refusal = ErrorResponse {
        status,
        // AutoSend answers in JSON. A page or a word is that of a server that has no such address.
        is_unknown_address: status == 404 && !body.starts_with('{') && !body.starts_with('['),
        request_id: header(headers, "x-request-id").map(Untrusted::from),
        ..parse_body(headers, body)
    };
    refusal.retry_after = refusal.retry_after.or_else(|| retry_after_from_header(headers));
    refusal
}

/// The reason of a response whose status is a success, while its body says `"success": false`.
pub(super) fn from_unsuccessful(status: u16, headers: &HeaderMap, members: Map<String, Value>) -> ErrorResponse {
    ErrorResponse { status, request_id: header(headers, "x-request-id").map(Untrusted::from), ..from_envelope(members) }
}

fn parse_body(headers: &HeaderMap, body: &str) -> ErrorResponse {
    match serde_json::from_slice(&wire::mend_json(body.as_bytes())) {
        Ok(Value::Object(members)) => from_envelope(members),
        Ok(Value::Array(errors)) => from_array(errors),
        Ok(Value::String(text)) => from_text(&text),
        Ok(_) => ErrorResponse::default(),
        Err(_) if html::is_html(header(headers, CONTENT_TYPE), body) => from_text(&truncate(&html::summarize(body))),
        Err(_) => from_text(&truncate(body)),
    }
}

/// Parses the whole body. The content of `error` has priority, unless it is a text ("Bad Request"): a message next to it
/// is more specific.
fn from_envelope(mut members: Map<String, Value>) -> ErrorResponse {
    let error = members.remove("error");
    let outer = from_members(members);
    let (inner, is_text) = match error {
        Some(Value::Object(members)) => (from_members(members), false),
        Some(Value::Array(errors)) => (from_array(errors), false),
        Some(Value::String(text)) => (from_text(&text), true),
        _ => (ErrorResponse::default(), false),
    };
    ErrorResponse {
        message: if is_text { outer.message.or(inner.message) } else { inner.message.or(outer.message) },
        code: inner.code.or(outer.code),
        details: if inner.details.is_empty() { outer.details } else { inner.details },
        retry_after: outer.retry_after.or(inner.retry_after),
        ..ErrorResponse::default()
    }
}

/// Parses the members of an error object, or of the body itself.
fn from_members(mut members: Map<String, Value>) -> ErrorResponse {
    let message = match members.remove("message") {
        Some(Value::Array(texts)) => texts.into_iter().filter_map(scalar_text).collect::<Vec<_>>().join("; "),
        message => message.and_then(scalar_text).unwrap_or_default(),
    };
    ErrorResponse {
        message: non_empty(&message),
        code: members.remove("code").and_then(scalar_text).as_deref().and_then(non_empty),
        details: ["details", "errors"]
            .into_iter()
            .filter_map(|name| members.remove(name))
            .flat_map(parse_details)
            .collect(),
        retry_after: members.get("retryAfter").and_then(retry_after_from_value),
        ..ErrorResponse::default()
    }
}

/// Parses several errors: those with a field become details, the others the message.
fn from_array(errors: Vec<Value>) -> ErrorResponse {
    let (details, others): (Vec<_>, Vec<_>) =
        parse_details(Value::Array(errors)).into_iter().partition(|detail| detail.field.is_some());
    let others: Vec<&str> = others.iter().map(|detail| detail.message.raw()).collect();
    ErrorResponse { message: non_empty(&others.join("; ")), details, ..ErrorResponse::default() }
}

fn from_text(text: &str) -> ErrorResponse {
    ErrorResponse { message: non_empty(text), ..ErrorResponse::default() }
}

/// Accepts `[{"field", "message"}]`, a list of texts, or an object that maps fields to texts.
fn parse_details(value: Value) -> Vec<ErrorDetail> {
    match value {
        Value::Array(entries) => entries.into_iter().filter_map(parse_detail).take(MAX_DETAILS).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .flat_map(|(field, value)| {
                let texts = if let Value::Array(texts) = value { texts } else { vec![value] };
                texts.into_iter().filter_map(scalar_text).map(move |text| ErrorDetail {
                    field: Some(Untrusted::new(field.clone())),
                    message: Untrusted::new(text),
                })
            })
            .take(MAX_DETAILS)
            .collect(),
        other => parse_detail(other).into_iter().collect(),
    }
}

fn parse_detail(value: Value) -> Option<ErrorDetail> {
    match value {
        Value::Object(mut members) => {
            let message = non_empty(&scalar_text(members.remove("message")?)?)?;
            let field = members.remove("field").and_then(scalar_text).as_deref().and_then(non_empty);
            Some(ErrorDetail { field, message })
        }
        other => Some(ErrorDetail { field: None, message: non_empty(&scalar_text(other)?)? }),
    }
}

/// Converts a text, a number or a boolean to text.
fn scalar_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn non_empty(text: &str) -> Option<Untrusted> {
    let text = text.trim();
    (!text.is_empty()).then(|| Untrusted::from(text))
}

/// The first [`MAX_TEXT_CHARS`] characters, in one line.
fn truncate(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_TEXT_CHARS {
        return line;
    }
    let mut line: String = line.chars().take(MAX_TEXT_CHARS - 1).collect();
    line.push('…');
    line
}

fn header(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).filter(|value| !value.is_empty())
}

/// `retryAfter`: seconds, as a number or a text.
fn retry_after_from_value(value: &Value) -> Option<Duration> {
    match value {
        Value::Number(number) => number.as_f64().and_then(clamp_seconds),
        Value::String(text) => retry_after_from_text(text),
        _ => None,
    }
}

/// `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date, which is compared with the date of the response.
pub(crate) fn retry_after_from_header(headers: &HeaderMap) -> Option<Duration> {
    let text = header(headers, RETRY_AFTER)?;
    retry_after_from_text(text).or_else(|| {
        let then = httpdate::parse_http_date(text).ok()?;
        let now = header(headers, DATE).and_then(|date| httpdate::parse_http_date(date).ok());
        let wait = then.duration_since(now.unwrap_or_else(SystemTime::now)).unwrap_or_default();
        Some(wait.min(MAX_RETRY_AFTER))
    })
}

fn retry_after_from_text(text: &str) -> Option<Duration> {
    text.trim().parse().ok().and_then(clamp_seconds)
}

/// Clamps the seconds to 0 through [`MAX_RETRY_AFTER`]; `None` for NaN.
fn clamp_seconds(seconds: f64) -> Option<Duration> {
    let seconds = Some(seconds).filter(|seconds| !seconds.is_nan())?;
    Duration::try_from_secs_f64(seconds.clamp(0.0, MAX_RETRY_AFTER.as_secs_f64())).ok()
}

#[cfg(test)]
mod tests;
