//! `auth status`: which key would be used, whether AutoSend accepts it, and which are stored.
//!
//! What there is to say is the answer that was asked for, so all of it goes to standard output, however it is; the exit
//! code says how it is.

use serde_json::{Value, json};

use super::super::super::args::{AccountArgs, AuthStatusArgs};
use super::super::super::output::Output;
use super::super::super::paint::{StyledText, TextStyle};
use super::super::super::problem::Problem;
use super::super::super::surroundings::{self, look_for_key};
use super::super::account::{client, open_log};
use super::super::interrupt::or_broken_off;
use super::super::{block_on, project};
use super::login::count;
use super::{key_file, settings, tail, told};
use crate::api::{BaseUrl, retry_rate_limited};
use crate::core::api_key::{Credentials, KeySource, ProjectId};
use crate::core::exit::Exit;
use crate::core::failure::{self, describe_error};
use crate::core::profile::ProfileName;
use crate::core::text::width;
use crate::export::SCHEMA_VERSION;
use crate::ports::Api as _;
use crate::settings::{KeySearchResult, Profile};

/// What is known of the key that would be used.
enum Key {
    /// There is one, from here.
    Found(Credentials, KeySource),
    /// There is none, or none that can be used.
    Missing(Problem),
}

/// Whether AutoSend accepts it.
enum Verdict {
    /// It does; the key opens so many domains.
    Accepted(usize),
    /// It does not, or it cannot be asked.
    Failed { accepted: Option<bool>, words: String, problem: Problem },
    /// Nobody was asked.
    Unasked,
}

/// All that is told.
struct Report {
    base_url: String,
    key: Key,
    verdict: Verdict,
    file: String,
    /// The stored keys, or why they cannot be read.
    profiles: Result<Vec<Profile>, String>,
}

/// Runs the command.
pub(super) fn perform(args: &AuthStatusArgs, output: Output) -> Result<Exit, Problem> {
    let base = surroundings::base_url()?;
    let settings = settings()?;
    let key = match look_for_key(&base, &args.account.key) {
        KeySearchResult::Key(credentials, source) => Key::Found(credentials, source),
        KeySearchResult::Unusable { reason } => Key::Missing(surroundings::unusable(&reason)),
        KeySearchResult::NotFound { searched } => Key::Missing(surroundings::no_key(&searched, &args.account.key)),
    };
    // Where the file cannot be used, the rest is still worth telling.
    let profiles = settings.load_profiles().map_err(|error| told(&error));
    let base_url = base.to_string();
    let (key, verdict) = match key {
        Key::Found(credentials, source) if !args.offline => {
            let (credentials, verdict) = block_on(ask(base, credentials, &args.account, output))?;
            (Key::Found(credentials, source), verdict)
        }
        key => (key, Verdict::Unasked),
    };
    let report = Report { base_url, key, verdict, file: key_file(&settings), profiles };
    output.data(|| report.words(), || report.document())?;
    Ok(report.exit())
}

/// Asks for the project, where it has to be found, and for the list.
async fn ask(
    base: BaseUrl,
    mut credentials: Credentials,
    args: &AccountArgs,
    output: Output,
) -> Result<(Credentials, Verdict), Problem> {
    let log = open_log(args.log.as_deref())?;
    let api = client(base, log.as_ref());
    if credentials.is_missing_project() {
        match project::find(&api, &credentials).await {
            Ok(project) => credentials.project = Some(project),
            Err(problem) if problem.is_interrupted() => return Err(problem),
            Err(problem) => {
                let words = problem.title().to_owned();
                return Ok((credentials, Verdict::Failed { accepted: None, words, problem }));
            }
        }
    }
    let list =
        or_broken_off(async { Ok::<_, Problem>(retry_rate_limited(|| api.list_domains(&credentials)).await) }).await?;
    for words in api.connection_note().into_iter().chain(log.and_then(|log| log.write_error())) {
        output.note(&format!("warning: {words}"));
    }
    let verdict = match list {
        Ok(domains) => Verdict::Accepted(domains.len()),
        Err(error) => {
            let accepted = (error.status() == Some(401)).then_some(false);
            let problem = Problem::of(failure::key_check_failure(&error), None, &error);
            Verdict::Failed { accepted, words: describe_error(&error), problem }
        }
    };
    Ok((credentials, verdict))
}

impl Report {
    fn exit(&self) -> Exit {
        match (&self.key, &self.verdict) {
            (Key::Missing(problem), _) | (_, Verdict::Failed { problem, .. }) => problem.exit,
            (Key::Found(..), Verdict::Accepted(_) | Verdict::Unasked) => Exit::Success,
        }
    }

    /// Whether it is this key that is used.
    fn is_used(&self, profile: &Profile) -> bool {
        let name = profile.name.raw();
        match &self.key {
            Key::Found(_, KeySource::KeyFile) => name == ProfileName::default().as_str(),
            Key::Found(_, KeySource::Profile(used)) => name == used.as_str(),
            _ => false,
        }
    }

    fn words(&self) -> StyledText {
        let mut text = StyledText::default();
        match &self.key {
            Key::Found(Credentials { key, project }, source) => {
                text = text.append(format!("Key       {}, {}\n", tail(key), source.label()));
                if let Some(project) = project {
                    text = text.append(format!("Project   {}\n", project.as_str()));
                }
            }
            Key::Missing(problem) => {
                text = text.append("Key       ").styled(TextStyle::Error, "none").append("\n");
                text = problem.lines().fold(text, |text, line| text.append(format!("          {line}\n")));
            }
        }
        text = text.append(format!("API       {}\n", self.base_url));
        text = match &self.verdict {
            Verdict::Accepted(domains) => {
                let head = text.append("AutoSend  ").styled(TextStyle::Success, "accepts it");
                head.append(format!("; it opens {}\n", count(*domains)))
            }
            Verdict::Failed { accepted, words, .. } => {
                let (tone, head) = match accepted {
                    Some(false) => (TextStyle::Error, "does not accept it"),
                    _ => (TextStyle::Warning, "may accept it; that is not known"),
                };
                text.append("AutoSend  ").styled(tone, head).append(format!("\n          {words}\n"))
            }
            Verdict::Unasked => text.append("AutoSend  was not asked\n"),
        };
        text = text.append(format!("Key file  {}\n", self.file));
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
            text.append(format!("        {mark}{name}{blanks}  ")).append(about(profile)).append("\n")
        })
    }

    fn document(&self) -> Value {
        let key = match &self.key {
            Key::Missing(_) => Value::Null,
            Key::Found(Credentials { key, project }, source) => json!({
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
        let (accepted, domains) = match &self.verdict {
            Verdict::Accepted(domains) => (Some(true), Some(*domains)),
            Verdict::Failed { accepted, .. } => (*accepted, None),
            Verdict::Unasked => (None, None),
        };
        let problem = match (&self.key, &self.verdict) {
            (Key::Missing(problem), _) | (_, Verdict::Failed { problem, .. }) => problem.error(),
            (Key::Found(..), _) => Value::Null,
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
            "keyFile": self.file,
            "profiles": profiles,
        })
    }
}

/// A stored key, in one line.
fn about(profile: &Profile) -> StyledText {
    match &profile.key {
        None => "what is stored here is no key that this version can use".into(),
        Some((Credentials { key, project }, base_url)) => {
            let project = project.as_ref().map(|id| format!(", project {}", id.as_str())).unwrap_or_default();
            StyledText::from(format!("{}  ", tail(key)))
                .styled(TextStyle::Muted, format!("{}{project}", base_url.sanitized()))
        }
    }
}
