//! `auth status`: which key is used, whether AutoSend accepts it, and which keys are stored.
//!
//! Bad news is a result as well, so all of it goes to standard output; the exit code tells it apart.

use serde::Serialize;

use super::args::AuthStatusArgs;
use super::login::format_domain_count;
use super::{describe_settings_error, format_key_file, format_tail, open_settings};
use crate::api::{BaseUrl, retry_rate_limited};
use crate::cli::commands::api_context::{build_client, open_log, resolve_project};
use crate::cli::commands::block_on;
use crate::cli::commands::interrupt::interruptible;
use crate::cli::environment::{self, key_source_code, locate_key};
use crate::cli::error::CliError;
use crate::cli::options::ApiArgs;
use crate::cli::output::Output;
use crate::cli::style::{StyledText, TextStyle};
use crate::core::api_key::{Credentials, KeySource, ProjectId};
use crate::core::exit::Exit;
use crate::core::failure::{self, describe_error};
use crate::core::profile::ProfileName;
use crate::core::text::width;
use crate::export::SCHEMA_VERSION;
use crate::ports::Api as _;
use crate::settings::{KeySearchResult, Profile};

/// The key that is used.
enum KeyLookup {
    /// A key, and its origin.
    Found(Credentials, KeySource),
    /// No key, or none that is usable.
    Missing(CliError),
}

/// Whether AutoSend accepts the key.
enum KeyStatus {
    /// It does; the project has this number of domains.
    Accepted(usize),
    /// It does not, or the request has failed.
    Failed { accepted: Option<bool>, reason: String, error: CliError },
    /// No request was sent.
    NotChecked,
}

/// The whole report.
struct AuthStatusReport {
    base_url: String,
    key: KeyLookup,
    status: KeyStatus,
    key_file: String,
    /// The stored keys, or why they cannot be loaded.
    profiles: Result<Vec<Profile>, String>,
}

/// Runs the command.
pub(super) fn run(args: &AuthStatusArgs, output: Output) -> Result<Exit, CliError> {
    let base = environment::read_base_url()?;
    let settings = open_settings()?;
    let key = match locate_key(&base, &args.api.key) {
        KeySearchResult::Key(credentials, source) => KeyLookup::Found(credentials, source),
        KeySearchResult::Unusable { reason } => KeyLookup::Missing(environment::unusable_key_error(&reason)),
        KeySearchResult::NotFound { searched } => {
            KeyLookup::Missing(environment::no_key_error(&searched, &args.api.key))
        }
    };
    // If the file is unusable, the rest is still reported.
    let profiles = settings.load_profiles().map_err(|error| describe_settings_error(&error));
    let base_url = base.to_string();
    let (key, status) = match key {
        KeyLookup::Found(credentials, source) if !args.offline => {
            let (credentials, status) = block_on(check_key(base, credentials, &args.api, output))?;
            (KeyLookup::Found(credentials, source), status)
        }
        key => (key, KeyStatus::NotChecked),
    };
    let report = AuthStatusReport { base_url, key, status, key_file: format_key_file(&settings), profiles };
    output.print_result(|| report.render(), &report.document())?;
    Ok(report.error().map_or(Exit::Success, |error| error.exit))
}

/// Fetches the project, if it is not known, and the list of domains.
async fn check_key(
    base: BaseUrl,
    mut credentials: Credentials,
    args: &ApiArgs,
    output: Output,
) -> Result<(Credentials, KeyStatus), CliError> {
    let log = open_log(args.log.as_deref())?;
    let client = build_client(base, log.as_ref());
    if credentials.is_missing_project() {
        match resolve_project(&client, &credentials).await {
            Ok(project) => credentials.project = Some(project),
            Err(error) if error.is_interrupted() => return Err(error),
            Err(error) => {
                let reason = error.title().to_owned();
                return Ok((credentials, KeyStatus::Failed { accepted: None, reason, error }));
            }
        }
    }
    let list =
        interruptible(async { Ok::<_, CliError>(retry_rate_limited(|| client.list_domains(&credentials)).await) })
            .await?;
    for warning in client.connection_note().into_iter().chain(log.and_then(|log| log.write_error())) {
        output.warn(&warning);
    }
    let status = match list {
        Ok(domains) => KeyStatus::Accepted(domains.len()),
        Err(error) => {
            let accepted = (error.status() == Some(401)).then_some(false);
            let cli_error = CliError::from_api_error(failure::key_check_failure(&error), None, &error);
            KeyStatus::Failed { accepted, reason: describe_error(&error), error: cli_error }
        }
    };
    Ok((credentials, status))
}

impl AuthStatusReport {
    /// Why no key can be used.
    const fn error(&self) -> Option<&CliError> {
        match (&self.key, &self.status) {
            (KeyLookup::Missing(error), _) | (_, KeyStatus::Failed { error, .. }) => Some(error),
            (KeyLookup::Found(..), KeyStatus::Accepted(_) | KeyStatus::NotChecked) => None,
        }
    }

