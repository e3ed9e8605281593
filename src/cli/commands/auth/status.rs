//! `auth status`: which key is used, whether AutoSend accepts it, and which keys are stored.
//!
//! Bad news is a result as well, so all of it goes to standard output; the exit code distinguishes it.

use serde::Serialize;

use super::key_file::{format_domain_count, format_key_file, open_settings};
use super::stored_key::{StoredKey, render_keys};
use crate::api::{BaseUrl, retry_read};
use crate::cli::commands::api_context::{build_client, open_log, request_pacer, resolve_project};
use crate::cli::commands::block_on;
use crate::cli::commands::interrupt::interruptible;
use crate::cli::environment::{self, key_source_code, locate_key, used_profile};
use crate::cli::error::CliError;
use crate::cli::help::format_examples;
use crate::cli::options::ApiArgs;
use crate::cli::output::Output;
use crate::cli::style::{StyledText, TextStyle};
use crate::core::api_key::Credentials;
use crate::core::exit::Exit;
use crate::core::failure::{self, describe_error};
use crate::core::profile::ProfileName;
use crate::ports::Api as _;
use crate::settings::{KeySearchResult, Profile};

/// The introduction of the help.
pub(super) const ABOUT: &str = "\
Shows which key is used, where it comes from, whether AutoSend accepts it, and
which keys are saved. Only their last four characters are shown. Exits 0 if the
key is accepted; see exit codes.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct AuthStatusArgs {
    /// Don't contact AutoSend
    #[arg(long)]
    pub offline: bool,

    /// JSON output; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

/// The end of the long help of `auth status`.
pub(super) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains auth status", ""),
        ("autosend-domains auth status --profile work --json | jq .accepted", ""),
        ("autosend-domains auth status --offline", "show saved keys"),
    ]);
    format!(
        "\
Examples:
{examples}
JSON on standard output; unknown values are null:
  {{\"version\": 1, \"baseUrl\", \"key\": {{\"tail\", \"source\", \"project\"}}, \"accepted\",
   \"domains\", \"problem\", \"keyFile\",
   \"profiles\": [{{\"name\", \"tail\", \"project\", \"baseUrl\", \"isUsed\"}}]}}
  source is environment, file or key-file; problem is as in an error."
    )
}

/// The whole report, which is the JSON document as well.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthStatusReport {
    base_url: String,
    /// The key that is used.
    key: Option<UsedKey>,
    /// Whether AutoSend accepts the key, if that is known.
    accepted: Option<bool>,
    /// The number of domains in its project.
    domains: Option<usize>,
    /// Why no key can be used.
    problem: Option<CliError>,
    /// `problem` in one sentence, if the key was tried.
    #[serde(skip)]
    rejection: Option<String>,
    key_file: String,
    profiles: Option<Vec<StoredKey>>,
    /// Why the profiles cannot be loaded.
    #[serde(skip)]
    profiles_error: Option<String>,
}

#[derive(Serialize)]
struct UsedKey {
    tail: String,
    source: &'static str,
    project: Option<String>,
    #[serde(skip)]
    source_label: String,
}

/// Runs the command.
pub(super) fn run(args: &AuthStatusArgs, output: Output) -> Result<Exit, CliError> {
    let base = environment::read_base_url()?;
    let settings = open_settings()?;
    let mut report = AuthStatusReport {
        base_url: base.to_string(),
        key: None,
        accepted: None,
        domains: None,
        problem: None,
        rejection: None,
        key_file: format_key_file(&settings),
        profiles: None,
        profiles_error: None,
    };
    let key = locate_key(&base, &args.api.key);
    let used_profile = used_profile(&key);
    // If the file is unusable, the rest is still reported.
    match settings.load_profiles() {
        Ok(profiles) => {
            let used = used_profile.as_ref().map(ProfileName::as_str);
            let stored = |profile: &Profile| StoredKey::new(profile, used == Some(profile.name.raw()));
            report.profiles = Some(profiles.iter().map(stored).collect());
        }
        Err(error) => report.profiles_error = Some(error.sentence()),
    }
    match key {
        KeySearchResult::Unusable { reason } => report.problem = Some(environment::unusable_key_error(&reason)),
        KeySearchResult::NotFound { searched } => {
            report.problem = Some(environment::no_key_error(&searched, &args.api.key));
        }
        KeySearchResult::Key(mut credentials, source) => {
            if !args.offline {
                block_on(report.check_key(base, &mut credentials, &args.api, output))?;
            }
            report.key = Some(UsedKey {
                tail: credentials.key.tail().to_owned(),
                source: key_source_code(&source),
                project: credentials.project.as_ref().map(|id| id.as_str().to_owned()),
                source_label: source.label(),
            });
        }
    }
    output.print_result(|| report.render(), &report)?;
    Ok(report.problem.map_or(Exit::Success, |error| error.exit))
}

