//! Why a command failed: in words for people, as JSON for scripts, and as an exit code.
//!
//! The words on answers of the API are those of [`crate::core::failure`], as on the wizard's screens.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

use serde_json::{Value, json};

use crate::core::api_error::{ApiError, ErrorResponse};
use crate::core::domain_name::Rejected;
use crate::core::exit::Exit;
use crate::core::failure::Failure;
use crate::core::redaction::mask_api_keys;
use crate::core::text::Untrusted;
use crate::export::SCHEMA_VERSION;

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// A stable name, for scripts.
    kind: &'static str,
    /// In one line.
    title: String,
    /// More, a sentence or two each.
    more: Vec<String>,
    /// What to do now.
    hint: Option<String>,
    /// How the command ends.
    pub(super) exit: Exit,
    /// The answer that it came from. Boxed, since results carry problems about.
    answer: Box<Answer>,
}

/// What is known of an answer of the API; of a refused name, `code` is the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Answer {
    status: Option<u16>,
    code: Option<Untrusted>,
    request_id: Option<Untrusted>,
    retry_after: Option<Duration>,
}

impl Problem {
    /// With a title alone.
    pub(super) fn new(kind: &'static str, exit: Exit, title: impl Into<String>) -> Self {
        Self { kind, title: title.into(), more: Vec::new(), hint: None, exit, answer: Box::default() }
    }

    /// With a sentence more.
    pub(super) fn with(mut self, sentence: impl Into<String>) -> Self {
        self.more.push(sentence.into());
        self
    }

    /// With what to do now.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The domain's name is none.
    pub(super) fn refused_name(refused: &Rejected) -> Self {
        let mut problem = Self::new("name-refused", Exit::Usage, "This is no domain that can be added")
            .with(format!("{}.", refused.reason.message()));
        problem.answer.code = Some(refused.reason.code().into());
        problem.hint = refused.suggestion.as_ref().map(|suggestion| format!("Perhaps you mean {suggestion}"));
        problem
    }

    /// What the API answered, or that it did not; `kind` is for outcomes that the error alone does not tell.
    pub(super) fn of(failure: Failure, kind: Option<&'static str>, error: &ApiError) -> Self {
        Self {
            kind: kind.unwrap_or_else(|| kind_of(error)),
            title: failure.title,
            more: vec![failure.reason, failure.effect],
            hint: Some(failure.advice),
            exit: failure.exit,
            answer: Box::new(Answer::of(error)),
        }
    }

    /// The output could not be written.
    pub(super) fn unwritten(error: &io::Error) -> Self {
        Self::new("output-failed", Exit::Failed, "Standard output could not be written").with(format!("{error}."))
    }

    /// In one line.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// What there is to say below the title.
    pub(super) fn lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.more.iter().chain(&self.hint).map(|line| mask_api_keys(line))
    }

    /// Whether a person or a signal has broken it off.
    pub(super) const fn is_interrupted(&self) -> bool {
        matches!(self.exit, Exit::Interrupted | Exit::Signal(_))
    }

    /// For people, with a line end.
    pub(super) fn words(&self) -> String {
        let id = self.answer.request_id.as_ref().map(|id| format!("The request's id is {}", id.sanitized()));
        let more = self.more.iter().chain(&self.hint).chain(&id);
        let text = more.fold(format!("error: {}\n", self.title), |text, line| text + "  " + line + "\n");
        mask_api_keys(&text).into_owned()
    }

    /// For scripts.
    pub(super) fn json(&self) -> Value {
        json!({ "version": SCHEMA_VERSION, "error": self.error() })
    }

    /// What failed and why in one line, for people.
    pub(super) fn line(&self) -> String {
        let words = self.more.first().map_or_else(|| self.title.clone(), |first| format!("{}. {first}", self.title));
        mask_api_keys(&words).into_owned()
    }

    /// The member `error` of a document.
    pub(super) fn error(&self) -> Value {
        let mut message = self.title.clone();
        for sentence in &self.more {
            if !message.ends_with(['.', '!', '?', '…']) {
                message.push('.');
            }
            message.push(' ');
            message += sentence;
        }
        let Answer { status, code, request_id, retry_after } = &*self.answer;
        json!({
            "kind": self.kind,
            "message": mask_api_keys(&message),
            "status": status,
            "code": code.as_ref().map(Untrusted::raw),
            "requestId": request_id.as_ref().map(Untrusted::raw),
            "retryAfter": retry_after.map(whole_seconds),
            "hint": self.hint.as_deref().map(mask_api_keys),
        })
    }
}

impl Answer {
    fn of(error: &ApiError) -> Self {
        let about = |refusal: &ErrorResponse| Self {
            status: None,
            code: refusal.code.clone(),
            request_id: refusal.request_id.clone(),
            retry_after: refusal.retry_after,
        };
        Self { status: error.status(), ..error.error_response().map(about).unwrap_or_default() }
    }
}

/// The time in seconds, rounded up.
pub(super) fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// The stable name of what an answer means.
fn kind_of(error: &ApiError) -> &'static str {
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
