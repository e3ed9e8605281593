//! Requests that got no answer: not sent, or lost.
//!
//! Only a failed connection proves that nothing was sent (terminal.md 4.1, measured); everything that goes wrong
//! later leaves open whether the server carried the request out. The HTTP library's own words are not used: they
//! hold the whole address.

use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::CertificateError;

use super::limits::Limits;
use crate::core::api_error::ApiError;
use crate::core::text;

/// The longest foreign words in a reason, in characters.
const LONGEST: usize = 160;

/// What became of a request that got no answer. `way` names the host, and the proxy where there is one.
pub(super) fn unanswered(error: &reqwest::Error, way: &str, limits: &Limits) -> ApiError {
    if error.is_connect() || error.is_builder() {
        ApiError::NotSent { reason: why_not_sent(error, limits), host: way.to_owned() }
    } else {
        ApiError::ResponseLost { reason: why_lost(error, limits) }
    }
}

/// Why the body of an answer could not be read to its end, in words.
pub(super) fn why_body_broke(error: &reqwest::Error, limits: &Limits) -> String {
    if error.is_timeout() {
        format!("the answer was not complete within {}", seconds(limits.answer))
    } else {
        "the answer broke off".to_owned()
    }
}

/// A length of time in words: "30 s".
pub(super) fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}

fn why_not_sent(error: &reqwest::Error, limits: &Limits) -> String {
    if error.is_builder() {
        return "the request could not be made".to_owned();
    }
    if error.is_dns() {
        return "its address could not be found".to_owned();
    }
    if let Some(error) = causes(error).find_map(tls_error) {
        return why_not_trusted(error);
    }
    if error.is_timeout() {
        return format!("connecting took longer than {}", seconds(limits.connect));
    }
    match io_kind(error) {
        Some(io::ErrorKind::ConnectionRefused) => "the connection was refused".to_owned(),
        Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown) => {
            "there is no route to it".to_owned()
        }
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::UnexpectedEof) => {
            "it closed the connection before TLS was set up".to_owned()
        }
        _ => {
            let innermost = causes(error).last().map(ToString::to_string).unwrap_or_default();
            format!("the connection failed: {}", foreign(&innermost))
        }
    }
}

fn why_not_trusted(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(error) => match error {
            CertificateError::UnknownIssuer => {
                "its certificate comes from an issuer that is not trusted here (SSL_CERT_FILE can name yours)"
                    .to_owned()
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "its certificate has expired, or the clock of this machine is wrong".to_owned()
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "its certificate is not valid yet, or the clock of this machine is wrong".to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "its certificate is for another name".to_owned()
            }
            other => format!("its certificate was not accepted: {}", foreign(&other.to_string())),
        },
        other => format!("TLS failed: {}", foreign(&other.to_string())),
    }
}

fn why_lost(error: &reqwest::Error, limits: &Limits) -> String {
    if error.is_timeout() {
        return format!("no answer within {}", seconds(limits.answer));
    }
    if let Some(error) = causes(error).find_map(|cause| cause.downcast_ref::<hyper::Error>()) {
        if error.is_parse_too_large() {
            return "the head of the answer is too large".to_owned();
        }
        if error.is_parse() {
            return "what came back is not HTTP".to_owned();
        }
        if error.is_incomplete_message() {
            return "the connection was closed before an answer came".to_owned();
        }
    }
    "the connection broke before an answer came".to_owned()
}

/// The error and what caused it, outermost first.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let outermost: &(dyn Error + 'static) = error;
    std::iter::successors(Some(outermost), |&error| error.source())
}

/// The TLS error: it comes wrapped into errors of I/O, once or twice, which leave it out of their chain of causes.
fn tls_error<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    match cause.downcast_ref::<io::Error>() {
        Some(error) => tls_error(error.get_ref()?),
        None => cause.downcast_ref(),
    }
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind).last()
}

/// Words of a library or of a server's certificate: visible, and short.
fn foreign(words: &str) -> String {
    text::escape_hidden(&words.chars().take(LONGEST).collect::<String>()).into_owned()
}
