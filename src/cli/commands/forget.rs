//! `forget`: clears what was kept for the next run.

use serde_json::json;

use super::domain_arg::parse_domain_name_and_note;
use crate::cli::args::ForgetArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::exit::Exit;
use crate::export::SCHEMA_VERSION;
use crate::store::{DomainCache, ForgetSummary};

/// Runs the command.
pub(in crate::cli) fn run(args: &ForgetArgs) -> Exit {
    let output = Output::new(args.json);
    perform(args, output).map_or_else(|problem| output.print_error(&problem), |()| Exit::Success)
}

fn perform(args: &ForgetArgs, output: Output) -> Result<(), CliError> {
    let name = args
        .domain
        .as_deref()
        .map(|given| parse_domain_name_and_note(given, output))
        .transpose()?
        .map(|(name, _)| name);
    let Some(store) = DomainCache::from_environment() else {
        return Err(CliError::new("no-home", Exit::Failed, "There is no home folder, so nothing was kept"));
    };
    let failed = |words: String| CliError::new("file-failed", Exit::Failed, words);
    let forgotten = match &name {
        Some(name) => store.forget_domain(name.as_str()).map_err(failed)?,
        None => store.forget_all().map_err(failed)?,
    };
    if let (Some(name), ForgetSummary { domains: 0, .. }) = (&name, forgotten) {
        return Err(CliError::new("not-kept", Exit::Conflict, format!("Nothing was kept of {name}")));
    }
    if name.is_some() && forgotten.unreadable > 0 {
        output.note(
            "warning: some files could not be looked into and may still name it; `autosend-domains forget` clears them",
        );
    }
    output.print_result(
        || render(name.as_ref().map(crate::core::domain_name::DomainName::as_str), forgotten),
        || json!({ "version": SCHEMA_VERSION, "forgotten": { "domains": forgotten.domains, "files": forgotten.files } }),
    )
}

fn render(name: Option<&str>, forgotten: ForgetSummary) -> String {
    let ForgetSummary { domains, files, quarantined, .. } = forgotten;
    let count = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    match name {
        Some(name) if quarantined == 0 => format!("{name} is forgotten; AutoSend still has it.\n"),
        Some(name) => format!(
            "{name} is forgotten; AutoSend still has it. What had been set aside and named it is gone as a whole ({}).\n",
            count(quarantined, "file")
        ),
        None if files == 0 => "Nothing was kept.\n".to_owned(),
        None => {
            format!("Forgotten: {} in {}. AutoSend still has them.\n", count(domains, "domain"), count(files, "file"))
        }
    }
}
