//! Why a command failed: in words for people, as JSON for scripts, and as an exit code.
//!
//! The words on answers of the API are those of [`crate::core::failure`], as on the wizard's screens.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

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
    /// In one line.
    title: String,
    /// More, a sentence or two each.
    details: Vec<String>,
    /// What to do now.
    hint: Option<String>,
    /// How the command ends.
    pub(super) exit: Exit,
    /// The answer that it came from. Boxed, since results carry problems about.
    response: Box<ResponseDetails>,
}

/// What is known of an answer of the API; of a refused name, `code` is the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ResponseDetails {
    status: Option<u16>,
    api_code: Option<Untrusted>,
    request_id: Option<Untrusted>,
    retry_after: Option<Duration>,
}

impl CliError {
    /// With a title alone.
    pub(super) fn new(kind: &'static str, exit: Exit, title: impl Into<String>) -> Self {
        Self { code: kind, title: title.into(), details: Vec::new(), hint: None, exit, response: Box::default() }
    }

    /// With a sentence more.
    pub(super) fn with_detail(mut self, sentence: impl Into<String>) -> Self {
        self.details.push(sentence.into());
        self
    }

    /// With what to do now.
    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The domain's name is none.
    pub(super) fn rejected_name(refused: &Rejected) -> Self {
        let mut problem = Self::new("name-refused", Exit::Usage, "This is no domain that can be added")
            .with_detail(format!("{}.", refused.reason.message()));
        problem.response.api_code = Some(refused.reason.code().into());
        problem.hint = refused.suggestion.as_ref().map(|suggestion| format!("Perhaps you mean {suggestion}"));
        problem
    }

    /// What the API answered, or that it did not; `kind` is for outcomes that the error alone does not tell. Without an
    /// error, nobody waited for the answer.
    pub(super) fn from_api_error<'e>(
        failure: Failure,
        kind: Option<&'static str>,
        error: impl Into<Option<&'e ApiError>>,
    ) -> Self {
        let error = error.into();
        Self {
            code: kind.or_else(|| error.map(api_error_code)).unwrap_or("lost"),
            title: failure.title,
            details: vec![failure.reason, failure.effect],
            hint: Some(failure.advice),
            exit: failure.exit,
            response: Box::new(error.map(ResponseDetails::from_api_error).unwrap_or_default()),
        }
    }

    /// The output could not be written.
    pub(super) fn output_failed(error: &io::Error) -> Self {
        Self::new("output-failed", Exit::Failed, "Standard output could not be written")
            .with_detail(format!("{error}."))
    }

    /// In one line.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// What there is to say below the title.
    pub(super) fn detail_lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.details.iter().chain(&self.hint).map(|line| mask_api_keys(line))
    }

    /// Whether a person or a signal has broken it off.
    pub(super) const fn is_interrupted(&self) -> bool {
        matches!(self.exit, Exit::Interrupted | Exit::Signal(_))
    }

    /// For people, with a line end.
    pub(super) fn message(&self) -> String {
        let id = self.response.request_id.as_ref().map(|id| format!("The request's id is {}", id.sanitized()));
        let more = self.details.iter().chain(&self.hint).chain(&id);
        let text = more.fold(format!("error: {}\n", self.title), |text, line| text + "  " + line + "\n");
        mask_api_keys(&text).into_owned()
    }

    /// For scripts.
    pub(super) fn to_json_document(&self) -> Value {
        json!({ "version": SCHEMA_VERSION, "error": self.to_json() })
    }

    /// What failed and why in one line, for people.
    pub(super) fn one_line_message(&self) -> String {
        let words = self.details.first().map_or_else(|| self.title.clone(), |first| format!("{}. {first}", self.title));
        mask_api_keys(&words).into_owned()
    }

    /// The member `error` of a document.
    pub(super) fn to_json(&self) -> Value {
        let mut message = self.title.clone();
        for sentence in &self.details {
            if !message.ends_with(['.', '!', '?', '…']) {
                message.push('.');
            }
            message.push(' ');
            message += sentence;
        }
        let ResponseDetails { status, api_code, request_id, retry_after } = &*self.response;
        json!({
            "kind": self.code,
            "message": mask_api_keys(&message),
            "status": status,
            "code": api_code.as_ref().map(Untrusted::raw),
            "requestId": request_id.as_ref().map(Untrusted::raw),
            "retryAfter": retry_after.map(ceil_seconds),
            "hint": self.hint.as_deref().map(mask_api_keys),
        })
    }
}

impl ResponseDetails {
    fn from_api_error(error: &ApiError) -> Self {
        let about = |refusal: &ErrorResponse| Self {
            status: None,
            api_code: refusal.code.clone(),
            request_id: refusal.request_id.clone(),
            retry_after: refusal.retry_after,
        };
        Self { status: error.status(), ..error.error_response().map(about).unwrap_or_default() }
    }
}

/// The stable name of what an answer means.
fn api_error_code(error: &ApiError) -> &'static str {
    match error {
        ApiError::NotSent { .. } => "not-sent",
        ApiError::ResponseLost { .. } => "lost",
        ApiError::InvalidBody { .. } => "unreadable",
        ApiError::Redirected { .. } => "redirected",
        ApiError::Internal { .. } => "unexpected",
        ApiError::ErrorResponse(refusal) => match refusal.status {
            400 | 422 => "bad-request",
            401 => "key-refused",
            402 => "payment-required",
            403 => "forbidden",
            404 => "not-found",
            409 => "already-added",
            429 => "rate-limited",
            500.. => "server-error",
            _ => "refused",
        },
    }
}
