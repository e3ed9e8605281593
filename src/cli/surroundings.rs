//! What the environment of the process says: where the API is, and with which key and project.

use std::env;

use super::args::AccountArgs;
use super::problem::Problem;
use crate::api::{BASE_URL_VARIABLE, BaseUrl};
use crate::core::api_key::{ApiKey, Credentials, DASHBOARD, KEY_VARIABLE, KeyKind, PROJECT_VARIABLE, ProjectId};
use crate::core::exit::Exit;
use crate::settings::{FoundKey, KeyPlaces, Settings, find_key};

/// Where the API is.
///
/// # Errors
/// Where the variable holds no address that a key may be sent to.
pub(super) fn base_url() -> Result<BaseUrl, Problem> {
    BaseUrl::from_environment().map_err(|error| {
        Problem::new("base-url-refused", Exit::Usage, format!("{BASE_URL_VARIABLE} cannot be used: {error}"))
    })
}

/// The project that the environment names, unless its key is a project key, which needs none.
///
/// # Errors
/// Where the variable holds no id of a project.
pub(super) fn project() -> Result<Option<ProjectId>, Problem> {
    let project = variable(PROJECT_VARIABLE).as_deref().map(ProjectId::parse).transpose();
    let project = project.map_err(|words| unusable(&format!("{PROJECT_VARIABLE}: {words}")))?;
    let key = variable(KEY_VARIABLE).and_then(|key| ApiKey::parse(&key).ok());
    Ok(project.filter(|_| key.is_none_or(|key| key.kind() != KeyKind::Project)))
}

/// The key, from the first place that has one, with its project.
///
/// # Errors
/// Where there is none, or one that cannot be used.
pub(super) fn credentials(base: &BaseUrl, args: &AccountArgs) -> Result<Credentials, Problem> {
    let settings = Settings::from_environment().ok();
    let file = args.api_key_file.as_deref();
    match find_key(KeyPlaces::from_environment(file, settings.as_ref(), &base.to_string())) {
        FoundKey::Key(credentials, _) if credentials.lack_project() => {
            let title = "This is an account key (ASA_…), which needs the id of a project";
            Err(Problem::new("no-project", Exit::NotAllowed, title)
                .hint(format!("Set {PROJECT_VARIABLE}, or use a key of the project (AS_…).")))
        }
        FoundKey::Key(credentials, _) => Ok(credentials),
        FoundKey::Unusable { reason } => Err(unusable(&reason)),
        FoundKey::Nothing { looked_for } => Err(Problem::new("no-key", Exit::NotAllowed, "There is no API key")
            .with(format!("Looked for in {}.", looked_for.join("; ")))
            .hint(format!(
                "Make one at {DASHBOARD}, then set {KEY_VARIABLE}, or name a file that holds it with --api-key-file \
                 (- is standard input). To try without one: autosend-domains --sandbox"
            ))),
    }
}

fn unusable(reason: &str) -> Problem {
    Problem::new("key-unusable", Exit::NotAllowed, "The API key cannot be used").with(reason)
}

/// A variable that is set to something. What is not UTF-8 in it becomes U+FFFD, which no value here may hold.
fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.trim().is_empty())
}
