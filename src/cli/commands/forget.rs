//! `forget`: deletes domains from the cache.

use serde::Serialize;

use super::api_context::ApiContext;
use super::domain_ref::parse_domain_name;
use super::targets::Targets;
use crate::cli::error::CliError;
use crate::cli::options::{ApiArgs, KeyArgs};
use crate::cli::output::Output;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::store::{DomainCache, ForgetSummary};

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Clears the local cache: of the project of the key in use, of one domain (for every
key), or all of it. Domains at AutoSend are not affected.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct ForgetArgs {
    /// Domain to clear (default: all of the current project)
    #[arg(value_name = "DOMAIN", conflicts_with = "all")]
    pub domain: Option<String>,

    /// Clear the whole cache, for every key (needs --yes)
    #[arg(long)]
    pub all: bool,

    /// Confirm --all
    #[arg(long, requires = "all")]
    pub yes: bool,

    /// JSON output; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub key: KeyArgs,
}

/// What is cleared.
enum Scope<'a> {
    Domain(&'a DomainName),
    Project,
    All,
}

/// The JSON document.
#[derive(Serialize)]
struct ForgetDocument {
    forgotten: Counts,
}

#[derive(Serialize)]
struct Counts {
    domains: usize,
    files: usize,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &ForgetArgs, output: Output) -> Result<Exit, CliError> {
    let targets = args.domain.as_deref().map(|input| Targets::one(input, output, parse_domain_name)).transpose()?;
    let name = targets.as_ref().and_then(|targets| targets.domains().next());
    let scope = match name {
        Some(name) => Scope::Domain(name),
        None if args.all => Scope::All,
        None => Scope::Project,
    };
    if args.all && !args.yes {
        return Err(CliError::new(
            "not-confirmed",
            Exit::Usage,
            "Nothing cleared: pass --yes to clear the whole cache",
        )
        .with_hint("Only the project of the key in use: autosend-domains forget"));
    }
    let no_home = || CliError::new("no-home", Exit::Failed, "No home folder, so nothing is saved");
    let store = DomainCache::from_environment().ok_or_else(no_home)?;
    let summary = match scope {
        Scope::Domain(name) => store.forget_domain(name.as_str()),
        Scope::Project => {
            let api = ApiArgs { key: args.key.clone(), ..ApiArgs::default() };
            let all =
                |error: CliError| error.with_hint("To clear the whole cache: autosend-domains forget --all --yes");
            ApiContext::offline(&api).map_err(all)?.forget_project().map(Option::unwrap_or_default)
        }
        Scope::All => store.forget_all(),
    };
    let summary = summary.map_err(|message| CliError::new("file-failed", Exit::Failed, message))?;
    if let (Some(name), ForgetSummary { domains: 0, .. }) = (name, summary) {
        return Err(CliError::new("not-kept", Exit::NotFound, format!("No saved data for {name}")));
    }
    if name.is_some() && summary.unreadable > 0 {
        output.warn(
            "some files could not be read and may still mention it; `autosend-domains forget --all --yes` clears them",
        );
    }
    let forgotten = Counts { domains: summary.domains, files: summary.files };
    output.print_result(|| render(&scope, summary), &ForgetDocument { forgotten })?;
    Ok(Exit::Success)
}

fn render(scope: &Scope<'_>, summary: ForgetSummary) -> String {
    let ForgetSummary { domains, files, quarantined, .. } = summary;
    let count = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    match scope {
        Scope::Domain(name) if quarantined == 0 => {
            format!("Cleared saved data for {name}. It still exists in AutoSend.\n")
        }
        Scope::Domain(name) => format!(
            "Cleared saved data for {name}. It still exists in AutoSend. Also deleted: set-aside files that mentioned it ({}).\n",
            count(quarantined, "file")
        ),
        Scope::Project | Scope::All if files == 0 => "Nothing to clear.\n".to_owned(),
        Scope::Project | Scope::All => {
            format!("Cleared {} in {}. They still exist in AutoSend.\n", count(domains, "domain"), count(files, "file"))
        }
    }
}
