//! A request and what became of it, as a line of a log tells it. No key, no body and no header is part of it.

use std::time::Duration;

use jiff::Timestamp;

use super::text::{Untrusted, escape_hidden};

/// A request that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLogEntry {
    /// When it was sent; where it never was, when it was to be.
    pub started_at: Timestamp,
    /// Its method.
    pub method: &'static str,
    /// Its address, without a key that somebody may have put into it.
    pub url: String,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// How long it took, to the end of the answer.
    pub duration: Duration,
    /// The answer's `x-request-id`.
    pub request_id: Option<Untrusted>,
    /// What went wrong on the way, in words: a refusal is told by its status alone.
    pub error: Option<String>,
}

impl RequestLogEntry {
    /// Its line, without a line end: time, method, address, status, milliseconds, request id and fault, separated by
    /// blanks. What is not there is `-`; a fault goes to the end of the line.
    #[must_use]
    pub fn to_line(&self) -> String {
        let Self { started_at, method, url, status, duration, request_id, error } = self;
        let status = status.map_or_else(|| "-".to_owned(), |status| status.to_string());
        let id = request_id.as_ref().map(|id| id.sanitized().replace(' ', "_")).filter(|id| !id.is_empty());
        let (id, fault) = (id.as_deref().unwrap_or("-"), error.as_deref().unwrap_or("-"));
        let line = format!("{started_at:.3} {method} {url} {status} {} {id} {fault}", duration.as_millis());
        escape_hidden(&line).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_seven_fields_and_stays_one_line() {
        let exchange = RequestLogEntry {
            started_at: Timestamp::from_second(1_795_668_611).unwrap(),
            method: "GET",
            url: "https://api.autosend.com/v1/domains".to_owned(),
            status: Some(200),
            duration: Duration::from_micros(123_456),
            request_id: Some("req 1\n\u{1b}[2J".into()),
            error: None,
        };
        let expected =
            "2026-11-26T04:50:11.000Z GET https://api.autosend.com/v1/domains 200 123 req_1<U+000A><U+001B>[2J -";
        assert_eq!(exchange.to_line(), expected);
        let lost = RequestLogEntry {
            status: None,
            request_id: Some("".into()),
            error: Some("it broke".to_owned()),
            ..exchange
        };
        assert!(lost.to_line().ends_with(" - 123 - it broke"), "{}", lost.to_line());
    }
}
