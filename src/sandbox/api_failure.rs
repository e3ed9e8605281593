//! Failed requests, and the forms of their bodies (autosend-api.md section 2).
//!
//! A handler returns an [`ApiFailure`]; the middleware writes it into the body, in the form that the options choose.

use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::options::{ErrorForm, Options, RetryAfterLocation};
use crate::core::duration::ceil_seconds;

/// A request that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApiFailure {
    pub(super) status: StatusCode,
    code: &'static str,
    message: &'static str,
    pub(super) details: Vec<FieldError>,
    /// How long to wait after a 429.
    pub(super) retry_after: Option<Duration>,
    /// Whether the body is an array by default: the pages about projects show it for a malformed id.
    uses_array_form: bool,
}

/// The error of one field of a request, an item of `details`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct FieldError {
    pub(super) field: &'static str,
    pub(super) message: String,
}

impl ApiFailure {
    fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message, details: Vec::new(), retry_after: None, uses_array_form: false }
    }

    /// 400 without a field: an unreadable body, an operation that is not allowed now.
    pub(super) fn bad_request(message: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "VALIDATION_FAILED", message)
    }

    /// 400 with the errors of fields, as far as they have any.
    pub(super) fn invalid_fields<const N: usize>(errors: [(&'static str, Option<String>); N]) -> Self {
        let details = errors.into_iter().filter_map(|(field, error)| Some(FieldError { field, message: error? }));
        Self { details: details.collect(), ..Self::bad_request("Validation failed") }
    }

    /// 400 with the error of one field.
    pub(super) fn invalid_field(field: &'static str, error: String) -> Self {
        Self::invalid_fields([(field, Some(error))])
    }

    /// 400 for a malformed id.
    pub(super) fn invalid_id() -> Self {
        Self { uses_array_form: true, ..Self::bad_request("Invalid domain ID") }
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "Unauthorized")
    }

    pub(super) fn payment_required() -> Self {
        let message = "Please upgrade your plan to access these resources.";
        Self::new(StatusCode::PAYMENT_REQUIRED, "PLAN_UPGRADE_REQUIRED", message)
    }

    pub(super) fn forbidden(message: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "FORBIDDEN", message)
    }

    pub(super) fn domain_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "Domain not found")
    }

    pub(super) fn route_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "Nothing found at this path")
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "Method not allowed for this path")
    }

    pub(super) fn request_timeout() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", "The request did not arrive in time")
    }

    pub(super) fn conflict() -> Self {
        Self::new(StatusCode::CONFLICT, "CONFLICT", "Domain has already been added to this project")
    }

    pub(super) fn payload_too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", "The request body is too large")
    }

    pub(super) fn too_many_requests(wait: Duration) -> Self {
        let failure = Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded");
        Self { retry_after: Some(wait), ..failure }
    }

    pub(super) fn internal_error() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "SERVER_ERROR", "Internal server error")
    }

    /// One message for the forms that hold only one text.
    fn combined_message(&self) -> String {
        if self.details.is_empty() {
            self.message.to_owned()
        } else {
            self.details.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
        }
    }

    /// Writes the failure into a response: status, body and `Retry-After`. The other headers stay.
    pub(super) fn write_to(&self, options: &Options, now: SystemTime, response: &mut Response) {
        *response.status_mut() = self.status;
        let form = match options.error_form {
            ErrorForm::Object if self.uses_array_form => ErrorForm::Array,
            form => form,
        };
        let (content_type, body) = match form {
            ErrorForm::Text => ("text/plain; charset=utf-8", self.combined_message()),
            ErrorForm::Html => ("text/html; charset=utf-8", self.html_page()),
            form => ("application/json", self.json_body(form, options.retry_after).to_string()),
        };
        *response.body_mut() = Body::from(body);
        let headers = response.headers_mut();
        headers.remove(axum::http::header::CONTENT_LENGTH);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        let has_room = !matches!(form, ErrorForm::Text | ErrorForm::Html);
        if let Some(seconds) = self.retry_after_seconds()
            && let Some(value) = retry_after_header(options.retry_after, has_room, seconds, now)
        {
            headers.insert(RETRY_AFTER, value);
        }
    }

    /// The wait in whole seconds, at least one.
    fn retry_after_seconds(&self) -> Option<u64> {
        self.retry_after.map(|wait| ceil_seconds(wait).max(1))
    }

    fn json_body(&self, form: ErrorForm, retry_after: RetryAfterLocation) -> Value {
        let mut body = match form {
            ErrorForm::Object => json!({ "success": false, "error": self.error_object() }),
            ErrorForm::NoCode => json!({ "success": false, "error": { "message": self.combined_message() } }),
            ErrorForm::Array => json!({ "success": false, "error": self.error_array() }),
            ErrorForm::String => json!({ "success": false, "error": self.combined_message() }),
            ErrorForm::Message | ErrorForm::Text | ErrorForm::Html => {
                json!({ "success": false, "message": self.combined_message() })
            }
        };
        let is_in_body = matches!(retry_after, RetryAfterLocation::Top | RetryAfterLocation::Error);
        if let Some(seconds) = self.retry_after_seconds().filter(|_| is_in_body) {
            // If `error` is not an object, the member goes to the top of the body.
            let is_in_error = retry_after == RetryAfterLocation::Error && body["error"].is_object();
            let holder = if is_in_error { &mut body["error"] } else { &mut body };
            holder["retryAfter"] = seconds.into();
        }
        body
    }

    fn error_object(&self) -> Value {
        let mut object = json!({ "message": self.message, "code": self.code });
        if !self.details.is_empty() {
            object["details"] = json!(self.details);
        }
        object
    }

    fn error_array(&self) -> Value {
        match self.details.as_slice() {
            [] => json!([{ "message": self.message }]),
            details => details.iter().map(|error| json!({ "message": error.message })).collect(),
        }
    }

    /// A page such as a proxy in front of the server sends. No text in it comes from a request.
    fn html_page(&self) -> String {
        let (title, message) = (self.status, self.combined_message());
        format!(
            "<!doctype html>\n<html>\n<head><title>{title}</title></head>\n\
             <body>\n<h1>{title}</h1>\n<p>{message}</p>\n</body>\n</html>\n"
        )
    }
}

