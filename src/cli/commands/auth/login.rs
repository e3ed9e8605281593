//! `auth login`: reads a key, tries it, and stores it.

use serde_json::json;

use super::{format_key_file, format_tail, is_key_variable_set, key_file_error, key_input, open_settings};
use crate::api::{ApiClient, retry_rate_limited};
use crate::cli::args::LoginArgs;
use crate::cli::commands::api_context::{build_client, open_log};
use crate::cli::commands::interrupt::interruptible;
use crate::cli::commands::{block_on, project};
use crate::cli::environment::{self, read_project};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::style::{StyledText, TextStyle};
use crate::core::api_key::{ApiKey, Credentials, DASHBOARD_URL, KEY_VARIABLE, KeyKind, ProjectId};
use crate::core::exit::Exit;
use crate::core::failure;
use crate::core::profile::ProfileName;
use crate::export::SCHEMA_VERSION;
use crate::ports::Api as _;
use crate::settings::{Profile, Settings};

/// Runs the command.
pub(super) fn perform(args: &LoginArgs, output: Output) -> Result<Exit, CliError> {
    let base = environment::read_base_url()?;
    let settings = open_settings()?;
    let name = args.profile.clone().unwrap_or_default();
    // Before anybody is asked for anything.
    let before = find_stored(&settings, &name)?;
    if before.is_some() && !args.replace {
        return Err(key_exists_error(&name, before.as_ref()));
    }
    let wanted = read_project(args.project.as_ref())?;
    let log = open_log(args.log.as_deref())?;
    let key = key_input::read_api_key(args.json, output)?;
    if args.project.is_some() && key.kind() == KeyKind::Project {
        output.note("note: a project key (AS_…) opens one project, so --project has no meaning with it");
    }
    let base_url = base.to_string();
    let api = build_client(base, log.as_ref());
    let proven = block_on(try_key(&api, key, wanted))?;
    settings.save_key(&name, &proven.credentials, &base_url).map_err(|error| key_file_error(&error))?;
    for words in api.connection_note().into_iter().chain(log.and_then(|log| log.write_error())) {
        output.note(&format!("warning: {words}"));
    }
    if is_key_variable_set() {
        let unless = if name.is_default() { String::new() } else { format!(" unless{} is given", name.cli_option()) };
        output.note(&format!("note: {KEY_VARIABLE} is set, and its key is used before the stored one{unless}"));
    }

    let AcceptedKey { credentials: Credentials { key, project }, domain_count } = &proven;
    let file = format_key_file(&settings);
    let replaced = before.as_ref().map(|profile| profile.key.as_ref().map(|(stored, _)| stored.key.tail()));
    output.print_result(
        || {
            let project = project.as_ref().map(|id| format!(", with the project {}", id.as_str())).unwrap_or_default();
            let head = StyledText::default().styled(TextStyle::Success, "AutoSend accepts the key").append(format!(
                " {}: it opens {}.\nIt is stored as {name}{project}, in {file}.\n",
                format_tail(key),
                format_domain_count(*domain_count)
            ));
            match replaced {
                Some(Some(tail)) => head.append(format!("It replaces …{tail}.\n")),
                Some(None) => head.append("It replaces what was no key.\n"),
                None => head,
            }
        },
        || {
            json!({
                "version": SCHEMA_VERSION,
                "profile": name.as_str(),
                "tail": key.tail(),
                "project": project.as_ref().map(ProjectId::as_str),
                "baseUrl": base_url,
                "keyFile": file,
                "domains": domain_count,
                "replaced": replaced.is_some(),
            })
        },
    )?;
    Ok(Exit::Success)
}

/// A key that AutoSend accepts.
struct AcceptedKey {
    credentials: Credentials,
    /// How many domains it opens.
    domain_count: usize,
}

/// Asks for the project, where it has to be found, and for the list.
async fn try_key(api: &ApiClient, key: ApiKey, project: Option<ProjectId>) -> Result<AcceptedKey, CliError> {
    let project = project.filter(|_| key.kind() != KeyKind::Project);
    let mut credentials = Credentials { key, project };
    if credentials.is_missing_project() {
        credentials.project = Some(project::resolve(api, &credentials).await?);
    }
    let list = interruptible(async {
        let list = retry_rate_limited(|| api.list_domains(&credentials)).await;
        list.map_err(|error| {
            let told = CliError::from_api_error(failure::login_failure(&error), None, &error);
            if error.status() == Some(401) {
                told.with_hint(format!("Make another key at {DASHBOARD_URL}."))
            } else {
                told
            }
        })
    })
    .await?;
    Ok(AcceptedKey { domain_count: list.len(), credentials })
}

/// What is stored under this name.
fn find_stored(settings: &Settings, name: &ProfileName) -> Result<Option<Profile>, CliError> {
    let profiles = settings.load_profiles().map_err(|error| key_file_error(&error))?;
    Ok(profiles.into_iter().find(|profile| profile.name.raw() == name.as_str()))
}

fn key_exists_error(name: &ProfileName, before: Option<&Profile>) -> CliError {
    let which = before
        .and_then(|profile| profile.key.as_ref())
        .map(|(stored, base_url)| format!("It is {}, for {}.", format_tail(&stored.key), base_url.sanitized()));
    let problem = CliError::new("key-exists", Exit::Failed, format!("A key is stored as {name} already"));
    which
        .into_iter()
        .fold(problem, CliError::with_detail)
        .with_hint("--replace replaces it; --profile NAME stores another one beside it.")
}

pub(super) fn format_domain_count(domains: usize) -> String {
    match domains {
        0 => "a project without domains".to_owned(),
        1 => "a project with 1 domain".to_owned(),
        more => format!("a project with {more} domains"),
    }
}
