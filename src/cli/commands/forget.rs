//! `forget`: deletes domains from the cache.

use serde::Serialize;

use super::domain_ref::parse_domain_name;
use super::targets::Targets;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::store::{DomainCache, ForgetSummary};

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Clears the local cache, for one domain or all, for every key. Domains at AutoSend
are not affected.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct ForgetArgs {
    /// Domain to clear (default: all)
    #[arg(value_name = "DOMAIN")]
    pub domain: Option<String>,

    /// JSON output; errors as JSON on standard error
    #[arg(long)]
    pub json: bool,
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
    let Some(store) = DomainCache::from_environment() else {
        return Err(CliError::new("no-home", Exit::Failed, "No home folder, so nothing is saved"));
    };
    let summary = match name {
        Some(name) => store.forget_domain(name.as_str()),
        None => store.forget_all(),
    };
    let summary = summary.map_err(|message| CliError::new("file-failed", Exit::Failed, message))?;
    if let (Some(name), ForgetSummary { domains: 0, .. }) = (name, summary) {
        return Err(CliError::new("not-kept", Exit::NotFound, format!("No saved data for {name}")));
    }
    if name.is_some() && summary.unreadable > 0 {
        output.warn("some files could not be read and may still mention it; `autosend-domains forget` clears them");
    }
    let forgotten = Counts { domains: summary.domains, files: summary.files };
    output.print_result(|| render(name, summary), &ForgetDocument { forgotten })?;
    Ok(Exit::Success)
}

fn render(name: Option<&DomainName>, summary: ForgetSummary) -> String {
    let ForgetSummary { domains, files, quarantined, .. } = summary;
    let count = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    match name {
        Some(name) if quarantined == 0 => format!("Cleared saved data for {name}. It still exists in AutoSend.\n"),
        Some(name) => format!(
            "Cleared saved data for {name}. It still exists in AutoSend. Also deleted: set-aside files that mentioned it ({}).\n",
            count(quarantined, "file")
        ),
        None if files == 0 => "Nothing to clear.\n".to_owned(),
        None => {
            format!("Cleared {} in {}. They still exist in AutoSend.\n", count(domains, "domain"), count(files, "file"))
        }
    }
}
