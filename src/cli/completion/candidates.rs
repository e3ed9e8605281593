//! Values that a shell can offer for an argument.

use clap::{Arg, Command};
use clap_complete::CompletionCandidate;
use clap_complete::engine::ArgValueCandidates;

use crate::cli::commands::cached_domains;
use crate::core::record_ref::COMMON_REFERENCES;
use crate::core::region::KNOWN_REGIONS;
use crate::settings::Settings;

/// The command line with candidates for the values of its arguments, in all commands. `add` takes names that aren't cached
/// yet, so none are offered.
pub(super) fn with_candidates(command: Command) -> Command {
    let is_add = command.get_name() == "add";
    command.mut_args(|argument| add_candidates(argument, is_add)).mut_subcommands(with_candidates)
}

fn add_candidates(argument: Arg, is_add: bool) -> Arg {
    let candidates: fn() -> Vec<CompletionCandidate> = match argument.get_id().as_str() {
        "domain" | "domains" if !is_add => domains,
        "region" => regions,
        "profile" => profiles,
        "field" => fields,
        _ => return argument,
    };
    argument.add(ArgValueCandidates::new(candidates))
}

/// The known regions.
fn regions() -> Vec<CompletionCandidate> {
    let candidate =
        |(key, name): &(&'static str, &'static str)| CompletionCandidate::new(*key).help(Some((*name).into()));
    KNOWN_REGIONS.iter().map(candidate).collect()
}

/// The saved keys; none if they can't be read.
fn profiles() -> Vec<CompletionCandidate> {
    let profiles = Settings::from_environment().and_then(|settings| settings.load_profiles()).unwrap_or_default();
    profiles.into_iter().map(|profile| CompletionCandidate::new(profile.name.sanitized())).collect()
}

/// The names of the cached domains of the key in use.
fn domains() -> Vec<CompletionCandidate> {
    cached_domains().into_iter().map(|domain| CompletionCandidate::new(domain.name.sanitized())).collect()
}

/// The fields of the records that every domain has.
fn fields() -> Vec<CompletionCandidate> {
    let fields = |record: &'static str| ["name", "value", "priority"].map(|field| format!("{record}.{field}"));
    COMMON_REFERENCES.into_iter().flat_map(fields).map(CompletionCandidate::new).collect()
}
