//! What the environment of the process says: where the API is, and with which key and project.

use std::env;

use super::args::KeyArgs;
use super::error::CliError;
use crate::api::{BASE_URL_VARIABLE, BaseUrl};
use crate::core::api_key::{Credentials, DASHBOARD_URL, KEY_VARIABLE, PROJECT_VARIABLE, ProjectId};
use crate::core::exit::Exit;
use crate::settings::{KeySearch, KeySearchResult, Settings, find_key};

/// Where the API is.
///
/// # Errors
/// Where the variable holds no address that a key may be sent to.
pub(super) fn read_base_url() -> Result<BaseUrl, CliError> {
    BaseUrl::from_environment().map_err(|error| {
        CliError::new("base-url-refused", Exit::Usage, format!("{BASE_URL_VARIABLE} cannot be used: {error}"))
    })
}

/// Whose request it would be, as far as that is known without asking anybody.
pub(super) struct RequestIdentity {
    /// The key, where there is one that can be used.
    pub(super) credentials: Option<Credentials>,
    /// The project that the request will name.
    pub(super) project: Option<ProjectId>,
    /// What to know where the project is not known.
    pub(super) project_note: Option<&'static str>,
}

/// Whose request it would be. Where there is no key that can be used, its project is that which was named.
///
/// # Errors
/// Where the variable holds no id of a project.
pub(super) fn read_request_identity(base: &BaseUrl, args: &KeyArgs) -> Result<RequestIdentity, CliError> {
    match locate_key(base, args) {
        KeySearchResult::Key(credentials, _) => {
            let remark = credentials.is_missing_project().then_some(PROJECT_ASKED_ON_SEND);
            let project = credentials.request_project().cloned();
            Ok(RequestIdentity { credentials: Some(credentials), project, project_note: remark })
        }
        KeySearchResult::NotFound { .. } | KeySearchResult::Unusable { .. } => {
            Ok(RequestIdentity { credentials: None, project: read_project(args.project.as_ref())?, project_note: None })
        }
    }
}

/// What to know of a request whose project nobody has named.
const PROJECT_ASKED_ON_SEND: &str =
    "An account key also sends the header x-project-id: AutoSend is asked for the project when this is sent";

/// The project that was named: by the option, else by the variable.
///
/// # Errors
/// Where the variable holds no id of a project.
pub(super) fn read_project(option: Option<&ProjectId>) -> Result<Option<ProjectId>, CliError> {
    if option.is_some() {
        return Ok(option.cloned());
    }
    let named = read_variable(PROJECT_VARIABLE).as_deref().map(ProjectId::parse).transpose();
    named.map_err(|words| unusable_key_error(&format!("{PROJECT_VARIABLE}: {words}")))
}

/// The key, from the first place that has one, with its project. An account key may lack one.
///
/// # Errors
/// Where there is none, or one that cannot be used.
pub(super) fn require_credentials(base: &BaseUrl, args: &KeyArgs) -> Result<Credentials, CliError> {
    match locate_key(base, args) {
        KeySearchResult::Key(credentials, _) => Ok(credentials),
        KeySearchResult::Unusable { reason } => Err(unusable_key_error(&reason)),
        KeySearchResult::NotFound { searched } => Err(no_key_error(&searched, args)),
    }
}

/// The key and where it comes from.
pub(super) fn locate_key(base: &BaseUrl, args: &KeyArgs) -> KeySearchResult {
    let settings = Settings::from_environment().ok();
    let base_url = base.to_string();
    find_key(&KeySearch {
        profile: args.profile.as_ref(),
        project_flag: args.project.as_ref(),
        ..KeySearch::from_environment(args.api_key_file.as_deref(), settings.as_ref(), &base_url)
    })
}

/// There is none.
pub(super) fn no_key_error(looked_for: &[String], args: &KeyArgs) -> CliError {
    let problem = CliError::new("no-key", Exit::NotAllowed, "There is no API key")
        .with_detail(format!("Looked for in {}.", looked_for.join("; ")));
    match &args.profile {
        Some(name) => problem.with_hint(format!("Store one under this name: autosend-domains auth login --profile {name}")),
        None => problem.with_hint(format!(
            "Make one at {DASHBOARD_URL}, then store it by autosend-domains auth login, set {KEY_VARIABLE}, or name a file \
             that holds it with --api-key-file (- is standard input). To try without one: autosend-domains --sandbox"
        )),
    }
}

/// There is something that cannot be used.
pub(super) fn unusable_key_error(reason: &str) -> CliError {
    CliError::new("key-unusable", Exit::NotAllowed, "The API key cannot be used").with_detail(reason)
}

/// A variable that is set to something. What is not UTF-8 in it becomes U+FFFD, which no value here may hold.
fn read_variable(name: &str) -> Option<String> {
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.trim().is_empty())
}
