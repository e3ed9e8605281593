//! The project of an account key: that which was named, else the only one that the account has.

use super::super::problem::Problem;
use super::interrupt::or_broken_off;
use crate::api::{ApiClient, retry_rate_limited};
use crate::core::api_key::{Credentials, PROJECT_VARIABLE, ProjectId};
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::project::Project;

/// How many projects are told, where one is to be chosen.
const TOLD: usize = 20;

/// Asks AutoSend which projects the key opens, and takes the only one.
///
/// # Errors
/// Where there is none or more than one, or where AutoSend does not tell.
pub(super) async fn find(api: &ApiClient, credentials: &Credentials) -> Result<ProjectId, Problem> {
    let mut projects = or_broken_off(async {
        let projects = retry_rate_limited(|| api.list_projects(credentials)).await;
        projects.map_err(|error| Problem::of(failure::projects_failure(&error), None, &error))
    })
    .await?;
    match projects.len() {
        0 => Err(no_project("This account key opens no project").hint("Make one in AutoSend's dashboard.")),
        1 => Ok(projects.remove(0).id),
        _ => Err(several(&projects)),
    }
}

/// Nobody was asked, and none was named.
pub(super) fn unnamed() -> Problem {
    no_project("This is an account key (ASA_…), which needs the id of a project").hint(ways())
}

fn several(projects: &[Project]) -> Problem {
    let title = format!("This is an account key, which opens {} projects: one has to be named", projects.len());
    let told = projects.iter().take(TOLD).map(|project| {
        let name = project.name.sanitized();
        if name.is_empty() { project.id.as_str().to_owned() } else { format!("{}  {name}", project.id.as_str()) }
    });
    let problem = told.fold(no_project(&title), Problem::with);
    let more = projects.len().saturating_sub(TOLD);
    let problem = if more > 0 { problem.with(format!("and {more} more")) } else { problem };
    problem.hint(ways())
}

fn no_project(title: &str) -> Problem {
    Problem::new("no-project", Exit::NotAllowed, title)
}

fn ways() -> String {
    format!("Name it by --project ID or {PROJECT_VARIABLE}; auth login --project ID stores it with the key.")
}
