//! The base URL of the API, the key and the project, from the environment and the arguments.

use std::env;

use super::error::CliError;
use crate::api::{BASE_URL_VARIABLE, BaseUrl, detect_proxy};
use crate::cli::options::KeyArgs;
use crate::cli::output::Output;
use crate::core::api_key::{Credentials, DASHBOARD_URL, KEY_VARIABLE, KeySource, PROJECT_VARIABLE, ProjectId};
use crate::core::exit::Exit;
use crate::core::profile::ProfileName;
use crate::settings::{KeySearch, KeySearchResult, Settings, find_key};

/// The base URL of the API.
///
/// # Errors
/// The variable has no address that a key may be sent to.
pub(super) fn read_base_url() -> Result<BaseUrl, CliError> {
    BaseUrl::from_environment().map_err(|error| {
        CliError::new("base-url-refused", Exit::Usage, format!("{BASE_URL_VARIABLE} is invalid: {error}"))
    })
}

/// The key and the project of a request, as far as they are known without a request.
pub(super) struct RequestIdentity {
    /// The key, if there is a usable one.
    pub(super) credentials: Option<Credentials>,
    /// The project that the request will name.
    pub(super) project: Option<ProjectId>,
    /// A note, if the project is not known.
    pub(super) project_note: Option<&'static str>,
}

/// Looks for the key and the project. Without a usable key, the project is the one that was named.
///
/// # Errors
/// The variable has no id of a project.
pub(super) fn read_request_identity(base: &BaseUrl, args: &KeyArgs) -> Result<RequestIdentity, CliError> {
    match locate_key(base, args) {
        KeySearchResult::Key(credentials, _) => {
            let project_note = credentials.is_missing_project().then_some(PROJECT_ASKED_ON_SEND);
            let project = credentials.request_project().cloned();
            Ok(RequestIdentity { credentials: Some(credentials), project, project_note })
        }
        KeySearchResult::NotFound { .. } | KeySearchResult::Unusable { .. } => {
            Ok(RequestIdentity { credentials: None, project: read_project(args.project.as_ref())?, project_note: None })
        }
    }
}

/// The note on a request whose project is not named.
const PROJECT_ASKED_ON_SEND: &str =
    "Account keys also send the header x-project-id; the project is looked up when the request is sent";

/// The project of the option, or else of the variable.
///
/// # Errors
/// The variable has no id of a project.
pub(super) fn read_project(option: Option<&ProjectId>) -> Result<Option<ProjectId>, CliError> {
    if option.is_some() {
        return Ok(option.cloned());
    }
    let named = read_variable(PROJECT_VARIABLE).as_deref().map(ProjectId::parse).transpose();
    named.map_err(|reason| unusable_key_error(&format!("{PROJECT_VARIABLE}: {reason}")))
}

/// The key of the first place that has one, with its project, which an account key may lack.
///
/// # Errors
/// There is no key, or it is unusable.
pub(super) fn require_credentials(base: &BaseUrl, args: &KeyArgs) -> Result<Credentials, CliError> {
    match locate_key(base, args) {
        KeySearchResult::Key(credentials, _) => Ok(credentials),
        KeySearchResult::Unusable { reason } => Err(unusable_key_error(&reason)),
        KeySearchResult::NotFound { searched } => Err(no_key_error(&searched, args)),
    }
}

/// Looks for the key.
pub(super) fn locate_key(base: &BaseUrl, args: &KeyArgs) -> KeySearchResult {
    let settings = Settings::from_environment().ok();
    let base_url = base.to_string();
    find_key(&KeySearch {
        profile: args.profile.as_ref(),
        project_flag: args.project.as_ref(),
        ..KeySearch::from_environment(args.api_key_file.as_deref(), settings.as_ref(), &base_url)
    })
}

/// The name that the key is saved under, if it comes from the key file.
pub(super) fn used_profile(result: &KeySearchResult) -> Option<ProfileName> {
    match result {
        KeySearchResult::Key(_, KeySource::KeyFile) => Some(ProfileName::default()),
        KeySearchResult::Key(_, KeySource::Profile(name)) => Some(name.clone()),
        _ => None,
    }
}

/// The error that there is no key.
pub(super) fn no_key_error(searched: &[String], args: &KeyArgs) -> CliError {
    let error = CliError::new("no-key", Exit::NotAllowed, "No API key found")
        .with_detail(format!("Checked {}.", searched.join("; ")));
    match &args.profile {
        Some(name) => error.with_hint(format!("Save one under this name: autosend-domains auth login --profile {name}")),
        None => error.with_hint(format!(
            "Create one at {DASHBOARD_URL}, then run autosend-domains auth login, set {KEY_VARIABLE}, or use --api-key-file FILE \
             (- for standard input). To try without a key: autosend-domains --sandbox"
        )),
    }
}

/// The error that a key is unusable.
pub(super) fn unusable_key_error(reason: &str) -> CliError {
    CliError::new("key-unusable", Exit::NotAllowed, "The API key can't be used").with_detail(reason)
}

/// The stable name of a key's origin in JSON documents.
pub(super) const fn key_source_code(source: &KeySource) -> &'static str {
    match source {
        KeySource::Environment => "environment",
        KeySource::File(_) => "file",
        KeySource::KeyFile | KeySource::Profile(_) => "key-file",
        KeySource::Typed | KeySource::Sandbox => "other",
    }
}

/// A variable that is not blank. What is not UTF-8 becomes U+FFFD, which is invalid in every value here.
fn read_variable(name: &str) -> Option<String> {
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.trim().is_empty())
}

/// Checks that the proxy can be used, before anything is sent.
///
/// # Errors
/// A variable names a proxy that cannot be used.
pub(super) fn check_proxy(base: &BaseUrl) -> Result<(), CliError> {
    let checked = detect_proxy(base).map(|_proxy| ());
    checked.map_err(|error| {
        CliError::new("proxy-refused", Exit::Usage, error.to_string())
            .with_detail("Nothing was sent: without the proxy, the connection would be a direct one.")
    })
}

/// Says to which host the key goes, before it goes there, unless that is AutoSend's or this machine. Where only documents are
/// printed, the sentence is returned for them.
pub(super) fn announce_key_host(base: &BaseUrl, output: Output) -> Option<String> {
    let sentence = format!("the key goes to {}, which {BASE_URL_VARIABLE} names", base.foreign_host()?);
    output.note(&format!("note: {sentence}"));
    (!output.is_human()).then_some(sentence)
}
