//! Errors of the API port, in the program's own terms: no type of an HTTP library appears here.

use std::time::Duration;

use super::text::Untrusted;

/// Why a request to the API has no usable response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The server responded with an error status.
    ErrorResponse(ErrorResponse),
    /// The request was not sent: no address, no route, connection refused, no TLS.
    NotSent {
        /// The reason, as text without control characters.
        reason: String,
        /// The host that could not be reached, with the proxy if there is one: `via proxy.local:3128`.
        host: String,
        /// What was in the way.
        obstacle: Obstacle,
    },
    /// The request was sent, but the response is missing or incomplete, so it is unknown whether it was carried out.
    ResponseLost {
        /// What happened to the response, as text: "no answer within 30 s".
        reason: String,
    },
    /// The status is a success, but the body cannot be used: it cannot be read, does not say what was asked for, or is
    /// about another domain. The request was most likely carried out, with an unknown
    /// result.
    InvalidBody {
        /// The status of the response.
        status: u16,
        /// What is wrong with the body, as text.
        reason: String,
    },
    /// The status is a success, but the end of the body never came: the connection broke, or the time was up.
    Incomplete {
        /// The status of the response.
        status: u16,
        /// What happened to the body, as text: "the response was cut off".
        reason: String,
    },
    /// A redirect. It is never followed, because the key would be sent along.
    Redirected {
        /// The status, 300 to 399.
        status: u16,
        /// The host that the redirect points to, or empty if it names none.
        target: Untrusted,
    },
    /// A bug in this program: a task ended without a result.
    Internal {
        /// A description of the bug.
        reason: String,
    },
}

/// What was in the way of a request that was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Nothing was reached: neither the host nor the proxy.
    Unreachable,
    /// A server was reached, but there is no TLS with it.
    Tls,
    /// The proxy was reached, and refuses with this status.
    Proxy(u16),
    /// The request cannot be made on this machine: no valid URL, no certificates.
    Local,
}

/// A response with an error status, in any of the published body formats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorResponse {
    /// The status of the response.
    pub status: u16,
    /// Whether it is a 404 for an address that the API does not have, and not for one domain: the base URL is wrong.
    pub is_unknown_address: bool,
    /// `error.code`.
    pub code: Option<Untrusted>,
    /// The server's message, from any of the members that can hold it.
    pub message: Option<Untrusted>,
    /// `error.details[]`.
    pub details: Vec<ErrorDetail>,
    /// How long to wait: `retryAfter` at the top level or in `error`, or the `Retry-After` header.
    pub retry_after: Option<Duration>,
    /// The `x-request-id` header.
    pub request_id: Option<Untrusted>,
}

/// The server's message about one field of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorDetail {
    /// `field`, if present.
    pub field: Option<Untrusted>,
    /// `message`.
    pub message: Untrusted,
}

/// Whether a failed request changed anything on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarriedOut {
    /// It certainly changed nothing.
    No,
    /// It may have changed something.
    Unknown,
}

impl ApiError {
    /// Whether a changing request that failed with this error was carried out. Only a failed connection and a clear
    /// refusal prove that it was not (terminal.md 4.1).
    pub fn carried_out(&self) -> CarriedOut {
        match self {
            Self::NotSent { .. } => CarriedOut::No,
            Self::ErrorResponse(refusal) if matches!(refusal.status, 400..=407 | 409..=499) => CarriedOut::No,
            Self::ErrorResponse(_)
            | Self::ResponseLost { .. }
            | Self::InvalidBody { .. }
            | Self::Incomplete { .. }
            | Self::Redirected { .. }
            | Self::Internal { .. } => CarriedOut::Unknown,
        }
    }

    /// The server's error response, if that is the error.
    pub const fn error_response(&self) -> Option<&ErrorResponse> {
        match self {
            Self::ErrorResponse(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether AutoSend says that it does not have the domain.
    pub fn is_not_found(&self) -> bool {
        self.error_response().is_some_and(|response| response.status == 404 && !response.is_unknown_address)
    }

    /// Whether there is no API at the address that was asked.
    pub fn is_unknown_address(&self) -> bool {
        self.error_response().is_some_and(|response| response.is_unknown_address)
    }

    /// The error of a request about no single domain: whatever its 404 says, the address is unknown.
    #[must_use]
    pub fn about_no_domain(mut self) -> Self {
        if let Self::ErrorResponse(response) = &mut self {
            response.is_unknown_address = response.status == 404;
        }
        self
    }

    /// The status of the response, if there was one.
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::ErrorResponse(refusal) => Some(refusal.status),
            Self::InvalidBody { status, .. } | Self::Incomplete { status, .. } | Self::Redirected { status, .. } => {
                Some(*status)
            }
            Self::NotSent { .. } | Self::ResponseLost { .. } | Self::Internal { .. } => None,
        }
    }
}

impl ErrorResponse {
    /// The server's messages about one field of the request, if there are any.
    pub fn field_message(&self, field: &str) -> Option<String> {
        let messages: Vec<String> = self
            .details
            .iter()
            .filter(|detail| detail.field.as_ref().is_some_and(|name| name.raw() == field))
            .map(|detail| detail.message.sanitized())
            .collect();
        (!messages.is_empty()).then(|| messages.join("; "))
    }

    /// The server's message and its details, without repetitions.
    pub fn full_message(&self) -> Option<String> {
        let mut messages: Vec<String> = Vec::new();
        let message = self.message.as_ref().map(Untrusted::sanitized);
        let details = self.details.iter().map(|detail| match &detail.field {
            Some(field) if !detail.message.raw().contains(field.raw()) => {
                format!("{}: {}", field.sanitized(), detail.message.sanitized())
            }
            _ => detail.message.sanitized(),
        });
        for text in message.into_iter().chain(details) {
            if !text.trim().is_empty() && !messages.contains(&text) {
                messages.push(text);
            }
        }
        (!messages.is_empty()).then(|| messages.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fixtures::not_sent;

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
        assert_eq!(not_sent().carried_out(), CarriedOut::No);
        for error in [
            ApiError::ResponseLost { reason: String::new() },
            ApiError::InvalidBody { status: 201, reason: String::new() },
            ApiError::Incomplete { status: 201, reason: String::new() },
            ApiError::Redirected { status: 307, target: "".into() },
            ApiError::Internal { reason: String::new() },
        ] {
            assert_eq!(error.carried_out(), CarriedOut::Unknown, "{error:?}");
        }
    }

    #[test]
    fn messages_name_the_field_once() {
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
