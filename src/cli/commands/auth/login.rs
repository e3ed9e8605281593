//! `auth login`: reads a key, tries it at AutoSend, and stores it.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use serde::Serialize;

use super::key_file::{
    format_domain_count, format_key_file, format_tail, is_variable_set, key_file_error, open_settings, profile_in_use,
};
use super::key_input::KeyInput;
use crate::api::{ApiClient, retry_read};
use crate::cli::commands::api_context::{build_client, open_log, request_pacer, resolve_project};
use crate::cli::commands::block_on;
use crate::cli::commands::interrupt::interruptible;
use crate::cli::commands::resolve_domain::api_error;
use crate::cli::environment::{self, read_project};
use crate::cli::error::CliError;
use crate::cli::help::format_examples;
use crate::cli::options::{TIMEOUT_HELP, TIMEOUT_LONG_HELP, parse_timeout, profile_parser};
use crate::cli::output::Output;
use crate::cli::style::{StyledText, TextStyle};
use crate::core::api_key::{ApiKey, Credentials, KEY_VARIABLE, KeyKind, ProjectId};
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::profile::ProfileName;
use crate::core::retry_policy::RequestTimeout;
use crate::ports::Api as _;
use crate::settings::{KeySaveOutcome, Profile, Settings, is_same_base_url};

/// The introduction of the help.
pub(super) const ABOUT: &str = "\
Reads an API key from standard input, checks it with AutoSend and saves it. On a
terminal, prompts for the key (hidden). Keys are never passed as arguments,
because other users can read those.

With an account key (ASA_…), the project is saved too: the one from --project or
the environment, or the account's only one.

Another key is replaced only with --replace, also one that is saved at the same
moment; without it, the exit code is 5. The same key again is no error.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct LoginArgs {
    /// Name to save it under (default: the name in use, or "default")
    #[arg(long, value_name = "NAME", value_parser = profile_parser())]
    pub profile: Option<ProfileName>,

    /// Project ID, for an account key (`ASA_…`)
    #[arg(long, value_name = "ID", value_parser = ProjectId::parse)]
    pub project: Option<ProjectId>,

    /// Replace the key saved under this name
    #[arg(long)]
    pub replace: bool,

    /// Send a key that doesn't begin with `AS_` or `ASA_` without asking
    #[arg(long)]
    pub yes: bool,

    /// JSON output; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,

    /// Log requests to a file (no secrets)
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,

    /// How long one request may take.
    #[arg(long, value_name = "TIME", value_parser = parse_timeout, help = TIMEOUT_HELP, long_help = TIMEOUT_LONG_HELP)]
    pub timeout: Option<RequestTimeout>,
}

