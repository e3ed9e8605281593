//! `auth status`: which key would be used, whether AutoSend accepts it, and which are stored.
//!
//! What there is to say is the answer that was asked for, so all of it goes to standard output, however it is; the exit
//! code says how it is.

use serde_json::{Value, json};

use super::login::format_domain_count;
use super::{describe_settings_error, format_key_file, format_tail, open_settings};
use crate::api::{BaseUrl, retry_rate_limited};
use crate::cli::args::{ApiArgs, AuthStatusArgs};
use crate::cli::commands::api_context::{build_client, open_log};
use crate::cli::commands::interrupt::interruptible;
use crate::cli::commands::{block_on, project};
use crate::cli::environment::{self, locate_key};
use crate::cli::error::CliError;
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

/// What is known of the key that would be used.
enum KeyLookup {
    /// There is one, from here.
    Found(Credentials, KeySource),
    /// There is none, or none that can be used.
    Missing(CliError),
}

/// Whether AutoSend accepts it.
enum KeyStatus {
    /// It does; the key opens so many domains.
    Accepted(usize),
    /// It does not, or it cannot be asked.
    Failed { accepted: Option<bool>, reason: String, problem: CliError },
    /// Nobody was asked.
    NotChecked,
}

/// All that is told.
struct AuthStatusReport {
    base_url: String,
    key: KeyLookup,
    status: KeyStatus,
    key_file: String,
    /// The stored keys, or why they cannot be read.
    profiles: Result<Vec<Profile>, String>,
}

/// Runs the command.
pub(super) fn perform(args: &AuthStatusArgs, output: Output) -> Result<Exit, CliError> {
    let base = environment::read_base_url()?;
    let settings = open_settings()?;
    let key = match locate_key(&base, &args.api.key) {
        KeySearchResult::Key(credentials, source) => KeyLookup::Found(credentials, source),
        KeySearchResult::Unusable { reason } => KeyLookup::Missing(environment::unusable_key_error(&reason)),
        KeySearchResult::NotFound { searched } => {
            KeyLookup::Missing(environment::no_key_error(&searched, &args.api.key))
        }
    };
    // Where the file cannot be used, the rest is still worth telling.
    let profiles = settings.load_profiles().map_err(|error| describe_settings_error(&error));
    let base_url = base.to_string();
    let (key, verdict) = match key {
        KeyLookup::Found(credentials, source) if !args.offline => {
            let (credentials, verdict) = block_on(check_key(base, credentials, &args.api, output))?;
            (KeyLookup::Found(credentials, source), verdict)
        }
        key => (key, KeyStatus::NotChecked),
    };
    let report = AuthStatusReport { base_url, key, status: verdict, key_file: format_key_file(&settings), profiles };
    output.print_result(|| report.render(), || report.to_json())?;
    Ok(report.exit())
}

/// Asks for the project, where it has to be found, and for the list.
async fn check_key(
    base: BaseUrl,
    mut credentials: Credentials,
    args: &ApiArgs,
    output: Output,
) -> Result<(Credentials, KeyStatus), CliError> {
    let log = open_log(args.log.as_deref())?;
    let api = build_client(base, log.as_ref());
    if credentials.is_missing_project() {
        match project::resolve(&api, &credentials).await {
            Ok(project) => credentials.project = Some(project),
            Err(problem) if problem.is_interrupted() => return Err(problem),
            Err(problem) => {
                let words = problem.title().to_owned();
                return Ok((credentials, KeyStatus::Failed { accepted: None, reason: words, problem }));
            }
        }
    }
    let list =
        interruptible(async { Ok::<_, CliError>(retry_rate_limited(|| api.list_domains(&credentials)).await) }).await?;
    for words in api.connection_note().into_iter().chain(log.and_then(|log| log.write_error())) {
        output.note(&format!("warning: {words}"));
    }
    let verdict = match list {
        Ok(domains) => KeyStatus::Accepted(domains.len()),
        Err(error) => {
            let accepted = (error.status() == Some(401)).then_some(false);
            let problem = CliError::from_api_error(failure::key_check_failure(&error), None, &error);
            KeyStatus::Failed { accepted, reason: describe_error(&error), problem }
        }
    };
    Ok((credentials, verdict))
}

