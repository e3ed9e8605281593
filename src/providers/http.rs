//! Requests to the API of a DNS provider.
//!
//! A request is sent once, whatever comes of it. No redirect is followed, since it would take the credentials along. Plain
//! http is for this machine only (see [`BaseUrl`]). Everything that a server says is freed of the secrets before it is kept.

use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::OnceCell;

use super::error::{KeyFault, ProviderError};
use crate::api::body;
use crate::api::error_response::retry_after_from_header;
use crate::api::http_client::{HttpClient, build_http_client};
use crate::api::transport_error;
use crate::api::{BaseUrl, Limits, percent_encode};
use crate::core::api_error::ApiError;
use crate::core::text::{Untrusted, truncate};

/// The most octets of a response: a zone with thousands of records.
const MAX_BODY: usize = 4 << 20;

/// The most columns of a provider's words that are shown.
const MAX_WORDS: usize = 200;

/// The members that hold the reason in the error bodies of the providers.
const WORDS_MEMBERS: [&str; 6] = ["message", "detail", "error", "errors", "non_field_errors", "Message"];

/// What a request does at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It reads: without an answer, nothing is in doubt.
    Read,
    /// It changes something.
    Write,
}

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) method: Method,
    /// Below the base URL, percent-encoded, with a slash before each segment.
    pub(super) path: String,
    /// Percent-encoded, in the order of the names, as AWS signs it; empty if there is none.
    pub(super) query: String,
    /// Headers without a secret.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
    pub(super) effect: Effect,
}

impl Request {
    fn new(method: Method, effect: Effect, segments: &[&str]) -> Self {
        let path = segments.iter().flat_map(|segment| ["/".to_owned(), percent_encode(segment)]).collect();
        Self { method, path, query: String::new(), headers: Vec::new(), body: String::new(), effect }
    }

    pub(super) fn get(segments: &[&str]) -> Self {
        Self::new(Method::GET, Effect::Read, segments)
    }

    /// A request that changes something, with this body; JSON, unless a header says otherwise.
    pub(super) fn write(method: Method, segments: &[&str], body: &Value) -> Self {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        Self { body, ..Self::new(method, Effect::Write, segments) }
    }

    pub(super) fn post(segments: &[&str], body: &Value) -> Self {
        Self::write(Method::POST, segments, body)
    }

    pub(super) fn delete(segments: &[&str]) -> Self {
        Self::write(Method::DELETE, segments, &Value::Null)
    }

    /// It has a body and changes nothing all the same.
    pub(super) fn reading(self) -> Self {
        Self { effect: Effect::Read, ..self }
    }

    /// Adds a parameter; call it in the order of the names.
    pub(super) fn query(mut self, name: &str, value: &str) -> Self {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend([&percent_encode(name), "=", &percent_encode(value)]);
        self
    }
}

/// A header whose value is a secret.
pub(super) type SecretHeader = (&'static str, SecretString);

/// The header that carries a bearer token (RFC 6750 section 2.1).
pub(super) fn bearer(token: &SecretString) -> SecretHeader {
    ("authorization", format!("Bearer {}", token.expose_secret()).into())
}

/// The way to one provider. Construction is cheap: the first request builds the HTTP client.
pub(super) struct Session {
    base: BaseUrl,
    limits: Limits,
    http: OnceCell<HttpClient>,
    /// What must not come back in a message.
    secrets: Vec<SecretString>,
}

/// A successful response.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) body: Vec<u8>,
    effect: Effect,
}

impl Session {
    /// Creates a session with the API at this base URL.
    ///
    /// # Errors
    /// The base URL is none, or sends the credentials unencrypted to another machine.
    pub(super) fn new(base: &str, secrets: Vec<SecretString>) -> Result<Self, ProviderError> {
        let base = BaseUrl::parse_any(base).map_err(|error| ProviderError::NotReached(error.to_string()))?;
        let limits = Limits { body: MAX_BODY, ..Limits::default() };
        Ok(Self { base, limits, http: OnceCell::new(), secrets })
    }

    /// The host, with its port unless that is the default one.
    pub(super) fn host(&self) -> &str {
        self.base.host()
    }

    /// The complete URL of a request.
    pub(super) fn url(&self, request: &Request) -> String {
        let mark = if request.query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{}", self.base.to_string().trim_end_matches('/'), request.path, request.query)
    }

    /// The path of a request, as it is sent.
    pub(super) fn path(&self, request: &Request) -> String {
        format!("{}{}", self.base.path(), request.path)
    }