    /// Whether the key of this profile is used.
    fn is_used(&self, profile: &Profile) -> bool {
        let name = profile.name.raw();
        match &self.key {
            KeyLookup::Found(_, KeySource::KeyFile) => name == ProfileName::default().as_str(),
            KeyLookup::Found(_, KeySource::Profile(used)) => name == used.as_str(),
            _ => false,
        }
    }

    fn render(&self) -> StyledText {
        let mut text = StyledText::default();
        match &self.key {
            KeyLookup::Found(Credentials { key, project }, source) => {
                text = text.append(format!("Key       {}, {}\n", format_tail(key), source.label()));
                if let Some(project) = project {
                    text = text.append(format!("Project   {}\n", project.as_str()));
                }
            }
            KeyLookup::Missing(error) => {
                text = text.append("Key       ").styled(TextStyle::Error, "none").append("\n");
                text = error.detail_lines().fold(text, |text, line| text.append(format!("          {line}\n")));
            }
        }
        text = text.append(format!("API       {}\n", self.base_url));
        text = match &self.status {
            KeyStatus::Accepted(domains) => {
                let text = text.append("AutoSend  ").styled(TextStyle::Success, "accepts it");
                text.append(format!("; it opens {}\n", format_domain_count(*domains)))
            }
            KeyStatus::Failed { accepted, reason, .. } => {
                let (style, answer) = match accepted {
                    Some(false) => (TextStyle::Error, "does not accept it"),
                    _ => (TextStyle::Warning, "may accept it; that is not known"),
                };
                text.append("AutoSend  ").styled(style, answer).append(format!("\n          {reason}\n"))
            }
            KeyStatus::NotChecked => text.append("AutoSend  was not asked\n"),
        };
        text = text.append(format!("Key file  {}\n", self.key_file));
        let profiles = match &self.profiles {
            Ok(profiles) if profiles.is_empty() => return text.append("          No key is stored\n"),
            Ok(profiles) => profiles,
            Err(message) => {
                return text
                    .append("          ")
                    .styled(TextStyle::Error, "cannot be used")
                    .append(format!(": {message}\n"));
            }
        };
        let widest = profiles.iter().map(|profile| width(&profile.name.sanitized())).max().unwrap_or_default();
        profiles.iter().fold(text, |text, profile| {
            let name = profile.name.sanitized();
            let padding = " ".repeat(widest - width(&name));
            let mark = if self.is_used(profile) { "* " } else { "  " };
            text.append(format!("        {mark}{name}{padding}  ")).append(describe_profile(profile)).append("\n")
        })
    }

    fn document(&self) -> AuthStatusDocument<'_> {
        let key = match &self.key {
            KeyLookup::Missing(_) => None,
            KeyLookup::Found(Credentials { key, project }, source) => Some(KeyMembers {
                tail: key.tail(),
                source: key_source_code(source),
                project: project.as_ref().map(ProjectId::as_str),
            }),
        };
        let (accepted, domains) = match &self.status {
            KeyStatus::Accepted(domains) => (Some(true), Some(*domains)),
            KeyStatus::Failed { accepted, .. } => (*accepted, None),
            KeyStatus::NotChecked => (None, None),
        };
        let profile = |profile: &'_ Profile| ProfileMembers::new(profile, self.is_used(profile));
        AuthStatusDocument {
            version: SCHEMA_VERSION,
            base_url: &self.base_url,
            key,
            accepted,
            domains,
            problem: self.error(),
            key_file: &self.key_file,
            profiles: self.profiles.as_ref().ok().map(|profiles| profiles.iter().map(profile).collect()),
        }
    }
}

/// The JSON document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthStatusDocument<'a> {
    version: u64,
    base_url: &'a str,
    key: Option<KeyMembers<'a>>,
    accepted: Option<bool>,
    domains: Option<usize>,
    problem: Option<&'a CliError>,
    key_file: &'a str,
    profiles: Option<Vec<ProfileMembers>>,
}

#[derive(Serialize)]
struct KeyMembers<'a> {
    tail: &'a str,
    source: &'static str,
    project: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProfileMembers {
    name: String,
    tail: Option<String>,
    project: Option<String>,
    base_url: Option<String>,
    is_used: bool,
}

impl ProfileMembers {
    fn new(profile: &Profile, is_used: bool) -> Self {
        let (credentials, base_url) =
            profile.key.as_ref().map(|(key, base_url)| (key, base_url.raw().to_owned())).unzip();
        Self {
            name: profile.name.raw().to_owned(),
            tail: credentials.map(|credentials| credentials.key.tail().to_owned()),
            project: credentials.and_then(|credentials| Some(credentials.project.as_ref()?.as_str().to_owned())),
            base_url,
            is_used,
        }
    }
}

/// A stored key in one line.
fn describe_profile(profile: &Profile) -> StyledText {
    match &profile.key {
        None => "what is stored here is no key that this version can use".into(),
        Some((Credentials { key, project }, base_url)) => {
            let project = project.as_ref().map(|id| format!(", project {}", id.as_str())).unwrap_or_default();
            StyledText::from(format!("{}  ", format_tail(key)))
                .styled(TextStyle::Muted, format!("{}{project}", base_url.sanitized()))
        }
    }
}
