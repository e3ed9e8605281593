//! The project of an account key: that which was named, else the only one that the account has.

use super::interrupt::interruptible;
use crate::api::{ApiClient, retry_rate_limited};
use crate::cli::error::CliError;
use crate::core::api_key::{Credentials, PROJECT_VARIABLE, ProjectId};
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::project::Project;

/// How many projects are told, where one is to be chosen.
const MAX_LISTED: usize = 20;

/// Asks AutoSend which projects the key opens, and takes the only one.
///
/// # Errors
/// Where there is none or more than one, or where AutoSend does not tell.
pub(super) async fn resolve(api: &ApiClient, credentials: &Credentials) -> Result<ProjectId, CliError> {
    let mut projects = interruptible(async {
        let projects = retry_rate_limited(|| api.list_projects(credentials)).await;
        projects.map_err(|error| CliError::from_api_error(failure::projects_failure(&error), None, &error))
    })
    .await?;
    match projects.len() {
        0 => Err(no_project_error("This account key opens no project").with_hint("Make one in AutoSend's dashboard.")),
        1 => Ok(projects.remove(0).id),
        _ => Err(ambiguous_project_error(&projects)),
    }
}

/// Nobody was asked, and none was named.
pub(super) fn missing_project_error() -> CliError {
    no_project_error("This is an account key (ASA_…), which needs the id of a project").with_hint(project_hint())
}

fn ambiguous_project_error(projects: &[Project]) -> CliError {
    let title = format!("This is an account key, which opens {} projects: one has to be named", projects.len());
    let told = projects.iter().take(MAX_LISTED).map(|project| {
        let name = project.name.sanitized();
        if name.is_empty() { project.id.as_str().to_owned() } else { format!("{}  {name}", project.id.as_str()) }
    });
    let problem = told.fold(no_project_error(&title), CliError::with_detail);
    let more = projects.len().saturating_sub(MAX_LISTED);
    let problem = if more > 0 { problem.with_detail(format!("and {more} more")) } else { problem };
    problem.with_hint(project_hint())
}

fn no_project_error(title: &str) -> CliError {
    CliError::new("no-project", Exit::NotAllowed, title)
}

fn project_hint() -> String {
    format!("Name it by --project ID or {PROJECT_VARIABLE}; auth login --project ID stores it with the key.")
}