    /// Sends a request with these secret headers and returns its response, if the status is a success.
    ///
    /// # Errors
    /// Why there is no such response.
    pub(super) async fn send(&self, request: Request, secret: Vec<SecretHeader>) -> Result<Response, ProviderError> {
        let effect = request.effect;
        let result = self.exchange(request, secret).await;
        match result {
            // Whoever only reads has nothing in doubt.
            Err(ProviderError::Lost(reason)) if effect == Effect::Read => Err(ProviderError::NotReached(reason)),
            Err(error) => Err(error),
            Ok(body) => Ok(Response { body, effect }),
        }
    }

    async fn exchange(&self, request: Request, secret: Vec<SecretHeader>) -> Result<Vec<u8>, ProviderError> {
        let http = self.http_client().await?;
        let mut response = match self.build(http, request, secret)?.send().await {
            Ok(response) => response,
            Err(error) => {
                return Err(match transport_error::to_api_error(&error, &http.route, &self.limits) {
                    ApiError::NotSent { reason, host, .. } => ProviderError::NotReached(format!("{host}: {reason}")),
                    ApiError::ResponseLost { reason } => ProviderError::Lost(reason),
                    _ => ProviderError::Lost("the connection broke".to_owned()),
                });
            }
        };
        let status = response.status().as_u16();
        let wait = retry_after_from_header(response.headers());
        if let Some(reason) = body::foreign_coding(response.headers()) {
            return Err(ProviderError::Lost(reason));
        }
        if (200..=299).contains(&status) {
            return body::read_all(&mut response, &self.limits)
                .await
                .map_err(|error| ProviderError::Lost(error.reason()));
        }
        let body = body::read_prefix(&mut response, &self.limits).await;
        Err(self.error(status, wait, &body))
    }

    fn build(
        &self,
        http: &HttpClient,
        request: Request,
        secret: Vec<SecretHeader>,
    ) -> Result<RequestBuilder, ProviderError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if !request.body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let url = self.url(&request);
        for (name, value) in request.headers {
            let value = HeaderValue::try_from(value).map_err(|_error| invalid_header(name))?;
            headers.insert(HeaderName::from_static(name), value);
        }
        for (name, value) in secret {
            let mut value = HeaderValue::try_from(value.expose_secret()).map_err(|_error| invalid_header(name))?;
            value.set_sensitive(true);
            headers.insert(HeaderName::from_static(name), value);
        }
        let builder = http.client.request(request.method, url).headers(headers);
        Ok(if request.body.is_empty() { builder } else { builder.body(request.body) })
    }

    async fn http_client(&self) -> Result<&HttpClient, ProviderError> {
        self.http
            .get_or_try_init(|| async {
                let (base, limits) = (self.base.clone(), self.limits);
                tokio::task::spawn_blocking(move || build_http_client(&base, &limits))
                    .await
                    .unwrap_or_else(|_gone| Err("could not set up the HTTP client".to_owned()))
                    .map_err(ProviderError::NotReached)
            })
            .await
    }

    /// The error of a response that is no success.
    fn error(&self, status: u16, wait: Option<Duration>, body: &[u8]) -> ProviderError {
        let words = self.words(body);
        match status {
            300..=399 => ProviderError::Refused { status, words: "it leads to another address".to_owned() },
            401 => ProviderError::BadKey(KeyFault::Unknown),
            403 => ProviderError::NotAllowed(words),
            429 => ProviderError::TooOften(wait),
            500.. => ProviderError::Lost(format!("it answered with {status}{}", after_colon(&words))),
            _ => ProviderError::Refused { status, words },
        }
    }

    /// The reason that a body gives, sanitized and without secrets.
    pub(super) fn words(&self, body: &[u8]) -> String {
        let text = String::from_utf8_lossy(body);
        let words = match serde_json::from_str::<Value>(&text) {
            Ok(value) => find_words(&value).unwrap_or_default(),
            // A page in HTML says nothing in one line.
            Err(_) if text.trim_start().starts_with('<') => find_xml_words(&text).unwrap_or_default(),
            Err(_) => text.trim().to_owned(),
        };
        truncate(&Untrusted::new(self.redact(words)).sanitized(), MAX_WORDS, "…").into_owned()
    }

    fn redact(&self, text: String) -> String {
        self.secrets
            .iter()
            .map(ExposeSecret::expose_secret)
            .filter(|secret| secret.len() > 3)
            .fold(text, |text, secret| if text.contains(secret) { text.replace(secret, "…") } else { text })
    }
}

