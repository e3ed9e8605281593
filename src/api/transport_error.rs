//! Requests without a response: not sent, or lost.
//!
//! Only a failed connection proves that nothing was sent (terminal.md 4.1, measured). After any later failure the
//! server may have carried the request out. The messages of the HTTP library are not used, because they hold the whole
//! URL.

use std::error::Error;
use std::io;

use super::limits::Limits;
use super::tls_error;
use super::wire::BodyError;
use crate::core::api_error::{ApiError, Obstacle};
use crate::core::duration::format_exact_duration;
use crate::core::retry_policy::RequestTimeout;
use crate::core::text;

/// The longest message of a library, in characters.
const MAX_REASON_CHARS: usize = 160;

/// What happened to a body whose connection broke.
pub(super) const CUT_OFF: &str = "the response was cut off";

/// Converts the error of a request without a response. `route` names the host, and the proxy if there is one.
pub(crate) fn to_api_error(error: &reqwest::Error, route: &str, limits: &Limits) -> ApiError {
    if error.is_connect() || error.is_builder() {
        let (reason, obstacle) = describe_connect_error(error, limits);
        ApiError::NotSent { reason, host: route.to_owned(), obstacle }
    } else {
        ApiError::ResponseLost { reason: describe_lost_response(error, limits) }
    }
}

/// The error of a body that could not be read to its end.
pub(super) fn to_body_error(error: &reqwest::Error, limits: &Limits) -> BodyError {
    BodyError::Incomplete(if error.is_timeout() {
        format!("the response was not complete within {}", format_exact_duration(limits.timeout.total()))
    } else {
        CUT_OFF.to_owned()
    })
}

/// The reason of a response that did not arrive in time.
pub(super) fn describe_timeout(timeout: RequestTimeout) -> String {
    format!("no response within {}", format_exact_duration(timeout.total()))
}

fn describe_connect_error(error: &reqwest::Error, limits: &Limits) -> (String, Obstacle) {
    if error.is_builder() {
        return ("could not build the request".to_owned(), Obstacle::Local);
    }
    if let Some(error) = error_chain(error).find_map(find_tls_error) {
        return (tls_error::describe(error).to_owned(), Obstacle::Tls);
    }
    match io_kind(error) {
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::UnexpectedEof)
            if !error.is_dns() =>
        {
            ("it closed the connection during the TLS handshake".to_owned(), Obstacle::Tls)
        }
        _ => (describe_unreachable(error, limits), Obstacle::Unreachable),
    }
}

fn describe_unreachable(error: &reqwest::Error, limits: &Limits) -> String {
    if error.is_dns() {
        return "its address was not found".to_owned();
    }
    if error.is_timeout() {
        return format!("connecting took longer than {}", format_exact_duration(limits.connect));
    }
    match io_kind(error) {
        Some(io::ErrorKind::ConnectionRefused) => "the connection was refused".to_owned(),
        Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown) => {
            "no route to it".to_owned()
        }
        _ => {
            let innermost = error_chain(error).last().map(ToString::to_string).unwrap_or_default();
            format!("the connection failed: {}", sanitize_reason(&innermost))
        }
    }
}

fn describe_lost_response(error: &reqwest::Error, limits: &Limits) -> String {
    if error.is_timeout() {
        return describe_timeout(limits.timeout);
    }
    if let Some(error) = error_chain(error).find_map(|cause| cause.downcast_ref::<hyper::Error>()) {
        if error.is_parse_too_large() {
            return "the response headers are too large".to_owned();
        }
        if error.is_parse() {
            return "the response is not HTTP".to_owned();
        }
        if error.is_incomplete_message() {
            return "the connection was closed before a response arrived".to_owned();
        }
    }
    "the connection broke before a response arrived".to_owned()
}

/// The error and its causes, outermost first.
fn error_chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let outermost: &(dyn Error + 'static) = error;
    std::iter::successors(Some(outermost), |&error| error.source())
}

/// The TLS error. I/O errors wrap it once or twice and leave it out of their chain of causes.
fn find_tls_error<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    match cause.downcast_ref::<io::Error>() {
        Some(error) => find_tls_error(error.get_ref()?),
        None => cause.downcast_ref(),
    }
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    error_chain(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind).last()
}

/// Makes a message of a library, or of a server's certificate, visible and short.
fn sanitize_reason(reason: &str) -> String {
    text::escape_hidden(&reason.chars().take(MAX_REASON_CHARS).collect::<String>()).into_owned()
}
