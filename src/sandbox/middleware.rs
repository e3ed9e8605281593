//! The steps around every operation. Before it: the request log, the body, the origin, the rate limit, the key. After it:
//! the body of errors, the headers of every response, dropped connections.

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
use tokio::time::timeout;

use super::REFUSED_KEY;
use super::admin;
use super::api_failure::ApiFailure;
use super::connections::Connection;
use super::origin::check_origin;
use super::rate_limiter::RateLimitDecision;
use super::shared::Shared;
use super::state::PROJECT_ID_PREFIX;
use crate::core::api_key::{ApiKey, KeyKind, ProjectId};

/// The most bytes of a body that an operation accepts.
const BODY_LIMIT: usize = 64 * 1024;

/// The most bytes of a body that are read at all; those beyond [`BODY_LIMIT`] are discarded.
pub(super) const READ_LIMIT: usize = 1024 * 1024;

/// The project of a request: the name under which [`super::state::SandboxState`] stores it.
#[derive(Clone)]
pub(super) struct ProjectKey(pub(super) String);

/// The prefix of the paths that belong to the account rather than to a project.
pub(super) const ACCOUNT_PATH_PREFIX: &str = "/v1/account/";

/// Marks a response that is not sent: the connection is dropped instead.
#[derive(Clone, Copy)]
pub(super) struct DropConnection;

impl IntoResponse for DropConnection {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

/// The middleware around every route.
pub(super) async fn handle_request(
    State(shared): State<Arc<Shared>>,
    Extension(connection): Extension<Arc<Connection>>,
    request: Request,
    next: Next,
) -> Response {
    connection.request_begun();
    let Some(response) = respond(&shared, request, next).await else {
        connection.cut();
        // Never responds: the connection is dropped, and this future with it.
        return std::future::pending().await;
    };
    connection.request_handled();
    response
}

/// The response; none if the connection is to be dropped instead.
async fn respond(shared: &Shared, request: Request, next: Next) -> Option<Response> {
    let (mut parts, body) = request.into_parts();
    let number = shared.request_history().begin(parts.method.as_str(), parts.uri.path());
    // The body is read before any response: a client that is still writing when the connection closes may lose the
    // response.
    let body = Bytes::from_request(Request::from_parts(parts.clone(), body), &());
    let body = timeout(shared.options.request_timeout, body).await.map_err(|_elapsed| ApiFailure::request_timeout());

    // The sandbox's own operations need no key and have no rate limit.
    let is_admin = parts.uri.path().starts_with(admin::ADMIN_PATH_PREFIX);
    let key = bearer_key(&parts.headers);
    let account = key.as_ref().map_or("", ApiKey::expose);
    let origin = check_origin(&parts);
    let is_limited = !is_admin && origin.is_ok();
    let allowance = if is_limited { shared.rate_limiter().check(account, shared.now()) } else { None };
    let admitted = origin.and_then(|()| match allowance.and_then(|allowance| allowance.retry_after) {
        Some(wait) => Err(ApiFailure::too_many_requests(wait)),
        None if is_admin => Ok(ProjectKey(String::new())),
        None => authorize(key.as_ref(), parts.uri.path(), &parts.headers),
    });
    let mut response = match admitted.and_then(|project| Ok((project, limit_body(body?)?))) {
        Ok((project, body)) => {
            parts.extensions.insert(project);
            next.run(Request::from_parts(parts, Body::from(body))).await
        }
        Err(failure) => failure.into_response(),
    };

    if response.extensions().get::<DropConnection>().is_some() {
        shared.request_history().finish(number, None);
        return None;
    }
    if let Some(failure) = response.extensions_mut().remove::<ApiFailure>() {
        failure.write_to(&shared.options, SystemTime::now(), &mut response);
    }
    add_headers(response.headers_mut(), allowance);
    shared.request_history().finish(number, Some(response.status().as_u16()));
    Some(response)
}

/// The key of `Authorization: Bearer <key>` (the scheme in any case: RFC 9110 11.1), if there is one.
fn bearer_key(headers: &HeaderMap) -> Option<ApiKey> {
    let (scheme, key) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") { ApiKey::parse(key).ok() } else { None }
}

/// The project that the key opens: its own, or for an account key the one that the request names. The paths of the
/// account require an account key and name no project.
fn authorize(key: Option<&ApiKey>, path: &str, headers: &HeaderMap) -> Result<ProjectKey, ApiFailure> {
    let key = key.filter(|key| key.expose() != REFUSED_KEY).ok_or_else(ApiFailure::unauthorized)?;
    match (key.kind(), path.starts_with(ACCOUNT_PATH_PREFIX)) {
        (KeyKind::Account, true) => Ok(ProjectKey(String::new())),
        (_, true) => Err(ApiFailure::forbidden("Only account keys can list projects")),
        (KeyKind::Account, false) => headers
            .get("x-project-id")
            .and_then(|id| ProjectId::parse(id.to_str().ok()?).ok())
            .map(|id| ProjectKey(format!("{PROJECT_ID_PREFIX}{}", id.as_str())))
            .ok_or_else(|| ApiFailure::forbidden("An account key needs the x-project-id header")),
        (_, false) => Ok(ProjectKey(format!("key {}", key.expose()))),
    }
}

/// The body, unless it is too long or incomplete.
fn limit_body(body: Result<Bytes, BytesRejection>) -> Result<Bytes, ApiFailure> {
    match body {
        Ok(body) if body.len() <= BODY_LIMIT => Ok(body),
        Ok(_) => Err(ApiFailure::payload_too_large()),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(ApiFailure::payload_too_large()),
        Err(_) => Err(ApiFailure::bad_request("Could not read the request body")),
    }
}

fn add_headers(headers: &mut HeaderMap, allowance: Option<RateLimitDecision>) {
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
