//! A request and what became of it, as a line of a log tells it. No key, no body and no header is part of it.

use std::time::Duration;

use jiff::Timestamp;

use super::text::{Untrusted, visible};

/// A request that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// When it was sent; where it never was, when it was to be.
    pub began: Timestamp,
    /// Its method.
    pub method: &'static str,
    /// Its address, without a key that somebody may have put into it.
    pub url: String,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// How long it took, to the end of the answer.
    pub took: Duration,
    /// The answer's `x-request-id`.
    pub request_id: Option<Untrusted>,
    /// What went wrong on the way, in words: a refusal is told by its status alone.
    pub fault: Option<String>,
}

impl Exchange {
    /// Its line, without a line end: time, method, address, status, milliseconds, request id and fault, separated by
    /// blanks. What is not there is `-`; a fault goes to the end of the line.
    #[must_use]
    pub fn line(&self) -> String {
        let Self { began, method, url, status, took, request_id, fault } = self;
        let status = status.map_or_else(|| "-".to_owned(), |status| status.to_string());
        let id = request_id.as_ref().map(|id| id.for_screen().replace(' ', "_")).filter(|id| !id.is_empty());
        let (id, fault) = (id.as_deref().unwrap_or("-"), fault.as_deref().unwrap_or("-"));
        let line = format!("{began:.3} {method} {url} {status} {} {id} {fault}", took.as_millis());
        visible(&line).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_seven_fields_and_stays_one_line() {
        let exchange = Exchange {
            began: Timestamp::from_second(1_795_668_611).unwrap(),
            method: "GET",
            url: "https://api.autosend.com/v1/domains".to_owned(),
            status: Some(200),
            took: Duration::from_micros(123_456),
            request_id: Some("req 1\n\u{1b}[2J".into()),
            fault: None,
        };
        let expected =
            "2026-11-26T04:50:11.000Z GET https://api.autosend.com/v1/domains 200 123 req_1<U+000A><U+001B>[2J -";
        assert_eq!(exchange.line(), expected);
        let lost =
            Exchange { status: None, request_id: Some("".into()), fault: Some("it broke".to_owned()), ..exchange };
        assert!(lost.line().ends_with(" - 123 - it broke"), "{}", lost.line());
    }
}