impl AuthStatusReport {
    /// Fetches the project, if it is not known, and the list of domains.
    async fn check_key(
        &mut self,
        base: BaseUrl,
        credentials: &mut Credentials,
        args: &ApiArgs,
        output: Output,
    ) -> Result<(), CliError> {
        let log = open_log(args.log.as_deref())?;
        environment::check_proxy(&base)?;
        environment::announce_key_host(&base, output);
        let client = build_client(base, args.timeout, log.as_ref()).with_pacer(request_pacer());
        if credentials.is_missing_project() {
            match resolve_project(&client, credentials).await {
                Ok(project) => credentials.project = Some(project),
                Err(error) if error.is_interrupted() => return Err(error),
                Err(error) => {
                    self.rejection = Some(error.title().to_owned());
                    self.problem = Some(error);
                    return Ok(());
                }
            }
        }
        let request = async { Ok::<_, CliError>(retry_read(&client, || client.list_domains(credentials)).await) };
        let list = interruptible(request).await?;
        for warning in client.connection_note().into_iter().chain(log.and_then(|log| log.write_error())) {
            output.warn(&warning);
        }
        match list {
            Ok(domains) => (self.accepted, self.domains) = (Some(true), Some(domains.len())),
            Err(error) => {
                self.accepted = (error.status() == Some(401)).then_some(false);
                self.rejection = Some(describe_error(&error));
                self.problem = Some(CliError::from_api_error(failure::key_check_failure(&error), None, &error));
            }
        }
        Ok(())
    }

    fn render(&self) -> StyledText {
        let mut text = StyledText::default();
        if let Some(UsedKey { tail, source_label, project, .. }) = &self.key {
            text = text.append(format!("Key       …{tail}, {source_label}\n"));
            if let Some(project) = project {
                text = text.append(format!("Project   {project}\n"));
            }
        } else {
            text = text.append("Key       ").styled(TextStyle::Error, "none").append("\n");
            let details = self.problem.iter().flat_map(CliError::detail_lines);
            text = details.fold(text, |text, line| text.append(format!("          {line}\n")));
        }
        text = text.append(format!("API       {}\nAutoSend  ", self.base_url));
        text = match (self.domains, &self.rejection) {
            (Some(domains), _) => {
                let text = text.styled(TextStyle::Success, "accepts it");
                text.append(format!("; access to {}\n", format_domain_count(domains)))
            }
            (None, Some(rejection)) => {
                let (style, answer) = match self.accepted {
                    Some(false) => (TextStyle::Error, "does not accept it"),
                    _ => (TextStyle::Warning, "could not be checked"),
                };
                text.styled(style, answer).append(format!("\n          {rejection}\n"))
            }
            (None, None) => text.append("not checked\n"),
        };
        text = text.append(format!("Key file  {}\n", self.key_file));
        if let Some(error) = &self.profiles_error {
            return text.append("          ").styled(TextStyle::Error, "can't be used").append(format!(": {error}\n"));
        }
        let profiles = self.profiles.as_deref().unwrap_or_default();
        if profiles.is_empty() {
            return text.append("          no saved keys\n");
        }
        text.append(render_keys(profiles, "        "))
    }
}
