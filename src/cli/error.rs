//! Why a command failed: text for people, JSON for scripts, and an exit code.
//!
//! The text of errors of the API is that of [`crate::core::failure`], as on the wizard's screens.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::core::api_error::{ApiError, ErrorResponse};
use crate::core::domain_name::Rejected;
use crate::core::duration::ceil_seconds;
use crate::core::exit::Exit;
use crate::core::failure::Failure;
use crate::core::redaction::mask_api_keys;
use crate::core::text::Untrusted;
use crate::export::SCHEMA_VERSION;

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CliError {
    /// A stable name, for scripts.
    code: &'static str,
    /// In one line, without a trailing dot.
    title: String,
    /// Details, one or two sentences each.
    details: Vec<String>,
    /// What to do next.
    hint: Option<String>,
    /// The exit code.
    pub(super) exit: Exit,
    /// The response that caused it. Boxed, so that a `Result` stays small.
    response: Box<ResponseDetails>,
}

/// What is known of a response of the API. For a rejected name, `api_code` is the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ResponseDetails {
    status: Option<u16>,
    api_code: Option<Untrusted>,
    request_id: Option<Untrusted>,
    retry_after: Option<Duration>,
}

impl CliError {
    /// An error with a title only.
    pub(super) fn new(code: &'static str, exit: Exit, title: impl Into<String>) -> Self {
        Self { code, title: title.into(), details: Vec::new(), hint: None, exit, response: Box::default() }
    }

    /// A signal has ended the command.
    pub(super) fn interrupted(exit: Exit, title: impl Into<String>) -> Self {
        Self::new("interrupted", exit, title)
    }

    /// With one more detail.
    pub(super) fn with_detail(mut self, sentence: impl Into<String>) -> Self {
        self.details.push(sentence.into());
        self
    }

    /// With a hint, which replaces the one it had.
    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The text is not a domain name.
    pub(super) fn rejected_name(rejected: &Rejected) -> Self {
        let mut error = Self::new("name-refused", Exit::Usage, "Invalid domain")
            .with_detail(format!("{}.", rejected.reason.message()));
        error.response.api_code = Some(rejected.reason.code().into());
        error.hint = rejected.suggestion.as_ref().map(|suggestion| format!("Did you mean {suggestion}?"));
        error
    }

    /// An error of the API; `code` is for outcomes that the error alone does not define. Without an error, nobody waited for
    /// the answer.
    pub(super) fn from_api_error<'e>(
        failure: Failure,
        code: Option<&'static str>,
        error: impl Into<Option<&'e ApiError>>,
    ) -> Self {
        let error = error.into();
        Self {
            code: code.or_else(|| error.map(api_error_code)).unwrap_or("lost"),
            title: failure.title,
            details: vec![failure.reason, failure.effect],
            hint: Some(failure.advice),
            exit: failure.exit,
            response: Box::new(error.map(ResponseDetails::from_api_error).unwrap_or_default()),
        }
    }

    /// Standard output cannot be written.
    pub(super) fn output_failed(error: &io::Error) -> Self {
        Self::new("output-failed", Exit::Failed, "Could not write to standard output").with_detail(format!("{error}."))
    }

    /// The title.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// The details and the hint.
    pub(super) fn detail_lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.details.iter().chain(&self.hint).map(|line| mask_api_keys(line))
    }

    /// Whether Ctrl+C or a signal has ended the command.
    pub(super) const fn is_interrupted(&self) -> bool {
        matches!(self.exit, Exit::Interrupted | Exit::Signal(_))
    }

    /// The text for people, with a line end.
    pub(super) fn message(&self) -> String {
        let id = self.response.request_id.as_ref().map(|id| format!("Request ID: {}", id.sanitized()));
        let more = self.details.iter().chain(&self.hint).chain(&id);
        let text = more.fold(format!("error: {}\n", self.title), |text, line| text + "  " + line + "\n");
        mask_api_keys(&text).into_owned()
    }

    /// The JSON document.
    pub(super) fn to_json_document(&self) -> Value {
        json!({ "version": SCHEMA_VERSION, "error": self })
    }

    /// The title and the first detail, in one line for people.
    pub(super) fn one_line_message(&self) -> String {
        let detail = self.details.first().map(|detail| format!(". {detail}")).unwrap_or_default();
        mask_api_keys(&format!("{}{detail}", self.title)).into_owned()
    }
}

/// The member `error` of a document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorMembers<'a> {
    kind: &'static str,
    message: Cow<'a, str>,
    status: Option<u16>,
    code: Option<&'a str>,
    request_id: Option<&'a str>,
    retry_after: Option<u64>,
    hint: Option<Cow<'a, str>>,
}

impl Serialize for CliError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut message = self.title.clone();
        for sentence in &self.details {
            if !message.ends_with(['.', '!', '?', '…']) {
                message.push('.');
            }
            message.push(' ');
            message += sentence;
        }
        let ResponseDetails { status, api_code, request_id, retry_after } = &*self.response;
        let members = ErrorMembers {
            kind: self.code,
            message: mask_api_keys(&message),
            status: *status,
            code: api_code.as_ref().map(Untrusted::raw),
            request_id: request_id.as_ref().map(Untrusted::raw),
            retry_after: retry_after.map(ceil_seconds),
            hint: self.hint.as_deref().map(mask_api_keys),
        };
        members.serialize(serializer)
    }
}

impl ResponseDetails {
    fn from_api_error(error: &ApiError) -> Self {
        let details = |response: &ErrorResponse| Self {
            status: None,
            api_code: response.code.clone(),
            request_id: response.request_id.clone(),
            retry_after: response.retry_after,
        };
        Self { status: error.status(), ..error.error_response().map(details).unwrap_or_default() }
    }
}

/// The stable name of an error of the API.
fn api_error_code(error: &ApiError) -> &'static str {
    match error {
        ApiError::NotSent { .. } => "not-sent",
        ApiError::ResponseLost { .. } | ApiError::Incomplete { .. } => "lost",
        ApiError::InvalidBody { .. } => "unreadable",
        ApiError::Redirected { .. } => "redirected",
        ApiError::Internal { .. } => "unexpected",
        ApiError::ErrorResponse(response) => match response.status {
            400 | 422 => "bad-request",
            401 => "key-refused",
            402 => "payment-required",
            403 => "forbidden",
            404 if response.is_unknown_address => "no-api",
            404 => "not-found",
            409 => "already-added",
            429 => "rate-limited",
            500.. => "server-error",
            _ => "refused",
        },
    }
}
