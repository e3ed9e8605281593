//! `records --only`: the records that are required, or that DNS does not have yet.

use clap::ValueEnum;

use super::load::LoadedDomain;
use crate::cli::commands::check::CheckRun;
use crate::cli::commands::report::Warning;
use crate::cli::error::CliError;
use crate::core::check::{RecordCheck, Verdict};
use crate::core::record::Requirement;
use crate::dns::DnsResolver;

/// The records that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Without them, the domain can't send
    Required,
    /// Not in DNS as they must be; looks them up
    Missing,
}

/// Removes the other records. What makes the rest doubtful becomes a warning.
///
/// # Errors
/// There is no DNS server to ask.
pub(super) async fn keep_only(only: Only, loaded: &mut LoadedDomain, dns: &DnsResolver) -> Result<(), CliError> {
    match only {
        Only::Required => {
            loaded.domain.records.retain(|record| record.requirement() == Requirement::Required);
            Ok(())
        }
        Only::Missing => keep_missing(loaded, dns).await,
    }
}

async fn keep_missing(loaded: &mut LoadedDomain, dns: &DnsResolver) -> Result<(), CliError> {
    let CheckRun { check, .. } = CheckRun::start(dns, loaded.domain.clone(), loaded.freshness).await?;
    let count =
        |counts: fn(&RecordCheck) -> bool| check.checked_records().filter(|checked| counts(checked.check)).count();
    let unreachable = count(|check| check.verdict == Verdict::Unreachable);
    let in_the_way = count(|check| matches!(check.verdict, Verdict::Different | Verdict::Partly { .. }));
    let mut indices = 0..;
    loaded.domain.records.retain(|_record| {
        indices.next().and_then(|index| check.record_check(index)).is_none_or(|check| !check.is_settled())
    });
    let name = loaded.domain.name.sanitized();
    if unreachable > 0 {
        let message = format!("{} could not be looked up, so they are included.", records(unreachable));
        loaded.warnings.push(Warning::new("not-looked-up", message));
    }
    if in_the_way > 0 {
        let message = format!("{} exist with another value: autosend-domains check {name}", records(in_the_way));
        loaded.warnings.push(Warning::new("in-the-way", message));
    }
    loaded.warnings.extend(check.left_out_message().map(|message| Warning::new("left-out", message)));
    Ok(())
}

fn records(number: usize) -> String {
    if number == 1 { "1 record".to_owned() } else { format!("{number} records") }
}