/// The `Retry-After` header (RFC 9110 10.2.3), if the option asks for it or the body cannot hold the wait.
fn retry_after_header(
    location: RetryAfterLocation,
    has_room: bool,
    seconds: u64,
    now: SystemTime,
) -> Option<HeaderValue> {
    match location {
        RetryAfterLocation::Date => {
            // A date has whole seconds and is truncated, so one second more keeps it from being too early.
            let date = httpdate::fmt_http_date(now + Duration::from_secs(seconds + 1));
            HeaderValue::from_str(&date).ok()
        }
        RetryAfterLocation::Top | RetryAfterLocation::Error if has_room => None,
        RetryAfterLocation::Top | RetryAfterLocation::Error | RetryAfterLocation::Header => Some(seconds.into()),
    }
}

impl IntoResponse for ApiFailure {
    /// A response that carries the failure to the middleware, which writes it.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    /// The body and the `Retry-After` header.
    fn written(failure: &ApiFailure, options: &Options) -> (String, Option<String>) {
        let mut response = Response::default();
        failure.write_to(options, SystemTime::UNIX_EPOCH, &mut response);
        assert_eq!(response.status(), failure.status);
        let retry_after = response.headers().get(RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), 65_536);
        let body = body.now_or_never().expect("the body is in memory").unwrap();
        (String::from_utf8(body.to_vec()).unwrap(), retry_after)
    }

    fn body(error_form: ErrorForm, failure: &ApiFailure) -> String {
        written(failure, &Options { error_form, ..Options::default() }).0
    }

    #[test]
    fn each_form_is_written_as_it_is_published() {
        let conflict = ApiFailure::conflict();
        let message = "Domain has already been added to this project";
        for (form, expected) in [
            (ErrorForm::Object, format!(r#"{{"success":false,"error":{{"message":"{message}","code":"CONFLICT"}}}}"#)),
            (ErrorForm::NoCode, format!(r#"{{"success":false,"error":{{"message":"{message}"}}}}"#)),
            (ErrorForm::Array, format!(r#"{{"success":false,"error":[{{"message":"{message}"}}]}}"#)),
            (ErrorForm::String, format!(r#"{{"success":false,"error":"{message}"}}"#)),
            (ErrorForm::Message, format!(r#"{{"success":false,"message":"{message}"}}"#)),
            (ErrorForm::Text, message.to_owned()),
        ] {
            assert_eq!(body(form, &conflict), expected);
        }
        let page = body(ErrorForm::Html, &conflict);
        assert!(page.starts_with("<!doctype html>") && page.contains("<h1>409 Conflict</h1>"), "{page}");
    }

    #[test]
    fn the_message_about_a_field_is_in_every_form() {
        let invalid = ApiFailure::invalid_field("domain", "domain is required".to_owned());
        for form in ErrorForm::ALL {
            assert!(body(*form, &invalid).contains("domain is required"), "{form}");
        }
        assert!(body(ErrorForm::Object, &invalid).contains(r#"[{"field":"domain","message":"domain is required"}]"#));
    }

    #[test]
    fn a_malformed_id_is_reported_as_an_array_by_default() {
        let expected = r#"{"success":false,"error":[{"message":"Invalid domain ID"}]}"#;
        assert_eq!(body(ErrorForm::Object, &ApiFailure::invalid_id()), expected);
        assert_eq!(body(ErrorForm::Text, &ApiFailure::invalid_id()), "Invalid domain ID");
    }

    #[test]
    fn the_retry_delay_is_in_the_configured_place() {
        let limited = ApiFailure::too_many_requests(Duration::from_millis(1200));
        let with = |retry_after| written(&limited, &Options { retry_after, ..Options::default() });
        let (top, header) = with(RetryAfterLocation::Top);
        assert!(top.ends_with(r#"},"retryAfter":2}"#) && header.is_none(), "{top}");
        let (error, header) = with(RetryAfterLocation::Error);
        assert!(error.ends_with(r#","retryAfter":2}}"#) && header.is_none(), "{error}");
        let (plain, header) = with(RetryAfterLocation::Header);
        assert_eq!((plain.contains("retryAfter"), header.as_deref()), (false, Some("2")));
        let (plain, header) = with(RetryAfterLocation::Date);
        assert_eq!((plain.contains("retryAfter"), header.as_deref()), (false, Some("Thu, 01 Jan 1970 00:00:03 GMT")));
    }

    #[test]
    fn the_retry_delay_is_in_every_form() {
        let limited = ApiFailure::too_many_requests(Duration::ZERO);
        for error_form in ErrorForm::ALL.iter().copied() {
            for retry_after in RetryAfterLocation::ALL.iter().copied() {
                let (body, header) = written(&limited, &Options { error_form, retry_after, ..Options::default() });
                assert!(header.is_some() != body.contains(r#""retryAfter":1"#), "{error_form} {retry_after}: {body}");
            }
        }
    }
}
