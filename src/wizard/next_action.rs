//! The next action for a domain's records, as a sentence, based on the DNS check.

use super::model::SharedState;
use crate::core::check::{Count, DomainCheck, Outcome, RecordCheck, Verdict, records_are};
use crate::core::domain::SendingDomain;

impl SharedState {
    /// Returns what DNS lacks, or that it has all records. `None` before the first check, if DNS has none of the
    /// records yet, and once AutoSend has verified the domain.
    #[must_use]
    pub fn next_action(&self, domain: &SendingDomain) -> Option<String> {
        domain.setup_instruction(None)?;
        let check = self.domain_states.current_dns_check(domain).filter(|check| check.last_run_at.is_some())?;
        let summary = check.result.summary();
        let Count { n: correct, of } = summary.correct;
        let conflicts = check.result.conflict_count();
        Some(match summary.outcome {
            Outcome::HiddenByDnssec => "The records are in DNS, but DNSSEC of the zone is broken: d tells.".to_owned(),
            Outcome::Correct if correct == of => "All records are in DNS: v has AutoSend verify them.".to_owned(),
            Outcome::Correct => {
                format!("{correct} of {of} records are in DNS, the rest is optional: v has AutoSend verify them.")
            }
            Outcome::RequiredCorrect if conflicts == 0 => {
                "The required records are in DNS: v has AutoSend verify them.".to_owned()
            }
            Outcome::RequiredCorrect => {
                format!("Required ones are in DNS (v verifies), {} (d tells).", conflicts_phrase(conflicts))
            }
            Outcome::Missing | Outcome::NotReached => match (correct, conflicts) {
                (0, 0) => return propagation_message(&check.result),
                (0, 1) => format!("1 of these {of} records clashes with what is there: g guides you, d tells."),
                (0, _) => format!("{conflicts} of these {of} records clash with what is there: g guides you, d tells."),
                (_, 0) => format!("{} right in DNS: d tells of the others.", records_are(correct, of)),
                _ => format!("{} right, {} already: d tells.", records_are(correct, of), conflicts_phrase(conflicts)),
            },
        })
    }
}

fn conflicts_phrase(count: usize) -> String {
    if count == 1 { "1 clashes with what is there".to_owned() } else { format!("{count} clash with what is there") }
}

/// Says that records have not reached every name server yet, which needs only time.
fn propagation_message(check: &DomainCheck) -> Option<String> {
    let is_partly = |check: &RecordCheck| matches!(check.verdict, Verdict::Partly { .. });
    let partly = check.checked_records().filter(|(.., check)| is_partly(check)).count();
    let count = match check.record_checks.len() {
        _ if partly == 0 => return None,
        1 => "The record is".to_owned(),
        all if partly == all => format!("All {all} records are"),
        all => records_are(partly, all),
    };
    Some(format!("{count} there, but not at every name server yet: d tells."))
}
