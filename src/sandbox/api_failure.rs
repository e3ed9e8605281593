//! What went wrong with a request, and the forms in which that is told (autosend-api.md section 2).
//!
//! A handler answers with a [`ApiFailure`]; the gate writes it into the body, in the form that the switches ask for.

use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::options::{ErrorForm, Options, RetryAfterLocation};

/// A request that was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApiFailure {
    pub(super) status: StatusCode,
    code: &'static str,
    message: &'static str,
    /// Field and words of `details`.
    pub(super) details: Vec<(&'static str, String)>,
    /// How long to wait, of a 429.
    pub(super) retry_after: Option<Duration>,
    /// Told as an array unless a switch says otherwise: so the project pages show a malformed id.
    uses_array_form: bool,
}

impl ApiFailure {
    fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message, details: Vec::new(), retry_after: None, uses_array_form: false }
    }

    /// 400 that is about no field: a body that cannot be read, an operation out of turn.
    pub(super) fn bad_request(message: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "VALIDATION_FAILED", message)
    }

    /// 400 with words on certain fields.
    pub(super) fn invalid_fields(details: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self { details: details.into_iter().collect(), ..Self::bad_request("Validation failed") }
    }

    /// 400 for an id that is none.
    pub(super) fn invalid_id() -> Self {
        Self { uses_array_form: true, ..Self::bad_request("Invalid domain ID") }
    }

    /// 401.
    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "Unauthorized")
    }

    /// 402.
    pub(super) fn payment_required() -> Self {
        let message = "Please upgrade your plan to access these resources.";
        Self::new(StatusCode::PAYMENT_REQUIRED, "PLAN_UPGRADE_REQUIRED", message)
    }

    /// 403.
    pub(super) fn forbidden(message: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "FORBIDDEN", message)
    }

    /// 404 for a domain.
    pub(super) fn domain_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "Domain not found")
    }

    /// 404 for a path.
    pub(super) fn route_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "There is nothing at this path")
    }

    /// 405.
    pub(super) fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "This path does not take this method")
    }

    /// 409.
    pub(super) fn conflict() -> Self {
        Self::new(StatusCode::CONFLICT, "CONFLICT", "Domain has already been added to this project")
    }

    /// 413.
    pub(super) fn payload_too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", "The request body is too large")
    }

    /// 429.
    pub(super) fn too_many_requests(wait: Duration) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded");
        Self { retry_after: Some(wait), ..problem }
    }

    /// 500.
    pub(super) fn internal_error() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "SERVER_ERROR", "Internal server error")
    }

    /// The words for forms that have room for one text only.
    fn combined_message(&self) -> String {
        if self.details.is_empty() {
            self.message.to_owned()
        } else {
            self.details.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("; ")
        }
    }

    /// Writes the problem into a response: status, body and `Retry-After`. Its other headers stay.
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
        self.retry_after.map(|wait| (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1))
    }

    fn json_body(&self, form: ErrorForm, retry_after: RetryAfterLocation) -> Value {
        let mut top = Map::new();
        top.insert("success".to_owned(), Value::Bool(false));
        let error = match form {
            ErrorForm::Object => Some(self.error_object()),
            ErrorForm::NoCode => Some(json!({ "message": self.combined_message() })),
            ErrorForm::Array if self.details.is_empty() => Some(json!([{ "message": self.message }])),
            ErrorForm::Array => Some(self.details.iter().map(|(_, words)| json!({ "message": words })).collect()),
            ErrorForm::String => Some(Value::String(self.combined_message())),
            ErrorForm::Message | ErrorForm::Text | ErrorForm::Html => None,
        };
        match error {
            Some(error) => top.insert("error".to_owned(), error),
            None => top.insert("message".to_owned(), Value::String(self.combined_message())),
        };
        if let Some(seconds) = self.retry_after_seconds() {
            // Where `error` is no object, its place is taken by the top.
            let inside = top.get_mut("error").and_then(Value::as_object_mut);
            match (retry_after, inside) {
                (RetryAfterLocation::Error, Some(inside)) => inside.insert("retryAfter".to_owned(), seconds.into()),
                (RetryAfterLocation::Error | RetryAfterLocation::Top, _) => {
                    top.insert("retryAfter".to_owned(), seconds.into())
                }
                (RetryAfterLocation::Header | RetryAfterLocation::Date, _) => None,
            };
        }
        Value::Object(top)
    }

    fn error_object(&self) -> Value {
        let mut object = json!({ "message": self.message, "code": self.code });
        if !self.details.is_empty() {
            object["details"] =
                self.details.iter().map(|(field, words)| json!({ "field": field, "message": words })).collect();
        }
        object
    }

    /// A page as a proxy in front of the server would send it. No text in it comes from a request.
    fn html_page(&self) -> String {
        let (title, words) = (self.status, self.combined_message());
        format!(
            "<!doctype html>\n<html>\n<head><title>{title}</title></head>\n\
             <body>\n<h1>{title}</h1>\n<p>{words}</p>\n</body>\n</html>\n"
        )
    }
}