impl AuthStatusReport {
    fn exit(&self) -> Exit {
        match (&self.key, &self.status) {
            (KeyLookup::Missing(problem), _) | (_, KeyStatus::Failed { problem, .. }) => problem.exit,
            (KeyLookup::Found(..), KeyStatus::Accepted(_) | KeyStatus::NotChecked) => Exit::Success,
        }
    }

    /// Whether it is this key that is used.
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
            KeyLookup::Missing(problem) => {
                text = text.append("Key       ").styled(TextStyle::Error, "none").append("\n");
                text = problem.detail_lines().fold(text, |text, line| text.append(format!("          {line}\n")));
            }
        }
        text = text.append(format!("API       {}\n", self.base_url));
        text = match &self.status {
            KeyStatus::Accepted(domains) => {
                let head = text.append("AutoSend  ").styled(TextStyle::Success, "accepts it");
                head.append(format!("; it opens {}\n", format_domain_count(*domains)))
            }
            KeyStatus::Failed { accepted, reason, .. } => {
                let (tone, head) = match accepted {
                    Some(false) => (TextStyle::Error, "does not accept it"),
                    _ => (TextStyle::Warning, "may accept it; that is not known"),
                };
                text.append("AutoSend  ").styled(tone, head).append(format!("\n          {reason}\n"))
            }
            KeyStatus::NotChecked => text.append("AutoSend  was not asked\n"),
        };
        text = text.append(format!("Key file  {}\n", self.key_file));
        let profiles = match &self.profiles {
            Ok(profiles) if profiles.is_empty() => return text.append("          No key is stored\n"),
            Ok(profiles) => profiles,
            Err(words) => {
                return text
                    .append("          ")
                    .styled(TextStyle::Error, "cannot be used")
                    .append(format!(": {words}\n"));
            }
        };
        let widest = profiles.iter().map(|profile| width(&profile.name.sanitized())).max().unwrap_or_default();
        profiles.iter().fold(text, |text, profile| {
            let name = profile.name.sanitized();
            let blanks = " ".repeat(widest - width(&name));
            let mark = if self.is_used(profile) { "* " } else { "  " };
            text.append(format!("        {mark}{name}{blanks}  ")).append(describe_profile(profile)).append("\n")
        })
    }

    fn to_json(&self) -> Value {
        let key = match &self.key {
            KeyLookup::Missing(_) => Value::Null,
            KeyLookup::Found(Credentials { key, project }, source) => json!({
                "tail": key.tail(),
                "source": match source {
                    KeySource::Environment => "environment",
                    KeySource::File(_) => "file",
                    KeySource::KeyFile | KeySource::Profile(_) => "key-file",
                    KeySource::Typed | KeySource::Sandbox => "other",
                },
                "project": project.as_ref().map(ProjectId::as_str),
            }),
        };
        let (accepted, domains) = match &self.status {
            KeyStatus::Accepted(domains) => (Some(true), Some(*domains)),
            KeyStatus::Failed { accepted, .. } => (*accepted, None),
            KeyStatus::NotChecked => (None, None),
        };
        let problem = match (&self.key, &self.status) {
            (KeyLookup::Missing(problem), _) | (_, KeyStatus::Failed { problem, .. }) => problem.to_json(),
            (KeyLookup::Found(..), _) => Value::Null,
        };
        let about = |profile: &Profile| {
            let (stored, base_url) = profile.key.as_ref().map(|(stored, base_url)| (stored, base_url.raw())).unzip();
            json!({
                "name": profile.name.raw(),
                "tail": stored.map(|stored| stored.key.tail()),
                "project": stored.and_then(|stored| stored.project.as_ref()).map(ProjectId::as_str),
                "baseUrl": base_url,
                "isUsed": self.is_used(profile),
            })
        };
        let profiles = self.profiles.as_ref().ok().map(|profiles| profiles.iter().map(about).collect::<Vec<_>>());
        json!({
            "version": SCHEMA_VERSION,
            "baseUrl": self.base_url,
            "key": key,
            "accepted": accepted,
            "domains": domains,
            "problem": problem,
            "keyFile": self.key_file,
            "profiles": profiles,
        })
    }
}

/// A stored key, in one line.
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