/// The end of the long help of `auth login`.
pub(super) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains auth login", "prompts for the key"),
        ("pass autosend | autosend-domains auth login", ""),
        ("autosend-domains auth login --profile work < key.txt", "used by --profile work"),
    ]);
    format!(
        "\
Examples:
{examples}
JSON on standard output:
  {{\"version\": 1, \"profile\", \"tail\", \"project\", \"baseUrl\", \"keyFile\", \"domains\",
   \"replaced\"}}"
    )
}

/// Runs the command.
pub(super) fn run(args: &LoginArgs, output: Output) -> Result<Exit, CliError> {
    let base = environment::read_base_url()?;
    let settings = open_settings()?;
    let name = args.profile.clone().map_or_else(|| profile_in_use(&settings), Ok)?;
    let before = find_stored(&settings, &name)?;
    let is_taken = before.is_some() && !args.replace;
    // Nobody types a key in vain; one that is piped may be the same.
    if is_taken && io::stdin().is_terminal() {
        return Err(key_exists_error(&name, before.as_ref()));
    }
    let project = read_project(args.project.as_ref())?;
    let log = open_log(args.log.as_deref())?;
    let base_url = base.to_string();
    environment::check_proxy(&base)?;
    let client = build_client(base, args.timeout, log.as_ref()).with_pacer(request_pacer());
    let accepted = block_on(async {
        let mut input = KeyInput::open(args.json, output)?;
        if !is_taken {
            environment::announce_key_host(client.base(), output);
        }
        let key = input.read().await?;
        if is_taken && !before.as_ref().is_some_and(|stored| is_same_key(stored, &key, &base_url)) {
            return Err(key_exists_error(&name, before.as_ref()));
        }
        if is_taken {
            environment::announce_key_host(client.base(), output);
        }
        if args.project.is_some() && key.kind() == KeyKind::Project {
            output.note("note: --project is ignored with a project key (AS_…)");
        }
        if key.kind() == KeyKind::Other && !args.yes {
            input.confirm_unknown_key().await?;
        }
        input.run(try_key(&client, key, project)).await
    })?;
    let saved = settings
        .save_key_unless_taken(&name, &accepted.credentials, &base_url, args.replace)
        .map_err(|error| key_file_error(&error))?;
    let is_late = |profile: &Profile| before.as_ref() != Some(profile);
    let (is_unchanged, replaced) = match saved {
        KeySaveOutcome::Unchanged => (true, None),
        KeySaveOutcome::Saved { replaced } => (false, replaced),
        KeySaveOutcome::Kept(profile) => {
            let error = key_exists_error(&name, Some(&profile));
            return Err(if is_late(&profile) {
                error.with_detail("It was saved a moment ago, while this key was checked. Nothing was saved.")
            } else {
                error
            });
        }
    };
    for warning in client.connection_note().into_iter().chain(log.and_then(|log| log.write_error())) {
        output.warn(&warning);
    }
    if is_variable_set(KEY_VARIABLE) {
        let unless = if name.is_default() { String::new() } else { format!(" unless you use{}", name.cli_option()) };
        output.note(&format!("note: {KEY_VARIABLE} is set and takes precedence over the saved key{unless}"));
    }

    let AcceptedKey { credentials: Credentials { key, project }, domain_count } = &accepted;
    let key_file = format_key_file(&settings);
    let project = project.as_ref().map(ProjectId::as_str);
    let document = LoginDocument {
        profile: name.as_str(),
        tail: key.tail(),
        project,
        base_url: &base_url,
        key_file: &key_file,
        domains: *domain_count,
        replaced: replaced.is_some(),
    };
    let render = || {
        let project = project.map(|id| format!(" with project {id}")).unwrap_or_default();
        let text = StyledText::default().styled(TextStyle::Success, "AutoSend accepts the key").append(format!(
            " {} ({}).\n{} {name}{project} in {key_file}.\n",
            format_tail(key),
            format_domain_count(*domain_count),
            if is_unchanged { "Already saved as" } else { "Saved as" },
        ));
        let Some(profile) = &replaced else { return text };
        let what = profile
            .key
            .as_ref()
            .map_or_else(|| "an unreadable entry".to_owned(), |(replaced, _)| format!("…{}", replaced.key.tail()));
        let when = if is_late(profile) { ", which was saved a moment ago" } else { "" };
        text.append(format!("Replaced {what}{when}.\n"))
    };
    output.print_result(render, &document)?;
    Ok(Exit::Success)
}

/// The JSON document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LoginDocument<'a> {
    profile: &'a str,
    tail: &'a str,
    project: Option<&'a str>,
    base_url: &'a str,
    key_file: &'a str,
    domains: usize,
    replaced: bool,
}

/// A key that AutoSend accepts.
struct AcceptedKey {
    credentials: Credentials,
    /// The number of domains in its project.
    domain_count: usize,
}

/// Fetches the project, if it is not known, and the list of domains.
async fn try_key(client: &ApiClient, key: ApiKey, project: Option<ProjectId>) -> Result<AcceptedKey, CliError> {
    let project = project.filter(|_| key.kind() != KeyKind::Project);
    let mut credentials = Credentials { key, project };
    if credentials.is_missing_project() {
        credentials.project = Some(resolve_project(client, &credentials).await?);
    }
    let list = interruptible(async {
        let list = retry_read(client, || client.list_domains(&credentials)).await;
        list.map_err(|error| api_error(failure::login_failure(&error), &error))
    })
    .await?;
    Ok(AcceptedKey { domain_count: list.len(), credentials })
}

/// The profile of this name.
fn find_stored(settings: &Settings, name: &ProfileName) -> Result<Option<Profile>, CliError> {
    let profiles = settings.load_profiles().map_err(|error| key_file_error(&error))?;
    Ok(profiles.into_iter().find(|profile| profile.name.raw() == name.as_str()))
}

/// Whether this key is stored already. Its project is not known yet if AutoSend must be asked for it.
fn is_same_key(stored: &Profile, key: &ApiKey, base_url: &str) -> bool {
    stored.key.as_ref().is_some_and(|(stored, url)| stored.key == *key && is_same_base_url(url.raw(), base_url))
}

fn key_exists_error(name: &ProfileName, before: Option<&Profile>) -> CliError {
    let stored_key = before
        .and_then(|profile| profile.key.as_ref())
        .map(|(stored, base_url)| format!("It is {}, for {}.", format_tail(&stored.key), base_url.sanitized()));
    let error = CliError::new("key-exists", Exit::Conflict, format!("A key named {name} is already saved"));
    stored_key
        .into_iter()
        .fold(error, CliError::with_detail)
        .with_hint("Use --replace to replace it, or --profile NAME to save another key.")
}