/// The `Retry-After` header (RFC 9110 10.2.3), where the switch asks for it or the body has no room for the wait.
fn retry_after_header(place: RetryAfterLocation, has_room: bool, seconds: u64, now: SystemTime) -> Option<HeaderValue> {
    match place {
        RetryAfterLocation::Date => {
            // A date has whole seconds and is cut, not rounded: one more keeps it from being too early.
            let date = httpdate::fmt_http_date(now + Duration::from_secs(seconds + 1));
            HeaderValue::from_str(&date).ok()
        }
        RetryAfterLocation::Top | RetryAfterLocation::Error if has_room => None,
        RetryAfterLocation::Top | RetryAfterLocation::Error | RetryAfterLocation::Header => Some(seconds.into()),
    }
}

impl IntoResponse for ApiFailure {
    /// A response that carries the problem to the gate, which writes it.
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
    fn written(problem: &ApiFailure, options: &Options) -> (String, Option<String>) {
        let mut response = Response::default();
        problem.write_to(options, SystemTime::UNIX_EPOCH, &mut response);
        assert_eq!(response.status(), problem.status);
        let retry_after = response.headers().get(RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), 65_536);
        let body = body.now_or_never().expect("the body is in memory").unwrap();
        (String::from_utf8(body.to_vec()).unwrap(), retry_after)
    }

    fn body(error_form: ErrorForm, problem: &ApiFailure) -> String {
        written(problem, &Options { error_form, ..Options::default() }).0
    }

    #[test]
    fn each_form_is_written_as_it_is_published() {
        let conflict = ApiFailure::conflict();
        let words = "Domain has already been added to this project";
        for (form, expected) in [
            (ErrorForm::Object, format!(r#"{{"success":false,"error":{{"message":"{words}","code":"CONFLICT"}}}}"#)),
            (ErrorForm::NoCode, format!(r#"{{"success":false,"error":{{"message":"{words}"}}}}"#)),
            (ErrorForm::Array, format!(r#"{{"success":false,"error":[{{"message":"{words}"}}]}}"#)),
            (ErrorForm::String, format!(r#"{{"success":false,"error":"{words}"}}"#)),
            (ErrorForm::Message, format!(r#"{{"success":false,"message":"{words}"}}"#)),
            (ErrorForm::Text, words.to_owned()),
        ] {
            assert_eq!(body(form, &conflict), expected);
        }
        let page = body(ErrorForm::Html, &conflict);
        assert!(page.starts_with("<!doctype html>") && page.contains("<h1>409 Conflict</h1>"), "{page}");
    }

    #[test]
    fn the_words_on_a_field_are_in_every_form() {
        let invalid = ApiFailure::invalid_fields([("domain", "domain is required".to_owned())]);
        for form in ErrorForm::ALL {
            assert!(body(*form, &invalid).contains("domain is required"), "{form}");
        }
        assert!(body(ErrorForm::Object, &invalid).contains(r#"[{"field":"domain","message":"domain is required"}]"#));
    }

    #[test]
    fn a_malformed_id_is_told_as_an_array_by_default() {
        let expected = r#"{"success":false,"error":[{"message":"Invalid domain ID"}]}"#;
        assert_eq!(body(ErrorForm::Object, &ApiFailure::invalid_id()), expected);
        assert_eq!(body(ErrorForm::Text, &ApiFailure::invalid_id()), "Invalid domain ID");
    }

    #[test]
    fn the_wait_stands_where_it_was_asked_for() {
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
    fn the_wait_finds_a_place_in_every_form() {
        let limited = ApiFailure::too_many_requests(Duration::ZERO);
        for error_form in ErrorForm::ALL.iter().copied() {
            for retry_after in RetryAfterLocation::ALL.iter().copied() {
                let (body, header) = written(&limited, &Options { error_form, retry_after, ..Options::default() });
                assert!(header.is_some() != body.contains(r#""retryAfter":1"#), "{error_form} {retry_after}: {body}");
            }
        }
    }
}
