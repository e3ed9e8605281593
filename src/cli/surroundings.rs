//! What the environment of the process says: where the API is, and with which key and project.

use std::env;

use super::args::KeyArgs;
use super::problem::Problem;
use crate::api::{BASE_URL_VARIABLE, BaseUrl};
use crate::core::api_key::{Credentials, DASHBOARD_URL, KEY_VARIABLE, PROJECT_VARIABLE, ProjectId};
use crate::core::exit::Exit;
use crate::settings::{KeySearch, KeySearchResult, Settings, find_key};

/// Where the API is.
///
/// # Errors
/// Where the variable holds no address that a key may be sent to.
pub(super) fn base_url() -> Result<BaseUrl, Problem> {
    BaseUrl::from_environment().map_err(|error| {
        Problem::new("base-url-refused", Exit::Usage, format!("{BASE_URL_VARIABLE} cannot be used: {error}"))
    })
}

/// Whose request it would be, as far as that is known without asking anybody.
pub(super) struct Whose {
    /// The key, where there is one that can be used.
    pub(super) credentials: Option<Credentials>,
    /// The project that the request will name.
    pub(super) project: Option<ProjectId>,
    /// What to know where the project is not known.
    pub(super) remark: Option<&'static str>,
}

/// Whose request it would be. Where there is no key that can be used, its project is that which was named.
///
/// # Errors
/// Where the variable holds no id of a project.
pub(super) fn whose(base: &BaseUrl, args: &KeyArgs) -> Result<Whose, Problem> {
    match look_for_key(base, args) {
        KeySearchResult::Key(credentials, _) => {
            let remark = credentials.is_missing_project().then_some(ASKED_LATER);
            let project = credentials.request_project().cloned();
            Ok(Whose { credentials: Some(credentials), project, remark })
        }
        KeySearchResult::NotFound { .. } | KeySearchResult::Unusable { .. } => {
            Ok(Whose { credentials: None, project: named_project(args.project.as_ref())?, remark: None })
        }
    }
}

/// What to know of a request whose project nobody has named.
const ASKED_LATER: &str =
    "An account key also sends the header x-project-id: AutoSend is asked for the project when this is sent";

/// The project that was named: by the option, else by the variable.
///
/// # Errors
/// Where the variable holds no id of a project.
pub(super) fn named_project(option: Option<&ProjectId>) -> Result<Option<ProjectId>, Problem> {
    if option.is_some() {
        return Ok(option.cloned());
    }
    let named = variable(PROJECT_VARIABLE).as_deref().map(ProjectId::parse).transpose();
    named.map_err(|words| unusable(&format!("{PROJECT_VARIABLE}: {words}")))
}

/// The key, from the first place that has one, with its project. An account key may lack one.
///
/// # Errors
/// Where there is none, or one that cannot be used.
pub(super) fn credentials(base: &BaseUrl, args: &KeyArgs) -> Result<Credentials, Problem> {
    match look_for_key(base, args) {
        KeySearchResult::Key(credentials, _) => Ok(credentials),
        KeySearchResult::Unusable { reason } => Err(unusable(&reason)),
        KeySearchResult::NotFound { searched } => Err(no_key(&searched, args)),
    }
}

/// The key and where it comes from.
pub(super) fn look_for_key(base: &BaseUrl, args: &KeyArgs) -> KeySearchResult {
    let settings = Settings::from_environment().ok();
    let base_url = base.to_string();
    find_key(&KeySearch {
        profile: args.profile.as_ref(),
        project_flag: args.project.as_ref(),
        ..KeySearch::from_environment(args.api_key_file.as_deref(), settings.as_ref(), &base_url)
    })
}

/// There is none.
pub(super) fn no_key(looked_for: &[String], args: &KeyArgs) -> Problem {
    let problem = Problem::new("no-key", Exit::NotAllowed, "There is no API key")
        .with(format!("Looked for in {}.", looked_for.join("; ")));
    match &args.profile {
        Some(name) => problem.hint(format!("Store one under this name: autosend-domains auth login --profile {name}")),
        None => problem.hint(format!(
            "Make one at {DASHBOARD_URL}, then store it by autosend-domains auth login, set {KEY_VARIABLE}, or name a file \
             that holds it with --api-key-file (- is standard input). To try without one: autosend-domains --sandbox"
        )),
    }
}

/// There is something that cannot be used.
pub(super) fn unusable(reason: &str) -> Problem {
    Problem::new("key-unusable", Exit::NotAllowed, "The API key cannot be used").with(reason)
}

/// A variable that is set to something. What is not UTF-8 in it becomes U+FFFD, which no value here may hold.
fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.trim().is_empty())
}
