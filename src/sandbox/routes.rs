//! The operations, one function each: from HTTP to [`super::state`] and back.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router, middleware};
use serde_json::Value;

use super::control;
use super::dns::{self, Found};
use super::gate::{Cut, Project, READ_LIMIT, gate};
use super::options::Verify;
use super::problem::Problem;
use super::server::Shared;
use super::state::{self, Added};

/// What an operation on one domain is given: the id may be no text at all.
type Id = Result<Path<String>, PathRejection>;

type Answer = Result<Json<Value>, Problem>;

/// Where an account's projects are. The gate lets account keys alone pass.
const PROJECTS: &str = "/v1/account/projects";

/// All routes, with the gate around them.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    let domains = Router::new()
        .route("/domains", get(list).post(add))
        .route("/domains/{id}", get(fetch).delete(delete))
        .route("/domains/{id}/verify", post(verify))
        .route("/domains/{id}/inbound/enable", post(enable_inbound))
        .route("/domains/{id}/inbound/disable", post(disable_inbound));
    Router::new()
        .nest("/v1", domains)
        .route(PROJECTS, get(projects))
        .route(control::DNS, post(control::publish))
        .fallback(async || Problem::no_route())
        .method_not_allowed_fallback(async || Problem::no_method())
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), gate))
        .layer(DefaultBodyLimit::max(READ_LIMIT))
        .with_state(shared)
}

async fn list(State(shared): State<Arc<Shared>>, Extension(project): Extension<Project>) -> Json<Value> {
    Json(shared.state().list(&project.0, shared.now()))
}

async fn projects(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(shared.state().projects(shared.now()))
}

/// The body is read whatever its type is said to be.
async fn add(
    State(shared): State<Arc<Shared>>,
    Extension(project): Extension<Project>,
    body: Bytes,
) -> Result<Response, Problem> {
    let added = shared.state().add(&project.0, &body, shared.now())?;
    Ok(match added {
        Added::Answered(answer) => (StatusCode::CREATED, Json(answer)).into_response(),
        Added::Slowly(answer) => {
            tokio::time::sleep(shared.options.slow).await;
            (StatusCode::CREATED, Json(answer)).into_response()
        }
        Added::Garbled(answer) => garbled(&answer),
        Added::Cut => Cut.into_response(),
    })
}

async fn fetch(State(shared): State<Arc<Shared>>, Extension(project): Extension<Project>, id: Id) -> Answer {
    let Ok(Path(id)) = id else { return Err(Problem::invalid_id()) };
    let due = shared.state().due(&project.0, &id, shared.now());
    if let (Verify::Dns, Some(wanted)) = (shared.options.verify, due) {
        let found = dns::look(shared.dns, wanted).await;
        shared.state().look_again(&project.0, &id, found, shared.now());
    }
    shared.state().get(&project.0, &id, shared.now()).map(Json)
}

async fn delete(State(shared): State<Arc<Shared>>, Extension(project): Extension<Project>, id: Id) -> Answer {
    on_domain(&shared, id, |state, id| state.delete(&project.0, id, shared.now()))
}

async fn verify(State(shared): State<Arc<Shared>>, Extension(project): Extension<Project>, id: Id) -> Answer {
    let Ok(Path(id)) = id else { return Err(Problem::invalid_id()) };
    let wanted = shared.state().wanted(&project.0, &id, shared.now())?;
    let found = match shared.options.verify {
        Verify::Always => Found::ALL,
        Verify::Dns => dns::look(shared.dns, wanted).await,
    };
    shared.state().verify(&project.0, &id, found, shared.now()).map(Json)
}

async fn enable_inbound(State(shared): State<Arc<Shared>>, Extension(project): Extension<Project>, id: Id) -> Answer {
    on_domain(&shared, id, |state, id| state.enable_inbound(&project.0, id, shared.now()))
}

async fn disable_inbound(State(shared): State<Arc<Shared>>, Extension(project): Extension<Project>, id: Id) -> Answer {
    on_domain(&shared, id, |state, id| state.disable_inbound(&project.0, id, shared.now()))
}

fn on_domain(
    shared: &Shared,
    id: Id,
    operation: impl FnOnce(&mut state::State, &str) -> Result<Value, Problem>,
) -> Answer {
    let Ok(Path(id)) = id else { return Err(Problem::invalid_id()) };
    operation(&mut shared.state(), &id).map(Json)
}

/// A success whose body is the first half of the answer: well-formed HTTP, no JSON.
fn garbled(answer: &Value) -> Response {
    let whole = answer.to_string();
    let half: String = whole.chars().take(whole.chars().count() / 2).collect();
    (StatusCode::CREATED, [(CONTENT_TYPE, "application/json")], Body::from(half)).into_response()
}
