//! Answers that are no success, in every published form (autosend-api.md section 2.1): an error object with or
//! without a code, an array, a text, a message at the top, plain text, a page of HTML, nothing at all.

use std::time::{Duration, SystemTime};

use reqwest::header::{AsHeaderName, CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use serde_json::{Map, Value};

use super::html;
use crate::core::api_error::{ErrorDetail, ErrorResponse};
use crate::core::text::Untrusted;

/// The most characters of a body that is no JSON.
const LONGEST_TEXT: usize = 300;

/// The most details that are kept.
const MOST_DETAILS: usize = 100;

/// The longest wait that is believed.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// What an answer with this status, these headers and this body says.
pub(super) fn read(status: u16, headers: &HeaderMap, body: &[u8]) -> ErrorResponse {
    let body = String::from_utf8_lossy(body);
    let body = body.trim().trim_start_matches('\u{feff}');
    let mut refusal = ErrorResponse {
        status,
        request_id: header(headers, "x-request-id").map(Untrusted::from),
        ..said(headers, body)
    };
    refusal.retry_after = refusal.retry_after.or_else(|| wait_of_header(headers));
    refusal
}

fn said(headers: &HeaderMap, body: &str) -> ErrorResponse {
    match serde_json::from_str(body) {
        Ok(Value::Object(members)) => of_envelope(members),
        Ok(Value::Array(errors)) => of_array(errors),
        Ok(Value::String(text)) => of_text(&text),
        Ok(_) => ErrorResponse::default(),
        Err(_) if html::is_page(header(headers, CONTENT_TYPE), body) => of_text(&short(&html::words(body))),
        Err(_) => of_text(&short(body)),
    }
}

/// The whole answer: what `error` says comes first, except that a text there ("Bad Request") tells less than a message
/// beside it.
fn of_envelope(mut members: Map<String, Value>) -> ErrorResponse {
    let error = members.remove("error");
    let outer = of_members(members);
    let (inner, is_text) = match error {
        Some(Value::Object(members)) => (of_members(members), false),
        Some(Value::Array(errors)) => (of_array(errors), false),
        Some(Value::String(text)) => (of_text(&text), true),
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

/// The members of an error object, or those that stand at the top.
fn of_members(mut members: Map<String, Value>) -> ErrorResponse {
    let message = match members.remove("message") {
        Some(Value::Array(texts)) => texts.into_iter().filter_map(text_of).collect::<Vec<_>>().join("; "),
        message => message.and_then(text_of).unwrap_or_default(),
    };
    ErrorResponse {
        message: words(&message),
        code: members.remove("code").and_then(text_of).as_deref().and_then(words),
        details: ["details", "errors"].into_iter().filter_map(|name| members.remove(name)).flat_map(details).collect(),
        retry_after: members.get("retryAfter").and_then(wait_of_value),
        ..ErrorResponse::default()
    }
}

/// Several errors: those on a field become details, the others the message.
fn of_array(errors: Vec<Value>) -> ErrorResponse {
    let (details, others): (Vec<_>, Vec<_>) =
        details(Value::Array(errors)).into_iter().partition(|detail| detail.field.is_some());
    let others: Vec<&str> = others.iter().map(|detail| detail.message.raw()).collect();
    ErrorResponse { message: words(&others.join("; ")), details, ..ErrorResponse::default() }
}

fn of_text(text: &str) -> ErrorResponse {
    ErrorResponse { message: words(text), ..ErrorResponse::default() }
}

/// `[{"field", "message"}]`, a list of texts, or an object of fields with texts.
fn details(value: Value) -> Vec<ErrorDetail> {
    match value {
        Value::Array(entries) => entries.into_iter().filter_map(detail).take(MOST_DETAILS).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .flat_map(|(field, value)| {
                let texts = if let Value::Array(texts) = value { texts } else { vec![value] };
                texts.into_iter().filter_map(text_of).map(move |text| ErrorDetail {
                    field: Some(Untrusted::new(field.clone())),
                    message: Untrusted::new(text),
                })
            })
            .take(MOST_DETAILS)
            .collect(),
        other => detail(other).into_iter().collect(),
    }
}

fn detail(value: Value) -> Option<ErrorDetail> {
    match value {
        Value::Object(mut members) => {
            let message = words(&text_of(members.remove("message")?)?)?;
            let field = members.remove("field").and_then(text_of).as_deref().and_then(words);
            Some(ErrorDetail { field, message })
        }
        other => Some(ErrorDetail { field: None, message: words(&text_of(other)?)? }),
    }
}

/// A text, a number or a flag as text.
fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn words(text: &str) -> Option<Untrusted> {
    let text = text.trim();
    (!text.is_empty()).then(|| Untrusted::from(text))
}

/// The first [`LONGEST_TEXT`] characters, in one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_TEXT {
        return line;
    }
    let mut line: String = line.chars().take(LONGEST_TEXT - 1).collect();
    line.push('…');
    line
}

fn header(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).filter(|value| !value.is_empty())
}

/// `retryAfter`: seconds, as a number or a text.
fn wait_of_value(value: &Value) -> Option<Duration> {
    match value {
        Value::Number(number) => number.as_f64().and_then(seconds),
        Value::String(text) => wait_of_text(text),
        _ => None,
    }
}

/// `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date, which is compared with the date of the answer.
fn wait_of_header(headers: &HeaderMap) -> Option<Duration> {
    let text = header(headers, RETRY_AFTER)?;
    wait_of_text(text).or_else(|| {
        let then = httpdate::parse_http_date(text).ok()?;
        let now = header(headers, DATE).and_then(|date| httpdate::parse_http_date(date).ok());
        let wait = then.duration_since(now.unwrap_or_else(SystemTime::now)).unwrap_or_default();
        Some(wait.min(LONGEST_WAIT))
    })
}

fn wait_of_text(text: &str) -> Option<Duration> {
    text.trim().parse().ok().and_then(seconds)
}

/// Between nothing and [`LONGEST_WAIT`], whatever was said; `None` for what is no number.
fn seconds(seconds: f64) -> Option<Duration> {
    let seconds = Some(seconds).filter(|seconds| !seconds.is_nan())?;
    Duration::try_from_secs_f64(seconds.clamp(0.0, LONGEST_WAIT.as_secs_f64())).ok()
}

#[cfg(test)]
mod tests;
