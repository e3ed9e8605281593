//! The operations, one function each: they translate between HTTP and [`super::state`].

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router, middleware};
use jiff::Timestamp;
use serde_json::Value;

use super::admin;
use super::api_failure::ApiFailure;
use super::dns::{self, VerificationResult};
use super::middleware::{DropConnection, ProjectKey, READ_LIMIT, handle_request};
use super::options::VerifyMode;
use super::shared::Shared;
use super::state::{AddResponse, SandboxState};

/// A request about one domain.
struct DomainRequest {
    shared: Arc<Shared>,
    project: String,
    id: String,
}

impl FromRequestParts<Arc<Shared>> for DomainRequest {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, ApiFailure> {
        let project = parts.extensions.get::<ProjectKey>().cloned().ok_or_else(ApiFailure::unauthorized)?.0;
        // The id in the path may not be UTF-8.
        let id = Path::from_request_parts(parts, shared).await.map_err(|_rejection| ApiFailure::invalid_id())?;
        Ok(Self { shared: Arc::clone(shared), project, id: id.0 })
    }
}

impl DomainRequest {
    fn answer(
        &self,
        operation: impl FnOnce(&mut SandboxState, &str, &str, Timestamp) -> Result<Value, ApiFailure>,
    ) -> ApiResult {
        operation(&mut self.shared.state(), &self.project, &self.id, self.shared.now()).map(Json)
    }
}

type ApiResult = Result<Json<Value>, ApiFailure>;

/// The path of an account's projects. The middleware accepts account keys only.
const PROJECTS_PATH: &str = "/v1/account/projects";

/// All routes, with the middleware around them.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    let domains = Router::new()
        .route("/domains", get(list).post(add))
        .route("/domains/{id}", get(fetch).delete(async |of: DomainRequest| of.answer(SandboxState::delete_domain)))
        .route("/domains/{id}/verify", post(verify))
        .route("/domains/{id}/inbound/enable", post(async |of: DomainRequest| of.answer(SandboxState::enable_inbound)))
        .route(
            "/domains/{id}/inbound/disable",
            post(async |of: DomainRequest| of.answer(SandboxState::disable_inbound)),
        );
    Router::new()
        .nest("/v1", domains)
        .route(PROJECTS_PATH, get(projects))
        .route(admin::PUBLISH_PATH, post(admin::publish))
        .fallback(async || ApiFailure::route_not_found())
        .method_not_allowed_fallback(async || ApiFailure::method_not_allowed())
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), handle_request))
        .layer(DefaultBodyLimit::max(READ_LIMIT))
        .with_state(shared)
}

async fn list(State(shared): State<Arc<Shared>>, Extension(project): Extension<ProjectKey>) -> Json<Value> {
    Json(shared.state().list_domains(&project.0, shared.now()))
}

async fn projects(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(shared.state().list_projects(shared.now()))
}

/// Reads the body whatever its content type is.
async fn add(
    State(shared): State<Arc<Shared>>,
    Extension(project): Extension<ProjectKey>,
    body: Bytes,
) -> Result<Response, ApiFailure> {
    let added = shared.state().add_domain(&project.0, &body, shared.now())?;
    Ok(match added {
        AddResponse::Immediate(answer) => (StatusCode::CREATED, Json(answer)).into_response(),
        AddResponse::Delayed(answer) => {
            tokio::time::sleep(shared.options.slow_delay).await;
            (StatusCode::CREATED, Json(answer)).into_response()
        }
        AddResponse::Truncated(answer) => truncated_response(&answer),
        AddResponse::DropConnection => DropConnection.into_response(),
    })
}

async fn fetch(of: DomainRequest) -> ApiResult {
    let DomainRequest { shared, project, id } = &of;
    let due = shared.state().records_due_for_recheck(project, id, shared.now());
    if let (VerifyMode::Dns, Some(wanted)) = (shared.options.verify, due) {
        let found = dns::verify_records(shared.dns_addresses, wanted).await;
        shared.state().apply_recheck(project, id, found, shared.now());
    }
    of.answer(SandboxState::get_domain)
}

async fn verify(of: DomainRequest) -> ApiResult {
    let DomainRequest { shared, project, id } = &of;
    let wanted = shared.state().records_to_verify(project, id, shared.now())?;
    let found = match shared.options.verify {
        VerifyMode::Always => VerificationResult::ALL,
        VerifyMode::Dns => dns::verify_records(shared.dns_addresses, wanted).await,
    };
    of.answer(|state, project, id, now| state.verify(project, id, found, now))
}

/// A success whose body is the first half of the JSON: well-formed HTTP, malformed JSON.
fn truncated_response(answer: &Value) -> Response {
    let whole = answer.to_string();
    let half: String = whole.chars().take(whole.chars().count() / 2).collect();
    (StatusCode::CREATED, [(CONTENT_TYPE, "application/json")], Body::from(half)).into_response()
}
