//! What may go wrong at a port, in the program's own terms: no type of a library appears here.

use std::time::Duration;

use super::text::Untrusted;

/// Why a request to the API brought no answer that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The server answered with a status that is no success.
    ErrorResponse(ErrorResponse),
    /// Nothing was sent: no address, no route, refused, no TLS.
    NotSent {
        /// Why, in words, free of control characters.
        reason: String,
        /// The host that was to be reached, and the proxy on the way where there is one: `via proxy.local:3128`.
        host: String,
    },
    /// Sent, but no answer came, or it broke off: nobody knows whether it was carried out.
    ResponseLost {
        /// What became of the answer, in words: "no answer within 30 s".
        reason: String,
    },
    /// A success whose body cannot be read: most likely carried out, but what came of it is not known.
    InvalidBody {
        /// The status of the answer.
        status: u16,
        /// What is wrong with the body, in words.
        reason: String,
    },
    /// A redirect, which is never followed, because the key would travel along.
    Redirected {
        /// The status, 300 to 399.
        status: u16,
        /// The host that it points to, or the empty text where it names none.
        target: Untrusted,
    },
    /// A mistake of this program: a task ended without an answer.
    Internal {
        /// What is known of it.
        reason: String,
    },
}

/// An answer that is no success, in whichever of the published forms its body came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorResponse {
    /// The status.
    pub status: u16,
    /// `error.code`.
    pub code: Option<Untrusted>,
    /// The server's words, from whichever place they stood in.
    pub message: Option<Untrusted>,
    /// `error.details[]`.
    pub details: Vec<ErrorDetail>,
    /// How long to wait: `retryAfter` at the top or in `error`, or the `Retry-After` header.
    pub retry_after: Option<Duration>,
    /// The `x-request-id` header.
    pub request_id: Option<Untrusted>,
}

/// One of the server's words on one field of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorDetail {
    /// `field`, where there is one.
    pub field: Option<Untrusted>,
    /// `message`.
    pub message: Untrusted,
}

/// Whether a request that failed has changed anything at the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarriedOut {
    /// It has not.
    No,
    /// Nobody knows.
    Unknown,
}

impl ApiError {
    /// Whether a request that ended so was carried out, for one that changes something (terminal.md 4.1: only a
    /// failed connection and a clear refusal prove that it was not).
    #[must_use]
    pub fn carried_out(&self) -> CarriedOut {
        match self {
            Self::NotSent { .. } => CarriedOut::No,
            Self::ErrorResponse(refusal) if matches!(refusal.status, 400..=407 | 409..=499) => CarriedOut::No,
            Self::ErrorResponse(_)
            | Self::ResponseLost { .. }
            | Self::InvalidBody { .. }
            | Self::Redirected { .. }
            | Self::Internal { .. } => CarriedOut::Unknown,
        }
    }

    /// The refusal, where it is one.
    #[must_use]
    pub const fn error_response(&self) -> Option<&ErrorResponse> {
        match self {
            Self::ErrorResponse(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The status of the answer, where there was one.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::ErrorResponse(refusal) => Some(refusal.status),
            Self::InvalidBody { status, .. } | Self::Redirected { status, .. } => Some(*status),
            Self::NotSent { .. } | Self::ResponseLost { .. } | Self::Internal { .. } => None,
        }
    }
}

impl ErrorResponse {
    /// The server's words on a field of the request, if it has any.
    #[must_use]
    pub fn field_message(&self, field: &str) -> Option<String> {
        let words: Vec<String> = self
            .details
            .iter()
            .filter(|detail| detail.field.as_ref().is_some_and(|name| name.raw() == field))
            .map(|detail| detail.message.sanitized())
            .collect();
        (!words.is_empty()).then(|| words.join("; "))
    }

    /// All of the server's words: its message, then its details, each once.
    #[must_use]
    pub fn full_message(&self) -> Option<String> {
        let mut words: Vec<String> = Vec::new();
        let message = self.message.as_ref().map(Untrusted::sanitized);
        let details = self.details.iter().map(|detail| match &detail.field {
            Some(field) if !detail.message.raw().contains(field.raw()) => {
                format!("{}: {}", field.sanitized(), detail.message.sanitized())
            }
            _ => detail.message.sanitized(),
        });
        for text in message.into_iter().chain(details) {
            if !text.trim().is_empty() && !words.contains(&text) {
                words.push(text);
            }
        }
        (!words.is_empty()).then(|| words.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16) -> ApiError {
        ApiError::ErrorResponse(ErrorResponse { status, ..ErrorResponse::default() })
    }

    #[test]
    fn only_a_failed_connection_or_a_clear_refusal_proves_that_nothing_was_done() {
        for status in [400, 401, 402, 403, 404, 409, 422, 429] {
            assert_eq!(refused(status).carried_out(), CarriedOut::No, "{status}");
        }
        for status in [408, 500, 502, 503, 504, 599] {
            assert_eq!(refused(status).carried_out(), CarriedOut::Unknown, "{status}");
        }
        assert_eq!(ApiError::NotSent { reason: String::new(), host: String::new() }.carried_out(), CarriedOut::No);
        for error in [
            ApiError::ResponseLost { reason: String::new() },
            ApiError::InvalidBody { status: 201, reason: String::new() },
            ApiError::Redirected { status: 307, target: "".into() },
            ApiError::Internal { reason: String::new() },
        ] {
            assert_eq!(error.carried_out(), CarriedOut::Unknown, "{error:?}");
        }
    }

    #[test]
    fn words_name_the_field_once() {
        let refusal = ErrorResponse {
            status: 400,
            message: Some("Validation failed".into()),
            details: vec![
                ErrorDetail { field: Some("domain".into()), message: "domain must be a valid domain name".into() },
                ErrorDetail { field: Some("regionKey".into()), message: "is not known".into() },
            ],
            ..ErrorResponse::default()
        };
        assert_eq!(refusal.field_message("regionKey").as_deref(), Some("is not known"));
        assert_eq!(
            refusal.full_message().as_deref(),
            Some("Validation failed; domain must be a valid domain name; regionKey: is not known")
        );
    }
}