impl Response {
    /// Decodes the body.
    ///
    /// # Errors
    /// The body is not what the provider's description says. After a change it is then unknown what was done.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, ProviderError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            self.unusable(&format!("its answer is not understood (line {}, column {})", error.line(), error.column()))
        })
    }

    /// The error of a success whose body cannot be used.
    pub(super) fn unusable(&self, reason: &str) -> ProviderError {
        match self.effect {
            Effect::Read => ProviderError::NotReached(reason.to_owned()),
            Effect::Write => ProviderError::Lost(reason.to_owned()),
        }
    }
}

fn invalid_header(name: &str) -> ProviderError {
    ProviderError::NoCredentials(format!("the value for the header {name} has characters that no header can hold"))
}

fn after_colon(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(": {words}") }
}

/// The first text in the members that hold reasons, else the first text at all with the name of its member.
fn find_words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Array(items) => items.iter().find_map(find_words),
        Value::Object(members) => WORDS_MEMBERS
            .iter()
            .find_map(|name| members.get(*name).and_then(find_words))
            .or_else(|| members.iter().find_map(|(name, value)| Some(format!("{name}: {}", find_words(value)?)))),
        _ => None,
    }
}

/// The content of the first `<Message>`, as AWS writes it.
fn find_xml_words(text: &str) -> Option<String> {
    Some(text.split_once("<Message>")?.1.split_once("</Message>")?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn session(secret: &str) -> Session {
        Session::new("http://127.0.0.1:1/v4", vec![secret.into()]).expect("a session")
    }

    #[test]
    fn the_reason_is_found_in_the_error_bodies_of_all_providers() {
        for (body, words) in [
            (json!({"success": false, "errors": [{"code": 81058, "message": "A"}], "result": null}), "A"),
            (json!({"error": {"code": "invalid_input", "message": "B"}}), "B"),
            (json!({"error": "C"}), "C"),
            (json!({"detail": "D"}), "D"),
            (json!([{}, {"non_field_errors": ["E"]}]), "E"),
            (json!([{"ttl": ["too small"]}]), "ttl: too small"),
            (json!({"id": "unprocessable_entity", "message": "F"}), "F"),
            (json!({"status": "ERROR", "message": "G"}), "G"),
            (json!({}), ""),
        ] {
            assert_eq!(session("s3cret").words(body.to_string().as_bytes()), words);
        }
        assert_eq!(session("x").words(b"<Error><Code>X</Code><Message>H</Message></Error>"), "H");
        assert_eq!(session("x").words(b"<html>"), "");
    }

    #[test]
    fn words_hold_neither_the_secret_nor_control_characters() {
        let body = json!({"message": "key tok-12345 is \u{1b}[31mbad"}).to_string();
        assert_eq!(session("tok-12345").words(body.as_bytes()), "key … is <U+001B>[31mbad");
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert!(Session::new("http://dns.example/api/v1", Vec::new()).is_err());
        assert!(Session::new("https://dns.example", Vec::new()).is_ok());
    }

    #[tokio::test]
    async fn the_secret_is_sent_in_a_header_that_no_log_shows() {
        let session = session("tok-12345");
        let http = session.http_client().await.expect("a client");
        let secret = vec![("authorization", "Bearer tok-12345".into())];
        let request = session.build(http, Request::get(&["zones"]).query("name", "a b"), secret).expect("a request");
        let request = request.build().expect("a request");
        assert_eq!(request.url().as_str(), "http://127.0.0.1:1/v4/zones?name=a%20b");
        assert_eq!(request.headers()["authorization"], "Bearer tok-12345");
        assert!(!format!("{request:?}").contains("tok-12345"), "{request:?}");
    }

    #[test]
    fn a_status_maps_to_an_error() {
        let session = session("s3cret");
        assert_eq!(session.error(401, None, b""), ProviderError::BadKey(KeyFault::Unknown));
        assert_eq!(
            session.error(429, Some(Duration::from_secs(9)), b""),
            ProviderError::TooOften(Some(Duration::from_secs(9)))
        );
        assert!(session.error(503, None, b"").is_in_doubt());
        assert!(matches!(session.error(302, None, b""), ProviderError::Refused { .. }));
        assert_eq!(
            session.error(422, None, b"{\"error\":\"no\"}"),
            ProviderError::Refused { status: 422, words: "no".into() }
        );
    }
}
