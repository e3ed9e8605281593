//! Tests every documented form of an error body, and some undocumented ones.

use proptest::prelude::*;
use reqwest::header::{HeaderName, HeaderValue};

use super::*;
use crate::core::corpus_tests::check_corpus;
use crate::core::text::{Untrusted, is_hidden};

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}

fn refusal(body: &str) -> ErrorResponse {
    parse(400, &HeaderMap::new(), body.as_bytes())
}

fn message(body: &str) -> Option<String> {
    refusal(body).message.map(|message| message.raw().to_owned())
}

#[test]
fn each_published_error_form_gives_its_message() {
    for body in [
        r#"{"success":false,"error":{"message":"the words","code":"VALIDATION_FAILED","details":[]}}"#,
        r#"{"success":false,"error":{"message":"the words"}}"#,
        r#"{"success":false,"error":[{"message":"the words"}]}"#,
        r#"{"success":false,"error":"the words"}"#,
        r#"{"message":"the words"}"#,
        r#"{"error":"Bad Request","message":"the words"}"#,
        r#"{"error":{"message":"the words"},"message":"Failed"}"#,
        r#"[{"message":"the words"}]"#,
        r#""the words""#,
        "the words",
        "\u{feff} the\r\n words\n",
        "<html><head><title>the words</title></head><body>more</body></html>",
    ] {
        assert_eq!(message(body).as_deref(), Some("the words"), "{body}");
    }
    for body in ["", " \n", "{}", "null", "7", r#"{"error":{}}"#, r#"{"error":null}"#, r#"{"message":{}}"#, "<p></p>"] {
        assert_eq!(message(body), None, "{body}");
    }
}

#[test]
fn code_and_details_are_parsed() {
    let refusal = refusal(
        r#"{"error":{"message":"Validation failed","code":"VALIDATION_FAILED","details":[
            {"field":"domain","message":"must be a valid domain name"},{"message":"no field"},"words",{"field":"x"}]}}"#,
    );
    assert_eq!(refusal.code, Some("VALIDATION_FAILED".into()));
    let details: Vec<_> = refusal
        .details
        .iter()
        .map(|detail| (detail.field.as_ref().map(Untrusted::raw), detail.message.raw()))
        .collect();
    let expected = [(Some("domain"), "must be a valid domain name"), (None, "no field"), (None, "words")];
    assert_eq!(details, expected);
    assert_eq!(refusal.field_message("domain").as_deref(), Some("must be a valid domain name"));
}

#[test]
fn details_come_as_an_object_and_as_an_array_of_errors_too() {
    let object = refusal(r#"{"message":"m","errors":{"regionKey":["is not known","is odd"],"domain":"is bad"}}"#);
    assert_eq!(object.field_message("regionKey").as_deref(), Some("is not known; is odd"));
    assert_eq!(object.field_message("domain").as_deref(), Some("is bad"));
    let array = refusal(r#"{"error":[{"field":"domain","message":"is bad"},{"message":"a"},{"message":"b"}]}"#);
    assert_eq!(array.field_message("domain").as_deref(), Some("is bad"));
    assert_eq!(array.message, Some("a; b".into()));
    assert_eq!(message(r#"{"message":["a","b"]}"#).as_deref(), Some("a; b"));
}

#[test]
fn a_body_that_is_not_json_is_truncated() {
    let text = message(&"word ".repeat(100)).unwrap();
    assert_eq!((text.chars().count(), text.ends_with('…')), (MAX_TEXT_CHARS, true));
    let page = parse(502, &headers(&[("content-type", "text/html")]), "x <b>ü</b>".repeat(100).as_bytes());
    let page = page.message.unwrap();
    assert!(page.raw().starts_with("x ü x") && page.raw().chars().count() == MAX_TEXT_CHARS, "{page:?}");
}

#[test]
fn the_retry_delay_is_found_in_every_place() {
    let seconds = |number| Some(Duration::from_secs(number));
    for (body, header, wait) in [
        (r#"{"retryAfter":5,"error":{"retryAfter":6}}"#, "7", seconds(5)),
        (r#"{"error":{"message":"m","retryAfter":6}}"#, "7", seconds(6)),
        (r#"{"error":{"message":"m"}}"#, "7", seconds(7)),
        ("", "Thu, 19 Mar 2026 08:00:09 GMT", seconds(9)),
        ("", "Thu, 19 Mar 2026 07:59:00 GMT", seconds(0)),
        (r#"{"retryAfter":"5"}"#, "", seconds(5)),
        (r#"{"retryAfter":0.5}"#, "", Some(Duration::from_millis(500))),
        (r#"{"retryAfter":-5}"#, "", seconds(0)),
        ("", "10800", seconds(10_800)),
        ("", "Thu, 19 Mar 2026 11:00:00 GMT", seconds(10_800)),
        (r#"{"retryAfter":10800}"#, "", seconds(10_800)),
        (r#"{"retryAfter":1e300}"#, "", Some(MAX_RETRY_AFTER)),
        (r#"{"retryAfter":"inf"}"#, "", Some(MAX_RETRY_AFTER)),
        (r#"{"retryAfter":"NaN"}"#, "", None),
        (r#"{"retryAfter":"soon"}"#, "", None),
        (r#"{"retryAfter":null}"#, "3", seconds(3)),
        ("", "Thu, 19 Mar 2099 08:00:00 GMT", Some(MAX_RETRY_AFTER)),
        ("", "soon", None),
    ] {
        let headers = headers(&[("retry-after", header), ("date", "Thu, 19 Mar 2026 08:00:00 GMT")]);
        assert_eq!(parse(429, &headers, body.as_bytes()).retry_after, wait, "{body} {header}");
    }
}

#[test]
fn the_request_id_is_parsed() {
    let headers = headers(&[("x-request-id", "req_1")]);
    assert_eq!(parse(500, &headers, b"").request_id, Some("req_1".into()));
    assert_eq!(refusal("").request_id, None);
}

proptest! {
    #[test]
    fn no_body_causes_a_panic(body in any::<Vec<u8>>()) {
        let _ = parse(500, &HeaderMap::new(), &body);
    }

    #[test]
    fn no_json_causes_a_panic(member in "error|message|details|errors|code|retryAfter", value in "[\\[\\]{}\":,0-9a-e.-]{0,30}") {
        let _ = refusal(&format!(r#"{{"{member}":{value}}}"#));
        let _ = refusal(&format!(r#"{{"error":{{"{member}":{value}}}}}"#));
    }
}

/// A key that is repeated is redacted before and after this; what is shown must hide nothing.
#[test]
fn no_error_body_of_the_corpus_does_harm() {
    check_corpus("api-bodies", 1_000, |body| {
        let response = parse(500, &HeaderMap::new(), body);
        let texts = [&response.code, &response.message, &response.request_id].into_iter().flatten();
        let texts: Vec<String> = texts.map(Untrusted::sanitized).chain(response.full_message()).collect();
        for text in texts {
            prop_assert!(!text.chars().any(is_hidden), "{text:?}");
        }
        Ok(())
    });
}
