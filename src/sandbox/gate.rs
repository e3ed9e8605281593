//! What every request passes before and after its operation: the journal, the body, the rate limit, the key; then the
//! form of errors, the headers that every answer has, and the cutting of connections.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio_util::sync::CancellationToken;

use super::REFUSED_KEY;
use super::control;
use super::limiter::Allowance;
use super::problem::Problem;
use super::server::Shared;
use crate::core::api_key::{ApiKey, KeyKind, ProjectId};

/// The most octets of a body that an operation is given.
const BODY_LIMIT: usize = 64 * 1024;

/// The most octets of a body that are read to be thrown away.
pub(super) const READ_LIMIT: usize = 1024 * 1024;

/// What the names of projects begin with that account keys have opened by their id.
pub(super) const BY_ID: &str = "id ";

/// The project that a request acts on: the name under which [`super::state::State`] has it.
#[derive(Clone)]
pub(super) struct Project(pub(super) String);

/// The paths that are about the account rather than about one of its projects.
pub(super) const ACCOUNT: &str = "/v1/account/";

/// The connection of a request; cancelling it closes the connection at once.
#[derive(Clone)]
pub(super) struct Connection(pub(super) CancellationToken);

/// A mark on a response: it is not sent, the connection is cut.
#[derive(Clone, Copy)]
pub(super) struct Cut;

impl IntoResponse for Cut {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

/// The middleware around every route.
pub(super) async fn gate(
    State(shared): State<Arc<Shared>>,
    Extension(connection): Extension<Connection>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let number = shared.journal().arrived(parts.method.as_str(), parts.uri.path());
    // Read before anything is answered: a connection that is closed on a client that still writes may lose the answer.
    let body = Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await;

    // What is no part of AutoSend's API needs no key and has no limit.
    let is_control = parts.uri.path().starts_with(control::PATH);
    let key = bearer(&parts.headers);
    let account = key.as_ref().map_or("", ApiKey::expose);
    let allowance = if is_control { None } else { shared.limiter().count(account, shared.now()) };
    let admitted = match allowance.and_then(|allowance| allowance.refused) {
        Some(wait) => Err(Problem::too_many(wait)),
        None if is_control => Ok(Project(String::new())),
        None => admit(key.as_ref(), parts.uri.path(), &parts.headers),
    };
    let mut response = match admitted.and_then(|project| Ok((project, short(body)?))) {
        Ok((project, body)) => {
            parts.extensions.insert(project);
            next.run(Request::from_parts(parts, Body::from(body))).await
        }
        Err(problem) => problem.into_response(),
    };

    if response.extensions().get::<Cut>().is_some() {
        shared.journal().cut(number);
        connection.0.cancel();
        // Never answers: the connection, and this future with it, is dropped.
        return std::future::pending().await;
    }
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        problem.write(&shared.options, SystemTime::now(), &mut response);
    }
    add_headers(response.headers_mut(), allowance);
    shared.journal().answered(number, response.status().as_u16());
    response
}

/// The key of `Authorization: Bearer <key>` (the scheme in any case: RFC 9110 11.1), if there is one.
fn bearer(headers: &HeaderMap) -> Option<ApiKey> {
    let (scheme, key) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") { ApiKey::parse(key).ok() } else { None }
}

/// Which project the key opens: its own, or for an account key the one that the request names. What is about the account
/// is for account keys, and names no project.
fn admit(key: Option<&ApiKey>, path: &str, headers: &HeaderMap) -> Result<Project, Problem> {
    let key = key.filter(|key| key.expose() != REFUSED_KEY).ok_or_else(Problem::unauthorized)?;
    match (key.kind(), path.starts_with(ACCOUNT)) {
        (KeyKind::Account, true) => Ok(Project(String::new())),
        (_, true) => Err(Problem::forbidden("Projects are for account keys")),
        (KeyKind::Account, false) => headers
            .get("x-project-id")
            .and_then(|id| ProjectId::parse(id.to_str().ok()?).ok())
            .map(|id| Project(format!("{BY_ID}{}", id.as_str())))
            .ok_or_else(|| Problem::forbidden("An account key needs the x-project-id header")),
        (_, false) => Ok(Project(format!("key {}", key.expose()))),
    }
}

/// The body, unless it is too long or never came whole.
fn short(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Problem> {
    match body {
        Ok(body) if body.len() <= BODY_LIMIT => Ok(body),
        Ok(_) => Err(Problem::too_large()),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Problem::too_large()),
        Err(_) => Err(Problem::bad_request("The request body could not be read")),
    }
}

fn add_headers(headers: &mut HeaderMap, allowance: Option<Allowance>) {
    let mut add = |name: &'static str, value: HeaderValue| headers.insert(HeaderName::from_static(name), value);
    if let Some(allowance) = allowance {
        add("x-ratelimit-limit", allowance.limit.into());
        add("x-ratelimit-remaining", allowance.remaining.into());
        add("x-ratelimit-reset", allowance.reset.into());
    }
    if let Ok(id) = HeaderValue::from_str(&format!("sandbox-{:016x}", rand::random::<u64>())) {
        add("x-request-id", id);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}
